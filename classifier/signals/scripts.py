"""Signals of foreign letters in a host: what browsers themselves refuse to show as it is written.

Rules after Chromium's policy for international domain names: letters of one script a label, and no
label of another script that reads wholly like a Latin one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from classifier.confusables import latin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.signals.view import CaseView

    Params = Mapping[str, str]

_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "BOPOMOFO"})
"""Scripts that honest labels mix with each other and with Latin letters."""

_WRITTEN_LATIN = (range(0x80, 0x250), range(0x1E00, 0x1F00))
"""Latin letters beyond ASCII that languages are written in; other blocks are phonetic signs."""

_TWINS = frozenset("асԁеһіјӏорԛѕԝхуѵгпьαιοпυνρօսռ")
"""Letters of other scripts that stand for a Latin letter without any difference to the eye."""


def mixed_scripts(view: CaseView) -> Params | None:
    """A label mixes letters of scripts that nobody mixes, or puts phonetic signs for letters."""
    for label in re.split("[.-]", view.address.host_unicode):
        letters = [char for char in label if char.isalpha() and not char.isascii()]
        if not letters:
            continue
        # apostrophes and marks of repetition (здоровʼя, 佐々木) belong to any script
        scripts = {
            unicodedata.name(char, "").partition(" ")[0]
            for char in label
            if char.isalpha() and unicodedata.category(char) != "Lm"
        }
        if len(scripts - _EAST_ASIAN) > 1 or any(map(_is_phonetic, letters)):
            return {"host": view.address.host_unicode, "label": label}
    return None


def _is_phonetic(char: str) -> bool:
    """Tell whether a character is no language's letter but looks like a Latin one."""
    if not unicodedata.name(char, "").startswith("LATIN"):
        return False
    return latin(char).isascii() and not any(ord(char) in block for block in _WRITTEN_LATIN)


def reads_as_latin(view: CaseView) -> Params | None:
    """A whole label of another script reads like a Latin one, under an ending in Latin letters."""
    if "xn--" in view.address.suffix:
        return None
    for label in view.address.host_unicode.split("."):
        letters = [char for char in label if char.isalpha()]
        if letters and all(char in _TWINS for char in letters):
            return {"host": view.address.host_unicode, "label": label, "reads": latin(label)}
    return None
