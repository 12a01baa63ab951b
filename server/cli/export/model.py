"""The trained model for the extension's background: what judging needs, lists as one text each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.model_file import read_model
from classifier.model_inputs import link_rules
from classifier.rules import default_rules

if TYPE_CHECKING:
    from collections.abc import Iterable


def model_data() -> dict[str, object]:
    """Return the shipped model; equal inputs give equal content.

    Raises:
        ModelError: the model's file cannot be used; the message names the remedy.
    """
    file = read_model()
    pieces = sorted(file.words.pieces)
    of_links = set(link_rules(default_rules()))
    trees = file.trees
    return {
        "protocol": file.protocol,
        "schema": file.schema_,
        "name": file.name,
        "pieces": " ".join(pieces),
        "weights": _row(file.words.pieces[piece] for piece in pieces),
        "trees": {
            "inputs": " ".join(trees.inputs),
            "base": trees.base,
            "roots": _row(trees.roots),
            "feature": _row(trees.feature),
            "threshold": _row(trees.threshold),
            "left": _row(trees.left),
            "right": _row(trees.right),
            "value": _row(trees.value),
        },
        "rules": {name: file.rules[name] for name in sorted(of_links & file.rules.keys())},
        "official": file.official,
        "caution": file.thresholds.caution,
    }


def _row(numbers: Iterable[int]) -> str:
    return " ".join(map(str, numbers))
