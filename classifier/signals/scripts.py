"""Signals of foreign letters in a host: what browsers themselves refuse to show as it is written.

Rules after Chromium's policy for international domain names: letters of one script a label, and no
label of another script that reads wholly like a Latin one.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from classifier.confusables import latin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.signals.view import CaseView

    Params = Mapping[str, str]

_NEVER_WITH_LATIN = frozenset({"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"})
"""Scripts with letters that look Latin; honest labels do not mix them with Latin ones."""

_TWINS = frozenset("асԁеһіјӏорԛѕԝхуѵгпьαιοпυνρօսռ")
"""Letters of other scripts that stand for a Latin letter without any difference to the eye."""


def mixed_scripts(view: CaseView) -> Params | None:
    """A label mixes Latin letters with those of a script that has letters of the same shape."""
    if "xn--" not in view.address.host or view.trusted_host:
        return None
    for label in view.address.host_unicode.split("."):
        scripts = {unicodedata.name(char, "").partition(" ")[0] for char in label if char.isalpha()}
        if "LATIN" in scripts and scripts & _NEVER_WITH_LATIN:
            return {"host": view.address.host_unicode, "label": label}
    return None


def reads_as_latin(view: CaseView) -> Params | None:
    """A whole label of another script reads like a Latin one, under an ending in Latin letters."""
    if "xn--" not in view.address.host or view.trusted_host or "xn--" in view.address.suffix:
        return None
    for label in view.address.host_unicode.split("."):
        letters = [char for char in label if char.isalpha()]
        if letters and all(char in _TWINS for char in letters):
            return {"host": view.address.host_unicode, "label": label, "reads": latin(label)}
    return None
