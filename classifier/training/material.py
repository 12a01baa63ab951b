"""Everything that one evaluation judges, read and made before the first verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from classifier.training import lookalikes, spoofs
from classifier.training.corpus import (
    Honest,
    Link,
    Marketplace,
    is_russian_top,
    read_honest,
    read_marketplace,
    stable_order,
)
from classifier.training.files import AbsentError
from classifier.training.lists import BRAND_OFFICIAL, OFFICIAL, RESEMBLING, read_domains
from classifier.training.splits import Split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from classifier.training.files import DataFolder
    from classifier.training.knowledge import Candidate
    from classifier.training.lookalikes import LookAlike
    from classifier.training.spoofs import Spoof

ALL = "all"
"""Instead of one side: every row, those that fixed the thresholds included."""

POPULAR = 300
"""Popular names, no brands, whose spoofs are judged."""

SAMPLED_A_BRAND = 20
"""A sample of so many links has look-alikes of one brand."""

_SHORTEST_POPULAR = 6


@dataclass(frozen=True, slots=True)
class Options:
    """What an evaluation looks at.

    ``split``: "tune", "test" or "all"; ``sample``: most links of a group (None: all); ``jobs``:
    processes; ``worst``: how many misses and false alarms of the tuning side are listed; ``model``:
    a candidate that judges instead of the shipped model.
    """

    split: str = Split.TEST.value
    sample: int | None = None
    jobs: int = 1
    worst: int = 0
    model: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """Links by what they are; ``absent``: why a part is empty, by the name of its file."""

    scams: tuple[Link, ...]
    hard_negatives: tuple[Link, ...]
    all_hard_negatives: tuple[Link, ...]
    brand_sites: tuple[Link, ...]
    fixing: tuple[Link, ...]
    honest: tuple[Link, ...]
    hosted: tuple[Link, ...]
    russian_top: tuple[Link, ...]
    official: tuple[Link, ...]
    brand_official: tuple[Link, ...]
    resembling: tuple[Link, ...]
    honest_international: tuple[str, ...]
    look_alikes: tuple[LookAlike, ...]
    spoofs: tuple[Spoof, ...]
    tuning: tuple[Link, ...] = ()
    absent: dict[str, str] = field(default_factory=dict)

    def urls(self) -> Iterator[str]:
        """Yield every link that has to be judged."""
        for links in (
            self.scams,
            self.hard_negatives,
            self.all_hard_negatives,
            self.brand_sites,
            self.fixing,
            self.honest,
            self.hosted,
            self.russian_top,
            self.official,
            self.brand_official,
            self.resembling,
            self.tuning,
        ):
            yield from (link.url for link in links)
        yield from self.honest_international
        yield from (item.url for item in self.look_alikes)
        yield from (spoof.url for spoof in self.spoofs)


def gather(folder: DataFolder, options: Options, advance: Callable[[int], None]) -> Material:
    """Read the corpora and make the look-alikes; ``advance`` counts brands that are done.

    Raises:
        CorpusError: an essential file is missing, or any file is damaged.
    """
    market, honest = read_marketplace(folder), read_honest(folder)
    absent: dict[str, str] = {}
    lists = {
        name: _optional_list(folder, name, columns, absent)
        for name, columns in (
            (OFFICIAL, ()),
            (BRAND_OFFICIAL, ("confidence",)),
            (RESEMBLING, ("confidence",)),
        )
    }
    known = honest.domains | {link.domain for links in lists.values() for link in links}
    known |= {link.domain for link in (*market.hard_negatives, *market.brand_sites)}

    def kept(links: Iterable[Link]) -> tuple[Link, ...]:
        return sampled([link for link in links if on_side(link, options.split)], options.sample)

    return Material(
        scams=kept(market.scams),
        hard_negatives=kept(market.hard_negatives),
        all_hard_negatives=sampled(market.hard_negatives, options.sample),
        brand_sites=sampled(market.brand_sites, options.sample),
        fixing=sampled(
            [link for link in honest.links if link.split is Split.THRESHOLD], options.sample
        ),
        honest=kept(honest.links),
        hosted=kept(honest.hosted),
        russian_top=kept(link for link in honest.links if is_russian_top(link)),
        official=lists[OFFICIAL],
        brand_official=lists[BRAND_OFFICIAL],
        resembling=lists[RESEMBLING],
        honest_international=tuple(
            f"https://{host}/" for host in sorted(honest.hosts) if "xn--" in host
        ),
        look_alikes=_look_alikes(known, options, absent, advance),
        spoofs=_spoofs(folder, honest, options, absent),
        tuning=_tuning(market, honest, options),
        absent=absent,
    )


def on_side(link: Link, split: str) -> bool:
    """Tell whether a link belongs to the side that is measured."""
    return split in {ALL, link.split.value}


def sampled(links: Sequence[Link], limit: int | None) -> tuple[Link, ...]:
    """Return at most ``limit`` links, drawn by hash."""
    if limit is None or len(links) <= limit:
        return tuple(links)
    return tuple(sorted(links, key=lambda link: stable_order(link.url))[:limit])


def _optional_list(
    folder: DataFolder, name: str, columns: tuple[str, ...], absent: dict[str, str]
) -> tuple[Link, ...]:
    try:
        return read_domains(folder, name, *columns)
    except AbsentError as error:
        absent[name] = str(error)
        return ()


def _look_alikes(
    known: frozenset[str], options: Options, absent: dict[str, str], advance: Callable[[int], None]
) -> tuple[LookAlike, ...]:
    if not lookalikes.available():
        absent["dnstwist"] = "dnstwist is not installed; it comes with the tools of development"
        return ()
    most_brands = None if options.sample is None else max(1, options.sample // SAMPLED_A_BRAND)
    return lookalikes.generate(known, options.jobs, advance, most_brands)


def _spoofs(
    folder: DataFolder, honest: Honest, options: Options, absent: dict[str, str]
) -> tuple[Spoof, ...]:
    made: list[Spoof] = []
    try:
        choices = spoofs.read_confusables(folder)
        for domain in spoofs.brand_targets():
            made += spoofs.spoofs_of(domain, choices)
        for domain in _popular(honest):
            made += spoofs.spoofs_of(domain, choices, limit=1, of_brand=False)
    except AbsentError as error:
        absent[spoofs.CONFUSABLES] = str(error)
    try:
        made += spoofs.embeddings(folder)
    except AbsentError as error:
        absent[spoofs.EMBEDDING] = str(error)
    if options.sample is not None:
        made = sorted(made, key=lambda spoof: stable_order(spoof.url))[: options.sample]
    return tuple(made)


def _popular(honest: Honest) -> list[str]:
    """Return domains of plain Latin labels that several lists name, drawn by hash."""
    wanted = [
        link.domain
        for link in honest.links
        if "; " in link.facts["source"]
        and link.domain.count(".") == 1
        and link.domain.partition(".")[0].isalpha()
        and len(link.domain.partition(".")[0]) >= _SHORTEST_POPULAR
    ]
    return sorted(wanted, key=stable_order)[:POPULAR]


def _tuning(market: Marketplace, honest: Honest, options: Options) -> tuple[Link, ...]:
    """Return the rows that may be looked at one by one."""
    if not options.worst:
        return ()
    links = (*market.scams, *market.hard_negatives, *honest.links)
    return tuple(link for link in links if link.split is Split.TUNE)
