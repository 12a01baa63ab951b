"""What estimators of two classes share: which classes there are, and which is the likelier."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets


class TwoClasses(ClassifierMixin, BaseEstimator):
    """A classifier of two classes; a margin above 0 speaks for the second."""

    def predict(self, X: Any) -> Any:
        """Return the likelier class of each row."""
        margins = self.decision_function(X)
        return self.classes_[(margins > 0).astype(int)]

    def _learn_classes(self, y: Any) -> Any:
        """Remember the classes of y; return the place, 0 or 1, of each row's.

        Raises:
            ValueError: y has not exactly two classes.
        """
        check_classification_targets(y)
        self.classes_, places = np.unique(y, return_inverse=True)
        if len(self.classes_) != 2:  # noqa: PLR2004 - scam or honest
            raise ValueError(
                f"Only binary classification is supported. The type of the target is "
                f"{len(self.classes_)} classes."
            )
        return places

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags
