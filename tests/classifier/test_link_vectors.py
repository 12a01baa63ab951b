"""The links of ``tests/vectors/links.jsonl``: what they say here, they say in the extension."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from classifier.rules import default_rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

REMEDY = "; if the change is meant, run: .venv/bin/python scripts/link_vectors.py"
NEEDS_A_CHAT = {"link.apk-in-chat"}


@pytest.fixture(scope="module")
def rows(vectors: Callable[[str], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    return vectors("links.jsonl")


@pytest.fixture
def script(load_script: Callable[..., ModuleType]) -> ModuleType:
    return load_script("link_vectors", "link_oddities")


def test_each_link_says_what_its_line_tells(rows: list[dict[str, Any]], script: ModuleType) -> None:
    for row in rows:
        found = json.loads(json.dumps(script.row_of(row["url"])))
        assert found == row, f"{row['url']!r} says something else now{REMEDY}"


def test_the_lines_are_the_links_that_are_made_today(
    rows: list[dict[str, Any]], script: ModuleType
) -> None:
    made = [json.loads(json.dumps(url)) for url in script.links(seed=1)]
    assert [row["url"] for row in rows] == made, f"the links are others now{REMEDY}"


def test_every_rule_of_links_holds_somewhere(rows: list[dict[str, Any]]) -> None:
    held = {rule_id for row in rows for rule_id, _ in row["evidence"] or ()}
    rules = {rule.id for rule in default_rules() if rule.id.startswith(("host.", "link."))}
    assert held == rules - NEEDS_A_CHAT


def test_the_lines_are_many_and_of_all_kinds(rows: list[dict[str, Any]]) -> None:
    assert len(rows) >= 2500
    assert sum(row["evidence"] is None for row in rows) >= 20
    assert sum(row["evidence"] == [] for row in rows) >= 200
    assert any(row.get("hidden") for row in rows)
    assert any(row.get("behind") for row in rows)
