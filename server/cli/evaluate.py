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
    from collections.abc import Iterator, Mapping
    from pathlib import Path

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
    try:
        with _watching() as clock:
            found = measure(
                DataFolder(data),
                Options(split=split, sample=sample, jobs=jobs, worst=worst),
                clock,
            )
    except AbsentError as error:
        raise Failure(str(error), USAGE_ERROR) from error
    except CorpusError as error:
        raise Failure(str(error), WORK_ERROR) from error
    seconds = clock.seconds()
    today = dt.datetime.now(dt.UTC).date()
    text = markdown(found, today)
    print(text)
    for table in found.worst:
        print("\n".join([f"### {table.title}", "", *table_lines(table), ""]))
    if out is not None:
        _write(out, text)
    if as_json_file is not None:
        document = {"date": today.isoformat(), **as_json(found), "seconds": seconds}
        _write(as_json_file, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    _tell(found, seconds)


def _tell(found: Evaluation, seconds: Mapping[str, float]) -> None:
    console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    rate = found.links / seconds["links"] if seconds["links"] else 0
    console.print(
        f"{found.links:,} links ({rate:,.0f} links/s) and {found.pages:,} pages "
        f"in {sum(seconds.values()):.0f} s"
    )
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


class _Clock:
    """Takes the time of each part of a run, and shows the way on a terminal."""

    def __init__(self, bar: Progress | None = None) -> None:
        self._bar = bar
        self._task = bar.add_task("") if bar else None
        self._parts: list[tuple[str, float]] = []

    def begin(self, what: str, total: int) -> None:
        """Start a part; its bar moves when its length is known."""
        self._parts.append((what, time.perf_counter()))
        if self._bar and self._task is not None:
            self._bar.reset(self._task, total=total or None, description=what)

    def advance(self, steps: int) -> None:
        """Move the bar."""
        if self._bar and self._task is not None:
            self._bar.advance(self._task, steps)

    def seconds(self) -> dict[str, float]:
        """Return how long each part took until now."""
        ends = [*(start for _, start in self._parts[1:]), time.perf_counter()]
        return {
            what: round(end - start, 1)
            for (what, start), end in zip(self._parts, ends, strict=True)
        }


@contextmanager
def _watching() -> Iterator[_Clock]:
    """Yield what times a run and, on a terminal, shows how far it is."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Clock()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        yield _Clock(bar)
