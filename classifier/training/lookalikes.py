"""Generated look-alikes: what dnstwist's fuzzers make of each brand's main domain, offline.

No dictionary and no list of endings is given to it. All that it makes is counted; of each fuzzer a
bounded share is judged, drawn by hash, because one of them makes more names than all the others
together.
"""

from __future__ import annotations

import heapq
import importlib.util
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.address import AddressError, parse_address
from classifier.brands import default_brands
from classifier.training.corpus import stable_order
from classifier.training.judge import spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from classifier.brand import Brand

PER_FUZZER = 25
"""Names of one fuzzer that are judged for one brand."""


A_BRAND = 1000
"""Links that could be judged while the names of one brand are made."""


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A made name; ``stands_for``: how many made by the same fuzzer of the same brand it speaks."""

    url: str
    fuzzer: str
    brand: str
    label: str
    stands_for: float


def available() -> bool:
    """Tell whether dnstwist, a tool of development, is installed."""
    return importlib.util.find_spec("dnstwist") is not None


def generate(
    honest: AbstractSet[str],
    jobs: int,
    advance: Callable[[int], None],
    most_brands: int | None = None,
) -> tuple[LookAlike, ...]:
    """Make look-alikes of every brand, without those whose registrable domain is honest.

    ``most_brands`` bounds the brands, drawn by hash, for a quick look.
    """
    brands = list(default_brands())
    made: list[LookAlike] = []
    targets = [(brand.id, brand.domains[0]) for brand in brands]
    if most_brands is not None:
        targets = sorted(targets, key=lambda target: stable_order(target[1]))[:most_brands]
    known = honest | own_domains(brands)
    for found in spread(look_alikes, targets, jobs, len(targets) * A_BRAND):
        made += [item for item in found if _registrable(item.url) not in known]
        advance(1)
    return tuple(made)


def own_domains(brands: Iterable[Brand]) -> frozenset[str]:
    """Return the registrable domains that the registry itself calls official or honest."""
    domains: set[str] = set()
    for brand in brands:
        domains.update(entry.domain for entry in brand.official)
        domains.update(entry.domain for entry in (*brand.namesakes, *brand.tenants))
    return frozenset(_registrable(f"https://{domain}/") for domain in domains)


def look_alikes(target: tuple[str, str], limit: int = PER_FUZZER) -> list[LookAlike]:
    """Return up to ``limit`` names a fuzzer for one brand, given as its id and main domain."""
    brand, domain = target
    label = parse_address(domain).registrable_label
    made: dict[str, set[str]] = {}
    for fuzzer, name in permutations(domain):
        made.setdefault(fuzzer, set()).add(name)
    chosen = []
    for fuzzer, names in sorted(made.items()):
        drawn = _drawn(names, limit)
        if not drawn:
            continue
        weight = len(names) / len(drawn)
        chosen += [LookAlike(f"https://{name}/", fuzzer, brand, label, weight) for name in drawn]
    return chosen


def _drawn(names: Iterable[str], limit: int) -> list[str]:
    """Return up to ``limit`` names that can be registered, drawn by hash."""
    candidates = heapq.nsmallest(2 * limit, names, key=stable_order)
    return [name for name in candidates if _registrable(f"https://{name}/")][:limit]


def permutations(domain: str) -> Iterator[tuple[str, str]]:
    """Yield (fuzzer, name in ASCII) for every permutation of a domain that dnstwist knows.

    Raises:
        ModuleNotFoundError: dnstwist is not installed.
    """
    before = socket.getdefaulttimeout()
    import dnstwist  # noqa: PLC0415 - a tool of development; it sets a time-out for all sockets

    socket.setdefaulttimeout(before)
    fuzzer = dnstwist.Fuzzer(domain)
    fuzzer.generate()
    for item in fuzzer.domains:
        if item["fuzzer"] != "*original":
            yield item["fuzzer"], item["domain"]


def _registrable(url: str) -> str:
    try:
        return parse_address(url).registrable_domain or ""
    except AddressError:
        return ""
