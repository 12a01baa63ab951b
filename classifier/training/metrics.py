"""Figures: shares with their interval, thresholds that ties count against, precision."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Z95 = 1.959964
"""Standard normal quantile of a two-sided 95 % interval."""

NEVER = math.inf
"""A threshold that no score exceeds: without honest scores nothing may be called a hit."""


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``n``."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """The share, 0..1; None when there was nothing to count."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval after Wilson (1927), 0..1; None when there was nothing to count."""
        if not self.n:
            return None
        squared = Z95 * Z95
        share = self.hits / self.n
        middle = share + squared / (2 * self.n)
        spread = Z95 * math.sqrt(share * (1 - share) / self.n + squared / (4 * self.n * self.n))
        below = 1 + squared / self.n
        low = 0.0 if self.hits == 0 else (middle - spread) / below
        high = 1.0 if self.hits == self.n else (middle + spread) / below
        return low, high


def threshold_at(honest: Sequence[float], rate: float) -> float:
    """Return the lowest of the honest scores that at most ``rate`` (0..1) of them exceed.

    A hit is a score strictly above it, so whatever ties with honest hosts at the threshold is
    missed rather than counted.
    """
    allowed = math.floor(rate * len(honest))
    ordered = sorted(honest, reverse=True)
    return ordered[allowed] if allowed < len(ordered) else NEVER


def above(scores: Iterable[float], threshold: float) -> Share:
    """Return how many scores lie strictly above a threshold."""
    hits = n = 0
    for score in scores:
        n += 1
        hits += score > threshold
    return Share(hits, n)


def precision_at(tpr: float, fpr: float, base_rate: float) -> float | None:
    """Return the share of alarms that are right where ``base_rate`` of all links are scams.

    None when there would be no alarm at all.
    """
    right, wrong = base_rate * tpr, (1 - base_rate) * fpr
    return right / (right + wrong) if right + wrong else None
