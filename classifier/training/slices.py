"""Slices: links that belong together, as rows of a table with the same questions for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.training.metrics import Share, above
from classifier.training.results import Table
from classifier.verdict import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from classifier.training.corpus import Link
    from classifier.training.judge import Outcome
    from classifier.training.results import Cell, Threshold

MIN_ROWS = 5
"""Slices of a fact with fewer links are put together under ``OTHERS``."""

OTHERS = "others"


class Scale:
    """Outcomes of all links and the thresholds that turn scores into hits."""

    def __init__(self, outcomes: Mapping[str, Outcome], thresholds: Sequence[Threshold]) -> None:
        self._outcomes = outcomes
        self.thresholds = tuple(thresholds)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns of ``row``."""
        rates = (f"> {threshold.rate * 100:g} %" for threshold in self.thresholds)
        return ("", "n", "flagged", "danger", *rates)

    def row(self, name: str, urls: Iterable[str]) -> tuple[Cell, ...]:
        """Return how many of the links are flagged, called danger, and above each threshold."""
        outcomes = [self._outcomes[url] for url in urls]
        return (
            name,
            len(outcomes),
            Share(sum(outcome.flagged for outcome in outcomes), len(outcomes)),
            Share(sum(outcome.level is Level.DANGER for outcome in outcomes), len(outcomes)),
            *self.hits(urls_scores(outcomes)),
        )

    def hits(self, scores: Sequence[float]) -> list[Share]:
        """Return the share of scores above each threshold."""
        return [above(scores, threshold.score) for threshold in self.thresholds]

    def scores(self, urls: Iterable[str]) -> list[float]:
        """Return the scores of links."""
        return [self._outcomes[url].score for url in urls]

    def table(self, rows: Iterable[tuple[str, Iterable[str]]], title: str = "") -> Table:
        """Return a table with one row a slice; a slice without links has a row of dashes."""
        return Table(self.columns, tuple(self.row(name, urls) for name, urls in rows), title)


def urls_scores(outcomes: Iterable[Outcome]) -> list[float]:
    """Return the scores of outcomes."""
    return [outcome.score for outcome in outcomes]


def grouped(
    links: Iterable[Link], key: Callable[[Link], str], least: int = MIN_ROWS
) -> list[tuple[str, list[str]]]:
    """Return (name, links) of each value of a fact, largest first, small ones put together."""
    groups: dict[str, list[str]] = {}
    for link in links:
        groups.setdefault(key(link), []).append(link.url)
    shown = sorted(
        ((name, urls) for name, urls in groups.items() if len(urls) >= least),
        key=lambda group: (-len(group[1]), group[0]),
    )
    rest = [url for urls in groups.values() if len(urls) < least for url in urls]
    return [*shown, (OTHERS, rest)] if rest else shown
