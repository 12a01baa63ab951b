"""Memory: answers that this process gave lately, so that a known age costs a check nothing."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.store.ages import KeptAge

SIZE = 20_000
"""Domains that are remembered; one takes about 0.9 kB, measured."""

LIFETIME = 600.0
"""Seconds after which the store is asked again: another process may know better."""


class Memory:
    """The latest answers by domain; the one that was wanted longest ago goes first."""

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._rows: OrderedDict[str, tuple[KeptAge, float]] = OrderedDict()

    def get(self, domain: str) -> KeptAge | None:
        """Return what is remembered of a domain, if it may still be believed."""
        row = self._rows.get(domain)
        if row is None:
            return None
        age, ends = row
        if time.monotonic() >= ends:
            del self._rows[domain]
            return None
        self._rows.move_to_end(domain)
        return age

    def keep(self, age: KeptAge, seconds: float) -> None:
        """Remember an answer for a time, at most ``LIFETIME``."""
        self._rows[age.domain] = (age, time.monotonic() + min(seconds, LIFETIME))
        self._rows.move_to_end(age.domain)
        if len(self._rows) > self._size:
            self._rows.popitem(last=False)
