"""Brands that a page speaks of, and where: in its title, its headings, its pictures, its links.

A name counts as whole words only, in any case ending. Where nothing but the name and general words
stand (``Авито Доставка``, ``Оплата заказа | AliExpress``) the page presents itself as the brand;
among other words (``Скупаем товары с Авито``) it only speaks of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from classifier.textnorm import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from classifier.brand import Brand
    from classifier.brands import BrandRegistry
    from classifier.case import PageFacts
    from classifier.lexicon import Lexicon
    from classifier.names import Spelling

MAX_TOKENS = 120
"""Words of one text in which names are looked for; an excerpt has about a hundred."""

SITE_HINT = "site:"
LINK_HINT = "link:"

_TOKENS = re.compile(r"[^\W\d_]+|\d+")
_SEGMENTS = re.compile(r"\s[-‐-―]+\s|[|•·:;»«\"“”()/]|[.!?](?:\s|$)|\n")
_ENDING = re.compile(r"(?:ами|ями|ов|ом|ем|ой|ей|ам|ям|ах|ях|[аеиоуыюя])$")
_MAX_JOINED = 4
"""Words that one name may be written in: ``bla bla car``, ``почта россии``."""
_MIN_STEM = 2
_HEAD = 3


class Place(StrEnum):
    """Where on the page a brand is named."""

    TITLE = "title"
    HEADING = "heading"
    SITE = "site"
    PICTURE = "picture"
    LINK = "link"
    WORDS = "words"


_SERVED = frozenset({"marketplace", "delivery"})
"""Kinds for which others work honestly and name several at once: «СДЭК и Boxberry», eBay agents."""

_HINTED = frozenset({Place.SITE, Place.LINK, Place.PICTURE})


@dataclass(frozen=True, slots=True)
class Claim:
    """A brand named at a place; ``whole``: the words there name nothing else.

    ``weak``: the spelling is a common word too, so it tells only beside other evidence.
    """

    brand: Brand
    place: Place
    whole: bool
    weak: bool

    @property
    def presents(self) -> bool:
        """Whether the page bears the name as its own: alone in title, heading or site's name."""
        return self.whole and self.place in (Place.TITLE, Place.HEADING, Place.SITE)


def read_claims(facts: PageFacts, brands: BrandRegistry, lexicon: Lexicon) -> tuple[Claim, ...]:
    """Return every brand that the page names, once a place."""
    found: dict[tuple[str, Place, bool], Claim] = {}
    for place, text in _texts(facts):
        for claim in _claims(place, text, brands, lexicon):
            found.setdefault((claim.brand.id, place, claim.whole), claim)
    return tuple(found.values())


def named_brands(text: str, brands: BrandRegistry, lexicon: Lexicon) -> Iterator[Claim]:
    """Yield the brands that the words of a picture name."""
    yield from _in_text(Place.PICTURE, plain(text), brands, lexicon)


def names_another(text: str, brands: BrandRegistry, lexicon: Lexicon) -> bool:
    """Tell whether a text has words that neither general ones nor names of known brands are.

    A title with such words names the one who speaks, or what is sold: ``Стол «Лофт» — заказ``.
    """
    tokens = [token for token in _TOKENS.findall(plain(text)) if not token.isdecimal()]
    covered = {at for start, end, _ in _names(tokens, brands) for at in range(start, end)}
    return any(
        at not in covered and word not in lexicon.generic and len(word) > 1
        for at, word in enumerate(tokens[:MAX_TOKENS])
    )


def _texts(facts: PageFacts) -> Iterator[tuple[Place, str]]:
    yield Place.TITLE, facts.page.title
    for heading in facts.headings:
        yield Place.HEADING, heading
    for hint in facts.brand_hints:
        if hint.startswith(SITE_HINT):
            yield Place.SITE, hint.removeprefix(SITE_HINT)
        elif hint.startswith(LINK_HINT):
            yield Place.LINK, hint.removeprefix(LINK_HINT)
        else:
            yield Place.PICTURE, hint
    yield Place.WORDS, facts.excerpt


def _claims(place: Place, text: str, brands: BrandRegistry, lexicon: Lexicon) -> Iterator[Claim]:
    """Read a text, or the id of a brand that whoever captured the page has recognised."""
    if place in _HINTED and (brand := _by_id(text, brands)):
        yield Claim(brand, place, whole=True, weak=False)
    else:
        yield from _in_text(place, plain(text), brands, lexicon)


def _by_id(text: str, brands: BrandRegistry) -> Brand | None:
    try:
        return brands[text]
    except KeyError:
        return None


def _in_text(place: Place, text: str, brands: BrandRegistry, lexicon: Lexicon) -> Iterator[Claim]:
    for segment in _SEGMENTS.split(text):
        tokens = _TOKENS.findall(segment)[:MAX_TOKENS]
        named = list(_names(tokens, brands))
        if not named:
            continue
        covered = {at for start, end, _ in named for at in range(start, end)}
        rest = (word for at, word in enumerate(tokens) if at not in covered)
        plain_rest = all(word in lexicon.generic or word.isdecimal() for word in rest)
        alone = len({spelling.brand.owner for _, _, spelling in named}) == 1
        for _, _, spelling in named:
            whole = plain_rest and (alone or spelling.brand.kind not in _SERVED)
            yield Claim(spelling.brand, place, whole, spelling.weak)


def _names(tokens: list[str], brands: BrandRegistry) -> Iterator[tuple[int, int, Spelling]]:
    """Yield each name with the tokens that it covers, the longest from each place on."""
    heads = _heads(brands)
    start = 0
    while start < len(tokens):
        step = 1
        if "".join(tokens[start : start + _HEAD])[:_HEAD] in heads:
            for end in range(min(len(tokens), start + _MAX_JOINED), start, -1):
                if spelling := _spelling("".join(tokens[start:end]), brands.spellings):
                    yield start, end, spelling
                    step = end - start
                    break
        start += step


@lru_cache(maxsize=8)
def _heads(brands: BrandRegistry) -> frozenset[str]:
    """Return the first letters of all names; of short Russian ones also in other cases."""
    heads = {word[:_HEAD] for word in brands.spellings}
    short = [word[:-1] for word in brands.spellings if len(word) <= _HEAD and not word.isascii()]
    return frozenset(heads | {stem + ending for stem in short for ending in "аеиоуы"})


def _spelling(word: str, spellings: Mapping[str, Spelling]) -> Spelling | None:
    """Look a word up, in Russian also without its case ending: «на Юле», «Сбербанка»."""
    if found := spellings.get(word):
        return found
    stem = _ENDING.sub("", word)
    if stem == word or len(stem) < _MIN_STEM or word.isascii():
        return None
    return spellings.get(stem) or spellings.get(f"{stem}а")
