"""Watching a long run: the time of each part, and on a terminal how far it is."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_JOBS = 2
"""Processes of a run; more would leave no core for the person at the machine."""


class Clock:
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
def watching() -> Iterator[Clock]:
    """Yield what times a run and, on a terminal, shows how far it is."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Clock()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        yield Clock(bar)
