"""What the documents say is so: links lead somewhere, tables agree with the code."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from classifier.brands import default_brands
from classifier.case import PageFacts, PageInfo
from classifier.score import OFFICIAL_WEIGHT, WEIGHTS
from classifier.verdict import Level, Severity

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "extension/README.md"])
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files(document: Path) -> None:
    targets = LINK.findall(document.read_text("utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_weights_in_the_table_are_those_of_the_code() -> None:
    text = (ROOT / "docs" / "verdicts.md").read_text("utf-8").replace("−", "-")
    rows = dict(re.findall(r"^\| ([a-z ]+) \| [\d,/]+ \| (-?[\d.]+) \|$", text, re.MULTILINE))
    assert {Severity(name): float(rows[name]) for name in Severity} == WEIGHTS
    assert float(rows["an official host"]) == OFFICIAL_WEIGHT


def test_every_level_is_explained() -> None:
    text = (ROOT / "docs" / "verdicts.md").read_text("utf-8")
    assert all(f"| `{level}` |" in text for level in Level)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_sellers_read_the_marks_that_the_extension_shows(language: str) -> None:
    messages = json.loads(
        (ROOT / f"extension/_locales/{language}/messages.json").read_text("utf-8")
    )
    text = (ROOT / "docs" / f"sellers.{language}.md").read_text("utf-8")
    for level in Level:
        shown = messages[f"level{level.capitalize()}"]["message"]
        assert f"| {shown} |" in text, shown


def test_the_readme_counts_the_brands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert f"It knows {len(default_brands())} brands" in text


@pytest.mark.parametrize("name", ["privacy.md", "privacy.ru.md"])
def test_all_that_is_sent_of_a_page_is_told(name: str) -> None:
    text = (ROOT / "docs" / name).read_text("utf-8")
    told = {
        field
        for row in re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE)
        for field in re.findall(r"`([a-z_.]+)`", row)
    }
    of_page = {f"page.{field.name}" for field in fields(PageInfo)}
    assert told == of_page | {field.name for field in fields(PageFacts)} - {"page"}
