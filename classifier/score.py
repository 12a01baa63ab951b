"""Weights that the authors of rules judged, in log-odds; no data taught them.

A rule multiplies the odds of "scam" by a factor that follows its severity: low 3, medium 10, high
100, critical 1,000. They set the order of reasons, and they are the model's weights of rules that
no corpus can teach, because hardly a page of theirs shows what the rule looks for, or because no
stored link tells it, as the age of its domain.
"""

from __future__ import annotations

from classifier.verdict import Severity

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
