"""Vocabulary: every word that the lexicon's patterns look for, read out of the patterns themselves.

Once somebody types into a page, the extension lets out only words of a fixed list, because the page
may be repeating what is typed. That list must hold whatever the patterns for fields and wording can
match, so it is made from them, and from ``lexicon/vocabulary.yml`` for the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from classifier.data_files import Closed, load_yaml, validated
from classifier.lexicon import LEXICON

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_SOURCES = ("fields", "wording")
_NO_PATTERNS = frozenset({"autocomplete"})
_MIN_STEM = 4
"""Letters of a stem that may go on: shorter ones begin too many words."""
_MIN_WORD = 2
"""Letters of a word; single ones stand in placeholders (``{n}``) and as parts of others."""

_QUANTIFIER = re.compile(r"[*+?][?+]?|\{\d*,?\d*\}\??")
_LOOK_AROUND = re.compile(r"\(\?<?[=!]")
_GROUP = re.compile(r"\((?:\?:|\?P<\w+>)?")


class _VocabularyFile(Closed):
    words: tuple[str, ...]
    endings: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``words`` stand for themselves; a word may also be a stem and one of the endings."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    endings: tuple[str, ...]

    def holds(self, word: str) -> bool:
        """Tell whether a word in lower case, ё as е, is in the vocabulary."""
        return word in self.words or word in self.stems or _goes_on(word, self.stems, self.endings)


@cache
def default_vocabulary() -> Vocabulary:
    """Return the vocabulary of the shipped lexicon.

    Raises:
        DataError: ``lexicon/vocabulary.yml`` breaks its schema.
    """
    data = validated(
        _VocabularyFile, load_yaml(LEXICON / "vocabulary.yml"), "lexicon/vocabulary.yml"
    )
    words = {word for line in data.words for word in _spelled_out(line)}
    stems: set[str] = set()
    for name in _SOURCES:
        for pattern in _patterns(load_yaml(LEXICON / f"{name}.yml")):
            for word in words_in(pattern):
                (stems if word.endswith("*") else words).add(word.removesuffix("*"))
    endings = tuple(data.endings.split())
    kept = {stem for stem in stems if not _goes_on(stem, stems, endings)}
    words = {w for w in words if w not in kept and not _goes_on(w, kept, endings)}
    return Vocabulary(tuple(sorted(words)), tuple(sorted(kept)), endings)


def words_in(pattern: str) -> frozenset[str]:
    """Return the words that a pattern can match, with ``*`` behind stems that may go on."""
    return _Reader(pattern).read()


def _goes_on(word: str, stems: Collection[str], endings: Collection[str]) -> bool:
    cuts = range(_MIN_STEM, len(word))
    return any(word[:cut] in stems and word[cut:] in endings for cut in cuts)


def _spelled_out(line: str) -> Iterator[str]:
    stem, _, endings = line.partition(":")
    for ending in endings.split(","):
        yield stem if ending == "-" else stem + ending


def _patterns(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for item in node:
            yield from _patterns(item)
    elif isinstance(node, dict):
        for key, item in node.items():
            if key not in _NO_PATTERNS:
                yield from _patterns(item)


class _Reader:
    """Walks a pattern once, carrying every beginning of a word that may stand there."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._words: set[str] = set()

    def read(self) -> frozenset[str]:
        # what a pattern ends in goes on in the text: "карт" is looked for to find "карты"
        self._end({word + "*" for word in self._alternatives({""})})
        return frozenset(self._words)

    def _alternatives(self, begun: set[str]) -> set[str]:
        ended = self._sequence(begun)
        while self._pattern.startswith("|", self._at):
            self._at += 1
            ended |= self._sequence(begun)
        return ended

    def _sequence(self, begun: set[str]) -> set[str]:
        while self._at < len(self._pattern) and self._pattern[self._at] not in "|)":
            before = begun
            begun = self._item(begun)
            if many := _QUANTIFIER.match(self._pattern, self._at):
                self._at = many.end()
                if many[0][0] in "*?" or many[0].startswith(("{0", "{,")):
                    begun = begun | before
        return begun

    def _item(self, begun: set[str]) -> set[str]:
        if look := _LOOK_AROUND.match(self._pattern, self._at):
            self._at = look.end()
            self._skip_group()
            return begun
        if group := _GROUP.match(self._pattern, self._at):
            self._at = group.end()
            ended = self._alternatives(begun)
            self._at += 1
            return ended
        sign = self._pattern[self._at]
        if sign == "[":
            return self._one_of(begun)
        if sign == "\\":
            self._at += 2
            return _open(begun) if self._pattern[self._at - 1] == "w" else self._end(begun)
        self._at += 1
        return {word + sign for word in begun} if sign.isalpha() else self._end(begun)

    def _skip_group(self) -> None:
        known = set(self._words)
        self._alternatives({""})
        self._at += 1
        self._words = known

    def _one_of(self, begun: set[str]) -> set[str]:
        close = self._pattern.index("]", self._at + 2)
        signs = self._pattern[self._at + 1 : close]
        self._at = close + 1
        if signs.startswith("^") or not any(sign.isalpha() for sign in signs):
            return self._end(begun)
        if "-" in signs[1:-1] or "\\" in signs:
            return _open(begun)
        ended = {word + sign for word in begun for sign in signs if sign.isalpha()}
        return ended if signs.isalpha() else ended | self._end(begun)

    def _end(self, begun: set[str]) -> set[str]:
        """Take down the words that are complete here; a new one begins."""
        for word in begun:
            tail = word.lstrip("*")
            stem = tail.rstrip("*")
            if len(stem) >= _MIN_WORD and tail == stem:
                self._words.add(stem)
            elif len(stem) >= _MIN_STEM:
                self._words.add(stem + "*")
            elif len(stem) >= _MIN_WORD:
                self._words.add(stem)
        return {""}


def _open(begun: set[str]) -> set[str]:
    """Mark words that go on with any letters; what follows such letters belongs to another word."""
    return {word if word.endswith("*") else word + "*" for word in begun}
