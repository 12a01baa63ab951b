"""Digits that a person might type, and the search for them in everything that left the browser."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WINDOW = 5
"""So many digits in a row in a request are no accident."""


def random_digits(count: int) -> str:
    """Digits made up for one test; no real card number stands in the repository."""
    return "".join(random.choice("0123456789") for _ in range(count))


def traces(typed: str, sent: Iterable[bytes]) -> list[str]:
    """Pieces of ``typed`` that occur in what was sent, separators between digits ignored."""
    pieces = {typed[i : i + WINDOW] for i in range(len(typed) - WINDOW + 1)}
    found = []
    for body in sent:
        digits = re.sub(rb"(?<=\d)(?:%20|\+|[ -])(?=\d)", b"", body).decode("utf-8", "replace")
        found += [piece for piece in sorted(pieces) if piece in digits]
    return found
