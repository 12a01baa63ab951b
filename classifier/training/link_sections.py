"""Sections on links from lists: the operating points, scams, honest hosts, judged lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.training.corpus import HONEST_RUSSIAN, is_russian
from classifier.training.lists import BRAND_OFFICIAL, OFFICIAL, RESEMBLING
from classifier.training.metrics import precision_at
from classifier.training.results import Section, Table
from classifier.training.slices import grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from classifier.training.corpus import Link
    from classifier.training.material import Material
    from classifier.training.results import Cell
    from classifier.training.slices import Scale

BASE_RATES = (0.01, 0.001)
"""Scams among the links that are judged: a moderator's queue, links in a chat."""

NO_BRAND = frozenset({"lure word, no brand", "other"})
"""Patterns of hosts that imitate nobody by name."""

KNOWN_ABROAD_AND_AT_HOME = frozenset({"blablacar"})
"""Groups without ``ru`` in their name that Russian sellers meet all the same."""


def operating(material: Material, scale: Scale) -> Section:
    """Return what is caught and what is wrongly flagged at each threshold, and the precision."""
    caught = scale.hits(scale.scores(_urls(material.scams)))
    alarms = scale.hits(scale.scores(_urls(material.honest)))
    rows: list[tuple[Cell, ...]] = []
    for threshold, hit, alarm in zip(scale.thresholds, caught, alarms, strict=True):
        precision = [
            precision_at(hit.value or 0.0, alarm.value or 0.0, base) for base in BASE_RATES
        ]
        rows.append(
            (
                f"{threshold.rate * 100:g} %",
                threshold.score,
                threshold.honest,
                threshold.honest.n,
                alarm,
                alarm.n,
                hit,
                hit.n,
                *precision,
            )
        )
    columns = (
        "false alarms wanted",
        "score above",
        "false alarms where it was fixed",
        "honest there",
        "false alarms seen",
        "honest",
        "scams caught",
        "scams",
        *(f"precision at {base * 100:g} % scams" for base in BASE_RATES),
    )
    return Section(
        "operating",
        "Scams caught at one false alarm in a hundred, in a thousand",
        "Marketplace scams against honest hosts. A precision of 0.5: every second alarm is right.",
        (Table(columns, tuple(rows)),),
    )


def scams(material: Material, scale: Scale) -> Section:
    """Return marketplace scams by group, pattern, ending, and how sure the label is."""
    links = material.scams
    domestic = [link for link in links if with_brand_at_home(link)]
    return Section(
        "scams",
        "Marketplace scams",
        "Russian groups, brand in the host: all groups of Russian brands and BlaBlaCar, without\n"
        "hosts that carry a lure word only.",
        (
            scale.table(
                [
                    ("all", _urls(links)),
                    ("`.ru`", _urls(filter(is_russian, links))),
                    ("Russian groups, brand in the host", _urls(domestic)),
                    ("the same, `.ru`", _urls(filter(is_russian, domestic))),
                    ("the same, curated feeds", _urls(filter(is_curated, domestic))),
                ]
            ),
            scale.table(grouped(links, _fact("group"), 1), "By group"),
            scale.table(grouped(links, _fact("pattern"), 1), "By pattern of the host"),
            scale.table(grouped(domestic, _fact("pattern"), 1), "Russian groups by pattern"),
            scale.table(grouped(links, _fact("confidence"), 1), "By source's reliability"),
        ),
    )


def honest(material: Material, scale: Scale) -> Section:
    """Return honest hosts as a whole, by ending and list, and names that contain a brand's."""
    links = material.honest
    return Section(
        "honest",
        "Honest hosts",
        "A host that several lists name stands in the row of each. Pages of strangers on\n"
        "platforms (private suffixes of the Public Suffix List, free hosting) take no part in\n"
        "thresholds: nobody vouches for them.",
        (
            scale.table(
                [
                    ("all", _urls(links)),
                    ("`.ru`", _urls(filter(is_russian, links))),
                    ("`.рф`", [link.url for link in links if link.domain.endswith(".xn--p1ai")]),
                    ("Russian top hosts", _urls(material.russian_top)),
                    ("pages on platforms", _urls(material.hosted)),
                ]
            ),
            scale.table(_by_source(links), "By list"),
            scale.table(
                [
                    ("this side", _urls(material.hard_negatives)),
                    ("all sides", _urls(material.all_hard_negatives)),
                    *grouped(material.all_hard_negatives, _fact("source"), 10),
                ],
                "Hard negatives: a brand's name inside an honest one",
            ),
        ),
    )


def lists(material: Material, scale: Scale) -> Section:
    """Return official hosts and honest names that resemble a brand: whole lists, no split."""
    rows: list[tuple[str, Iterable[str]]] = [
        ("hosts of brands' own sites in top lists", _urls(material.brand_sites))
    ]
    for name, links, kind in (
        (OFFICIAL, material.official, "official domains of Russian services (routing list)"),
        (BRAND_OFFICIAL, material.brand_official, "official domains of brands"),
        (RESEMBLING, material.resembling, "honest names that resemble a brand"),
    ):
        if name in material.absent:
            continue
        rows.append((kind, _urls(links)))
        if any("confidence" in link.facts for link in links):
            rows += [
                (f"{kind}, confidence {value}", urls)
                for value, urls in grouped(links, _fact("confidence"), 1)
            ]
    gone = [reason for name, reason in material.absent.items() if name in _LISTS]
    return Section(
        "lists",
        "Official hosts and judged lists",
        "Whole lists: they are facts, some of which the registry of brands has taken over."
        + "".join(f" Left out: {reason}" for reason in gone),
        (scale.table(rows),),
    )


_LISTS = frozenset({OFFICIAL, BRAND_OFFICIAL, RESEMBLING})


def with_brand_at_home(link: Link) -> bool:
    """Tell whether a scam imitates, by its host, a brand that Russian sellers know."""
    group = link.facts["group"]
    at_home = group.startswith("ru") or group in KNOWN_ABROAD_AND_AT_HOME
    return at_home and "lure" not in group and link.facts["pattern"] not in NO_BRAND


def is_curated(link: Link) -> bool:
    """Tell whether a curated feed names the link."""
    return "curated" in link.facts["confidence"]


def _by_source(links: Iterable[Link]) -> list[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = {}
    russian = HONEST_RUSSIAN.partition(".")[0]
    for link in links:
        names = {
            name.partition(":")[0] if name.startswith(russian) else name
            for name in link.facts["source"].split("; ")
        }
        for name in names:
            groups.setdefault(name, []).append(link.url)
    return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))


def _fact(name: str) -> Callable[[Link], str]:
    return lambda link: link.facts.get(name) or "none"


def _urls(links: Iterable[Link]) -> list[str]:
    return [link.url for link in links]
