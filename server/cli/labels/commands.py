"""The three commands: add one label, import many, export those that count."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from typing import TYPE_CHECKING, TypeVar

from server.cli.failure import WORK_ERROR, Failure
from server.cli.labels.record import new_label
from server.cli.score.formats import Kind, file_faults, format_of
from server.cli.score.target import check_target, whole_file
from server.errors import StartError
from server.settings import Settings, load_settings
from server.store.labels import LabelRepository
from server.store.migrate import open_store

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path
    from typing import BinaryIO

    from server.store.labels import KeptLabel, NewLabel

Result = TypeVar("Result")

MAX_LABELS = 100_000
"""Rows of one import; more is no work of people."""

MAX_FAULTS = 5
"""Wrong rows that one message names."""

COLUMNS = ("url", "label", "labelled_at", "by", "note")
"""Columns of an export, as ``sverka datasets build --labels`` reads them."""

WRITTEN = (".csv", ".jsonl", ".parquet")


def add(url: str, label: str, note: str, author: str | None) -> None:
    """Keep one label and print what was kept of the address.

    Raises:
        Failure: the address or the label is wrong, or the store cannot be used.
    """
    settings = _settings(author)
    made = new_label(url, label, note, settings)
    _with_labels(settings, lambda labels: labels.add([made]))
    print(f"{made.label}: {made.url_shape}")


def import_file(source: Path, author: str | None) -> None:
    """Keep the labels of a CSV file with the columns url, label and perhaps note; all or none.

    Raises:
        Failure: a row is wrong (nothing is kept then), or the store cannot be used.
    """
    settings = _settings(author)
    made: list[NewLabel] = []
    faults: list[str] = []
    for line, row in _rows(source):
        try:
            note = row.get("note") or ""
            made.append(new_label(row["url"] or "", (row["label"] or "").strip(), note, settings))
        except Failure as failure:
            faults.append(f"line {line}: {failure}")
    if faults:
        more = f"; and {len(faults) - MAX_FAULTS} more" if len(faults) > MAX_FAULTS else ""
        raise Failure(f"{source}: nothing was kept; correct {'; '.join(faults[:MAX_FAULTS])}{more}")
    kept = _with_labels(settings, lambda labels: labels.add(made))
    print(f"{kept} labels kept")


def export(target: Path) -> None:
    """Write the latest label of each address.

    Raises:
        Failure: the file cannot be written, or the store cannot be used.
    """
    if not target.name.lower().endswith(WRITTEN):
        raise Failure(f"{target}: unknown kind of file; the name must end in {', '.join(WRITTEN)}")
    chosen = format_of(target)
    check_target(target.parent, target)
    rows = [_shown(label) for label in _with_labels(_settings(None), LabelRepository.current)]
    with whole_file(target, chosen) as stream:
        _write(stream, rows, chosen.kind)
    print(f"{len(rows)} labels written to {target}")


def _rows(source: Path) -> list[tuple[int, dict[str, str | None]]]:
    with file_faults(source):
        try:
            text = source.read_text("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Failure(f"{source}: is not UTF-8; convert it first") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if missing := {"url", "label"} - set(reader.fieldnames or ()):
        raise Failure(f"{source}: no column {' and '.join(sorted(missing))} in its first line")
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise Failure(
            f"{source}: line {reader.line_num} is no CSV ({error}); correct it"
        ) from error
    if len(rows) > MAX_LABELS:
        raise Failure(f"{source}: {len(rows):,} rows; import at most {MAX_LABELS:,} at once")
    return rows


def _settings(author: str | None) -> Settings:
    try:
        return load_settings(**({"moderator": author} if author else {}))
    except StartError as error:
        raise Failure(str(error)) from error


def _with_labels(
    settings: Settings, work: Callable[[LabelRepository], Awaitable[Result]]
) -> Result:
    async def run() -> Result:
        store = await open_store(settings)
        try:
            return await work(LabelRepository(store))
        finally:
            await store.close()

    try:
        return asyncio.run(run())
    except StartError as error:
        raise Failure(str(error), WORK_ERROR) from error


def _shown(label: KeptLabel) -> dict[str, str]:
    seen = label.created_at.isoformat(timespec="seconds")
    return dict(
        zip(
            COLUMNS,
            (label.url_shape, label.label, seen, label.author, label.note),
            strict=True,
        )
    )


def _write(stream: BinaryIO, rows: list[dict[str, str]], kind: Kind) -> None:
    if kind is Kind.PARQUET:
        import pyarrow as pa  # noqa: PLC0415 - slow to load, and only this format needs it
        import pyarrow.parquet as pq  # noqa: PLC0415

        schema = pa.schema([(name, pa.string()) for name in COLUMNS])
        pq.write_table(pa.Table.from_pylist(rows, schema), stream)
        return
    text = io.StringIO(newline="")
    if kind is Kind.CSV:
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        text.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    stream.write(text.getvalue().encode())
