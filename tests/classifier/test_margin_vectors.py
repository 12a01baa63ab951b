"""The margins of ``tests/vectors/margins.jsonl`` hold here as they do in the extension."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from classifier.model_reasons import RULES

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[2]
REMEDY = (
    "; if another model was promoted, run: .venv/bin/sverka export, "
    "then: .venv/bin/python scripts/margin_vectors.py"
)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    text = (ROOT / "tests" / "vectors" / "margins.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.removesuffix("\n").split("\n")]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    spec = importlib.util.spec_from_file_location(
        "sverka_margin_vectors", ROOT / "scripts" / "margin_vectors.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("link_vectors", "link_oddities"):
        sys.modules.pop(name)
    return module


def test_each_link_has_the_margin_of_its_line(
    rows: list[dict[str, Any]], script: ModuleType
) -> None:
    for row in rows:
        assert script.row_of(row["url"]) == row, f"{row['url']!r} is judged otherwise now{REMEDY}"


def test_the_lines_are_the_links_that_are_made_today(
    rows: list[dict[str, Any]], script: ModuleType
) -> None:
    made = [json.loads(json.dumps(url)) for url in script.urls()]
    kept = {row["url"] for row in rows}
    assert [row["url"] for row in rows] == [url for url in made if url in kept], REMEDY
    assert all(script.row_of(url) is None for url in made if url not in kept), REMEDY


def test_what_the_families_add_is_the_margin(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        assert sum(row["contributions"].values()) == row["margin"]


def test_the_lines_are_many_and_of_all_kinds(rows: list[dict[str, Any]]) -> None:
    assert len(rows) >= 2500
    assert {row["level"] for row in rows} == {"official", "clear", "unknown", "caution", "danger"}
    said = {reason for row in rows for reason in row["reasons"]}
    assert said & set(RULES.values()), "the model speaks nowhere"
    for family in ("words", "shape", "rules"):
        assert len({row["contributions"][family] for row in rows}) > 20, family
