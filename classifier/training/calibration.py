"""Calibration: from a margin of the estimator to log-odds that mean what they say.

The stated base rate is one half: a score is the probability of a scam among as many scams as honest
links. Nobody knows the rate in chats (one in a hundred to a thousand); who does may shift the
log-odds by ``log(rate / (1 - rate))``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

BASE_RATE = 0.5


@dataclass(frozen=True, slots=True)
class Platt:
    """log-odds = slope * margin + offset (Platt 1999), fixed on so many rows."""

    slope: float
    offset: float
    rows: int


def fix_platt(margins: Any, labels: Any, weights: Any) -> Platt:
    """Return slope and offset for margins of rows that taught nothing; classes count evenly."""
    line = LogisticRegression(C=1e6)
    line.fit(np.asarray(margins).reshape(-1, 1), labels, sample_weight=evened(labels, weights))
    return Platt(float(line.coef_[0, 0]), float(line.intercept_[0]), len(labels))


def evened(labels: Any, weights: Any = None) -> Any:
    """Return weights under which both classes sum to one half."""
    given = np.ones(len(labels)) if weights is None else np.asarray(weights, dtype=float)
    evened = np.zeros(len(labels))
    for label in (0, 1):
        where = np.asarray(labels) == label
        if where.any():
            evened[where] = given[where] / given[where].sum() / 2
    return evened
