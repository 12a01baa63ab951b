"""Rows: one line of a table between reading and writing, and how its values look as text."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

VERDICT_COLUMNS = ("level", "score", "reasons", "brand", "registrable_domain", "error")
"""The columns that scoring adds, in this order."""

BATCH_ROWS = 512
BATCH_BYTES = 8 * 1024 * 1024
MAX_FIELD_BYTES = 32 * 1024 * 1024
"""A longer line or cell is no row of links but damage; it bounds the memory of a run."""

MAX_INT64 = 2**63 - 1


class Shape(StrEnum):
    """What the values of a column have in common; decides its type in Parquet."""

    EMPTY = "empty"
    BOOL = "bool"
    INT = "int"
    FLOAT = "float"
    TEXT = "text"
    MIXED = "mixed"  # nested or of several types: written as JSON text


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one line by column; ``problem`` says why the line cannot be judged."""

    values: dict[str, Any]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that travel together; ``arrow`` holds the same rows when they came from Parquet."""

    rows: list[Row]
    position: int
    arrow: pa.RecordBatch | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns of the input in order; ``schema`` is the Arrow schema when the input is Parquet."""

    shapes: Mapping[str, Shape]
    schema: pa.Schema | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)

    def named(self, column: str) -> str:
        """Name under which an input column leaves."""
        return self.renamed.get(column, column)


class Source(Protocol):
    """A table that can be read once from the start, in batches."""

    layout: Layout
    size: int
    """Units of ``Batch.position``: bytes on the disk or rows."""

    def batches(self) -> Iterator[Batch]:
        """Yield all rows in order."""


def renamed(columns: Mapping[str, Shape]) -> dict[str, str]:
    """Map input columns named like a verdict column to ``input_<name>``, so that none is lost."""
    taken = set(columns) | set(VERDICT_COLUMNS)
    names: dict[str, str] = {}
    for column in VERDICT_COLUMNS:
        if column not in columns:
            continue
        name = f"input_{column}"
        while name in taken:
            name = f"input_{name}"
        taken.add(name)
        names[column] = name
    return names


def shape_of(value: object) -> Shape:
    """Classify one JSON value."""
    if value is None:
        return Shape.EMPTY
    if isinstance(value, str):
        return Shape.TEXT
    if isinstance(value, bool):
        return Shape.BOOL
    if isinstance(value, int):
        return Shape.INT if -MAX_INT64 <= value <= MAX_INT64 else Shape.MIXED
    if isinstance(value, float):
        return Shape.FLOAT
    return Shape.MIXED


def merged(one: Shape, other: Shape) -> Shape:
    """Return the narrowest shape that holds the values of both."""
    if one is other or other is Shape.EMPTY:
        return one
    if one is Shape.EMPTY:
        return other
    if {one, other} == {Shape.INT, Shape.FLOAT}:
        return Shape.FLOAT
    return Shape.MIXED


def as_text(value: object) -> str | None:
    """Return a value as a cell: strings as they are, null as None, everything else as JSON."""
    if value is None:
        return None
    if isinstance(value, str):
        return encodable(value)
    return encodable(json.dumps(value, ensure_ascii=False, default=str))


def encodable(text: str) -> str:
    """Replace lone surrogates, which no UTF-8 file can hold, by U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def plain(value: Any) -> Any:
    """Return a value out of Arrow as JSON knows it: bytes as text, no NaN, no dates."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value)
