"""Sinks: the three formats as places to write rows with their verdicts."""

from __future__ import annotations

import csv
import gzip
import io
import json
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, cast

from server.cli.score.formats import Format, Kind
from server.cli.score.rows import VERDICT_COLUMNS, Layout, as_text, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.cli.score.judge import Outcome
    from server.cli.score.rows import Batch


class Sink(Protocol):
    """Takes the batches of one table in order."""

    def write(self, batch: Batch, outcomes: list[Outcome]) -> None:
        """Append rows, each with its outcome."""

    def close(self) -> None:
        """Finish the file; without it the file is not valid."""


class CsvSink:
    """CSV: nested values as JSON text, null as an empty cell."""

    def __init__(self, stream: BinaryIO, layout: Layout) -> None:
        self._layout = layout
        self._text = io.TextIOWrapper(stream, "utf-8", newline="")
        # a cell is put in quotes for the characters of the line end only; CR needs them too
        self._writer = csv.writer(_UnixLines(self._text), lineterminator="\r\n")
        self._writer.writerow([*map(layout.named, map(_cell, layout.shapes)), *VERDICT_COLUMNS])

    def write(self, batch: Batch, outcomes: list[Outcome]) -> None:
        """Append rows, each with its outcome."""
        columns = self._layout.shapes
        self._writer.writerows(
            [*(_cell(row.values.get(name)) for name in columns), *map(_cell, outcome)]
            for row, outcome in zip(batch.rows, outcomes, strict=True)
        )

    def close(self) -> None:
        """Flush the text into the stream below, which stays open."""
        self._text.detach()


class _UnixLines:
    """Takes lines that end in CR LF and writes them with LF."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text

    def write(self, line: str) -> int:
        """Write one line of CSV."""
        return self._text.write(line[:-2] + "\n")


class JsonlSink:
    """JSON Lines: each row keeps the keys that it had."""

    def __init__(self, stream: BinaryIO, layout: Layout) -> None:
        self._stream = stream
        self._layout = layout

    def write(self, batch: Batch, outcomes: list[Outcome]) -> None:
        """Append rows, each with its outcome."""
        named = self._layout.named
        for row, outcome in zip(batch.rows, outcomes, strict=True):
            value = {named(name): item for name, item in row.values.items()}
            value.update(zip(VERDICT_COLUMNS, outcome, strict=True))
            self._stream.write(_json_line(value))

    def close(self) -> None:
        """Nothing is held back."""


@contextmanager
def opened_sink(stream: BinaryIO, chosen: Format, layout: Layout) -> Iterator[Sink]:
    """Yield the sink for a format, closed at the end; ``stream`` takes its bytes and stays open."""
    sink = _sink(stream, chosen, layout)
    try:
        yield sink
    except BaseException:
        with suppress(Exception):  # half a table is thrown away, yet may not be left open
            sink.close()
        raise
    sink.close()


def _sink(stream: BinaryIO, chosen: Format, layout: Layout) -> Sink:
    if chosen.kind is Kind.CSV:
        return CsvSink(stream, layout)
    if chosen.kind is Kind.JSONL:
        return JsonlSink(stream, layout)
    from server.cli.score.write_parquet import ParquetSink  # noqa: PLC0415 - pyarrow is slow to load

    return ParquetSink(stream, layout)


def packed(stream: BinaryIO, chosen: Format) -> BinaryIO:
    """Wrap gzip around a stream when the format asks for it; equal input gives equal bytes."""
    if not chosen.gzipped:
        return stream
    return cast(
        "BinaryIO",
        gzip.GzipFile(filename="", fileobj=stream, mode="wb", compresslevel=6, mtime=0),
    )


def _cell(value: Any) -> str:
    return as_text(value) or ""


def _json_line(value: dict[str, Any]) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False).encode() + b"\n"
    except ValueError:  # a lone surrogate, which only an escape can carry, or a number like 1e999
        return json.dumps(plain(value)).encode() + b"\n"
