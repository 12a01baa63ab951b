"""Curves of a report: what ties do, where curves begin, what calibration means."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.training.curves import (
    BINS,
    distribution,
    precision_over,
    reliability,
    roc,
)

SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=60)


def test_ties_with_honest_links_are_misses() -> None:
    honest = [0.5] * 10
    assert {caught for rate, caught in roc([0.5, 0.4], honest) if rate < 1} == {0.0}
    assert roc([0.6, 0.5], honest)[0] == (pytest.approx(0.1), 0.5)


def test_the_curve_begins_where_one_honest_link_can_be_a_false_alarm() -> None:
    points = roc([1.0], [0.0] * 100)
    assert points[0][0] == pytest.approx(0.01)
    assert points[-1] == (1.0, 1.0)


@given(SCORES, SCORES)
def test_more_false_alarms_never_catch_less(scams: list[float], honest: list[float]) -> None:
    caught = [share for _, share in roc(scams, honest)]
    assert caught == sorted(caught)
    assert all(0 <= share <= 1 for share in caught)


def test_precision_weighs_both_classes_by_the_base_rate() -> None:
    points = dict(precision_over([0.9, 0.9], [0.1, 0.9], 0.01, [0.0, 0.5, 0.95]))
    assert points[0.0] == pytest.approx(0.01)
    assert points[0.5] == pytest.approx(0.01 / (0.01 + 0.99 * 0.5))
    assert 0.95 not in points  # nothing is above: there is no alarm that could be right


def test_scores_that_are_the_shares_have_no_calibration_error() -> None:
    scams = [0.25] + [0.75] * 3
    honest = [0.25] * 3 + [0.75]
    found = reliability(scams, honest)
    assert found.ece == pytest.approx(0)
    assert found.brier == pytest.approx(0.25 * 0.75)


def test_the_classes_weigh_the_same_however_many_rows_they_have() -> None:
    few, many = reliability([0.9], [0.1]), reliability([0.9] * 50, [0.1])
    assert few.ece == pytest.approx(many.ece) == pytest.approx(0.1)


@given(SCORES, SCORES)
def test_errors_stay_between_none_and_all(scams: list[float], honest: list[float]) -> None:
    found = reliability(scams, honest)
    assert 0 <= found.ece <= 1 + 1e-9
    assert 0 <= found.brier <= 1 + 1e-9
    assert len(found.bins) <= BINS
    assert math.fsum(one.weight for one in found.bins) == pytest.approx(1)


def test_nothing_is_said_of_calibration_without_both_classes() -> None:
    with pytest.raises(ValueError, match="honest"):
        reliability([0.5], [])


@given(SCORES)
def test_every_score_falls_into_one_bin(scores: list[float]) -> None:
    assert math.fsum(share for _, share in distribution(scores, 20)) == pytest.approx(1)


def test_no_rows_make_no_points() -> None:
    assert roc([], [0.1]) == roc([0.1], []) == precision_over([], [0.1], 0.1, [0.5]) == ()
    assert distribution([], 20) == ()
