"""Form controls in parsed HTML: their attributes, their label, what their buttons say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.case import Field
from classifier.redact import redact_text

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_STRING = 80
MAX_NAME = 40
MAX_BUTTONS = 8

_NOT_ASKED = frozenset({"hidden", "submit", "button", "reset", "image"})
_SILENT = frozenset({"script", "style", "noscript", "template", "option", "textarea", "svg"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_MAX_ANCESTORS = 40
_MAX_NODES = 3_000


def field_of(node: LexborNode, tree: LexborHTMLParser) -> Field | None:
    """Return what a control asks for, or None for one that asks nothing."""
    attributes = node.attributes
    kind = (attributes.get("type") or "text").strip().lower()
    if node.tag == "input" and kind in _NOT_ASKED:
        return None
    return Field(
        tag=node.tag or "input",
        type=kind[:20] if node.tag == "input" else node.tag or "",
        autocomplete=_attribute(attributes, "autocomplete", MAX_NAME),
        name=_attribute(attributes, "name", MAX_NAME),
        id=_attribute(attributes, "id", MAX_NAME),
        label=redact_text(_label(node, tree))[:MAX_STRING],
        placeholder=_attribute(attributes, "placeholder", MAX_STRING),
        aria=_attribute(attributes, "aria-label", MAX_STRING),
        maxlength=_number(attributes.get("maxlength")),
        inputmode=_attribute(attributes, "inputmode", 20),
        pattern="pattern" in attributes,
        required="required" in attributes,
        visible=_visible(node),
        options=len(node.css("option")) if node.tag == "select" else 0,
    )


def buttons_of(scope: LexborNode) -> tuple[str, ...]:
    """Return what the buttons of a form say, first ones first."""
    texts: dict[str, None] = {}
    for node in scope.css(
        "button, input[type=submit], input[type=button], a[role=button], [class*=btn]"
    ):
        text = node.attributes.get("value") if node.tag == "input" else text_of(node, MAX_STRING)
        shown = redact_text((text or "").strip())[:MAX_STRING]
        if shown:
            texts[shown] = None
        if len(texts) == MAX_BUTTONS:
            break
    return tuple(texts)


def text_of(node: LexborNode, limit: int) -> str:
    """Return the visible text below a node in one line, at most ``limit`` characters."""
    parts: list[str] = []
    length = 0
    silent_below: LexborNode | None = None
    for seen, child in enumerate(node.traverse(include_text=True)):
        if seen > _MAX_NODES or length > limit:
            break
        if silent_below is not None and _inside(child, silent_below):
            continue
        silent_below = None
        if child.tag in _SILENT:
            silent_below = child
        elif child.tag == "-text":
            text = _SPACES.sub(" ", child.text_content or "").strip()
            if text:
                parts.append(text)
                length += len(text) + 1
    return " ".join(parts)[:limit]


def _inside(node: LexborNode, ancestor: LexborNode) -> bool:
    parent = node.parent
    for _ in range(_MAX_ANCESTORS):
        if parent is None:
            return False
        if parent.mem_id == ancestor.mem_id:
            return True
        parent = parent.parent
    return False


def _label(node: LexborNode, tree: LexborHTMLParser) -> str:
    """Return the first of: label for=, aria-labelledby, wrapping label, text before, row header."""
    for finder in (_label_for, _labelled_by):
        if text := finder(node, tree):
            return text
    parent = node.parent
    for _ in range(_MAX_ANCESTORS):
        if parent is None or parent.tag in ("form", "body"):
            break
        if parent.tag == "label":
            return text_of(parent, MAX_STRING)
        parent = parent.parent
    return _text_before(node) or _row_header(node)


def _label_for(node: LexborNode, tree: LexborHTMLParser) -> str:
    identifier = node.attributes.get("id") or ""
    if not re.fullmatch(r"[\w:.-]{1,100}", identifier):
        return ""
    label = tree.css_first(f'label[for="{identifier}"]')
    return text_of(label, MAX_STRING) if label else ""


def _labelled_by(node: LexborNode, tree: LexborHTMLParser) -> str:
    texts = []
    for identifier in (node.attributes.get("aria-labelledby") or "").split()[:3]:
        if re.fullmatch(r"[\w:.-]{1,100}", identifier):
            target = tree.css_first(f'[id="{identifier}"]')
            texts.append(text_of(target, MAX_STRING) if target else "")
    return " ".join(texts).strip()


def _text_before(node: LexborNode) -> str:
    sibling = node.prev
    for _ in range(3):
        if sibling is None or sibling.tag in ("input", "select", "textarea", "form"):
            return ""
        text = (
            text_of(sibling, MAX_STRING) if sibling.tag != "-text" else (sibling.text_content or "")
        )
        if text.strip():
            return _SPACES.sub(" ", text).strip()[-MAX_STRING:]
        sibling = sibling.prev
    return ""


def _row_header(node: LexborNode) -> str:
    parent = node.parent
    if parent is None:
        return ""
    before = parent.prev
    while before is not None and before.tag == "-text" and not (before.text_content or "").strip():
        before = before.prev
    if (
        before is None
        or before.css_first("input, select, textarea")
        or before.tag in ("input", "script")
    ):
        return ""
    return text_of(before, MAX_STRING)


def _visible(node: LexborNode) -> bool:
    current: LexborNode | None = node
    for _ in range(_MAX_ANCESTORS):
        if current is None:
            return True
        attributes = current.attributes
        if "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style") or ""):
            return False
        current = current.parent
    return True


def _attribute(attributes: dict[str, str | None], name: str, limit: int) -> str:
    return redact_text((attributes.get(name) or "").strip())[:limit]


def _number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text.strip()) else None
