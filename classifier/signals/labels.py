"""The words of one label of a host, and the brand names among them.

Labels are cut at hyphens and between letters and digits; words of one label are also read joined
(``a-vito``, ``t-bank``). Inside a longer word only the edges are looked at, so ``gravito`` holds no
Avito; short names found there, like all weak spellings, need company before they accuse. What is
no name is compared with names: typing errors, letters drawn alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from classifier.confusables import latin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from classifier.names import NameIndex, Spelling

How = Literal["word", "glued", "mistyped", "drawn"]
RESEMBLANCES = frozenset({"mistyped", "drawn"})
"""Ways of writing that are not the name itself."""

_PARTS = re.compile(r"\d+|[^\W\d_]+")
_MAX_JOINED = 3
"""Words of one label that a name may be split over: ``bla-bla-car``."""
_MIN_GLUED_TO_LURE = 4
"""Letters of a name glued to a lure; shorter ones stand inside words by chance."""
_MIN_GLUED = 5
"""Letters of a name glued to anything else; such a mention needs company."""
_MIN_GLUED_AT_END = 6
"""The same at the end of a longer word: ``gravito`` is no Avito."""
_MIN_GLUED_ALONE = 8
"""Letters of a name that stands in no longer honest word: 3 of 245,000 honest domains."""
_MIN_RESEMBLING = 4
"""Letters of a piece that is compared with names."""
_MIN_MISTYPED = 7
"""Letters of a name that fills its label but for an error, and accuses without company."""
_MIN_MISTYPED_PIECE = 8
"""Letters of a name that is recognised mistyped beside other words of one label."""
_MIN_DRAWN = 6
"""Letters of a name whose look-alike in plain ASCII accuses under any ending."""
_MAX_WORD = 40
"""Letters of a word that is looked into; DNS allows 63, names have at most 20."""
_MIN_DIGITS = 3
"""Digits of a throw-away number; honest names have one or two (``shop24``)."""


@dataclass(frozen=True, slots=True)
class NameInLabel:
    """A brand's name in a label: how it is written, as which text, whether it fills the label.

    ``last`` tells that the label ends with the name, after a hyphen.
    ``weak`` ones need company; ``lures`` holds the lure word that the name is glued to, if any.
    """

    spelling: Spelling
    how: How
    text: str
    weak: bool
    whole: bool = False
    last: bool = False
    lures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelWords:
    """What one label says: brand names, lure words, and whether it bears a throw-away number."""

    names: tuple[NameInLabel, ...]
    lures: tuple[str, ...]
    numbered: bool


@lru_cache(maxsize=2**14)
def read_label(label: str, names: NameIndex, lures: frozenset[str]) -> LabelWords:
    """Cut a label into words and look them up; labels repeat from host to host."""
    words = [label] if label.isalpha() else _PARTS.findall(label)
    found = _spelled(words, names)
    for word in words:
        if _MIN_GLUED_TO_LURE < len(word) <= _MAX_WORD and names.may_hold(word):
            found.extend(_glued(word, names, lures))
    found = _outermost(found) or list(_imitated(label, names))
    bare = [word for word in words if word in lures]
    return LabelWords(
        names=tuple(found),
        lures=(*bare, *(lure for name in found for lure in name.lures)),
        numbered=_is_numbered(label, words),
    )


def _outermost(found: list[NameInLabel]) -> list[NameInLabel]:
    """Leave out names that are parts of longer ones: Yandex in Yandex Dengi.

    Beside a lure the shorter reading stays: ``avitooplata`` is Avito's before it is ``avitoo``'s.
    """
    if len(found) < 2:  # noqa: PLR2004 - one name is in no other
        return found
    texts = {name.text for name in found}
    return [
        name
        for name in found
        if name.lures or not any(name.text != text and name.text in text for text in texts)
    ]


def _is_numbered(label: str, words: list[str]) -> bool:
    """Tell whether a label holds a long number, or letters and digits mixed like a token."""
    numbers = [word for word in words if word.isdecimal()]
    if any(len(number) >= _MIN_DIGITS for number in numbers):
        return True
    return len(numbers) > 1 and len(words) - len(numbers) > label.count("-")


def _spelled(words: list[str], names: NameIndex) -> list[NameInLabel]:
    if len(words) == 1:
        only = names.exact.get(words[0])
        return [NameInLabel(only, "word", only.word, only.weak, whole=True)] if only else []
    found = []
    whole = "".join(words)
    for start in range(len(words)):
        joined = ""
        for word in words[start : start + _MAX_JOINED]:
            joined += word
            if spelling := names.exact.get(joined):
                filled = joined == whole
                rest = "".join(words[start:]).removeprefix(joined)
                last = not rest or rest.isdecimal()
                found.append(NameInLabel(spelling, "word", joined, spelling.weak, filled, last))
    return found


def _glued(word: str, names: NameIndex, lures: AbstractSet[str]) -> Iterator[NameInLabel]:
    for spelling, rest in names.glued(word):
        length = len(spelling.word)
        if rest in lures:
            if length >= _MIN_GLUED_TO_LURE:
                yield NameInLabel(spelling, "glued", spelling.word, spelling.weak, lures=(rest,))
        elif length >= (_MIN_GLUED if word.startswith(spelling.word) else _MIN_GLUED_AT_END):
            alone = spelling.coined or length >= _MIN_GLUED_ALONE
            yield NameInLabel(spelling, "glued", spelling.word, spelling.weak or not alone)


def _imitated(label: str, names: NameIndex) -> Iterator[NameInLabel]:
    """Yield the brand that a label, or a piece of it between hyphens, resembles."""
    pieces = label.split("-")
    whole = "".join(pieces)
    for piece in dict.fromkeys((whole, *pieces)) if len(pieces) > 1 else pieces:
        if not _MIN_RESEMBLING <= len(piece) <= _MAX_WORD or piece.isdecimal():
            continue
        found = _resembled(piece, names)
        if found:
            spelling, how = found
            weak = not _tells(piece, spelling, how, filled=piece == whole)
            yield NameInLabel(spelling, how, piece, weak, whole=piece == whole)
            return


def _resembled(piece: str, names: NameIndex) -> tuple[Spelling, How] | None:
    """Return the name that a text resembles, and how."""
    plain = piece if piece.isascii() else latin(piece)
    if plain != piece and (spelling := names.exact.get(plain)):
        return spelling, "drawn"
    if spelling := names.drawn(plain):
        return spelling, "drawn"
    if spelling := names.mistyped(plain):
        return spelling, "mistyped" if plain == piece else "drawn"
    return None


def _tells(piece: str, spelling: Spelling, how: How, *, filled: bool) -> bool:
    """Tell whether a resemblance accuses without company, wherever it stands."""
    length = len(spelling.word)
    if not piece.isascii():
        return True
    if how == "drawn":
        return length >= _MIN_DRAWN
    return length >= (_MIN_MISTYPED if filled else _MIN_MISTYPED_PIECE)
