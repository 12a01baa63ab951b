"""Typing errors: words that are one slip of the finger apart.

Two words are at most one error apart only if both, or one and a shortening of the other, or two
shortenings are equal; so an index of shortenings finds all neighbours without comparing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterator


def deletions(word: str) -> Iterator[str]:
    """Yield the word with each one of its letters left out."""
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def within(errors: int, word: str, name: str) -> bool:
    """Tell whether so many letters changed, lost, added or swapped with a neighbour part two words.

    Equal words are within any number of errors.
    """
    return OSA.distance(word, name, score_cutoff=errors) <= errors
