"""Rows to train on: which rows of a corpus, and on which side.

Sides never share a registrable domain, nor a template of the host among scams whose domain no
honest list names (those follow their domain). What the evaluation of the marketplace set measures
or fixes thresholds with teaches nothing either, nor what shares a domain or a template with it.
Scams first seen on or after ``since`` are the *late* ones: where their domain was never seen
before, they are measured as what comes after training; ``fresh`` tells those whose template was
never seen before either.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from classifier.training.corpus import stable_order
from classifier.training.files import CorpusError
from classifier.training.splits import Split, domain_name, side_of, split_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

LATE_DAYS = 90
"""Days before the newest scam of a corpus from which on scams are measured as late."""

A_DOMAIN = 3
"""Links that one registrable domain may bring, a label: campaigns repeat themselves."""


class Side(StrEnum):
    """What a row of the corpus is used for."""

    FIT = "fit"  # teaches
    HOLD = "hold"  # fixes calibration and thresholds
    TEST = "test"  # measured: unseen domains and templates of the same time
    LATE = "late"  # measured: scams of unseen domains from after the training


_SCAM_SIDES = {8: Side.HOLD, 9: Side.TEST}
"""Tenths of the scams outside the marketplace set that teach nothing."""

SIDES = {Split.TUNE: Side.FIT, Split.THRESHOLD: Side.HOLD, Split.TEST: Side.TEST}


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled link; ``learn`` tells whether its licence lets the model learn from it."""

    url: str
    label: int
    side: Side
    learn: bool
    domain: str
    template: str
    source: str
    group: str
    date: dt.date | None
    fresh: bool = True

    @property
    def has_path(self) -> bool:
        """Whether the link names more than a host."""
        return bool(self.url.partition("://")[2].partition("/")[2])


@dataclass(frozen=True, slots=True)
class Rows:
    """All chosen rows and the day from which on scams are late."""

    rows: tuple[Row, ...]
    since: dt.date | None


def choose_rows(table: Any, *, licence: str = "ship", since: dt.date | None = None) -> Rows:
    """Return links to train on and to measure with, in an order that depends on them alone.

    Rows of noisy lists, of the brands' own sites and with a page are left out. With the licence
    ``any`` the model learns from every row, else from rows marked ``yes`` or ``facts``.

    Raises:
        CorpusError: the corpus holds no scam, or no honest link, to learn from.
    """
    links = list(_links(table))
    since = since or _late_from(links)
    sides = _Sides(links)
    early = _Early(sides, links, since)
    rows = [
        Row(
            url=row["url"],
            label=row["label"],
            side=side,
            learn=_may_teach(row, licence),
            domain=row["registrable"],
            template=row["template"],
            source=row["source"],
            group=row["group"],
            date=row["date"],
            fresh=not early.knows_kind(row),
        )
        for row in links
        if (side := _side(row, sides, early, since)) is not None
    ]
    chosen = tuple(_few_a_domain(rows))
    _must_teach(chosen)
    return Rows(chosen, since)


def _links(table: Any) -> Iterator[dict[str, Any]]:
    columns = "url label source ship noisy date registrable template group".split()
    for batch in table.select([*columns, "page"]).to_batches(max_chunksize=65_536):
        for row in batch.to_pylist():
            if row["page"] is None and not row["noisy"] and row["group"] != "real brand site":
                yield row


class _Sides:
    """The side of every row by what it hangs together with."""

    def __init__(self, links: Sequence[Mapping[str, Any]]) -> None:
        scams = [row for row in links if row["label"] == 1]
        self._components = split_links((row["registrable"], row["template"]) for row in scams)
        self._honest = {row["registrable"] for row in links if row["label"] == 0}
        market = [row for row in scams if row["group"]]
        measured = split_links((row["registrable"], row["template"]) for row in market)
        kept_apart = [
            (row, SIDES[side])
            for row in market
            if (side := side_of(measured.root(domain_name(row["registrable"])))) is not Split.TUNE
        ]
        self._reserved = {row["registrable"]: side for row, side in kept_apart}
        self._reserved_templates = {row["template"]: side for row, side in kept_apart}

    def component(self, row: Mapping[str, Any]) -> str:
        """Return the name of the component of a scam."""
        return self._components.root(domain_name(row["registrable"]))

    def side(self, row: Mapping[str, Any]) -> Side:
        """Return the side of a row that is not late."""
        domain = row["registrable"]
        if row["label"] == 0 or domain in self._honest:
            return SIDES[side_of(domain_name(domain))]
        if side := self._reserved.get(domain) or self._reserved_templates.get(row["template"]):
            return side
        tenth = stable_order(self.component(row))[0] * 10 // 256
        return _SCAM_SIDES.get(tenth, Side.FIT)


def _late_from(links: Iterable[Mapping[str, Any]]) -> dt.date | None:
    """Return the day from which scams are late; None when most would be, as in one day's feed."""
    dates = [row["date"] for row in links if row["label"] == 1]
    newest = max((date for date in dates if date), default=None)
    if newest is None:
        return None
    since = newest - dt.timedelta(days=LATE_DAYS)
    late = sum(date is not None and date >= since for date in dates)
    return since if late <= len(dates) / 2 else None


def _is_late(row: Mapping[str, Any], since: dt.date | None) -> bool:
    return bool(row["label"] == 1 and since and row["date"] and row["date"] >= since)


def _may_teach(row: Mapping[str, Any], licence: str) -> bool:
    return licence == "any" or row["ship"] in {"yes", "facts"}


class _Early:
    """What was known of scams before the late ones came."""

    def __init__(
        self, sides: _Sides, links: Sequence[Mapping[str, Any]], since: dt.date | None
    ) -> None:
        before = [row for row in links if row["label"] == 1 and not _is_late(row, since)]
        self._sides = sides
        self._components = {sides.component(row) for row in before}
        self._domains = {row["registrable"] for row in before}

    def knows_domain(self, row: Mapping[str, Any]) -> bool:
        """Tell whether a scam stood on the row's domain before."""
        return row["registrable"] in self._domains

    def knows_kind(self, row: Mapping[str, Any]) -> bool:
        """Tell whether scams shared the row's domain or template before."""
        return row["label"] == 1 and self._sides.component(row) in self._components


def _side(
    row: Mapping[str, Any], sides: _Sides, early: _Early, since: dt.date | None
) -> Side | None:
    if not _is_late(row, since):
        return sides.side(row)
    return None if early.knows_domain(row) else Side.LATE


def _few_a_domain(rows: Iterable[Row]) -> Iterator[Row]:
    groups: dict[tuple[str, int, Side], list[tuple[bytes, Row]]] = {}
    for row in rows:
        groups.setdefault((row.domain, row.label, row.side), []).append(
            (stable_order(row.url), row)
        )
    for key in sorted(groups):
        ordered = sorted(groups[key], key=lambda pair: pair[0])
        yield from (row for _, row in ordered[:A_DOMAIN])


def _must_teach(rows: Iterable[Row]) -> None:
    taught = {row.label for row in rows if row.side is Side.FIT and row.learn}
    for label, word in ((1, "scam"), (0, "honest link")):
        if label not in taught:
            raise CorpusError(
                f"the corpus holds no {word} that the model may learn from; "
                "build one with more sources, or train with --licence any"
            )
