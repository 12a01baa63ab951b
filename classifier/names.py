"""NameIndex: brand names by every way in which a host may write them.

As they are, inside a longer word, with one or two typing errors, or drawn with other characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.confusables import blurred, latin
from classifier.typing_errors import deletions, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from classifier.brand import Brand

MIN_AT_START = 4
"""Letters of a name that is looked for at the start of a longer word."""

MIN_AT_END = 4
"""Letters of a name that is looked for at the end of a longer word."""

MIN_MISTYPED = 5
"""Letters of a name whose typing errors are known; shorter names have too many neighbours."""

MIN_TWICE_MISTYPED = 9
"""Letters of a name that is recognised with two errors."""

MIN_BLURRED = 4
"""Letters of a name whose look-alike drawings are known."""

MIN_CONSONANTS = 5
"""Consonants of a name that is recognised with its vowels dropped (``sbrbnk``)."""

_SHORT_STEM = re.compile(r".{1,3}(?:bank|online|express)")
"""Names that are a common word behind three letters; other companies are one letter away."""

_HEAD = 4
"""Letters by which a longer word is known to hold a name, before any name is tried."""

_EDGE = 2
"""Letters at the start or end that a mistyped name shares with the right one."""

_START = 3
"""First letters that a twice mistyped name still shares with the right one."""

_WITHOUT_VOWELS = str.maketrans("", "", "aeiouyаеиоуыэюя")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A way to write a brand's name, without hyphens.

    ``weak`` spellings (short or common words) accuse only beside other evidence; ``coined`` ones
    occur in no honest longer word.
    """

    word: str
    brand: Brand
    weak: bool = False
    coined: bool = False


class NameIndex:
    """Finds the brand that a word of a host names or imitates."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        self.exact = {spelling.word: spelling for spelling in spellings}
        self._heads = {word[:_HEAD] for word in self.exact}
        self._tails = {word[-_HEAD:] for word in self.exact if len(word) >= MIN_AT_END}
        self._neighbours: set[str] = set()
        self._one_deleted: dict[str, list[Spelling]] = {}
        self._edges: set[str] = set()
        self._starts: dict[str, list[Spelling]] = {}
        self._blurred: dict[str, Spelling] = {}
        self._no_vowels: dict[str, Spelling] = {}
        for spelling in self.exact.values():
            self._neighbours.update(spelling.brand.neighbours)
            self._add(spelling)

    def _add(self, spelling: Spelling) -> None:
        word = spelling.word
        if spelling.weak:
            return
        if len(word) >= MIN_BLURRED:
            self._blurred.setdefault(blurred(latin(word)), spelling)
        if word not in spelling.brand.main_names or _SHORT_STEM.fullmatch(word):
            return
        if len(word) >= MIN_MISTYPED:
            self._edges |= {word[:_EDGE], word[-_EDGE:]}
            for key in {word, *deletions(word)}:
                self._one_deleted.setdefault(key, []).append(spelling)
        if len(word) >= MIN_TWICE_MISTYPED:
            self._starts.setdefault(word[:_START], []).append(spelling)
        consonants = word.translate(_WITHOUT_VOWELS)
        if len(consonants) >= MIN_CONSONANTS and consonants not in self.exact:
            self._no_vowels.setdefault(consonants, spelling)

    def mistyped(self, word: str) -> Spelling | None:
        """Return the name that the word is, but for one or two typing errors or lost vowels.

        The first letter is right: honest names that differ in one letter mostly differ in the
        first (``foxberry``, ``minted``).
        """
        if word in self._no_vowels:
            return self._no_vowels[word]
        if len(word) < MIN_MISTYPED - 1 or word in self.exact or word in self._neighbours:
            return None
        # one error leaves the first letters or the last ones as they are
        if word[:_EDGE] not in self._edges and word[-_EDGE:] not in self._edges:
            return None
        for key in (word, *deletions(word)):
            for spelling in self._one_deleted.get(key, ()):
                same_start = word[0] == spelling.word[0]
                if same_start and within(1, word, spelling.word):
                    return spelling
        return self._mistyped_twice(word) if len(word) >= MIN_TWICE_MISTYPED - 2 else None

    def _mistyped_twice(self, word: str) -> Spelling | None:
        for spelling in self._starts.get(word[:_START], ()):
            if within(2, word, spelling.word):
                return spelling
        return None

    def drawn(self, word: str) -> Spelling | None:
        """Return the name that the word looks like, letter by letter, without being it."""
        if len(word) < MIN_BLURRED or word in self.exact or word in self._neighbours:
            return None
        return self._blurred.get(blurred(word))

    def may_hold(self, word: str) -> bool:
        """Tell quickly whether a name may stand at the start or end of a word."""
        return word[:_HEAD] in self._heads or word[-_HEAD:] in self._tails

    def glued(self, word: str) -> Iterator[tuple[Spelling, str]]:
        """Yield each name at the start or end of a longer word, with the rest of the word."""
        if word[:_HEAD] in self._heads:
            for cut in range(MIN_AT_START, len(word)):
                if spelling := self.exact.get(word[:cut]):
                    yield spelling, word[cut:]
        if word[-_HEAD:] in self._tails:
            for cut in range(1, len(word) - MIN_AT_END + 1):
                if spelling := self.exact.get(word[cut:]):
                    yield spelling, word[:cut]
