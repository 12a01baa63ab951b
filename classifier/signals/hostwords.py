"""The words of a host: which brand names, lure words and numbers stand where.

Whole words only: a label is cut at hyphens and between letters and digits, never inside a word, so
``gravito`` holds no Avito. Words of one label are also read joined (``a-vito``, ``t-bank``), and a
brand glued to a lure word counts (``avitopay``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.address import Address
    from classifier.brands import Brand, BrandRegistry, Spelling
    from classifier.lexicon import Lexicon

MAX_LABELS = 40
"""Labels that are read; DNS allows 127, no observed scam host has more than 12."""

COUNTRY_SUFFIXES = frozenset(
    (
        "ru su рф com org net info pl by kz ua uz kg md az am ge de at ch es it fr pt ro bg cz "
        "sk hu lt lv ee nl be fi se no dk uk tr"
    ).split()
)
"""Endings that stand for an official domain when a hyphen follows: ``avito.ru-pay.example``."""

_PARTS = re.compile(r"\d+|[^\W\d_]+")
_MAX_JOINED = 3
"""Words of one label that a name may be split over: ``bla-bla-car``."""
_MIN_GLUED = 4
_MAX_GLUED = 40
"""Letters of a name glued to a lure; shorter ones stand inside words by chance."""
_MIN_DIGITS = 3
"""Digits of a throw-away number; honest names have one or two (``shop24``)."""


@dataclass(frozen=True, slots=True)
class BrandMention:
    """A brand name in a host.

    ``label`` counts from the left, ``whole`` if the name fills it. ``fake_suffix`` is the ending
    that the next label imitates (``ru`` in ``avito.ru-pay.example``), else empty.
    """

    brand: Brand
    label: int
    weak: bool
    whole: bool = False
    fake_suffix: str = ""


@dataclass(frozen=True, slots=True)
class HostWords:
    """What the host says, left to right; ``registrable`` is the index of the registered label.

    ``mentions`` leaves out brands that own the host or share its name honestly.
    """

    labels: tuple[str, ...]
    registrable: int
    mentions: tuple[BrandMention, ...]
    lures: tuple[str, ...]
    has_number: bool

    @property
    def telling(self) -> tuple[BrandMention, ...]:
        """Mentions that accuse: weak spellings only beside a lure, a number or a fake suffix."""
        if self.lures or self.has_number or any(mention.fake_suffix for mention in self.mentions):
            return self.mentions
        return tuple(mention for mention in self.mentions if not mention.weak)


def read_host(address: Address, brands: BrandRegistry, lexicon: Lexicon) -> HostWords:
    """Cut a host into words and look them up; an IP address has none."""
    if address.is_ip or address.registrable_domain is None:
        return HostWords((), 0, (), (), has_number=False)
    labels = (*address.subdomain_labels, address.registrable_label)[-MAX_LABELS:]
    mentions: list[BrandMention] = []
    lures: dict[str, None] = {}
    has_number = False
    for index, label in enumerate(labels):
        words = _PARTS.findall(label)
        has_number |= any(word.isdecimal() and len(word) >= _MIN_DIGITS for word in words)
        lures.update((word, None) for word in words if word in lexicon.lures)
        suffix = _fake_suffix(labels, index)
        if suffix and (brand := brands.official_domain(f"{label}.{suffix}")):
            mentions.append(BrandMention(brand, index, weak=False, fake_suffix=suffix))
        for spelling, glued in _names(words, brands.spellings, lexicon.lures):
            if glued:
                lures[glued] = None
            whole = "".join(words) in brands.spellings
            imitated = suffix if whole else ""
            mentions.append(BrandMention(spelling.brand, index, spelling.weak, whole, imitated))
    foreign = tuple(m for m in mentions if not brands.is_at_home(m.brand, address))
    return HostWords(labels, len(labels) - 1, foreign, tuple(lures), has_number)


def _fake_suffix(labels: tuple[str, ...], index: int) -> str:
    """Return the domain ending that the label after ``index`` imitates: ``ru`` for ``ru-pay``."""
    if index + 1 >= len(labels):
        return ""
    head, hyphen, _ = labels[index + 1].partition("-")
    return head if hyphen and head in COUNTRY_SUFFIXES else ""


def _names(
    words: list[str], spellings: dict[str, Spelling], lures: frozenset[str]
) -> Iterator[tuple[Spelling, str]]:
    """Yield each brand spelling with the lure word glued to it, if any."""
    for start in range(len(words)):
        joined = ""
        for word in words[start : start + _MAX_JOINED]:
            joined += word
            if joined in spellings:
                yield spellings[joined], ""
        yield from _glued(words[start], spellings, lures)


def _glued(
    word: str, spellings: dict[str, Spelling], lures: frozenset[str]
) -> Iterator[tuple[Spelling, str]]:
    if len(word) > _MAX_GLUED:
        return
    for cut in range(2, len(word) - 1):
        left, right = word[:cut], word[cut:]
        if left in lures and len(right) >= _MIN_GLUED and right in spellings:
            yield spellings[right], left
        elif right in lures and len(left) >= _MIN_GLUED and left in spellings:
            yield spellings[left], right
