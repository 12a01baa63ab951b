from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from server.store.budget import (
    FAILURES_TO_PAUSE,
    LONGEST_PAUSE,
    Budget,
    is_paused,
    note_failure,
    note_success,
    note_throttled,
    spend,
    tokens_at,
)
from server.store.tables import RegistryServerRow

START = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def full(budget: Budget) -> RegistryServerRow:
    return RegistryServerRow(
        server="whois.example", tokens=float(budget.burst), counted_at=START, failures=0
    )


def later(seconds: float) -> dt.datetime:
    return START + dt.timedelta(seconds=seconds)


@settings(deadline=None)
@given(
    per_minute=st.integers(1, 200),
    waits=st.lists(st.floats(0, 20) | st.just(0.0), max_size=400),
)
def test_no_minute_ever_sees_more_than_the_budget(per_minute: int, waits: list[float]) -> None:
    budget = Budget(per_minute)
    row, clock, asked = full(budget), 0.0, []
    for wait in waits:
        clock += wait
        if tokens_at(row, budget, later(clock)) >= 1:
            spend(row, budget, later(clock))
            asked.append(clock)
    for first in asked:
        assert sum(first <= moment < first + 60 for moment in asked) <= per_minute


@settings(deadline=None, max_examples=40)
@given(per_minute=st.integers(1, 100))
def test_an_eager_asker_gets_nearly_the_whole_budget(per_minute: int) -> None:
    budget = Budget(per_minute)
    row, asked = full(budget), 0
    for tick in range(6000):
        moment = later(tick / 10)
        if tokens_at(row, budget, moment) >= 1:
            spend(row, budget, moment)
            asked += 1
    assert asked >= 10 * per_minute * 0.6


def test_a_clock_that_was_set_back_a_little_gives_no_tokens() -> None:
    budget = Budget(30)
    row = full(budget)
    for _ in range(budget.burst):
        spend(row, budget, later(0))
    assert tokens_at(row, budget, later(-30)) < 1
    spend(row, budget, later(-30))
    assert tokens_at(row, budget, later(0)) < 0


def test_a_clock_that_ran_far_ahead_costs_one_burst_not_the_difference() -> None:
    budget = Budget(30)
    row = full(budget)
    note_throttled(row, later(86_400 + 60))
    for moment in (later(86_400), later(0)):
        row.paused_until = later(2 * 86_400)
        asked = 0
        while not is_paused(row, moment) and tokens_at(row, budget, moment) >= 1:
            spend(row, budget, moment)
            asked += 1
        assert asked == (0 if moment > later(0) else budget.burst)
        row.counted_at = moment


def test_a_server_that_fails_rests_longer_each_time_and_an_answer_ends_it() -> None:
    row = full(Budget(30))
    for _ in range(FAILURES_TO_PAUSE - 1):
        note_failure(row, START)
    assert not is_paused(row, START)
    pauses = []
    for _ in range(8):
        note_failure(row, START)
        assert row.paused_until is not None
        pauses.append((row.paused_until - START).total_seconds())
    assert pauses[:3] == [30, 60, 120]
    assert pauses[-1] == LONGEST_PAUSE
    note_success(row)
    assert not is_paused(row, START)
    note_failure(row, START)
    assert not is_paused(row, START)


def test_after_a_pause_one_question_alone_finds_out() -> None:
    budget = Budget(30)
    row = full(budget)
    for _ in range(FAILURES_TO_PAUSE):
        note_failure(row, START)
    assert is_paused(row, later(29))
    assert not is_paused(row, later(31))
    spend(row, budget, later(31))
    assert is_paused(row, later(32))
    note_success(row)
    assert not is_paused(row, later(32))


def test_a_server_that_asks_for_patience_gets_it_whatever_comes_later() -> None:
    row = full(Budget(30))
    note_throttled(row, later(3600))
    note_success(row)
    for _ in range(FAILURES_TO_PAUSE):
        note_failure(row, later(1))
    assert row.pause == "throttled"
    assert is_paused(row, later(3599))
    assert not is_paused(row, later(3601))
    assert tokens_at(row, Budget(30), START) < 1
