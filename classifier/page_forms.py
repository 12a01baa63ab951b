"""The forms of a parsed page, those that ask for card data first."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
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
    groups_with_fields: list[_Group] = []
    for owner, controls in itertools.islice(groups.values(), MAX_GROUPS):
        fields = [field for node in controls[:MAX_CONTROLS] if (field := field_of(node, texts))]
        if fields:
            groups_with_fields.append(_group(owner, owner or controls[0].parent, fields))
    groups_with_fields.sort(key=lambda group: (-group.roles, -group.size))
    scope = groups_with_fields[0].scope if groups_with_fields else tree.body
    best = groups_with_fields[:MAX_FORMS]
    return tuple(_form(group, tree, address) for group in best), scope


@dataclass(frozen=True, slots=True)
class _Group:
    """Controls of one form, before it is known whether the form is among those kept."""

    owner: LexborNode | None
    scope: LexborNode | None
    fields: tuple[Field, ...]
    size: int
    roles: int


def _group(owner: LexborNode | None, scope: LexborNode | None, fields: list[Field]) -> _Group:
    """Count the roles of a form; where it has too many fields, those with a role stay."""
    size, lexicon = len(fields), default_lexicon()
    if size > MAX_FIELDS:
        fields.sort(key=lambda field: not field.visible or field_role(field, lexicon) is None)
    kept = tuple(fields[:MAX_FIELDS])
    return _Group(owner, scope, kept, size, len(field_roles((Form(fields=kept),), lexicon)))


def _form(group: _Group, tree: LexborHTMLParser, address: Address) -> Form:
    scope = group.owner or tree.body
    method = (group.owner.attributes.get("method") or "get") if group.owner else "get"
    return Form(
        action_host=_action_host(group.owner, address),
        method=method.lower()[:10],
        fields=group.fields,
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
