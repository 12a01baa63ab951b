"""Sections on links that were made for the purpose: look-alikes and internationalised spoofs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.training.lookalikes import PER_FUZZER
from classifier.training.results import Section, Table
from classifier.training.spoofs import CONFUSABLES, EMBEDDING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classifier.training.lookalikes import LookAlike
    from classifier.training.material import Material
    from classifier.training.results import Cell
    from classifier.training.slices import Scale

LONG_LABEL = 5
"""Letters from which a brand's label is long: shorter ones have honest neighbours everywhere."""

_LENGTHS = (
    ("1-3 letters", 1, 3),
    ("4 letters", 4, 4),
    ("5-6 letters", 5, 6),
    ("7-9 letters", 7, 9),
    ("10 letters and more", 10, 63),
)


def look_alikes(material: Material, scale: Scale) -> Section:
    """Return generated look-alikes by fuzzer and by length of the brand's label."""
    section = Section(
        "look-alikes",
        "Generated look-alikes",
        "What dnstwist's fuzzers (no dictionary, no list of endings) make of the main domain of\n"
        "every brand, without names whose registrable domain is in any honest or official list.\n"
        f"At most {PER_FUZZER} names a fuzzer and a brand are judged, drawn by hash.\n"
        "*As generated* weighs them by how many the fuzzer made, so that `homoglyph` decides it;\n"
        "the other rows count judged names.",
        skipped=material.absent.get("dnstwist", ""),
    )
    made = material.look_alikes
    if section.skipped or not made:
        return section
    long = [item for item in made if len(item.label) >= LONG_LABEL]
    by_length = [
        (name, [item.url for item in made if low <= len(item.label) <= high])
        for name, low, high in _LENGTHS
    ]
    return Section(
        section.id,
        section.title,
        section.note,
        (
            scale.table(
                [
                    ("all brands", [item.url for item in made]),
                    (f"labels of {LONG_LABEL} letters and more", [item.url for item in long]),
                ]
            ),
            _as_generated(made, long, scale),
            scale.table(_by_fuzzer(long), f"By fuzzer, labels of {LONG_LABEL} letters and more"),
            scale.table(_by_fuzzer(made), "By fuzzer, all brands"),
            scale.table(by_length, "By length of the brand's label"),
        ),
    )


def _by_fuzzer(items: Iterable[LookAlike]) -> list[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = {}
    for item in items:
        groups.setdefault(item.fuzzer, []).append(item.url)
    return sorted(groups.items())


def _as_generated(made: Iterable[LookAlike], long: Iterable[LookAlike], scale: Scale) -> Table:
    """Return shares above the thresholds, each judged name speaking for those it was drawn from."""
    rows: list[tuple[Cell, ...]] = []
    for name, items in (
        ("all brands", list(made)),
        (f"labels of {LONG_LABEL} letters and more", list(long)),
    ):
        scores = scale.scores(item.url for item in items)
        total = sum(item.stands_for for item in items)
        shares: list[Cell] = [
            sum(
                item.stands_for
                for item, score in zip(items, scores, strict=True)
                if score > threshold.score
            )
            / total
            if total
            else None
            for threshold in scale.thresholds
        ]
        rows.append((name, round(total), *shares))
    rates = (f"> {threshold.rate * 100:g} %" for threshold in scale.thresholds)
    return Table(("", "made", *rates), tuple(rows), "As generated")


def international(material: Material, scale: Scale) -> Section:
    """Return internationalised spoofs by method, and honest internationalised hosts."""
    gone = [material.absent[name] for name in (CONFUSABLES, EMBEDDING) if name in material.absent]
    brands: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    for spoof in material.spoofs:
        kind = brands if spoof.of_brand else others
        kind.setdefault(spoof.method, []).append(spoof.url)
    international = [spoof for spoof in material.spoofs if spoof.international]
    return Section(
        "idn",
        "Internationalised names",
        "Made from Unicode's table of confusables and a browser's published tables of\n"
        "embedding, with the brands of the registry in the place of the examples; popular names\n"
        "that are no brand for comparison." + "".join(f" Left out: {reason}" for reason in gone),
        (
            scale.table(
                [
                    (
                        "spoofs of brands",
                        [spoof.url for spoof in international if spoof.of_brand],
                    ),
                    (
                        "spoofs of popular names, no brands",
                        [spoof.url for spoof in international if not spoof.of_brand],
                    ),
                    ("honest internationalised hosts", material.honest_international),
                    (
                        "honest hosts in `.рф`",
                        [url for url in material.honest_international if ".xn--p1ai/" in url],
                    ),
                ]
            ),
            scale.table(brands.items(), "Brands, by method"),
            scale.table(others.items(), "Popular names, by method"),
        ),
    )
