"""Linear model, boosted trees and their stack, side by side on the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from classifier.training.metrics import above, threshold_at
from classifier.training.rows import Side

if TYPE_CHECKING:
    from classifier.training.estimator import TwoStageClassifier
    from classifier.training.material_rows import Material

RATES = (0.01, 0.001)


def compare(material: Material, fitted: TwoStageClassifier, margins: Any) -> list[dict[str, Any]]:
    """Return what each kind of model catches; thresholds are fixed on the holding side.

    The linear model is the stack's own first stage, the trees alone see shape and rules but no
    words, the stack with rules is what is shipped.
    """
    words = len(material.words)
    sums = np.asarray(material.x[:, :words] @ fitted.weights_).ravel()
    kinds = {
        "pieces of text, linear": sums,
        "shape and rules, boosted trees": _trees_alone(material, fitted),
        "stack of both": fitted.decision_function(material.x),
        "stack of both, strong rules added": margins,
    }
    return [{"model": name, **_caught(material, values)} for name, values in kinds.items()]


def _trees_alone(material: Material, fitted: TwoStageClassifier) -> Any:
    taught = material.taught
    numbers = material.x[:, len(material.words) :].toarray()
    trees = HistGradientBoostingClassifier(
        max_iter=fitted.trees,
        max_leaf_nodes=fitted.leaves,
        learning_rate=fitted.learning_rate,
        l2_regularization=fitted.l2,
        min_samples_leaf=fitted.least_rows,
        monotonic_cst=None if fitted.directions is None else list(fitted.directions)[1:],
        early_stopping=False,
        random_state=fitted.random_state,
    )
    trees.fit(numbers[taught], material.labels[taught], sample_weight=material.weights[taught])
    return trees.decision_function(numbers)


def _fresh(material: Material) -> list[int]:
    """Return the places of late scams of whose template nothing was seen before."""
    return [place for place in material.where(Side.LATE, 1) if material.rows[place].fresh]


def _caught(material: Material, margins: Any) -> dict[str, float | None]:
    known = np.where(material.trusted, -np.inf, margins)
    limits = {
        rate: threshold_at(known[material.where(Side.HOLD, 0)].tolist(), rate) for rate in RATES
    }
    groups = {
        "late": material.where(Side.LATE, 1),
        "late_fresh": _fresh(material),
        "test": material.where(Side.TEST, 1),
        "false_alarms": material.where(Side.TEST, 0),
    }
    found: dict[str, float | None] = {}
    for name, places in groups.items():
        for rate, limit in limits.items():
            share = above(known[places].tolist(), limit).value
            found[f"{name}_at_{rate * 100:g}_percent"] = None if share is None else round(share, 4)
    return found
