"""Code: the base of enumerations whose members are the words of the public contract."""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """A string enumeration that is hashed as its string.

    ``Enum`` hashes by the member's name in Python code; tables are asked by these codes several
    times a verdict.
    """

    __hash__ = str.__hash__
