"""CSV as a Source: every cell is text, a damaged line becomes a row with a problem.

Its text is kept under ``url``, the one column that every table has.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from server.cli.failure import Failure
from server.cli.score.csv_records import Damage, records
from server.cli.score.formats import Format, file_faults, opened
from server.cli.score.rows import (
    BATCH_BYTES,
    BATCH_ROWS,
    Batch,
    Layout,
    Row,
    Shape,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOT_UTF8 = "not UTF-8; convert the file, for example: iconv -f WINDOWS-1251 -t UTF-8"


class CsvSource:
    """A CSV file with a header line, comma-separated, UTF-8 with or without a byte-order mark.

    Raises:
        Failure: there is no header, or two columns have one name.
    """

    def __init__(self, path: Path, chosen: Format) -> None:
        self._path = path
        self._format = chosen
        self.size = path.stat().st_size
        with (
            file_faults(path),
            opened(path, chosen) as (stream, _),
            closing(records(stream)) as lines,
        ):
            header = next(lines, None)
        self._header = _checked_header(path, header)
        self.layout = Layout(shapes=dict.fromkeys(self._header, Shape.TEXT))

    def batches(self) -> Iterator[Batch]:
        """Yield the rows after the header; blank lines are no rows."""
        with file_faults(self._path), opened(self._path, self._format) as (stream, raw):
            rows: list[Row] = []
            held = 0
            with closing(records(stream)) as lines:
                next(lines, None)
                for cells in lines:
                    rows.append(_row(self._header, cells))
                    held += len(cells.text) if isinstance(cells, Damage) else sum(map(len, cells))
                    if len(rows) >= BATCH_ROWS or held >= BATCH_BYTES:
                        yield Batch(rows, raw.tell())
                        rows, held = [], 0
            if rows:
                yield Batch(rows, self.size)


def _checked_header(path: Path, header: list[str] | Damage | None) -> list[str]:
    if header is None:
        raise Failure(f"{path}: the file is empty; the first line must name the columns")
    if isinstance(header, Damage):
        raise Failure(f"{path}: the header cannot be read: {header.problem}")
    if any(_escaped(name) for name in header):
        raise Failure(f"{path}: the header is {NOT_UTF8}")
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise Failure(f"{path}: two columns are called {twice[0]!r}; give each its own name")
    return header


def _row(header: list[str], cells: list[str] | Damage) -> Row:
    if isinstance(cells, Damage):
        return Row({"url": _readable(cells.text)}, cells.problem)
    problem = None
    if len(cells) > len(header):
        problem = (
            f"{len(cells)} cells under {len(header)} columns; put cells that hold a comma in quotes"
        )
        last = len(header) - 1
        cells = [*cells[:last], ",".join(cells[last:])]
    values = dict(zip(header, cells, strict=False))
    if any(map(_escaped, cells)):
        problem = NOT_UTF8
        values = {name: _readable(cell) for name, cell in values.items()}
    return Row(values, problem)


def _readable(cell: str) -> str:
    return cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _escaped(cell: str) -> bool:
    """Tell whether decoding met bytes that are not UTF-8."""
    if cell.isascii():
        return False
    return any("\udc80" <= char <= "\udcff" for char in cell)
