"""Many patterns asked at once, in time that grows with the text and hardly with their number.

Most of some hundred patterns have a stretch of letters without which they cannot match. Looking for
that stretch first is a hundred times cheaper than the pattern; only where it stands the pattern is
asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MIN_LITERAL = 2
_OPTIONAL = frozenset("?*{")
_LITERAL = re.compile(r"[^\W_]| ")


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns, each with a stretch of text that every match of it holds."""

    branches: tuple[tuple[str, re.Pattern[str]], ...]

    def __bool__(self) -> bool:
        """Tell whether there is any pattern."""
        return bool(self.branches)

    def search(self, text: str) -> bool:
        """Tell whether any of the patterns matches somewhere in the text."""
        for needed, pattern in self.branches:  # noqa: SIM110 - a generator takes twice the time
            if needed in text and pattern.search(text):
                return True
        return False


def compile_patterns(patterns: Iterable[str]) -> Patterns:
    """Compile patterns; an ``a|b`` that is not in brackets makes two.

    Raises:
        re.error: a pattern does not compile.
    """
    branches: list[tuple[str, re.Pattern[str]]] = []
    for pattern in patterns:
        re.compile(pattern)
        branches += [(_needed(branch), re.compile(branch)) for branch in _alternatives(pattern)]
    return Patterns(tuple(branches))


def _alternatives(pattern: str) -> list[str]:
    """Cut at each ``|`` outside of brackets and classes."""
    parts, start = [], 0
    for at, char, depth in _walk(pattern):
        if char == "|" and depth == 0:
            parts.append(pattern[start:at])
            start = at + 1
    return [*parts, pattern[start:]]


def _needed(branch: str) -> str:
    """Return the longest run of plain letters outside of brackets; empty if there is none."""
    runs, run = [], ""
    for at, char, depth in _walk(branch):
        following = branch[at + 1 : at + 2]
        if depth == 0 and _LITERAL.fullmatch(char):
            if following in _OPTIONAL:
                runs.append(run)
                run = ""
            else:
                run += char
        else:
            runs.append(run)
            run = ""
    longest = max([*runs, run], key=len)
    return longest if len(longest) >= _MIN_LITERAL else ""


def _walk(pattern: str) -> Iterable[tuple[int, str, int]]:
    """Yield signs with place and depth of brackets; escapes, classes and counts as one sign."""
    depth, at = 0, 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            yield at + 1, ".", depth
            at += 2
            continue
        if char in "[{":
            end = pattern.index("]" if char == "[" else "}", at + 2)
            yield end, ".", depth
            at = end + 1
            continue
        if char == "(":
            depth += 1
        yield at, char, depth
        if char == ")":
            depth -= 1
        at += 1
