"""Field roles: what a form control asks for, from its own words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from classifier.textnorm import plain, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classifier.case import Field, Form
    from classifier.lexicon import Lexicon

CARD_PART_LENGTH = 4
"""A card number split over inputs has four of them, four digits each."""

_NEVER_ASKED = frozenset(
    {"hidden", "submit", "button", "reset", "image", "checkbox", "radio", "file"}
)


def field_roles(forms: Iterable[Form], lexicon: Lexicon) -> frozenset[str]:
    """Return the roles of all visible fields of all forms."""
    roles: set[str] = set()
    for form in forms:
        visible = [
            field for field in form.fields if field.visible and field.type not in _NEVER_ASKED
        ]
        roles.update(role for field in visible if (role := field_role(field, lexicon)))
        if _split_card_number(visible):
            roles.add("card-number")
    return frozenset(roles)


def field_role(field: Field, lexicon: Lexicon) -> str | None:
    """Return the role of one field: its autocomplete token decides, else what is written at it.

    A label says what a person is asked; only a field without readable words is judged by its
    name and id.
    """
    tokens = frozenset(field.autocomplete.lower().split())
    shown = plain(f"{field.label} {field.placeholder} {field.aria}")
    named = words_of(f"{field.name} {field.id}")
    for patterns in lexicon.roles:
        if tokens & patterns.autocomplete:
            return patterns.role
    return _role_of_text(shown, lexicon) or _role_of_text(named, lexicon)


@lru_cache(maxsize=4096)
def _role_of_text(text: str, lexicon: Lexicon) -> str | None:
    if not text:
        return None
    for patterns in lexicon.roles:
        if patterns.pattern.search(text) and not (patterns.unless and patterns.unless.search(text)):
            return patterns.role
    return None


def _split_card_number(fields: list[Field]) -> bool:
    run = 0
    for field in fields:
        run = run + 1 if field.maxlength == CARD_PART_LENGTH and field.tag == "input" else 0
        if run == CARD_PART_LENGTH:
            return True
    return False
