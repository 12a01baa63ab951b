"""``sverka evaluate``: measure the present rules on a folder of corpora."""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from classifier.training.evaluate import evaluate as measure
from classifier.training.files import AbsentError, CorpusError, DataFolder
from classifier.training.material import Options
from classifier.training.report import markdown, table_lines
from classifier.training.results import as_json
from server.cli.failure import USAGE_ERROR, WORK_ERROR, Failure
from server.cli.score.formats import file_faults

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from classifier.training.evaluate import Watcher
    from classifier.training.results import Evaluation

MOST_JOBS = 2
"""Processes of a run; more would leave no core for the person at the machine."""


def evaluate(  # noqa: PLR0913 - one argument an option of the command
    data: Path,
    out: Path | None,
    as_json_file: Path | None,
    *,
    sample: int | None,
    split: str,
    worst: int,
) -> None:
    """Print the figures as Markdown and write them where asked.

    Raises:
        Failure: the data cannot be read, or a file cannot be written.
    """
    for target in (out, as_json_file):
        if target is not None:
            _check_target(target, data)
    jobs = min(MOST_JOBS, os.cpu_count() or 1)
    started = time.perf_counter()
    try:
        with _watching() as watcher:
            found = measure(
                DataFolder(data),
                Options(split=split, sample=sample, jobs=jobs, worst=worst),
                watcher,
            )
    except AbsentError as error:
        raise Failure(str(error), USAGE_ERROR) from error
    except CorpusError as error:
        raise Failure(str(error), WORK_ERROR) from error
    seconds = time.perf_counter() - started
    today = dt.datetime.now(dt.UTC).date()
    text = markdown(found, today)
    print(text)
    for table in found.worst:
        print("\n".join([f"### {table.title}", "", *table_lines(table), ""]))
    if out is not None:
        _write(out, text)
    if as_json_file is not None:
        document = {"date": today.isoformat(), **as_json(found), "seconds": round(seconds, 1)}
        _write(as_json_file, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    _tell(found, seconds)


def _tell(found: Evaluation, seconds: float) -> None:
    console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    console.print(f"{found.links:,} links and {found.pages:,} pages in {seconds:.0f} s")
    for section in found.sections:
        if section.skipped:
            console.print(f"{section.title}: left out: {section.skipped}")


def _check_target(target: Path, data: Path) -> None:
    with file_faults(target):
        if target.is_dir():
            raise Failure(f"{target}: is a folder; name a file in it")
        if not target.parent.is_dir():
            raise Failure(
                f"{target}: the folder does not exist; make it first: mkdir -p {target.parent}"
            )
        if data.resolve() in target.resolve().parents:
            raise Failure(f"{target}: lies in the folder of the data; choose another place")


def _write(target: Path, text: str) -> None:
    with file_faults(target):
        target.write_text(text, encoding="utf-8")


class _Quiet:
    def begin(self, what: str, total: int) -> None:
        """Say nothing: stderr is no terminal."""

    def advance(self, steps: int) -> None:
        """Say nothing: stderr is no terminal."""


class _Bar:
    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("")

    def begin(self, what: str, total: int) -> None:
        """Show the name of a part, and a bar when its length is known."""
        self._bar.reset(self._task, total=total or None, description=what)

    def advance(self, steps: int) -> None:
        """Move the bar."""
        self._bar.advance(self._task, steps)


@contextmanager
def _watching() -> Iterator[Watcher]:
    """Yield what shows the way of a run: a bar on a terminal, else nothing."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Quiet()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        yield _Bar(bar)
