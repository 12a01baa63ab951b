"""Rows as numbers, ready to fit and to measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix, hstack

from classifier.assess import default_lists
from classifier.model_inputs import link_rules
from classifier.training.corpus import is_russian, stable_order
from classifier.training.rows import Side
from classifier.training.vectors import see_all, vectors, vocabulary
from classifier.training.weighing import row_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.training.evaluate import Watcher
    from classifier.training.rows import Row, Rows

MEASURED = 60_000
"""Rows of a side and a label that are measured at most, drawn by hash."""


@dataclass(frozen=True, slots=True)
class Material:
    """Rows as numbers, ready to fit and to measure; ``x`` holds pieces, then shape and rules."""

    rows: tuple[Row, ...]
    words: tuple[str, ...]
    rules: tuple[str, ...]
    x: Any
    labels: Any
    sides: Any
    trusted: Any
    weights: Any

    def where(self, side: Side, label: int | None = None) -> Any:
        """Return the places of the rows of a side, perhaps of one label."""
        chosen = self.sides == side.value
        return np.flatnonzero(chosen if label is None else chosen & (self.labels == label))

    def judged(self, side: Side) -> Any:
        """Return the places of a side's rows that the trees are asked about."""
        return np.flatnonzero((self.sides == side.value) & ~self.trusted)

    @property
    def taught(self) -> Any:
        """Places of the rows that teach; known hosts are no question of degree."""
        return self.judged(Side.FIT)


def gather(chosen: Rows, jobs: int, watcher: Watcher) -> Material:
    """Turn the chosen rows into numbers; of measured sides a sample, drawn by hash."""
    rows = _drawn(chosen.rows)
    watcher.begin("reading links", len(rows))
    seen = see_all(rows, jobs, watcher.advance)
    watcher.begin("numbering", 0)
    words = vocabulary(one for row, one in zip(rows, seen, strict=True) if row.side is Side.FIT)
    rules = link_rules(default_lists().rules)
    found = vectors(seen, words, len(rules))
    return Material(
        rows=rows,
        words=tuple(words),
        rules=rules,
        x=hstack([found.pieces, csr_matrix(found.numbers)]).tocsr(),
        labels=np.array([row.label for row in rows]),
        sides=np.array([row.side.value for row in rows]),
        trusted=found.trusted,
        weights=_weights(rows, chosen),
    )


def _weights(rows: Sequence[Row], chosen: Rows) -> Any:
    """Return each row's weight among the rows of its own side: what is measured teaches nothing."""
    weights = np.ones(len(rows))
    sides = np.array([row.side.value for row in rows])
    for side in Side:
        places = np.flatnonzero(sides == side.value).tolist()
        if places:
            weights[places] = row_weights([rows[place] for place in places], chosen.since)
    return weights


def _drawn(rows: Sequence[Row]) -> tuple[Row, ...]:
    groups: dict[tuple[Side, int], list[Row]] = {}
    for row in rows:
        if row.learn or row.side in {Side.TEST, Side.LATE}:  # calibration and thresholds learn too
            groups.setdefault((row.side, row.label), []).append(row)
    drawn: list[Row] = []
    for (side, _), members in sorted(groups.items(), key=lambda group: str(group[0])):
        if side is Side.FIT:
            drawn += members
            continue
        kept = [row for row in members if _always(row)]
        rest = sorted(
            (row for row in members if not _always(row)), key=lambda row: stable_order(row.url)
        )
        drawn += [*kept, *rest[:MEASURED]]
    return tuple(drawn)


def _always(row: Row) -> bool:
    """Tell whether a scam is of a kind too rare to draw from: marketplace, or under ``.ru``."""
    return row.label == 1 and (bool(row.group) or is_russian(row))
