"""HTML → PageFacts: the same structure that the extension captures from the live page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from classifier.address import Address, AddressError, parse_address, parse_url
from classifier.brand_hints import brand_hints
from classifier.case import PageFacts, PageInfo
from classifier.controls import text_of
from classifier.markup import decode_page, tame
from classifier.page_forms import collect_forms
from classifier.redact import path_shape, query_names, redact_text

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


MAX_HEADINGS = 6
MAX_HEADING = 120
MAX_EXCERPT = 600
MAX_FRAMES = 20

_OPEN_AROUND = 4
"""Ancestors of a form whose text may introduce it."""


def extract_page(html: str | bytes, url: str) -> PageFacts:
    """Read the structure of a stored page as if a browser stood on it.

    Raises:
        AddressError: ``url`` is no web address.
        PageError: the page is larger than is read.
    """
    address = parse_address(url)
    tree = LexborHTMLParser(tame(decode_page(html) if isinstance(html, bytes) else html))
    forms, scope = collect_forms(tree, address)
    return PageFacts(
        page=_page_info(tree, address),
        forms=forms,
        headings=_headings(tree),
        excerpt=_excerpt(scope),
        iframes=_frames(tree, address),
        brand_hints=brand_hints(tree),
    )


def _page_info(tree: LexborHTMLParser, address: Address) -> PageInfo:
    title = tree.css_first("title")
    root = tree.css_first("html")
    return PageInfo(
        host=address.host,
        path_shape=path_shape(address.path),
        query_names=query_names(address.query),
        scheme=address.scheme,
        title=redact_text(text_of(title, MAX_HEADING)) if title else "",
        lang=((root.attributes.get("lang") or "") if root else "")[:20],
    )


def _headings(tree: LexborHTMLParser) -> tuple[str, ...]:
    texts = (
        redact_text(text_of(node, MAX_HEADING)) for node in tree.css("h1, h2, h3")[:MAX_FRAMES]
    )
    return tuple(text for text in texts if text)[:MAX_HEADINGS]


def _excerpt(scope: LexborNode | None) -> str:
    """Return the words of the form that asks most, then of what stands around it.

    The nearest words stay; of the others those before them come first.
    """
    text = ""
    for _ in range(_OPEN_AROUND):
        if scope is None or len(text) >= MAX_EXCERPT:
            break
        wider = text_of(scope, MAX_EXCERPT * 3)
        before, _, after = wider.partition(text) if text in wider and text else ("", "", wider)
        text = f"{before[-MAX_EXCERPT:]}{text}{after}"
        scope = scope.parent
    return redact_text(text[: MAX_EXCERPT * 2])[:MAX_EXCERPT]


def _frames(tree: LexborHTMLParser, address: Address) -> tuple[str, ...]:
    hosts: dict[str, None] = {}
    for frame in tree.css("iframe[src], frame[src]")[:MAX_FRAMES]:
        source = frame.attributes.get("src") or ""
        if source.startswith("//"):
            source = f"{address.scheme}:{source}"
        try:
            host = parse_url(source).host
        except AddressError:
            continue
        if host != address.host:
            hosts[host] = None
    return tuple(hosts)
