"""JSON Lines as a Source: one object a line, any values, columns may differ from row to row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.cli.failure import Failure
from server.cli.score.formats import Format, file_faults, opened
from server.cli.score.rows import (
    BATCH_BYTES,
    BATCH_ROWS,
    MAX_FIELD_BYTES,
    Batch,
    Layout,
    Row,
    Shape,
    merged,
    shape_of,
)
from server.strict_json import JsonError, strict_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

MAX_COLUMNS = 10_000
"""More names than this are data in the place of names; they would all be held in memory."""


class JsonlSource:
    """A JSON Lines file; it is read twice, first for the names and types of its columns.

    Raises:
        Failure: the file has more than ``MAX_COLUMNS`` different keys.
    """

    def __init__(self, path: Path, chosen: Format) -> None:
        self._path = path
        self._format = chosen
        self.size = path.stat().st_size
        self.layout = Layout(shapes=self._scan())

    def _scan(self) -> dict[str, Shape]:
        shapes: dict[str, Shape] = {}
        with file_faults(self._path), opened(self._path, self._format) as (stream, _):
            for _number, line in _lines(stream):
                for key, value in parse(line).values.items():
                    shapes[key] = merged(shapes.get(key, Shape.EMPTY), shape_of(value))
                if len(shapes) > MAX_COLUMNS:
                    raise Failure(f"{self._path}: more than {MAX_COLUMNS} different keys")
        return shapes

    def batches(self) -> Iterator[Batch]:
        """Yield one row a line; blank lines are no rows."""
        with file_faults(self._path), opened(self._path, self._format) as (stream, raw):
            rows: list[Row] = []
            held = 0
            for number, line in _lines(stream):
                row = parse(line)
                problem = row.problem and f"line {number}: {row.problem}"
                rows.append(Row(row.values, problem))
                held += len(line)
                if len(rows) >= BATCH_ROWS or held >= BATCH_BYTES:
                    yield Batch(rows, raw.tell())
                    rows, held = [], 0
            if rows:
                yield Batch(rows, self.size)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield number and bytes of each line that is not blank; an endless line comes cut."""
    number = 0
    while line := stream.readline(MAX_FIELD_BYTES + 1):
        number += 1
        if len(line) > MAX_FIELD_BYTES and not line.endswith(b"\n"):
            _skip_line(stream)
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield number, line


def _skip_line(stream: BinaryIO) -> None:
    while (rest := stream.readline(MAX_FIELD_BYTES)) and not rest.endswith(b"\n"):
        pass


def parse(line: bytes) -> Row:
    """Read one line; what cannot be read becomes the row's problem.

    A line in another encoding keeps its columns, with U+FFFD for what is not UTF-8; the text of a
    line that is no object is kept under ``url``, the one column that every table has.
    """
    if len(line) > MAX_FIELD_BYTES:
        return Row({}, f"longer than {MAX_FIELD_BYTES // 1024**2} MiB")
    problem = None
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        problem = f"not UTF-8 (byte {error.start + 1}); convert the file"
        text = line.decode("utf-8", "replace")
    try:
        value = strict_json(text)
    except JsonError as error:
        return Row({"url": text.strip()}, problem or str(error))
    if not isinstance(value, dict):
        return Row({"url": text.strip()}, 'not a JSON object; write {"url": …}')
    return Row(value, problem)
