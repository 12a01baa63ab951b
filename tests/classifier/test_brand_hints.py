"""Brands that a page's markup names: the core and the extension find the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from classifier.extract import extract_page

VECTORS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "brand_hints.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("page", VECTORS["pages"], ids=lambda p: (p["head"] + p["body"])[:40])
def test_hints_of_a_page(page: dict[str, Any]) -> None:
    html = f"<!doctype html><html><head>{page['head']}</head><body>{page['body']}</body></html>"
    facts = extract_page(html, "https://shop.example/")
    assert list(facts.brand_hints) == page["hints"]
