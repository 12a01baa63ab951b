"""What a person sees of a run, all of it on stderr: a bar on a terminal, one summary at the end."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from classifier.verdict import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from server.cli.score.judge import Outcome


class Tally:
    """Counts of levels and errors."""

    def __init__(self) -> None:
        self._levels: Counter[str | None] = Counter()
        self._without_address = 0

    def add(self, outcomes: Sequence[Outcome]) -> None:
        """Count the outcomes of a batch."""
        self._levels.update(outcome[0] for outcome in outcomes)
        self._without_address += sum(bool(outcome[0] and outcome[5]) for outcome in outcomes)

    def print(self, target: Path, renamed: Mapping[str, str], seconds: float) -> None:
        """Print the summary on stderr."""
        rows = self._levels.total()
        levels = [f"{level.value} {self._levels[level.value]}" for level in reversed(Level)]
        counts = ", ".join([*levels, f"errors {self._levels[None]}"])
        rate = rows / seconds if seconds else 0
        console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
        console.print(f"{rows} rows in {seconds:.1f} s ({rate:.0f} rows/s): {counts}")
        if self._without_address:
            console.print(f"{self._without_address} pages were judged without a web address")
        for before, after in renamed.items():
            console.print(f"the input's column {before} is now {after}")
        console.print(f"written to {target}")


@contextmanager
def progress(total: int) -> Iterator[Callable[[int], None]]:
    """Yield a function that takes the position reached and shows it on a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _position: None
        return
    columns = (TextColumn("scoring"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda position: bar.update(task, completed=position)
