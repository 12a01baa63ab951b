"""Field roles: what a form control asks for, from its own words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from classifier.textnorm import plain, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from classifier.case import Field, Form
    from classifier.lexicon import Lexicon

CARD_PART_LENGTH = 4
"""A card number split over inputs has four of them, four digits each."""

CARD_NUMBER_LENGTHS = range(16, 24)
"""``maxlength`` of a card number: 16 to 19 digits (ISO/IEC 7812), with up to four spaces."""

CVV_LENGTH = 3
"""``maxlength`` of the code on a card's back; American Express has four digits on the front."""

PIN_LENGTH = 4
"""``maxlength`` of a card's PIN in Russia; postal "PIN codes" have six digits."""

MASKED = "{n}"
"""What redaction leaves of a placeholder such as ``0000 0000 0000 0000``."""

_NEVER_ASKED = frozenset(
    {"hidden", "submit", "button", "reset", "image", "checkbox", "radio", "file"}
)
_DIGITS_EXPECTED = frozenset({"tel", "number", "password"})


def field_roles(forms: Iterable[Form], lexicon: Lexicon) -> frozenset[str]:
    """Return the roles of all visible fields of all forms."""
    roles: set[str] = set()
    for form in forms:
        visible = [
            field for field in form.fields if field.visible and field.type not in _NEVER_ASKED
        ]
        found = {role for field in visible if (role := field_role(field, lexicon))}
        if "card-number" not in found and _unnamed_card_number(
            visible, beside_cvv="card-cvv" in found
        ):
            found.add("card-number")
        if "card-number" in found and "card-cvv" not in found and _unnamed_cvv(visible, lexicon):
            found.add("card-cvv")
        roles |= found
    return frozenset(roles)


def silent_fields(forms: Iterable[Form], lexicon: Lexicon) -> int:
    """Return how many visible fields of one form, at most, do not tell what they ask for.

    In drawn forms the words float beside them; what is taken for a label there belongs to others.
    """
    counts = (sum(_is_silent(field, lexicon) for field in form.fields) for form in forms)
    return max(counts, default=0)


def _is_silent(field: Field, lexicon: Lexicon) -> bool:
    if not field.visible or field.tag != "input" or field.type in _NEVER_ASKED:
        return False
    if field.placeholder or field.aria or field.autocomplete:
        return False
    return field_role(field, lexicon) is None


def field_role(field: Field, lexicon: Lexicon) -> str | None:
    """Return the role of one field: its autocomplete token decides, else what is written at it.

    Readable text comes first; name and id count where it gives no role.
    """
    tokens = frozenset(field.autocomplete.lower().split())
    for patterns in lexicon.roles:
        if tokens & patterns.autocomplete:
            return patterns.role
    role = _role_of_text(
        plain(f"{field.label} {field.placeholder} {field.aria}"),
        words_of(f"{field.name} {field.id}"),
        lexicon,
    )
    if role == "pin" and (field.type == "password" or field.maxlength == PIN_LENGTH):
        return "card-pin"
    return role


@lru_cache(maxsize=4096)
def _role_of_text(shown: str, named: str, lexicon: Lexicon) -> str | None:
    both = f"{shown}\n{named}"
    allowed = [patterns for patterns in lexicon.roles if not patterns.unless.search(both)]
    for patterns in allowed:
        if shown and patterns.text.search(shown):
            return patterns.role
    for patterns in allowed:
        if patterns.name.search(named):
            return patterns.role
    return None


def _unnamed_card_number(fields: Sequence[Field], *, beside_cvv: bool) -> bool:
    """Tell whether a card number is asked without saying so: by its mask, or in four parts."""
    run = 0
    for field in fields:
        masked = MASKED in field.placeholder
        if masked and (beside_cvv or field.maxlength in CARD_NUMBER_LENGTHS):
            return True
        part = field.tag == "input" and field.maxlength == CARD_PART_LENGTH
        run = run + 1 if part and (beside_cvv or _expects_digits(field)) else 0
        if run == CARD_PART_LENGTH:
            return True
    return False


def _unnamed_cvv(fields: Sequence[Field], lexicon: Lexicon) -> bool:
    """Tell whether a field beside a card number takes three digits and says nothing of itself."""
    return any(
        field.maxlength == CVV_LENGTH
        and _expects_digits(field)
        and not plain(f"{field.label} {field.aria}")
        and field_role(field, lexicon) is None
        for field in fields
    )


def _expects_digits(field: Field) -> bool:
    return field.type in _DIGITS_EXPECTED or field.inputmode == "numeric"
