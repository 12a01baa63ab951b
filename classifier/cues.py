"""Cues: what the text of a chat message does, as codes, by the patterns of ``lexicon/chat.yml``.

The extension reads messages with the same patterns and sends only the codes, so this twin is for
tests and for research on messages that one may read. A cue is no verdict: see ``signals.chat``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated

from pydantic import StringConstraints

from classifier.data_files import Closed, DataError, load_yaml, validated
from classifier.lexicon import LEXICON
from classifier.textnorm import MAX_TEXT, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

OFF_PLATFORM = "off-platform"
PAID_ALREADY = "paid-already"
PAYOUT_NUDGE = "payout-nudge"
OBFUSCATED_LINK = "obfuscated-link"
APK_LINK = "apk-link"

_NOT_A_WORD = re.compile("[^a-zа-я0-9]+")
_NOT_SHARED = re.compile(r"\\[wWbBdDsS]|\(\?[P<][^=!]|\(\?[aiLmsux]")
"""What Python and JavaScript read differently."""

Pattern = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class _CueFile(Closed):
    spoken: tuple[Pattern, ...] = ()
    written: tuple[Pattern, ...] = ()


class _ChatFile(Closed):
    cues: dict[str, _CueFile]


@dataclass(frozen=True, slots=True)
class CuePatterns:
    """One cue's patterns, each None if it has none: for the words alone, for the text as typed."""

    spoken: str | None
    written: str | None


def cues_of(text: str) -> frozenset[str]:
    """Return the codes of all cues in a message; ``MAX_TEXT`` characters of it are read."""
    spoken = f" {_NOT_A_WORD.sub(' ', plain(text)).strip()} "
    written = text[:MAX_TEXT].lower()
    return frozenset(
        code
        for code, (by_words, as_typed) in _compiled().items()
        if (by_words and by_words.search(spoken)) or (as_typed and as_typed.search(written))
    )


@cache
def cue_patterns() -> Mapping[str, CuePatterns]:
    """Return the patterns by code, as the extension gets them.

    Raises:
        DataError: the shipped file breaks its schema, or a pattern is read otherwise in JavaScript.
    """
    data = validated(_ChatFile, load_yaml(LEXICON / "chat.yml"), "lexicon/chat.yml")
    return {
        code: CuePatterns(
            spoken=f" {joined} " if (joined := _joined(code, cue.spoken)) else None,
            written=_joined(code, cue.written) or None,
        )
        for code, cue in data.cues.items()
    }


@cache
def _compiled() -> Mapping[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    return {
        code: (
            re.compile(patterns.spoken) if patterns.spoken else None,
            re.compile(patterns.written) if patterns.written else None,
        )
        for code, patterns in cue_patterns().items()
    }


def _joined(code: str, patterns: tuple[str, ...]) -> str:
    for pattern in patterns:
        where = f"lexicon/chat.yml: {code}"
        if found := _NOT_SHARED.search(pattern):
            raise DataError(where, f"{found[0]} means something else in JavaScript; spell it out")
        try:
            re.compile(pattern)
        except re.error as error:
            raise DataError(where, f"a pattern does not compile: {error}") from error
    return f"(?:{'|'.join(patterns)})" if patterns else ""
