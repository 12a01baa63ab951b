"""Normal forms of words on a page, so that patterns need one spelling only."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_TEXT = 4000
"""Characters of one text that patterns see; an excerpt has at most 600, headings 120 each."""

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_CYRILLIC_FOR = str.maketrans("aceopxyktmbhi", "асеорхуктмвні")
"""Latin letters that look Cyrillic in lower case or, for k t m b h, in capitals."""
_LATIN_FOR = str.maketrans("асеорхуктмвніјѕ", "aceopxyktmbhijs")
_CYRILLIC = re.compile("[а-яєіїґјѕ]")
_LATIN = re.compile("[a-z]")
_MIXED = re.compile("[a-z][а-яєіїґјѕ]|[а-яєіїґјѕ][a-z]")
_ZERO = re.compile("(?<=[а-я])0(?=[а-я])")
_ENDING_DRAWN = re.compile(r"(?<=[а-я]\.)py\b")
"""``авто.py``: the ending ``.ру`` in Latin letters behind a Cyrillic name."""
_WORD = re.compile(r"[^\W\d_]+")
_SPACES = re.compile(r"\s+")
_SPACED = re.compile(r"(?<![^\W\d_])(?:[^\W\d_][ .·•*_|-]){3,}[^\W\d_](?![^\W\d_])")
"""Four and more single letters with one sign between them, as spam filters are misled."""
_BETWEEN = re.compile(r"[ .·•*_|-]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SEPARATORS = re.compile(r"[_\-.\[\]:*]+")


@lru_cache(maxsize=512)
def plain(text: str) -> str:
    """Return text in NFKC, lower case, ё as е, single spaces, without invisible signs.

    A word of two scripts is read in the one whose letters the others imitate, and letters set
    apart (``к а р т а``) as the word that they make; words so written are told apart only where a
    wider gap stands between them. Remembers some texts, since one page is read by several eyes.
    """
    text = text[:MAX_TEXT]
    if text.isascii():
        return _spaced(text.lower())
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower()
    text = _spaced(unicodedata.normalize("NFKC", text).replace("ё", "е"))
    if _MIXED.search(text):
        text = _WORD.sub(_in_one_script, text)
    text = _ENDING_DRAWN.sub("ру", text)
    return _ZERO.sub("о", text)[:MAX_TEXT].rstrip()


def words_of(identifier: str) -> str:
    """Return an identifier as plain words: ``cardNumber``, ``card_number`` read "card number"."""
    return plain(_SEPARATORS.sub(" ", _CAMEL.sub(" ", identifier)))


def _spaced(text: str) -> str:
    """Join letters that stand apart, before gaps between words are lost and after."""
    text = _SPACES.sub(" ", _SPACED.sub(_joined, text)).strip()
    return _SPACED.sub(_joined, text)


def _joined(match: re.Match[str]) -> str:
    return _BETWEEN.sub("", match[0])


def _in_one_script(match: re.Match[str]) -> str:
    """Read a word of two scripts in one, if all of it can be; «ЮMoney» is honestly written so."""
    word = match[0]
    as_cyrillic, as_latin = word.translate(_CYRILLIC_FOR), word.translate(_LATIN_FOR)
    cyrillic = not _LATIN.search(as_cyrillic)
    if cyrillic and not _CYRILLIC.search(as_latin):
        return as_cyrillic if 2 * len(_CYRILLIC.findall(word)) >= len(word) else as_latin
    if cyrillic:
        return as_cyrillic
    return word if _CYRILLIC.search(as_latin) else as_latin
