"""Charset: a WHOIS answer's bytes as text; the protocol (RFC 3912) has no way to name the charset.

UTF-8 is tried first, because text in another charset is hardly ever valid UTF-8. Then the server's
row in the table decides, and where that is silent the bytes themselves are looked at.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

MEAN_RUN_OF_LATIN: Final = 1.5
"""Bytes beyond ASCII stand alone in Western names (Müller) and in whole words in Cyrillic ones;
between a mean run of 1 and of 4 and more lies much room."""

_RUN = re.compile(rb"[\x80-\xff]+")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Controls, which could rewrite the terminal that shows an answer, and marks that turn text round.
"""


def decode(data: bytes, charset: str = "") -> str:
    """Return an answer as text with ``LF`` between lines and no control characters but tabs.

    Args:
        data: the answer; it may end in the middle of a character.
        charset: the table's word for the server; empty: not known. Never raises.
    """
    text = _as_utf8(data)
    if text is None:
        text = data.decode(charset or _guessed(data), errors="replace")
    return printable(text)


def printable(text: str) -> str:
    """Return text that a terminal may be given: ``LF`` between lines, no controls but tabs."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _as_utf8(data: bytes) -> str | None:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        return decoder.decode(data)
    except UnicodeDecodeError:
        return None


def _guessed(data: bytes) -> str:
    """Return latin-1, koi8-u or cp1251, whichever the bytes beyond ASCII look like."""
    runs = _RUN.findall(data)
    if sum(map(len, runs)) < MEAN_RUN_OF_LATIN * len(runs):
        return "latin-1"
    # koi8-r's letters, with Ukraine's where koi8-r draws boxes
    return max(("cp1251", "koi8-u"), key=lambda charset: _small_letters(data, charset))


def _small_letters(data: bytes, charset: str) -> int:
    """Count small Cyrillic letters: the wrong one of the two charsets turns small into capital."""
    return sum("а" <= letter <= "я" for letter in data.decode(charset, errors="replace"))
