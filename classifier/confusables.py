"""Confusables: how a text reads to a hurried eye.

``latin`` replaces characters of other scripts by the ASCII letters that they look like (Unicode's
own table, UTS #39, in ``data/confusables.json``). ``blurred`` goes further and makes equal what
people mix up within ASCII; two different names with one blurred form look alike.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache

from classifier.data_files import DATA

CONFUSABLES = DATA / "confusables.json"

_PAIRS = {
    "rn": "m",
    "nn": "m",
    "vv": "w",
    "cl": "d",
    "dl": "d",
    "lc": "k",
    "lh": "h",
    "lb": "b",
}
"""Two letters that read as one; UTS #39 knows "rn" only. From dnstwist's table of glyphs."""

_MIXED_UP = str.maketrans("01345789iqunde", "olcastbglgvmbc")
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0487]")


@cache
def _table() -> dict[int, str]:
    return str.maketrans(json.loads(CONFUSABLES.read_text("utf-8"))["ascii"])


def latin(text: str) -> str:
    """Return text with every character that looks like an ASCII one replaced by that one."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_table()))
    return _MARKS.sub("", decomposed).translate(_table())


def blurred(text: str) -> str:
    """Return the form that ASCII texts share when a hurried eye takes one for the other.

    Zero and o, one and l and i, rn and m, c and e, b and d, u and v, m and n are the same here.
    """
    while True:
        once = text
        for pair, one in _PAIRS.items():
            if pair in once:
                once = once.replace(pair, one)
        once = once.translate(_MIXED_UP)
        if once == text:
            return text
        text = once
