"""The margins of ``tests/vectors/margins.jsonl`` hold here as they do in the extension."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from classifier.model_reasons import RULES

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

REMEDY = (
    "; if another model was promoted, run: .venv/bin/sverka export, "
    "then: .venv/bin/python scripts/margin_vectors.py"
)


@pytest.fixture(scope="module")
def rows(vectors: Callable[[str], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    return vectors("margins.jsonl")


@pytest.fixture
def script(load_script: Callable[..., ModuleType]) -> ModuleType:
    return load_script("margin_vectors", "link_vectors", "link_oddities")


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
