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
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0*\.?0*\s*(?:;|$)", re.IGNORECASE
)
_SPACES = re.compile(r"\s+")
_MAX_ANCESTORS = 40
_MAX_NODES = 3_000
"""Steps up and down that are taken for one control; real pages need a dozen and some hundreds."""


class PageTexts:
    """Texts of a page that controls refer to, found once: labels by ``for``, elements by id."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._labels: dict[str, LexborNode] = {}
        self._elements: dict[str, LexborNode] = {}
        for label in tree.css("label[for]"):
            self._labels.setdefault(label.attributes.get("for") or "", label)
        if tree.css_first("[aria-labelledby]"):
            for element in tree.css("[id]"):
                self._elements.setdefault(element.attributes.get("id") or "", element)

    def label_for(self, identifier: str) -> str:
        """Return the text of the label that names a control's id."""
        label = self._labels.get(identifier) if identifier else None
        return text_of(label, MAX_STRING) if label else ""

    def text_by_id(self, identifiers: str) -> str:
        """Return the texts of elements named in an ``aria-labelledby``."""
        found = (self._elements.get(identifier) for identifier in identifiers.split()[:3])
        return " ".join(text_of(element, MAX_STRING) for element in found if element).strip()


def field_of(node: LexborNode, texts: PageTexts) -> Field | None:
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
        label=redact_text(_label(node, texts))[:MAX_STRING],
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


def _label(node: LexborNode, texts: PageTexts) -> str:
    """Return the first of: label for=, aria-labelledby, wrapping label, text before, row header."""
    text = texts.label_for(node.attributes.get("id") or "") or texts.text_by_id(
        node.attributes.get("aria-labelledby") or ""
    )
    if text:
        return text
    parent = node.parent
    for _ in range(_MAX_ANCESTORS):
        if parent is None or parent.tag in ("form", "body"):
            break
        if parent.tag == "label":
            return text_of(parent, MAX_STRING)
        parent = parent.parent
    return _text_before(node) or _row_header(node)


def _text_before(node: LexborNode) -> str:
    sibling = node.prev
    for _ in range(3):
        if sibling is None or sibling.tag in ("input", "select", "textarea", "form"):
            return ""
        if sibling.tag != "-text" and sibling.css_first("input, select, textarea"):
            return ""  # its words belong to another control
        text = (
            text_of(sibling, MAX_STRING) if sibling.tag != "-text" else (sibling.text_content or "")
        )
        if text.strip():
            return _SPACES.sub(" ", text).strip()[-MAX_STRING:]
        sibling = sibling.prev
    return ""


def _row_header(node: LexborNode) -> str:
    parent = node.parent
    if parent is None or parent.tag in ("form", "fieldset", "body"):
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
    """Tell whether a person can fill the control in; what is shown and fixed is no question."""
    if "readonly" in node.attributes or "disabled" in node.attributes:
        return False
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
