"""Normal forms of words on a page, so that patterns need one spelling only."""

from __future__ import annotations

import re
import unicodedata

MAX_TEXT = 4000
"""Characters of one text that patterns see; an excerpt has at most 600, headings 120 each."""

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LOOKALIKES = str.maketrans("aceopxyktmbh", "асеорхуктмвн")
"""Latin letters that look Cyrillic in lower case or, for k t m b h, in capitals."""
_CYRILLIC = re.compile("[а-я]")
_MIXED = re.compile("[a-z][а-я]|[а-я][a-z]")
_WORD = re.compile(r"[^\W\d_]+")
_SPACES = re.compile(r"\s+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SEPARATORS = re.compile(r"[_\-.\[\]:*]+")


def plain(text: str) -> str:
    """Return text in NFKC, lower case, ё as е, single spaces, without invisible signs."""
    text = unicodedata.normalize("NFKC", text[:MAX_TEXT])
    text = _INVISIBLE.sub("", text).lower().replace("ё", "е")
    if _MIXED.search(text):
        text = _WORD.sub(_in_one_script, text)
    return _SPACES.sub(" ", text).strip()


def _in_one_script(match: re.Match[str]) -> str:
    """Read Latin letters inside a Cyrillic word as the Cyrillic ones that they imitate."""
    word = match[0]
    return word.translate(_LOOKALIKES) if _CYRILLIC.search(word) else word


def words_of(identifier: str) -> str:
    """Return an identifier as plain words: ``cardNumber``, ``card_number`` read "card number"."""
    return plain(_SEPARATORS.sub(" ", _CAMEL.sub(" ", identifier)))
