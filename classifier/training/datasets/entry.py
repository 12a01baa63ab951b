"""Entry: one labelled link or page of a source, before it is cleaned and merged."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from classifier.training.files import CorpusError


class Ship(StrEnum):
    """What a source's licence lets the shipped model do with a row."""

    YES = "yes"  # learn from all of it
    FACTS = "facts"  # learn facts: a public host name, a field's role; no text, no n-gram of a page
    NO = "no"  # nothing; studying and measuring only

    @property
    def rank(self) -> int:
        """Position from the most permissive one, 0, on."""
        return _RANKS[self]


_RANKS = {ship: rank for rank, ship in enumerate(Ship)}


class Licence(StrEnum):
    """Which rows a corpus takes."""

    SHIP = "ship"  # what the shipped model may learn from
    ANY = "any"  # all, for study

    def allows(self, ship: Ship) -> bool:
        """Tell whether rows of this class are taken."""
        return self is Licence.ANY or ship is not Ship.NO


class Fate(StrEnum):
    """What became of a row."""

    KEPT = "kept"
    LICENCE = "licence"  # left out for its licence
    NO_ADDRESS = "no address"  # its text is no web address
    UNREADABLE = "unreadable page"
    RELABELLED = "own label"  # a label of our own moderators stands instead
    DUPLICATE = "duplicate"
    CONTRADICTION = "contradiction"  # the same address with both labels


class Entry(NamedTuple):
    """A row as its source has it.

    ``url`` is None for a page whose address is unknown. ``age_days`` is the age of the
    registrable domain in days, as observed on ``age_observed``. ``date``: when the row was seen.
    """

    url: str | None
    label: int
    source: str
    ship: Ship
    noisy: bool = False
    date: dt.date | None = None
    group: str = ""
    brands: str = ""
    html: str | None = None
    age_days: int | None = None
    age_observed: dt.date | None = None


def read_label(text: object, place: str) -> int:
    """Return 1 for a scam, 0 for an honest row.

    Raises:
        CorpusError: the text is neither ``1`` nor ``0``; ``place`` says where it stands.
    """
    if str(text) not in {"0", "1"}:
        raise CorpusError(f"{place}: label {str(text)[:20]!r}; only 0 (honest) and 1 (scam) exist")
    return int(str(text))


@lru_cache(maxsize=50_000)
def read_date(text: str) -> dt.date | None:
    """Return a day; of a year or month its first day, None for an empty or impossible text."""
    parts = text.strip()[:10].split("-")
    try:
        return dt.date(*map(int, [*parts, "1", "1"][:3]))
    except ValueError:
        return None


def read_days(text: str) -> int | None:
    """Return a count of days, None for an empty or impossible text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DAY_DIGITS else None


MAX_DAY_DIGITS = 5
"""Digits of a domain's age in days: the oldest are of 1985, some 15,000 days."""
