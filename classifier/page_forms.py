"""The forms of a parsed page, those that ask for card data first."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from classifier.address import Address, AddressError, parse_url
from classifier.case import Form
from classifier.controls import PageTexts, buttons_of, field_of
from classifier.lexicon import default_lexicon
from classifier.signals.fields import field_role, field_roles

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from classifier.case import Field

MAX_FORMS = 3
MAX_FIELDS = 40
MAX_GROUPS = 200
MAX_CONTROLS = 400
"""Forms, and controls of one form, that are looked at to find those that ask for card data."""

_CONTROLS = "input, select, textarea"


def collect_forms(
    tree: LexborHTMLParser, address: Address
) -> tuple[tuple[Form, ...], LexborNode | None]:
    """Return at most three forms and the element that holds the first of them.

    Those with most known roles come first, then the largest. Controls outside any form make one
    group of their own; a page without forms is held by its body.
    """
    groups: dict[int, tuple[LexborNode | None, list[LexborNode]]] = {}
    for control in tree.css(_CONTROLS):
        owner = _closest_form(control)
        key = owner.mem_id if owner else 0
        groups.setdefault(key, (owner, []))[1].append(control)
    texts = PageTexts(tree)
    ranked: list[tuple[int, int, Form, LexborNode | None]] = []
    for owner, controls in itertools.islice(groups.values(), MAX_GROUPS):
        fields = [field for node in controls[:MAX_CONTROLS] if (field := field_of(node, texts))]
        if fields:
            form = _form(owner, fields, tree, address)
            roles = field_roles((form,), default_lexicon())
            ranked.append((len(roles), len(fields), form, owner or controls[0].parent))
    ranked.sort(key=lambda entry: (-entry[0], -entry[1]))
    scope = ranked[0][3] if ranked else tree.body
    return tuple(entry[2] for entry in ranked[:MAX_FORMS]), scope


def _form(
    owner: LexborNode | None, fields: list[Field], tree: LexborHTMLParser, address: Address
) -> Form:
    """Return one form; where it has too many fields, those stay that ask something known."""
    if len(fields) > MAX_FIELDS:
        lexicon = default_lexicon()
        fields.sort(key=lambda field: not field.visible or field_role(field, lexicon) is None)
    scope = owner or tree.body
    method = (owner.attributes.get("method") or "get") if owner else "get"
    return Form(
        action_host=_action_host(owner, address),
        method=method.lower()[:10],
        fields=tuple(fields[:MAX_FIELDS]),
        buttons=buttons_of(scope) if scope else (),
    )


def _closest_form(node: LexborNode) -> LexborNode | None:
    parent = node.parent
    while parent is not None:
        if parent.tag == "form":
            return parent
        parent = parent.parent
    return None


def _action_host(form: LexborNode | None, address: Address) -> str:
    action = (form.attributes.get("action") or "") if form else ""
    if not re.match(r"(?:https?:)?//", action, re.IGNORECASE):
        return address.host
    try:
        return parse_url(action if ":" in action[:6] else f"{address.scheme}:{action}").host
    except AddressError:
        return ""
