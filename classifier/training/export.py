"""From a fitted estimator to the model's file: whole numbers only, nothing of scikit-learn left."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from classifier.features import schema_hash
from classifier.model_file import PROTOCOL
from classifier.model_inputs import tree_inputs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from classifier.training.calibration import Platt
    from classifier.training.estimator import TwoStageClassifier

UNIT = 65_536
"""Parts into which one step of log-odds is cut in margins: finer than any figure shown."""


def exported(
    fitted: TwoStageClassifier,
    words: Sequence[str],
    rules: Sequence[str],
    platt: Platt,
) -> dict[str, Any]:
    """Return the part of a file that judges links; the calibration is worked into the trees."""
    return {
        "protocol": PROTOCOL,
        "schema": schema_hash(),
        "unit": UNIT,
        "words": {
            "pieces": {
                word: int(weight)
                for word, weight in zip(words, fitted.weights_, strict=True)
                if weight
            }
        },
        "trees": {
            "inputs": list(tree_inputs(rules)),
            "base": _whole(platt.slope * _start(fitted) + platt.offset),
            **_flat(fitted, platt.slope),
        },
    }


def _start(fitted: TwoStageClassifier) -> float:
    """Return the margin from which the trees begin."""
    return float(fitted.trees_._baseline_prediction[0, 0])  # noqa: SLF001 - no public way in


def _whole(log_odds: float) -> int:
    return round(log_odds * UNIT)


def _flat(fitted: TwoStageClassifier, slope: float) -> dict[str, list[int]]:
    """Return all trees in flat lists, each node behind its parent."""
    flat: dict[str, list[int]] = {
        name: [] for name in ("roots", "feature", "threshold", "left", "right", "value")
    }
    for (predictor,) in fitted.trees_._predictors:  # noqa: SLF001 - there is no public way in
        flat["roots"].append(len(flat["feature"]))
        _grow(flat, predictor.nodes, 0, slope)
    return flat


def _grow(
    flat: dict[str, list[int]], nodes: Sequence[Mapping[str, Any]], place: int, slope: float
) -> int:
    node = nodes[place]
    here = len(flat["feature"])
    leaf = bool(node["is_leaf"])
    flat["feature"].append(-1 if leaf else int(node["feature_idx"]))
    # inputs are whole numbers: "at most 4.5" is "at most 4"
    flat["threshold"].append(0 if leaf else math.floor(node["num_threshold"]))
    flat["left"].append(0)
    flat["right"].append(0)
    flat["value"].append(_whole(slope * _mean(nodes, place)))
    if not leaf:
        flat["left"][here] = _grow(flat, nodes, int(node["left"]), slope)
        flat["right"][here] = _grow(flat, nodes, int(node["right"]), slope)
    return here


def _mean(nodes: Sequence[Mapping[str, Any]], place: int) -> float:
    """Return what the rows below a node come to on average, by their number in training."""
    node = nodes[place]
    if node["is_leaf"]:
        return float(node["value"])
    children = [int(node["left"]), int(node["right"])]
    rows = [int(nodes[child]["count"]) for child in children]
    total = sum(rows)
    return sum(_mean(nodes, c) * n for c, n in zip(children, rows, strict=True)) / max(total, 1)
