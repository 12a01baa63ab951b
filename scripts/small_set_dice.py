"""Dice: choices that look random and are the same on every machine and Python."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

Item = TypeVar("Item")

FIRST_DAY = dt.date(2024, 1, 1)
DAYS = 970
"""Days over which rows are spread, so that a split by time has two sides."""


class Dice:
    """A sequence of choices that its seed determines."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._thrown = 0

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to ``limit`` - 1."""
        self._thrown += 1
        digest = hashlib.sha256(f"{self._seed}:{self._thrown}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % limit

    def one(self, items: Sequence[Item]) -> Item:
        """Return one of the items."""
        return items[self.below(len(items))]

    def word(self, items: str) -> str:
        """Return one of the words of a text."""
        return self.one(items.split())

    def chance(self, percent: int) -> bool:
        """Return true in so many of a hundred throws."""
        return self.below(100) < percent

    def number(self, digits: int) -> str:
        """Return a number of so many digits that does not start with 0."""
        return str(10 ** (digits - 1) + self.below(9 * 10 ** (digits - 1)))

    def letters(self, count: int, alphabet: str = "abcdefghijklmnopqrstuvwxyz") -> str:
        """Return so many letters."""
        return "".join(self.one(alphabet) for _ in range(count))

    def token(self, count: int) -> str:
        """Return so many hexadecimal digits."""
        return self.letters(count, "0123456789abcdef")

    def day(self) -> str:
        """Return a date as text."""
        return (FIRST_DAY + dt.timedelta(days=self.below(DAYS))).isoformat()
