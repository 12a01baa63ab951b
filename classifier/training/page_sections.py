"""The section on stored pages: kits and honest pages, with and without a card form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.training.files import AbsentError
from classifier.training.metrics import Share
from classifier.training.pages import HONEST_PAGES, PAGES, JudgedPage, judge_pages, read_pages
from classifier.training.results import Section, Table
from classifier.verdict import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from classifier.training.files import DataFolder
    from classifier.training.judge import Outcome
    from classifier.training.material import Options
    from classifier.training.results import Cell

COLUMNS = ("", "n", "flagged", "danger", "card forms", "card forms flagged", "card forms danger")
_MIN_SOURCE = 20


@dataclass(frozen=True, slots=True)
class Stored:
    """All judged pages, and why those of a file are not among them."""

    judged: tuple[JudgedPage, ...]
    gone: tuple[str, ...]


def judge_stored(folder: DataFolder, options: Options, advance: Callable[[int], None]) -> Stored:
    """Judge the stored pages of a folder.

    Raises:
        CorpusError: a file is damaged.
    """
    judged: list[JudgedPage] = []
    gone = []
    for file in (PAGES, HONEST_PAGES):
        try:
            pages = read_pages(folder, file)
            judged += judge_pages(pages, file, options, advance)
        except AbsentError as error:
            gone.append(str(error))
    return Stored(tuple(judged), tuple(gone))


def pages_section(stored: Stored) -> Section:
    """Return the figures on stored pages."""
    judged, gone = stored.judged, stored.gone
    placed = [page for page in judged if page.placed is not None]
    tables = [
        Table(COLUMNS, tuple(_rows(judged, _kind, _alone)), "On a host that says nothing"),
        Table(COLUMNS, tuple(_rows(judged, _category, _alone)), "By category"),
        Table(COLUMNS, tuple(_rows(judged, _source, _alone, _MIN_SOURCE)), "By source"),
    ]
    if placed:
        tables.append(Table(COLUMNS, tuple(_rows(placed, _kind, _own)), "On their own address"))
    note = (
        "Each page is judged by itself at a reserved address. The pages have no split, and some\n"
        "were looked at while rules were written. A card form asks, in visible fields, for a\n"
        "card's number with its expiry or verification code."
    )
    if not placed:
        note += "\nNo page of the corpora has a web address of its own."
    note += "".join(f" Left out: {reason}" for reason in gone)
    if not judged:
        return Section("pages", "Pages", "", skipped=" ".join(gone) or "no page")
    return Section("pages", "Pages", note, tuple(tables))


def _rows(
    pages: Iterable[JudgedPage],
    key: Callable[[JudgedPage], str],
    outcome: Callable[[JudgedPage], Outcome],
    least: int = 1,
) -> Iterable[tuple[Cell, ...]]:
    groups: dict[str, list[JudgedPage]] = {}
    for page in pages:
        groups.setdefault(key(page), []).append(page)
    for name, members in sorted(groups.items()):
        if len(members) >= least:
            forms = [page for page in members if page.card_form]
            yield (
                name,
                len(members),
                *_shares(map(outcome, members)),
                len(forms),
                *_shares(map(outcome, forms)),
            )


def _shares(outcomes: Iterable[Outcome]) -> tuple[Share, Share]:
    found = list(outcomes)
    return (
        Share(sum(outcome.flagged for outcome in found), len(found)),
        Share(sum(outcome.level is Level.DANGER for outcome in found), len(found)),
    )


def _kind(page: JudgedPage) -> str:
    return f"{'scam' if page.scam else 'honest'}, {page.file.partition('.')[0]}"


def _category(page: JudgedPage) -> str:
    return f"{'scam' if page.scam else 'honest'}: {page.category}"


def _source(page: JudgedPage) -> str:
    return f"{'scam' if page.scam else 'honest'}: {page.source}"


def _alone(page: JudgedPage) -> Outcome:
    return page.alone


def _own(page: JudgedPage) -> Outcome:
    return page.placed or page.alone
