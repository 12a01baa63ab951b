"""The model as a scikit-learn estimator: weighed pieces of text, then a few boosted trees.

The first stage is a linear model over the pieces; its weights become whole numbers, so that every
runtime adds up the same. The second stage is gradient-boosted trees over the sum of the pieces and
the numbers of the link; a direction may be given to each, in which it can only move the score.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, issparse
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import GroupKFold, StratifiedKFold
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from classifier.training.two_classes import TwoClasses

WORDS_UNIT = 1024
"""Parts into which one step of log-odds is cut for the weight of a piece."""

EPOCHS = 12
"""Passes of the linear stage over its rows; its averaged weights move little afterwards."""

_FEWEST_A_FOLD = 2


class TwoStageClassifier(TwoClasses):
    """Linear pieces under gradient-boosted trees, for two classes.

    Args:
        words: leading columns of X that are pieces, seen by the linear stage alone; None: every
            column is a piece and a number at once.
        raising: places of pieces whose weight may not fall below 0; None: none.
        kept: pieces that keep a weight, those that move most rows most; None: all.
        alpha: strength of the linear stage's L2 penalty.
        trees, leaves, learning_rate, l2, least_rows: of the boosted trees.
        directions: for the sum of the pieces and then for each number: 1 may only raise the
            score, -1 only lower it, 0 both; None: all 0.
        folds: parts of the rows whose pieces are summed by a model that has not seen them.
        random_state: seed of shuffling and binning.
    """

    def __init__(  # noqa: PLR0913 - scikit-learn wants every hyper-parameter in the signature
        self,
        *,
        words: int | None = None,
        raising: Any = None,
        kept: int | None = None,
        alpha: float = 5e-6,
        trees: int = 100,
        leaves: int = 24,
        learning_rate: float = 0.15,
        l2: float = 1.0,
        least_rows: int = 20,
        directions: Any = None,
        folds: int = 3,
        random_state: int = 0,
    ) -> None:
        self.words = words
        self.raising = raising
        self.kept = kept
        self.alpha = alpha
        self.trees = trees
        self.leaves = leaves
        self.learning_rate = learning_rate
        self.l2 = l2
        self.least_rows = least_rows
        self.directions = directions
        self.folds = folds
        self.random_state = random_state

    def fit(
        self, X: Any, y: Any, sample_weight: Any = None, groups: Any = None
    ) -> TwoStageClassifier:
        """Learn from rows X (dense or CSR) and their classes y.

        Rows of one group stay in one fold; without groups, folds keep the classes' shares.

        Raises:
            ValueError: X or y has a wrong shape, or y has not exactly two classes.
        """
        X, y = validate_data(self, X, y, accept_sparse="csr", dtype=np.float64)
        weight = _check_sample_weight(sample_weight, X)
        target = self._learn_classes(y)
        pieces, numbers = self._parts(X)
        self.weights_ = self._rounded(self._linear(pieces, target, weight))
        sums = self._sums_of_strangers(pieces, target, weight, groups)
        self.trees_ = HistGradientBoostingClassifier(
            max_iter=self.trees,
            max_leaf_nodes=self.leaves,
            learning_rate=self.learning_rate,
            l2_regularization=self.l2,
            min_samples_leaf=self.least_rows,
            monotonic_cst=self.directions,
            early_stopping=False,
            random_state=self.random_state,
        ).fit(np.column_stack([sums, numbers]), target, sample_weight=weight)
        return self

    def decision_function(self, X: Any) -> Any:
        """Return the margin in log-odds of each row; above 0 the second class is the likelier."""
        inputs = self.inputs(X)
        return self.trees_.decision_function(inputs)

    def predict_proba(self, X: Any) -> Any:
        """Return the probability of each class, n × 2."""
        inputs = self.inputs(X)
        return self.trees_.predict_proba(inputs)

    def inputs(self, X: Any) -> Any:
        """Return what the trees see of each row: the sum of its pieces, then its numbers."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)
        pieces, numbers = self._parts(X)
        return np.column_stack([pieces @ self.weights_, numbers])

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def _parts(self, X: Any) -> tuple[Any, Any]:
        matrix = csr_matrix(X)
        if self.words is None:
            return matrix, X.toarray() if issparse(X) else X
        return matrix[:, : self.words], matrix[:, self.words :].toarray()

    def _linear(self, pieces: Any, target: Any, weight: Any) -> Any:
        learned = self._raised(self._line(pieces, target, weight))
        if self.kept is None or self.kept >= pieces.shape[1]:
            return learned
        moved = np.abs(learned) * np.sqrt(np.asarray(pieces.sum(axis=0)).ravel())
        best = np.sort(np.argsort(-moved, kind="stable")[: self.kept])
        weights = np.zeros(pieces.shape[1])
        weights[best] = self._line(pieces[:, best], target, weight)
        return self._raised(weights)

    def _line(self, pieces: Any, target: Any, weight: Any) -> Any:
        line = SGDClassifier(
            loss="log_loss",
            alpha=self.alpha,
            max_iter=EPOCHS,
            tol=None,
            average=True,
            random_state=self.random_state,
        )
        return line.fit(pieces, target, sample_weight=weight).coef_[0]

    def _raised(self, weights: Any) -> Any:
        """Lift the weights that may only raise a risk to at least 0."""
        if self.raising is not None and len(self.raising):
            places = np.asarray(self.raising)
            weights[places] = np.maximum(weights[places], 0)
        return weights

    @staticmethod
    def _rounded(weights: Any) -> Any:
        return np.round(weights * WORDS_UNIT)

    def _sums_of_strangers(self, pieces: Any, target: Any, weight: Any, groups: Any) -> Any:
        """Return each row's sum of pieces by a linear stage that has not seen its fold.

        The trees would else trust pieces that the linear stage merely knows by heart.
        """
        sums = pieces @ self.weights_
        folds = min(self.folds, int(np.bincount(target).min()))
        if groups is not None:
            folds = min(folds, len(np.unique(groups)))
        if folds < _FEWEST_A_FOLD:
            return sums
        splitter = (
            StratifiedKFold(folds, shuffle=True, random_state=self.random_state)
            if groups is None
            else GroupKFold(folds)
        )
        chosen = np.flatnonzero(self.weights_)
        for seen, unseen in splitter.split(pieces, target, groups):
            if len(np.unique(target[seen])) < _FEWEST_A_FOLD or len(chosen) == 0:
                continue
            part = pieces[:, chosen]
            learned = np.zeros(pieces.shape[1])
            learned[chosen] = self._line(part[seen], target[seen], weight[seen])
            sums[unseen] = pieces[unseen] @ self._rounded(self._raised(learned))
        return sums
