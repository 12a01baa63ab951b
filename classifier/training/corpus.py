"""The corpora of a data folder as links with a side of the split and what is known of them.

One link a registrable domain: of several the one whose SHA-256 is smallest, which is the same in
every run and favours no shape. Otherwise campaigns with a wildcard would decide every figure.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from classifier.address import AddressError, parse_address
from classifier.suffixes import SUFFIX_LIST
from classifier.training.files import AbsentError, CorpusError
from classifier.training.splits import Split, domain_name, side_of, split_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from classifier.training.files import DataFolder
    from classifier.training.rows import Row

MARKETPLACE = "marketplace_train.csv.gz"
LINKS = "urls_train.csv.gz"
HONEST_RUSSIAN = "urls_benign_ru.csv.gz"
FREE_HOSTING = "brands/free_hosting.tsv"

HONEST_SOURCES = frozenset(
    {
        "2naive alexa RU 2016",
        "2naive alexa RU 2022",
        "AdguardTeam/HttpsExclusions banks",
        "Debian package Homepage",
        "MISP warninglists: cisco umbrella top20k",
        "MISP warninglists: cloudflare-top100k",
        "citizenlab/test-lists",
        "hxehex/russia-mobile-internet-whitelist",
        "infoculture/govdomains",
        "v2fly/domain-list-community:ru",
        "zer0h alexa top100k (2016)",
    }
)
"""Plain top lists and registries of hosts. Left out: link collections and the benign halves of old
phishing sets, which name single pages on hosts that anybody can write to."""

RUSSIAN_TOP = frozenset(
    {"2naive alexa RU 2016", "2naive alexa RU 2022", "hxehex/russia-mobile-internet-whitelist"}
)
"""Lists of hosts that Russians visit; of the world's list of 2016 its ``.ru`` part counts too."""

WORLD_TOP = "zer0h alexa top100k (2016)"


@dataclass(frozen=True, slots=True)
class Link:
    """One link: its registrable domain, side, and what its list says of it."""

    url: str
    domain: str
    split: Split
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Marketplace:
    """Scams that imitate brands, honest names that resemble one, and the brands' own sites."""

    scams: tuple[Link, ...]
    hard_negatives: tuple[Link, ...]
    brand_sites: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Honest:
    """Honest hosts, one a registrable domain; ``hosted``: pages of strangers on a platform."""

    links: tuple[Link, ...]
    hosted: tuple[Link, ...]
    domains: frozenset[str]
    hosts: frozenset[str]


def read_marketplace(folder: DataFolder) -> Marketplace:
    """Read the marketplace links; brand sites keep a row a host, the rest a row a domain.

    Raises:
        CorpusError: the file is missing or damaged.
    """
    columns = "url label registrable template source group pattern confidence".split()
    rows = [dict(zip(columns, row, strict=True)) for row in folder.rows(MARKETPLACE, columns)]
    if odd := {row["label"] for row in rows} - {"0", "1"}:
        raise CorpusError(f"{MARKETPLACE}: label {min(odd)!r}; only 0 and 1 are known")
    components = split_links(
        (row["registrable"], row["template"] if row["label"] == "1" else "") for row in rows
    )
    links = [
        Link(
            row["url"],
            row["registrable"],
            side_of(components.root(domain_name(row["registrable"]))),
            row,
        )
        for row in rows
    ]
    return Marketplace(
        scams=one_a_domain(link for link in links if link.facts["label"] == "1"),
        hard_negatives=one_a_domain(
            link for link in links if link.facts["group"] == "hard negative"
        ),
        brand_sites=tuple(link for link in links if link.facts["group"] == "real brand site"),
    )


def read_honest(folder: DataFolder) -> Honest:
    """Read honest hosts of the world and of Russia.

    Raises:
        CorpusError: a file is damaged, or the list of links is missing.
    """
    found: list[Link] = []
    hosted: list[Link] = []
    hosts: set[str] = set()
    zones = _free_zones(folder)
    for url, source in _honest_rows(folder):
        try:
            address = parse_address(url)
        except AddressError:
            continue
        domain = address.registrable_domain
        if domain is None:
            continue
        hosts.add(address.host)
        link = Link(url, domain, side_of(domain_name(domain)), {"source": source})
        stranger = on_platform(address.suffix) or (
            domain in zones and address.host.removeprefix("www.") != domain
        )
        (hosted if stranger else found).append(link)
    sources: dict[str, set[str]] = {}
    for link in found:
        sources.setdefault(link.domain, set()).add(link.facts["source"])
    links = tuple(
        Link(link.url, link.domain, link.split, {"source": "; ".join(sorted(sources[link.domain]))})
        for link in one_a_domain(found)
    )
    return Honest(links, one_a_domain(hosted), frozenset(sources), frozenset(hosts))


def _honest_rows(folder: DataFolder) -> Iterable[tuple[str, str]]:
    for url, label, source in folder.rows(LINKS, ("url", "label", "source")):
        if label == "0" and source in HONEST_SOURCES:
            yield url, source
    try:
        for url, source in folder.rows(HONEST_RUSSIAN, ("url", "source")):
            yield url, f"{HONEST_RUSSIAN.partition('.')[0]}: {source}"
    except AbsentError:
        return


def _free_zones(folder: DataFolder) -> frozenset[str]:
    """Return zones that the Public Suffix List does not know although strangers share them."""
    try:
        return frozenset(suffix for (suffix,) in folder.rows(FREE_HOSTING, ("suffix",)))
    except AbsentError:
        return frozenset()


def one_a_domain(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return one link a registrable domain: that with the smallest SHA-256 of its URL."""
    chosen: dict[str, tuple[bytes, Link]] = {}
    for link in links:
        candidate = (stable_order(link.url), link)
        before = chosen.get(link.domain)
        if before is None or candidate[0] < before[0]:
            chosen[link.domain] = candidate
    return tuple(link for _, link in chosen.values())


def stable_order(text: str) -> bytes:
    """Return a key that sorts texts as if by chance, the same way in every run."""
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()


def is_russian(link: Link | Row) -> bool:
    """Tell whether a domain ends in ``.ru``."""
    return link.domain.endswith(".ru")


def is_russian_top(link: Link) -> bool:
    """Tell whether a list of Russian top hosts names an honest domain."""
    sources = set(link.facts["source"].split("; "))
    return bool(sources & RUSSIAN_TOP) or (WORLD_TOP in sources and is_russian(link))


def on_platform(suffix: str) -> bool:
    """Tell whether a public suffix is private: a platform's, on which strangers publish."""
    return suffix in _private_suffixes() or f"*.{suffix.partition('.')[2]}" in _private_suffixes()


@cache
def _private_suffixes() -> frozenset[str]:
    text = SUFFIX_LIST.read_text(encoding="utf-8")
    private = text.partition("===BEGIN PRIVATE DOMAINS===")[2]
    lines = (line.strip() for line in private.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("//"))
