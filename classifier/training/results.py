"""What an evaluation found: sections of tables whose cells are texts, counts and shares."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from classifier.training.metrics import Share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.verdict import Versions

Cell = str | int | float | Share | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under named columns; the first column names the row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One question and its tables; ``skipped`` says why there are none."""

    id: str
    title: str
    note: str
    tables: tuple[Table, ...] = ()
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A score that at most ``rate`` of the honest hosts that fixed it exceed."""

    rate: float
    score: float
    honest: Share


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A whole run. ``worst`` names rows of the tuning side and is never written to a file."""

    split: str
    sample: int | None
    versions: Versions
    files: Mapping[str, str]
    thresholds: tuple[Threshold, ...]
    sections: tuple[Section, ...]
    links: int
    pages: int
    worst: tuple[Table, ...] = field(default=())


def as_json(found: Evaluation) -> dict[str, Any]:
    """Return an evaluation as JSON values; shares with their interval, nothing of single rows."""
    return {
        "split": found.split,
        "sample": found.sample,
        "versions": {
            "rules": found.versions.rules,
            "model": found.versions.model,
            "lists": found.versions.lists,
        },
        "files": dict(found.files),
        "links": found.links,
        "pages": found.pages,
        "thresholds": [
            {"rate": one.rate, "score": _number(one.score), "honest": _value(one.honest)}
            for one in found.thresholds
        ],
        "sections": {section.id: _section(section) for section in found.sections},
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "note": section.note,
        "skipped": section.skipped or None,
        "tables": [
            {
                "title": table.title,
                "rows": [
                    {column: _value(cell) for column, cell in zip(table.columns, row, strict=True)}
                    for row in table.rows
                ],
            }
            for table in section.tables
        ],
    }


def _value(cell: Cell) -> Any:
    if isinstance(cell, Share):
        low, high = cell.interval or (None, None)
        return {"hits": cell.hits, "n": cell.n, "share": cell.value, "low": low, "high": high}
    return _number(cell) if isinstance(cell, float) else cell


def _number(value: float) -> float | None:
    """Return a number that JSON knows: a threshold that nothing exceeds has none."""
    return None if value == float("inf") else value
