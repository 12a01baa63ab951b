"""Logistic regression whose weights are never below zero: evidence can only raise a risk."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from classifier.training.two_classes import TwoClasses


class NonNegativeLogistic(TwoClasses):
    """Logistic regression of two classes with weights of at least 0 and a free intercept.

    Args:
        l2: strength of the penalty on squared weights, for a mean weight of a row of 1.
        most_steps: steps after which the search ends.
    """

    def __init__(self, *, l2: float = 1e-3, most_steps: int = 500) -> None:
        self.l2 = l2
        self.most_steps = most_steps

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> NonNegativeLogistic:
        """Learn from dense rows X and their classes y.

        Raises:
            ValueError: X or y has a wrong shape, or y has not exactly two classes.
        """
        X, y = validate_data(self, X, y, dtype=np.float64)
        weight = _check_sample_weight(sample_weight, X)
        target = self._learn_classes(y)
        sign = 2.0 * target - 1
        weight = weight / max(weight.sum(), np.finfo(float).tiny)

        def loss(point: Any) -> tuple[float, Any]:
            margin = sign * (X @ point[:-1] + point[-1])
            slope = -weight * sign / (1 + np.exp(np.clip(margin, -500, 500)))
            value = float(weight @ np.logaddexp(0, -margin)) + self.l2 * float(
                point[:-1] @ point[:-1]
            )
            return value, np.append(X.T @ slope + 2 * self.l2 * point[:-1], slope.sum())

        bounds = [(0, None)] * X.shape[1] + [(None, None)]
        found = minimize(
            loss,
            np.zeros(X.shape[1] + 1),
            jac=True,
            method="L-BFGS-B",
            bounds=bounds,
            options={"maxiter": self.most_steps},
        )
        self.coef_ = found.x[:-1].reshape(1, -1)
        self.intercept_ = found.x[-1:]
        self.n_iter_ = int(found.nit)
        return self

    def decision_function(self, X: Any) -> Any:
        """Return the margin in log-odds of each row."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        return X @ self.coef_[0] + self.intercept_[0]

    def predict_proba(self, X: Any) -> Any:
        """Return the probability of each class, n × 2."""
        second = 1 / (1 + np.exp(-np.clip(self.decision_function(X), -500, 500)))
        return np.column_stack([1 - second, second])

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.poor_score = True  # blind to what speaks against the second class
        return tags
