"""The researchers' example runs as a whole, on the small set, and leaves what it says it does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from classifier.training.figures import AGREED

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "docs" / "examples" / "retrain.py"


@pytest.mark.timeout(600)
def test_the_example_runs_from_corpus_to_rollback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(EXAMPLE)],
        cwd=ROOT,
        env={**os.environ, "SVERKA_EXAMPLE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert f"All of it stands in {tmp_path}" in done.stdout
    assert "is not promoted" in done.stdout
    names = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert names == {
        "corpus.parquet", "candidate.json", "worse.json", "renamed.json", "report.html",
        "figures.json", "card.md", "model.json", "model.previous.json", "model.rolled-back.json",
    }  # fmt: skip
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))["model"]["figures"]
    assert all(figures[figure.name] is not None for figure in AGREED)
    assert "<svg" in (tmp_path / "report.html").read_text("utf-8")


def test_the_page_for_researchers_names_the_commands_that_exist() -> None:
    text = (ROOT / "docs" / "researchers.md").read_text("utf-8")
    for command in ("datasets build", "train", "evaluate", "model promote", "model rollback"):
        assert f"sverka {command}" in text
    assert "examples/retrain.py" in text


def test_the_tolerances_on_the_page_are_those_of_the_code() -> None:
    text = (ROOT / "docs" / "researchers.md").read_text("utf-8")
    for figure in AGREED:
        assert f"| `{figure.name}`: {figure.meaning} | {figure.tolerance:g} |" in text
