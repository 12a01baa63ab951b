"""A set of whole pages on a host that says nothing, by somebody who had not seen the rules.

``pages/index.tsv`` tells of each file what it plays. Half of the set (odd numbers) was looked at
while rules were written, the other half was only counted.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from classifier.assess import assess
from classifier.case import Case
from classifier.extract import extract_page
from classifier.verdict import Level

PAGES = Path(__file__).parent / "pages"
URL = "https://page.invalid/"
UNDECIDABLE = "g_bare"
"""A card form and nothing else: fraud and honest checkout look the same, so nothing is said."""

REACHED = 40
"""Pages of fraud that were dangerous when the set was taken in, of 42 that can be decided."""

MARGIN = 2
"""Pages by which later rules may fall short before somebody has to look."""


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the set."""

    file: str
    label: str
    family: str

    def level(self) -> Level:
        html = (PAGES / self.file).read_bytes()
        return assess(Case(URL, page=extract_page(html, URL))).level


def _pages() -> list[Page]:
    with (PAGES / "index.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [Page(row["file"], row["label"], row["family"]) for row in rows]


ALL = _pages()
HONEST = [page for page in ALL if page.label == "honest"]
BARE = [page for page in ALL if page.family == UNDECIDABLE]
FRAUD = [page for page in ALL if page.label == "scam" and page.family != UNDECIDABLE]


def test_every_file_of_the_set_is_listed() -> None:
    assert {page.file for page in ALL} == {path.name for path in PAGES.glob("*.html")}
    assert (len(HONEST), len(BARE), len(FRAUD)) == (60, 6, 42)


@pytest.mark.parametrize("page", HONEST, ids=lambda page: page.file)
def test_an_honest_page_is_never_dangerous(page: Page) -> None:
    assert page.level() is not Level.DANGER


@pytest.mark.parametrize("page", BARE, ids=lambda page: page.file)
def test_a_bare_card_form_is_left_clear(page: Page) -> None:
    assert page.level() is Level.CLEAR


def test_most_pages_of_fraud_are_dangerous() -> None:
    dangerous = sum(page.level() is Level.DANGER for page in FRAUD)
    assert dangerous >= REACHED - MARGIN
