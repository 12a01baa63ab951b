"""The stated score formula, in force until a trained model takes its place.

Every rule that holds multiplies the odds of "scam" by a fixed factor; the score is the probability
that those odds mean: ``score = 1 / (1 + exp(-(prior + sum of weights)))``.

The prior is one scam in a hundred links that a stranger sends to a seller, the upper end of the
field's estimate (one in a hundred to a thousand). The factors follow the severity that the rule's
author judged: low 3, medium 10, high 100, critical 1,000. They are judgements, not measurements.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from classifier.verdict import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMULA_VERSION = "formula-1"

PRIOR = math.log(0.01 / 0.99)
"""Log-odds of a scam before any evidence."""

WEIGHTS = {
    Severity.INFO: 0.0,
    Severity.LOW: 1.10,
    Severity.MEDIUM: 2.30,
    Severity.HIGH: 4.61,
    Severity.CRITICAL: 6.91,
}
"""Log-odds that one rule of a severity adds: the natural logarithm of its factor."""

OFFICIAL_WEIGHT = -6.91
"""Log-odds that an official host adds: as strong as a critical rule, the other way."""

SCORE_DIGITS = 4
"""Digits of a score that are shown; runtimes differ in the last place of ``exp``."""


def score_of(weights: Iterable[float]) -> float:
    """Return the probability, 0..1, for the weights of all rules that hold."""
    log_odds = PRIOR + math.fsum(weights)
    return round(1 / (1 + math.exp(-log_odds)), SCORE_DIGITS)
