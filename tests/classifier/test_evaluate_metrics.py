"""Thresholds, shares, intervals and precision against their plain definitions."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.training.metrics import NEVER, Z95, Share, above, precision_at, threshold_at

# few distinct values: ties are the rule, as with scores rounded to four digits
scores = st.lists(st.sampled_from([0.01, 0.0909, 0.5, 0.9101, 0.9901, 1.0]), max_size=60)
rates = st.sampled_from([0.0, 0.001, 0.01, 0.05, 0.1, 0.5, 1.0])


@given(scores, rates)
def test_the_threshold_is_the_lowest_score_that_few_enough_exceed(
    honest: list[float], rate: float
) -> None:
    def exceeding(candidate: float) -> int:
        return sum(score > candidate for score in honest)

    allowed = [score for score in honest if exceeding(score) <= rate * len(honest)]
    threshold = threshold_at(honest, rate)
    if rate == 1.0 or not honest:
        assert threshold == NEVER  # every honest host may be flagged: nothing is fixed
        return
    assert threshold == min(allowed)
    assert above(honest, threshold).hits <= rate * len(honest)


@given(scores, scores, st.sampled_from([0.0, 0.001, 0.01, 0.1]))
def test_a_tie_with_the_threshold_is_a_miss(
    honest: list[float], scams: list[float], rate: float
) -> None:
    threshold = threshold_at(honest, rate)
    ties = [score for score in scams if score == threshold]
    assert above(ties, threshold).hits == 0
    hits = above(scams, threshold).hits
    assert hits == len(scams) - len(ties) - sum(score < threshold for score in scams)


def test_when_all_honest_hosts_tie_at_the_top_nothing_is_caught() -> None:
    threshold = threshold_at([0.9901] * 1000, 0.001)
    assert above([0.9901] * 50, threshold) == Share(0, 50)
    assert above([0.9902], threshold) == Share(1, 1)


def test_one_in_a_thousand_of_a_thousand_is_one() -> None:
    honest = [0.01] * 998 + [0.5, 0.9]
    assert threshold_at(honest, 0.001) == 0.5
    assert above(honest, 0.5) == Share(1, 1000)
    assert threshold_at(honest, 0.002) == 0.01


counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_the_interval_is_where_the_count_would_be_no_surprise(count: tuple[int, int]) -> None:
    hits, n = count
    low, high = Share(hits, n).interval or (0.0, 0.0)
    share = hits / n
    assert 0 <= low <= share <= high <= 1
    for bound in (low, high):
        # Wilson: the shares whose normal approximation puts the count just at the quantile
        gap, spread = abs(share - bound), Z95 * math.sqrt(bound * (1 - bound) / n)
        assert gap == pytest.approx(spread, abs=1e-9)


def test_a_textbook_interval() -> None:
    # 8 of 10: (0.490, 0.943), Brown, Cai and DasGupta, Statistical Science 16 (2001)
    assert Share(8, 10).interval == pytest.approx((0.490, 0.943), abs=5e-4)


def test_nothing_counted_is_no_share() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).interval is None


@given(st.integers(0, 100), st.integers(0, 100), st.integers(1, 99))
def test_precision_is_a_count_of_alarms(caught: int, alarms: int, scams: int) -> None:
    # of 100 links in 100 chats each: count right and wrong alarms instead of multiplying shares
    right, wrong = scams * caught, (100 - scams) * alarms
    found = precision_at(caught / 100, alarms / 100, scams / 100)
    if right + wrong == 0:
        assert found is None
    else:
        assert found == pytest.approx(right / (right + wrong))
