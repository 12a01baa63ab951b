"""Brands that a page's markup names besides its words: pictures, the site's own name, links.

A hint is a brand's id: alone when a picture names it (its description, its title, its file),
``site:`` before it when the page gives itself that name, ``link:`` when it leads to, or loads a
picture from, an official host of the brand. The extension captures the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.brands import default_brands
from classifier.lexicon import default_lexicon
from classifier.signals.claims import LINK_HINT, SITE_HINT, named_brands
from classifier.textnorm import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_HINTS = 20
MAX_PICTURES = 200
MAX_LINKS = 300
MAX_WORDS = 120
"""Characters of one description or file name that are read."""

_PICTURES = 'img, svg, link[rel~="icon"], [class*="logo"], [id*="logo"]'
_SITE_NAMES = (
    'meta[property="og:site_name"], meta[name="application-name"], '
    'meta[name="apple-mobile-web-app-title"]'
)
_LINKED = "a[href], form[action], img[src]"
_ORIGIN = re.compile("^(?:[a-z]+:)?//[^/?#]*", re.IGNORECASE)
_HOST = re.compile(r"(?:https?:)?//([a-z0-9.-]{1,253})", re.IGNORECASE)
_LINKED_KINDS = frozenset(
    "classifieds delivery marketplace bank travel auto realty jobs government".split()
)
"""Kinds whose links tell something; to social networks and payment services every site links."""


def brand_hints(tree: LexborHTMLParser) -> tuple[str, ...]:
    """Return at most twenty hints: the site's name, then pictures, then links."""
    hints: dict[str, None] = {}
    for node in tree.css(_SITE_NAMES)[:MAX_PICTURES]:
        hints.update((f"{SITE_HINT}{name}", None) for name in _named(_text(node, "content")))
    for node in tree.css(_PICTURES)[:MAX_PICTURES]:
        for words in _words_of_picture(node):
            hints.update((name, None) for name in _named(words))
    for node in tree.css(_LINKED)[:MAX_LINKS]:
        if name := _linked_brand(node):
            hints[f"{LINK_HINT}{name}"] = None
    return tuple(hints)[:MAX_HINTS]


def _named(words: str) -> Iterator[str]:
    """Yield ids of the brands named; a common word counts only where it stands alone."""
    for claim in named_brands(words, default_brands(), default_lexicon()):
        if claim.whole or not claim.weak:
            yield claim.brand.id


def _words_of_picture(node: LexborNode) -> Iterator[str]:
    for name in ("alt", "title", "aria-label"):
        yield _text(node, name)
    for name in ("src", "href"):
        yield _file_words(_text(node, name, 2_000))
    if node.tag == "svg":
        title = node.css_first("title")
        yield (title.text() or "")[:MAX_WORDS] if title else ""
    elif node.tag != "img":
        yield words_of(_text(node, "class"))


def _file_words(source: str) -> str:
    """Return the words of a file's name and of the folder that it lies in."""
    if source.startswith("data:"):
        return ""
    path = re.split("[?#]", _ORIGIN.sub("", source), maxsplit=1)[0].split("/")
    return words_of(" ".join(path[-2:])[-MAX_WORDS:])


def _linked_brand(node: LexborNode) -> str:
    target = _text(node, "href") or _text(node, "action") or _text(node, "src")
    match = _HOST.match(target)
    entry = default_brands().official_host(match[1].lower()) if match else None
    return entry[0].id if entry and entry[0].kind in _LINKED_KINDS else ""


def _text(node: LexborNode, name: str, limit: int = MAX_WORDS) -> str:
    return (node.attributes.get(name) or "").strip()[:limit]
