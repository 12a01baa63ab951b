"""Stored pages, judged by themselves on a host that says nothing, and on their own where known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from classifier.address import AddressError, parse_address
from classifier.assess import assess
from classifier.case import Case
from classifier.extract import extract_page
from classifier.lexicon import default_lexicon
from classifier.markup import PageError
from classifier.signals.fields import field_roles
from classifier.training.files import CorpusError
from classifier.training.judge import WORTH_A_PROCESS, Outcome, outcome_of, spread
from classifier.training.knowledge import knowledge_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from classifier.assess import Knowledge
    from classifier.case import PageFacts
    from classifier.training.files import DataFolder
    from classifier.training.knowledge import Candidate
    from classifier.training.material import Options

PAGES = "pages_train.jsonl.gz"
HONEST_PAGES = "pages_benign_ru.jsonl.gz"

NOWHERE = "https://page.invalid/"
"""The address of a page judged by itself; a reserved name."""

CHUNK = 25
"""Pages that a process takes at once."""

A_PAGE = 50
"""Links that could be judged while one page is read."""


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page of a corpus; ``url`` may name an entry of the corpus instead of an address."""

    html: str
    url: str
    scam: bool
    source: str
    category: str


@dataclass(frozen=True, slots=True)
class JudgedPage:
    """What became of a page: by itself and, if it has an address, on it."""

    file: str
    entry: str
    scam: bool
    source: str
    category: str
    card_form: bool
    alone: Outcome
    placed: Outcome | None


def read_pages(folder: DataFolder, name: str) -> Iterator[StoredPage]:
    """Yield the pages of a file.

    Raises:
        CorpusError: the file is missing or damaged.
    """
    for row in folder.objects(name):
        try:
            yield StoredPage(
                row["html"], row["url"], row["label"] == 1, row["source"], row["category"]
            )
        except KeyError as error:
            raise CorpusError(f"{folder.path / name}: a page without {error}") from error


def judge_pages(
    pages: Iterable[StoredPage],
    file: str,
    options: Options,
    advance: Callable[[int], None],
) -> list[JudgedPage]:
    """Judge pages, at most ``options.sample``; one that is too large to read is left out."""
    limit = options.sample
    chunks = _chunks(islice(pages, limit), file)
    size = WORTH_A_PROCESS if limit is None else limit * A_PAGE
    judged: list[JudgedPage] = []
    work = partial(_judge_chunk, options.model)
    for found in spread(work, chunks, options.jobs, size):
        judged += found
        advance(len(found))
    return judged


def _chunks(pages: Iterable[StoredPage], file: str) -> Iterator[tuple[str, list[StoredPage]]]:
    rest = iter(pages)
    while chunk := list(islice(rest, CHUNK)):
        yield file, chunk


def _judge_chunk(model: Candidate | None, chunk: tuple[str, list[StoredPage]]) -> list[JudgedPage]:
    file, pages = chunk
    knowledge = knowledge_with(model)
    judged = []
    for page in pages:
        try:
            judged.append(_judged(page, file, knowledge))
        except PageError:
            continue
    return judged


def _judged(page: StoredPage, file: str, knowledge: Knowledge) -> JudgedPage:
    facts = extract_page(page.html, NOWHERE)
    placed = None
    if has_address(page.url):
        own = Case(page.url, extract_page(page.html, page.url))
        placed = outcome_of(assess(own, knowledge=knowledge))
    return JudgedPage(
        file=file,
        entry=page.url,
        scam=page.scam,
        source=page.source,
        category=page.category,
        card_form=has_card_form(facts),
        alone=outcome_of(assess(Case(NOWHERE, facts), knowledge=knowledge)),
        placed=placed,
    )


def has_address(url: str) -> bool:
    """Tell whether an entry's ``url`` is one; a corpus may have put a file's name there."""
    if not url.startswith(("http://", "https://")):
        return False
    try:
        return parse_address(url).registrable_domain is not None
    except AddressError:
        return False


def has_card_form(facts: PageFacts) -> bool:
    """Tell whether visible fields ask for a card's number with its expiry or verification code."""
    roles = field_roles(facts.forms, default_lexicon())
    return "card-number" in roles and bool(roles & {"card-expiry", "card-cvv"})
