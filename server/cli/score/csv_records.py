"""Records of a CSV file: rows of cells, and damaged lines one by one, with what stands in them.

A quote that is opened and never closed would swallow all lines behind it. So the lines of a record
are held until it is whole; when it breaks, its first line alone is damaged and reading goes on
with the second. The lines up to the place where it broke are then read singly, which keeps the
work in proportion to the file: no line is read more than three times.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.cli.score.rows import MAX_FIELD_BYTES

if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import BinaryIO

MAX_RECORD_LINES = 100_000
"""A record of more lines is an open quote; with ``MAX_FIELD_BYTES`` it bounds what is held."""

_OPEN = "unexpected end of data"
"""The standard library's words for a file that ends inside quotes."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A line that is no CSV: why, and its text; none is kept of lines that are too long."""

    problem: str
    text: str


def records(stream: BinaryIO) -> Generator[list[str] | Damage, None, None]:
    """Yield the cells of each record that is not blank, or a damaged line."""
    csv.field_size_limit(MAX_FIELD_BYTES)
    text = io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape", newline="")
    lines = _Lines(text)
    reader = csv.reader(lines, strict=True)
    try:
        while True:
            lines.begin()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield lines.rewind(str(error))
                continue
            if cells:
                yield cells
    finally:
        text.detach()  # the stream is its opener's to close


class _Lines:
    """Physical lines for the CSV parser; those of the present record can be given back."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._back: deque[str] = deque()
        self._taken: list[str] = []
        self._size = 0
        self._number = 0  # of the last line taken
        self._single_until = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._taken and self._closed():
            raise StopIteration
        line = self._back.popleft() if self._back else self._text.readline(2 * MAX_FIELD_BYTES)
        if not line:
            raise StopIteration
        self._taken.append(line)
        self._size += len(line)
        self._number += 1
        return line

    def begin(self) -> None:
        """Start a new record; the lines of the one before are done with."""
        self._taken = []
        self._size = 0

    def rewind(self, why: str) -> Damage:
        """Give back all lines of a broken record but its first, which is returned as damaged."""
        first, *rest = self._taken
        number = self._number - len(rest)
        self._single_until = max(self._single_until, self._number - 1)
        self._back.extendleft(reversed(rest))
        self._number = number
        if rest or why == _OPEN:
            why = "a quote is opened and not closed"
        kept = first.rstrip("\r\n") if len(first) <= MAX_FIELD_BYTES else ""
        return Damage(f"line {number}: damaged CSV ({why})", kept)

    def _closed(self) -> bool:
        """Tell whether the present record may not go on in the next line."""
        return (
            self._number <= self._single_until
            or len(self._taken) >= MAX_RECORD_LINES
            or self._size > MAX_FIELD_BYTES
        )
