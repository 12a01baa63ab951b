"""Hostile HTML made safe to parse: decoded, bounded in size and depth, in linear time.

The parser follows the standard, but some of its steps cost time in the square of a page's depth
or of its open formatting tags: 200,000 nested ``<div>`` take minutes. Browsers stop at depth 512;
so do we, and formatting tags, which say nothing about a form, are left out of very large pages.
"""

from __future__ import annotations

import codecs
import re

MAX_PAGE_CHARACTERS = 10_000_000
MAX_DEPTH = 500
"""Open elements; Chromium's parser stops at 512."""

_PLAIN_TAGS = 5_000
"""Tags up to which the parser's worst case stays below a tenth of a second, measured."""
_MAX_TAG_LENGTH = 20_000
_MAX_OPTIONS = 1_000
_MAX_CONTROLS = 2_000
"""Bounds far beyond real pages; the parser compares attributes and options pairwise."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*+)[^<>]*+>?")
_LONG_VALUE = re.compile(r"\"[^\"<>]{2000,}+\"|'[^'<>]{2000,}+'")
_HUGE_TAG = re.compile(rf"<([a-zA-Z][a-zA-Z0-9-]*+)[^<>]{{{_MAX_TAG_LENGTH},}}+>?")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{1,40})", re.IGNORECASE)

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_CLOSED_BY_NEXT = frozenset("p li td th tr dd dt option optgroup rt rp tbody thead tfoot".split())
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_CONTROLS = frozenset("form label button select textarea fieldset".split())
_CHARSETS = frozenset(
    "utf-8 utf-16 windows-1251 cp1251 koi8-r koi8-u iso-8859-5 cp866 windows-1252".split()
)


class PageError(ValueError):
    """The page cannot be read; the message names the limit."""


def decode_page(data: bytes) -> str:
    """Decode a page by its byte-order mark, else as UTF-8, as it declares, as Windows-1251."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _META_CHARSET.search(data[:4096])
    label = declared[1].decode("ascii").lower() if declared else ""
    return data.decode(label if label in _CHARSETS else "windows-1251", errors="replace")


def tame(html: str) -> str:
    """Return markup that parses in linear time and says the same about forms.

    Raises:
        PageError: the page has more than ten million characters.
    """
    if len(html) > MAX_PAGE_CHARACTERS:
        raise PageError(
            f"The page has {len(html)} characters; at most {MAX_PAGE_CHARACTERS} are read."
        )
    html = _HUGE_TAG.sub(r"<\1>", _LONG_VALUE.sub('""', html))
    if html.count("<") <= _PLAIN_TAGS:
        return html
    return _TAG.sub(_Keeper().keep, html)


class _Keeper:
    """Decides tag by tag what stays; counts open elements as it goes."""

    def __init__(self) -> None:
        self._depth = 0
        self._options = 0
        self._controls = 0

    def keep(self, match: re.Match[str]) -> str:
        """Return the tag or nothing."""
        name = match[2].lower()
        if name in _FORMATTING:
            return ""
        if name in _VOID or name in _CLOSED_BY_NEXT:
            return match[0] if self._within_options(name) else ""
        if match[1]:
            self._depth = max(0, self._depth - 1)
            return match[0]
        if self._depth < MAX_DEPTH or self._is_needed_control(name):
            self._depth += 1
            return match[0]
        return ""

    def _within_options(self, name: str) -> bool:
        self._options += name == "option"
        return name != "option" or self._options <= _MAX_OPTIONS

    def _is_needed_control(self, name: str) -> bool:
        self._controls += name in _CONTROLS
        return name in _CONTROLS and self._controls <= _MAX_CONTROLS
