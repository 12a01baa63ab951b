"""Small model files, whole and valid, for tests of what is done with them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from classifier.features import schema_hash
from classifier.model_file import PROTOCOL, ModelFile, model_text
from classifier.model_inputs import tree_inputs
from classifier.training.figures import AGREED, MEASURED

if TYPE_CHECKING:
    from pathlib import Path

MEASURED_ON = {"corpus": "ab" * 32, "licence": "ship", "rows": {}, "sides": "cd" * 8, "since": None}


def good_figures(**changes: Any) -> dict[str, Any]:
    """Figures of a middling model; ``__`` in a changed name stands for the dot."""
    values = dict.fromkeys((figure.name for figure in AGREED), 0.5)
    given = {name.replace("__", "."): value for name, value in changes.items()}
    return {**values, "official.flagged": 0.0, MEASURED: MEASURED_ON, **given}


def content(name: str = "small", **changes: Any) -> dict[str, Any]:
    """The content of a model's file: one tree that asks for the sum of the words."""
    rest: dict[str, Any] = {
        "protocol": PROTOCOL,
        "schema": schema_hash(),
        "name": name,
        "unit": 65536,
        "words": {"pieces": {"^av": 900, "pay": 400}},
        "trees": {
            "inputs": list(tree_inputs(())),
            "base": -1000,
            "roots": [0],
            "feature": [0, -1, -1],
            "threshold": [500, 0, 0],
            "left": [1, 0, 0],
            "right": [2, 0, 0],
            "value": [0, -90_000, 120_000],
        },
        "rules": {},
        "official": -450_000,
        "calibration": {"slope": 1.0, "offset": 0.0, "base_rate": 0.5, "rows": 100},
        "thresholds": {"caution": 100_000},
        "licence": "ship",
        "sources": [
            {"source": "a list", "licence": "CC0-1.0", "ship": "yes", "rows": 70},
            {"source": "a | feed", "licence": "MIT", "ship": "facts", "rows": 300},
        ],
        "trained": {"seed": 0, "since": None, "rows": {"fit, scam": 40}},
        "figures": good_figures(),
        "comparison": [{"model": "linear", "late_at_1_percent": 0.4}],
    }
    known = ModelFile.model_fields
    more = {"page": {}} if "page" in known else {}
    return {**rest, **more, **changes}


def write_model(path: Path, name: str = "small", **changes: Any) -> Path:
    """Write a model's file; return its path."""
    path.write_text(model_text(content(name, **changes)), encoding="utf-8")
    return path


def write_figures(path: Path, model: Path, figures: dict[str, Any]) -> Path:
    """Write what ``sverka evaluate --json`` would of a model; return its path."""
    digest = json.loads(model.read_text("utf-8"))["sha256"]
    document = {"model": {"name": "x", "sha256": digest, "figures": figures}}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
