"""Masking: card-like digits, phones and e-mails are replaced wherever a text may repeat input."""

from __future__ import annotations

import re

CARD_DIGITS = 13
"""A run of this many digits may be a card number (ISO/IEC 7812: 13 to 19 in use)."""

_EMAIL = re.compile(r"[^\s@\"'<>]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
# ten digits and more, also as people group them: 4111 1111 1111 1111, +7 (900) 000-00-00
_DIGITS = re.compile(r"\+?\d(?:[\s().\-–_/]{0,2}\d){9,}")


def mask(text: str) -> str:
    """Return the text with e-mails, phones and card-like digit runs masked."""
    if "@" in text:
        text = _EMAIL.sub("{email}", text)
    return _DIGITS.sub(_mask_digits, text)


def _mask_digits(match: re.Match[str]) -> str:
    digits = sum(character.isdigit() for character in match[0])
    return "{card}" if digits >= CARD_DIGITS else "{phone}"
