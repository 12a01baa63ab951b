"""Axes of a plot: from values to places on the drawing, and the ticks that people read."""

from __future__ import annotations

import math
from dataclasses import dataclass

LEAST = 1e-300
"""Stands for zero and below on a logarithmic axis; it is cut to the axis's low end."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from ``low`` to ``high``, evenly or by powers of ten; what lies outside is cut.

    Raises:
        ValueError: the ends are not in order, or a logarithmic axis does not start above zero.
    """

    title: str
    low: float = 0.0
    high: float = 1.0
    logarithmic: bool = False

    def __post_init__(self) -> None:
        if not self.low < self.high or (self.logarithmic and self.low <= 0):
            raise ValueError(f"{self.title}: no axis goes from {self.low:g} to {self.high:g}")

    def place(self, value: float) -> float:
        """Return where a value lies, 0 at the low end and 1 at the high end."""
        if self.logarithmic:
            low, high = math.log10(self.low), math.log10(self.high)
            place = (math.log10(max(value, LEAST)) - low) / (high - low)
        else:
            place = (value - self.low) / (self.high - self.low)
        return min(1.0, max(0.0, place))

    def ticks(self) -> list[tuple[float, str]]:
        """Return values with their labels."""
        if self.logarithmic:
            first, last = math.ceil(math.log10(self.low)), math.floor(math.log10(self.high))
            return [(10.0**power, percent(10.0**power)) for power in range(first, last + 1)]
        step = _step(self.high - self.low)
        count = math.floor((self.high - self.low) / step + 1e-9)
        values = [self.low + number * step for number in range(count + 1)]
        return [(value, f"{value:.2g}" if value else "0") for value in values]


def percent(value: float) -> str:
    """Return a share as a short percentage: ``0.01 %``."""
    return f"{100 * value:g} %"


def _step(span: float) -> float:
    """Return a step of 1, 2 or 5 times a power of ten that cuts a span into four to ten parts."""
    power = 10.0 ** math.floor(math.log10(span))
    return next(power * part for part in (0.1, 0.2, 0.5, 1.0) if span / (power * part) <= 10 + 1e-9)
