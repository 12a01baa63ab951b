"""``sverka datasets build``: one Parquet out of many corpora, and an account of every row."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from classifier.suffixes import suffix_list_version
from classifier.training.corpus_file import write_corpus
from classifier.training.datasets.build import Built, build
from classifier.training.datasets.entry import Fate, Licence
from classifier.training.datasets.inputs import open_inputs
from classifier.training.datasets.own_labels import read_own_labels
from classifier.training.files import AbsentError, CorpusError, DataFolder, checksum
from server.cli.failure import USAGE_ERROR, WORK_ERROR, Failure
from server.cli.score.formats import Format, Kind
from server.cli.score.target import check_target, whole_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from classifier.training.datasets.inputs import Inputs

MOST_JOBS = 2
"""Processes of a run; more would leave no core for the person at the machine."""

NAME_WIDTH = 48
"""Characters of a source's name in the summary."""

SHOWN_SOURCES = 30
"""Sources with a line of their own in the summary; the file's head names them all."""


def build_corpus(source: Path, target: Path, licence: str, labels: Path | None) -> None:
    """Build the corpus and print what became of the rows of each source.

    Raises:
        Failure: the folder holds no corpora, a file is damaged, or the target cannot be written.
    """
    started = time.perf_counter()
    if not target.name.endswith(".parquet"):
        raise Failure(f"{target}: a corpus is one Parquet file; let the name end in .parquet")
    try:
        folder = DataFolder(source)
        check_target(source, target)
        inputs = open_inputs(folder)
        own = read_own_labels(labels) if labels else []
        with _progress() as advance:
            jobs = min(MOST_JOBS, os.cpu_count() or 1)
            built = build(inputs.entries, Licence(licence), own, jobs, advance)
    except AbsentError as error:
        raise Failure(str(error), USAGE_ERROR) from error
    except CorpusError as error:
        raise Failure(str(error), WORK_ERROR) from error
    if not built.table.num_rows:
        raise Failure(f"{source}: no row is left under --licence {licence}", WORK_ERROR)
    facts = _facts(folder, built, inputs, licence)
    with whole_file(target, Format(Kind.PARQUET)) as stream:
        write_corpus(stream, built.table, facts)
    _tell(built, target, time.perf_counter() - started)


def _facts(folder: DataFolder, built: Built, inputs: Inputs, licence: str) -> dict[str, Any]:
    """Return what the file says of its making; no clock and no folder, so that bytes repeat."""
    names = {name for source in built.sources for name in source.split("; ")}
    dropped = {fate.value: _total(built, fate) for fate in Fate if fate is not Fate.KEPT}
    return {
        "licence": licence,
        "files": {name: checksum(folder.path / name) for name in sorted(folder.read)},
        "sources": {name: inputs.licence_of(name) for name in sorted(names)},
        "rows": {source: built.fates[source, Fate.KEPT] for source in built.sources},
        "left_out": dropped,
        "public_suffix_list": suffix_list_version(),
    }


def _total(built: Built, fate: Fate) -> int:
    return sum(count for (_, known), count in built.fates.items() if known is fate)


def _tell(built: Built, target: Path, seconds: float) -> None:
    console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    fates = [fate for fate in Fate if _total(built, fate)]
    console.print(_line("source", [fate.value for fate in fates]))
    everything = sorted(
        {source for source, _ in built.fates},
        key=lambda source: (-sum(built.fates[source, fate] for fate in fates), source),
    )
    for source in everything[:SHOWN_SOURCES]:
        console.print(_line(source, [f"{built.fates[source, fate]:,}" for fate in fates]))
    if rest := everything[SHOWN_SOURCES:]:
        sums = (sum(built.fates[source, fate] for source in rest) for fate in fates)
        console.print(_line(f"{len(rest)} more", [f"{count:,}" for count in sums]))
    console.print(_line("together", [f"{_total(built, fate):,}" for fate in fates]))
    scams = sum(built.table["label"].to_pylist())
    console.print(
        f"{built.table.num_rows:,} rows ({scams:,} scam, {built.table.num_rows - scams:,} honest) "
        f"in {seconds:.0f} s, written to {target}"
    )


def _line(source: str, cells: list[str]) -> str:
    shown = source if len(source) <= NAME_WIDTH else f"{source[: NAME_WIDTH - 1]}…"
    return f"{shown:{NAME_WIDTH}}{''.join(f'{cell:>16}' for cell in cells)}"


@contextmanager
def _progress() -> Iterator[Callable[[int], None]]:
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("reading rows"),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda rows: bar.advance(task, rows)
