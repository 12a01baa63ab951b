"""Curves over scores: ROC, precision over a threshold, reliability; numbers only, no drawing."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from classifier.training.metrics import precision_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    Points = tuple[tuple[float, float], ...]

BINS = 15
"""Bins of the reliability curve, of equal width: the usual number for the calibration error."""

LEAST_RATE = 1e-4
"""The rarest false alarm on the ROC curve's axis; with fewer honest links it begins later."""

STEPS_A_DECADE = 30
"""Points of the ROC curve between two powers of ten."""


class Bin(NamedTuple):
    """One bin of scores: their mean, the share of scams, and the weight of its rows, 0..1."""

    score: float
    scams: float
    weight: float


class Reliability(NamedTuple):
    """How far scores are probabilities: bins, expected calibration error, Brier score."""

    bins: tuple[Bin, ...]
    ece: float
    brier: float


def roc(scams: Sequence[float], honest: Sequence[float]) -> Points:
    """Return (share of false alarms, share of scams caught) on a logarithmic grid.

    Only scores strictly above a threshold count, so ties with honest links are misses. Empty when
    one of the classes is.
    """
    if not scams or not honest:
        return ()
    rising, caught = sorted(honest), sorted(scams)
    points: list[tuple[float, float]] = []
    steps = round(-math.log10(LEAST_RATE) * STEPS_A_DECADE)
    for step in range(steps + 1):
        rate = 10 ** (math.log10(LEAST_RATE) * (1 - step / steps))
        allowed = math.floor(rate * len(rising) + 1e-9)
        if allowed < 1:
            continue
        limit = rising[-allowed - 1] if allowed < len(rising) else -math.inf
        hits = len(caught) - bisect_right(caught, limit)
        points.append((rate, hits / len(caught)))
    return tuple(points)


def precision_over(
    scams: Sequence[float], honest: Sequence[float], base_rate: float, thresholds: Sequence[float]
) -> Points:
    """Return (threshold, share of alarms that are right) where ``base_rate`` of links are scams.

    A threshold that no score exceeds has no point.
    """
    if not scams or not honest:
        return ()
    rising, caught = sorted(honest), sorted(scams)
    points: list[tuple[float, float]] = []
    for limit in thresholds:
        tpr = 1 - bisect_right(caught, limit) / len(caught)
        fpr = 1 - bisect_right(rising, limit) / len(rising)
        precision = precision_at(tpr, fpr, base_rate)
        if precision is not None:
            points.append((limit, precision))
    return tuple(points)


def reliability(scams: Sequence[float], honest: Sequence[float]) -> Reliability:
    """Return how well scores, 0..1, say the share of scams where both classes weigh the same.

    Raises:
        ValueError: one of the classes is empty: then nothing can be said.
    """
    if not scams or not honest:
        raise ValueError("calibration needs scores of scams and of honest links")
    held: list[list[float]] = [[0.0, 0.0, 0.0] for _ in range(BINS)]  # weight, score, scams
    brier = 0.0
    for scores, label in ((scams, 1.0), (honest, 0.0)):
        weight = 0.5 / len(scores)
        for score in scores:
            found = held[min(int(score * BINS), BINS - 1)]
            found[0] += weight
            found[1] += weight * score
            found[2] += weight * label
            brier += weight * (score - label) ** 2
    bins = tuple(Bin(sum_ / weight, hits / weight, weight) for weight, sum_, hits in held if weight)
    ece = math.fsum(one.weight * abs(one.score - one.scams) for one in bins)
    return Reliability(bins, ece, brier)


def distribution(scores: Sequence[float], bins: int) -> Points:
    """Return (middle of the bin, share of the scores in it) for scores 0..1."""
    if not scores:
        return ()
    rising = sorted(scores)
    edges = [number / bins for number in range(bins)] + [math.inf]
    places = [bisect_left(rising, edge) for edge in edges]
    return tuple(
        ((number + 0.5) / bins, (places[number + 1] - places[number]) / len(rising))
        for number in range(bins)
    )
