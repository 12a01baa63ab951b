"""The estimator keeps scikit-learn's conventions, and the promises that the model's file needs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.base import clone
from sklearn.utils.estimator_checks import parametrize_with_checks

from classifier.training.estimator import WORDS_UNIT, TwoStageClassifier
from classifier.training.nonnegative import NonNegativeLogistic

PIECES, NUMBERS = 20, 3


def small(**given: Any) -> TwoStageClassifier:
    return TwoStageClassifier(trees=5, leaves=4, least_rows=5, **given)


STOCHASTIC = "the linear stage takes rows one by one, so a row given twice is not one of weight 2"
EXPECTED_FAILURES = {
    "check_sample_weight_equivalence_on_dense_data": STOCHASTIC,
    "check_sample_weight_equivalence_on_sparse_data": STOCHASTIC,
}
"""Checks that scikit-learn's own SGDClassifier does not pass either."""


@parametrize_with_checks(
    [small(), NonNegativeLogistic()],
    expected_failed_checks=lambda given: (
        EXPECTED_FAILURES if isinstance(given, TwoStageClassifier) else {}
    ),
)
def test_conventions(estimator: Any, check: Any) -> None:
    check(estimator)


@pytest.fixture(scope="module")
def rows() -> tuple[Any, Any]:
    chance = np.random.default_rng(11)
    pieces = (chance.random((400, PIECES)) < 0.25).astype(float)
    numbers = chance.integers(0, 9, (400, NUMBERS)).astype(float)
    noise = chance.normal(0, 0.8, 400)
    labels = (2 * pieces[:, 0] + pieces[:, 1] + 0.3 * numbers[:, 0] + noise > 2).astype(int)
    return csr_matrix(np.hstack([pieces, numbers])), labels


def test_weights_of_pieces_are_whole_numbers_that_the_trees_saw(rows: tuple[Any, Any]) -> None:
    x, labels = rows
    fitted = small(words=PIECES).fit(x, labels)
    assert fitted.weights_.shape == (PIECES,)
    assert np.array_equal(fitted.weights_, np.round(fitted.weights_))
    assert np.abs(fitted.weights_).max() > WORDS_UNIT / 10
    sums = x[:, :PIECES] @ fitted.weights_
    assert np.array_equal(fitted.inputs(x)[:, 0], sums)
    assert np.array_equal(fitted.inputs(x)[:, 1:], x[:, PIECES:].toarray())


def test_only_so_many_pieces_keep_a_weight(rows: tuple[Any, Any]) -> None:
    x, labels = rows
    fitted = small(words=PIECES, kept=4).fit(x, labels)
    assert np.count_nonzero(fitted.weights_) <= 4
    assert fitted.weights_[0] > 0  # what tells most is kept


def test_more_of_a_raising_input_never_lowers_the_margin(rows: tuple[Any, Any]) -> None:
    x, labels = rows
    fitted = small(words=PIECES, directions=[1, 1, 0, 0]).fit(x, labels)
    base = x.toarray()
    raised = base.copy()
    raised[:, PIECES] += 3
    assert (fitted.decision_function(raised) >= fitted.decision_function(base)).all()


def test_the_same_rows_and_seed_give_the_same_margins(rows: tuple[Any, Any]) -> None:
    x, labels = rows
    groups = np.arange(len(labels)) // 3
    one = small(words=PIECES, random_state=5).fit(x, labels, groups=groups)
    again = clone(one).fit(x, labels, groups=groups)
    assert np.array_equal(one.decision_function(x), again.decision_function(x))


def test_a_row_that_weighs_nothing_teaches_nothing(rows: tuple[Any, Any]) -> None:
    """A piece that only weightless rows hold gets no weight."""
    x, labels = rows
    dense = x.toarray()
    dense[:, 5] = 0
    dense[:50, 5] = 1
    weights = np.ones(len(labels))
    weights[:50] = 0
    fitted = small(words=PIECES).fit(dense, labels, sample_weight=weights)
    assert fitted.weights_[5] == 0


def test_what_speaks_against_a_class_weighs_nothing() -> None:
    chance = np.random.default_rng(5)
    labels = chance.integers(0, 2, 500)
    speaks_for = labels ^ (chance.random(500) < 0.1)
    found = NonNegativeLogistic().fit(np.column_stack([speaks_for, 1 - speaks_for]), labels)
    assert found.coef_[0, 0] > 1
    assert found.coef_[0, 1] == 0


def test_raising_pieces_never_lower_a_margin(rows: tuple[Any, Any]) -> None:
    fitted = small(words=PIECES, raising=range(PIECES)).fit(*rows)
    assert (fitted.weights_ >= 0).all()
    assert (small(words=PIECES).fit(*rows).weights_ < 0).any()
