"""The run of ``sverka score``: check both ends, stream, report."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from server.cli.failure import Failure
from server.cli.score.formats import Format, Kind, check_content, format_of
from server.cli.score.judge import judge
from server.cli.score.progress import Tally, progress
from server.cli.score.read_csv import CsvSource
from server.cli.score.read_jsonl import JsonlSource
from server.cli.score.rows import Layout, Source, renamed
from server.cli.score.target import check_target, whole_file
from server.cli.score.write import opened_sink

if TYPE_CHECKING:
    from pathlib import Path


def score(source_path: Path, target_path: Path) -> None:
    """Judge every row of one table and write the table with its verdicts to another file.

    Raises:
        Failure: a file that cannot be read or written, or a table without the column ``url``.
    """
    started = time.perf_counter()
    source_format, target_format = format_of(source_path), format_of(target_path)
    check_content(source_path, source_format)
    check_target(source_path, target_path)
    source = _open_source(source_path, source_format)
    layout = replace(source.layout, renamed=renamed(source.layout.shapes))
    _check_columns(source_path, source_format, layout)
    tally = Tally()
    with (
        whole_file(target_path, target_format) as stream,
        opened_sink(stream, target_format, layout) as sink,
        progress(source.size) as advance,
    ):
        for batch in source.batches():
            outcomes = judge(batch.rows)
            sink.write(batch, outcomes)
            tally.add(outcomes)
            advance(batch.position)
    tally.print(target_path, layout.renamed, time.perf_counter() - started)


def _open_source(path: Path, chosen: Format) -> Source:
    if chosen.kind is Kind.CSV:
        return CsvSource(path, chosen)
    if chosen.kind is Kind.JSONL:
        return JsonlSource(path, chosen)
    from server.cli.score.read_parquet import ParquetSource  # noqa: PLC0415 - pyarrow is slow to load

    return ParquetSource(path)


def _check_columns(path: Path, chosen: Format, layout: Layout) -> None:
    """Refuse a table in which no row can be a case.

    A JSON Lines file without any key has only damaged lines (or none): those get their errors.
    """
    columns = list(layout.shapes)
    if "url" in columns or (chosen.kind is Kind.JSONL and not columns):
        return
    hint = "add one"
    near = next((name for name in columns if name.strip().lower() in {"url", "link"}), None)
    if near is not None:
        hint = f"rename {near!r}"
    elif len(columns) == 1 and any(mark in columns[0] for mark in ";\t|"):
        hint = "separate the columns by commas"
    shown = ", ".join(repr(name) for name in columns[:12])
    raise Failure(f"{path}: no column 'url' among {shown}; {hint}")
