"""What to look at next: single misses and false alarms, of the tuning side and of what has no side.

These tables are for a terminal. Rows of the test side never come here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.address import parse_address
from classifier.training.corpus import stable_order
from classifier.training.results import Table
from classifier.training.splits import Split, domain_name, side_of
from classifier.verdict import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classifier.training.judge import Outcome
    from classifier.training.material import Material
    from classifier.training.pages import JudgedPage

    Row = tuple[str, Outcome, str]

COLUMNS = ("link", "score", "reasons", "kind")


def worst_tables(
    material: Material,
    outcomes: Mapping[str, Outcome],
    pages: Sequence[JudgedPage],
    count: int,
) -> tuple[Table, ...]:
    """Return tables of at most ``count`` rows; none when ``count`` is 0."""
    if not count:
        return ()
    tuning = {link.url: link for link in material.tuning}.values()
    scams = [link for link in tuning if link.facts.get("label") == "1"]
    honest = [link for link in tuning if link.facts.get("label") != "1"]
    sites = [link for link in material.brand_sites if link.split is Split.TUNE]
    lists = (*material.official, *material.resembling, *sites)
    made = [(item.url, outcomes[item.url], item.fuzzer) for item in material.look_alikes]
    spoofs = [(spoof.url, outcomes[spoof.url], spoof.method) for spoof in material.spoofs]
    international = [
        (url, outcomes[url], "IDN") for url in material.honest_international if _may_be_seen(url)
    ]
    found: tuple[tuple[str, list[Row]], ...] = (
        (
            "Scams of the tuning side, not flagged",
            _missed((link.url, outcomes[link.url], link.facts["group"]) for link in scams),
        ),
        (
            "Honest hosts of the tuning side, flagged",
            _alarms(
                (link.url, outcomes[link.url], link.facts.get("group") or "honest")
                for link in honest
            ),
        ),
        (
            "Official and resembling hosts of the lists, flagged",
            _alarms((link.url, outcomes[link.url], "list") for link in lists),
        ),
        ("Honest internationalised hosts, flagged", _alarms(international)),
        ("Generated look-alikes, not flagged", _missed(made)),
        ("Spoofs, not flagged", _missed(spoofs)),
        ("Scam pages with a card form, not danger", _calm(pages)),
        (
            "Honest pages, flagged",
            _alarms((page.entry, page.alone, page.category) for page in pages if not page.scam),
        ),
    )
    return tuple(_table(title, rows, count) for title, rows in found)


def _may_be_seen(url: str) -> bool:
    """Tell whether an honest host belongs to the tuning side."""
    return side_of(domain_name(parse_address(url).registrable_domain or "")) is Split.TUNE


def _missed(rows: Iterable[Row]) -> list[Row]:
    """Return what is not flagged, lowest score first, ties as if by chance."""
    return sorted(
        (row for row in rows if not row[1].flagged),
        key=lambda row: (row[1].score, stable_order(row[0])),
    )


def _alarms(rows: Iterable[Row]) -> list[Row]:
    """Return what is flagged, highest score first."""
    return sorted(
        (row for row in rows if row[1].flagged),
        key=lambda row: (-row[1].score, stable_order(row[0])),
    )


def _calm(pages: Iterable[JudgedPage]) -> list[Row]:
    """Return scam pages with a card form whose level is below danger."""
    return [
        (page.entry, page.alone, page.category)
        for page in pages
        if page.scam and page.card_form and page.alone.level is not Level.DANGER
    ]


def _table(title: str, rows: Sequence[Row], count: int) -> Table:
    shown = [(link, outcome.score, outcome.reasons, kind) for link, outcome, kind in rows[:count]]
    return Table(COLUMNS, tuple(shown), f"{title}: {len(rows)}, here {len(shown)}")
