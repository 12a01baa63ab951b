"""SiteIndex: registered names one slip of the finger away from an official domain.

Under the ending that a brand uses itself (``.ru`` for ``pochta.ru``) likeness says more than
anywhere else: that is where a mistyped address leads, and where look-alikes are bought. So here
brands with everyday words for names count too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from classifier.confusables import blurred, latin
from classifier.typing_errors import deletions, within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classifier.brand import Brand

MIN_MISTYPED = 4
"""Letters of a label whose typing errors are known, and of the error; shorter ones are taken."""

MIN_OTHER_START = 5
"""Letters of a label that is recognised with its first letter changed or lost."""

MIN_DRAWN = 4
"""Letters of a label whose drawings with other characters are known."""

MIN_DRAWN_ABROAD = 2
"""The same for drawings with letters that are not ASCII, which nobody takes by chance."""

_EDGE = 2
"""Letters at the start or end that a mistyped label shares with the right one."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The brand whose domain is resembled, and how: typed wrong, or drawn alike."""

    brand: Brand
    how: Literal["mistyped", "drawn"]


class SiteIndex:
    """Official domains by ending, ready to be resembled."""

    def __init__(self, brands: Iterable[Brand]) -> None:
        self._by_ending: dict[str, _Labels] = {}
        for brand in brands:
            for number, domain in enumerate(brand.readable_domains):
                label, _, ending = domain.partition(".")
                word = label.replace("-", "")
                if number == 0 or _bears_name(word, brand):
                    self._by_ending.setdefault(ending, _Labels()).add(label, word, brand)

    def resembled(self, label: str, ending: str) -> Likeness | None:
        """Return what a registered label resembles under its ending, if it is not the thing."""
        labels = self._by_ending.get(ending)
        return labels.resembled(label) if labels else None

    def official(self, label: str, ending: str) -> Brand | None:
        """Return whose official domain a label under an ending is, if the label is long enough."""
        labels = self._by_ending.get(ending)
        return labels.known(label) if labels and len(label) >= MIN_MISTYPED else None


class _Labels:
    def __init__(self) -> None:
        self._exact: dict[str, Brand] = {}
        self._written: set[str] = set()
        self._shapes: set[tuple[str, int]] = set()
        self._one_deleted: dict[str, list[str]] = {}
        self._blurred: dict[str, Brand] = {}
        self._neighbours: set[str] = set()

    def add(self, written: str, label: str, brand: Brand) -> None:
        self._written.add(written)
        self._exact.setdefault(label, brand)
        self._neighbours.update(brand.neighbours)
        if len(label) >= MIN_DRAWN_ABROAD:
            self._blurred.setdefault(blurred(latin(label)), brand)
        if len(label) >= MIN_MISTYPED:
            for length in (len(label) - 1, len(label), len(label) + 1):
                self._shapes |= {(label[:_EDGE], length), (label[-_EDGE:], length)}
            for key in {label, *deletions(label)}:
                self._one_deleted.setdefault(key, []).append(label)

    def known(self, label: str) -> Brand | None:
        return self._exact.get(label)

    def resembled(self, label: str) -> Likeness | None:
        word = label.removeprefix("www").replace("-", "")
        if word in self._neighbours or label in self._written:
            return None
        if word in self._exact and len(word) >= MIN_MISTYPED:
            return Likeness(self._exact[word], "mistyped")
        plain = word if word.isascii() else latin(word)
        shortest = MIN_DRAWN if word == plain else MIN_DRAWN_ABROAD
        if len(plain) >= shortest and (brand := self._blurred.get(blurred(plain))):
            return Likeness(brand, "drawn")
        if len(plain) >= MIN_MISTYPED and (near := self._mistyped(plain)):
            return Likeness(self._exact[near], "mistyped" if word == plain else "drawn")
        return None

    def _mistyped(self, word: str) -> str | None:
        # one error leaves the first letters or the last ones as they are
        length = len(word)
        if not {(word[:_EDGE], length), (word[-_EDGE:], length)} & self._shapes:
            return None
        for key in (word, *deletions(word)):
            for label in self._one_deleted.get(key, ()):
                if word[0] != label[0] and len(label) < MIN_OTHER_START:
                    continue
                if within(1, word, label):
                    return label
        return None


def _bears_name(word: str, brand: Brand) -> bool:
    """Tell whether a side domain is known by the brand's name; ``gstatic`` and ``cdn`` are not."""
    names = (*brand.spellings, *brand.weak_spellings)
    return any(word.startswith(name) for name in names if len(name) >= MIN_MISTYPED)
