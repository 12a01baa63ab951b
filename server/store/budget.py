"""Budget: how often a registry's server may be asked, as a token bucket, and when it rests.

Pure arithmetic on one row of ``registry_servers``; the transaction around it makes the processes
that share a database share the budget.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from server.store.tables import RegistryServerRow

MINUTE = 60.0
BURST_SHARE = 3
"""A third of a minute's budget may be used at once; the rest comes evenly."""

FAILURES_TO_PAUSE = 3
"""Failures in a row after which a server is left alone for a while."""

FIRST_PAUSE = 30.0
LONGEST_PAUSE = 600.0
"""Seconds; the pause doubles with every further failure."""

PROBE = 60.0
"""Seconds in which, after a pause for failures, one question alone finds out how things are."""

LONGEST_ASKED_PAUSE = 86_400.0
"""Seconds; nobody is left alone longer, whatever it asks for."""

CLOCK_SKEW = 60.0
"""Seconds; a time written farther ahead than it can be comes from a clock that was wrong."""

Pause = Literal["throttled", "failing"]


@dataclass(frozen=True, slots=True)
class Budget:
    """At most ``per_minute`` questions in any minute."""

    per_minute: int

    @property
    def burst(self) -> int:
        """Questions that may be asked at once after a quiet time."""
        return max(1, self.per_minute // BURST_SHARE)

    @property
    def rate(self) -> float:
        """Tokens a second; a full burst and a minute's tokens stay below the budget plus one."""
        return (self.per_minute - self.burst + 1) / MINUTE

    @property
    def reserve(self) -> int:
        """Tokens that are kept for sellers, who wait, when moderators' lists are long."""
        return self.burst // 2


def tokens_at(row: RegistryServerRow, budget: Budget, now: dt.datetime) -> float:
    """Return the tokens at a time; a clock that was set back a little gives none.

    One that was set right after it ran far ahead gives a burst, instead of nothing for as long.
    """
    passed = (now - row.counted_at).total_seconds()
    if passed < -CLOCK_SKEW:
        return float(budget.burst)
    return min(float(budget.burst), row.tokens + max(0.0, passed) * budget.rate)


def is_paused(row: RegistryServerRow, now: dt.datetime) -> bool:
    """Whether the server is left alone at a time."""
    if row.paused_until is None:
        return False
    left = (row.paused_until - now).total_seconds()
    return 0 < left <= LONGEST_ASKED_PAUSE + CLOCK_SKEW


def spend(row: RegistryServerRow, budget: Budget, now: dt.datetime) -> None:
    """Take one token; after a pause for failures the others wait for what comes of this one."""
    row.tokens = tokens_at(row, budget, now) - 1.0
    ahead = (row.counted_at - now).total_seconds()
    row.counted_at = row.counted_at if 0 < ahead <= CLOCK_SKEW else now
    if row.failures >= FAILURES_TO_PAUSE:
        row.paused_until, row.pause = now + dt.timedelta(seconds=PROBE), "failing"
    elif not is_paused(row, now):
        row.paused_until = row.pause = None


def note_success(row: RegistryServerRow) -> None:
    """Forget failures: the server answered."""
    row.failures = 0
    if row.pause == "failing":
        row.paused_until = row.pause = None


def note_untried(row: RegistryServerRow) -> None:
    """Let another one find out how things are: the question that was to do so was not asked."""
    if row.pause == "failing":
        row.paused_until = row.pause = None


def note_failure(row: RegistryServerRow, now: dt.datetime) -> None:
    """Count a failure; after several in a row the server rests, longer each time."""
    row.failures += 1
    beyond = row.failures - FAILURES_TO_PAUSE
    if beyond >= 0:
        seconds = min(FIRST_PAUSE * 2.0 ** min(beyond, 10), LONGEST_PAUSE)
        _pause(row, now + dt.timedelta(seconds=seconds), "failing")


def note_throttled(row: RegistryServerRow, until: dt.datetime) -> None:
    """Leave the server alone as long as it asked for; what it counted is spent here too."""
    row.failures = 0
    row.tokens = 0.0
    _pause(row, until, "throttled")


def _pause(row: RegistryServerRow, until: dt.datetime, why: Pause) -> None:
    if row.pause == "throttled" and row.paused_until is not None and row.paused_until > until:
        return
    row.paused_until, row.pause = until, why
