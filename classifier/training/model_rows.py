"""Rows of a corpus as a model judges them; on several processes when it is worth it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from classifier.address import AddressError
from classifier.assess import assess_many
from classifier.case import Case
from classifier.training.judge import CHUNK, spread
from classifier.training.knowledge import candidate, knowledge_with
from classifier.verdict import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from classifier.training.knowledge import Candidate
    from classifier.verdict import Verdict


class Scored(NamedTuple):
    """One link under a model; ``words``, ``shape`` and ``rules`` are parts of the margin.

    ``flagged``: the seller is warned, by a rule's floor or by the model's own threshold.
    """

    flagged: bool
    score: float
    margin: int
    words: int = 0
    shape: int = 0
    rules: int = 0

    def part(self, family: str) -> int:
        """Return what a family of features adds to the margin; of no family nothing.

        Raises:
            ValueError: there is no such family.
        """
        match family:
            case "":
                return 0
            case "words":
                return self.words
            case "shape":
                return self.shape
            case "rules":
                return self.rules
        raise ValueError(f"{family}: no family of features; known are words, shape and rules")


UNREADABLE = Scored(flagged=False, score=0.0, margin=-(2**31))
"""Stands for a text that is no web address: nobody is warned of it."""


def score_rows(
    urls: Sequence[str], model: Path, jobs: int, advance: Callable[[int], None]
) -> list[Scored]:
    """Return how the model of a file judges links, in order; each distinct link is judged once.

    Raises:
        ModelError: the file cannot be used.
    """
    distinct = list(dict.fromkeys(urls))
    chunks = [distinct[start : start + CHUNK] for start in range(0, len(distinct), CHUNK)]
    found: dict[str, Scored] = {}
    work = partial(score_links, candidate(model))
    for chunk, part in zip(chunks, spread(work, chunks, jobs, len(distinct)), strict=True):
        found.update(zip(chunk, part, strict=True))
        advance(len(chunk))
    return [found[url] for url in urls]


def score_links(model: Candidate, urls: Sequence[str]) -> list[Scored]:
    """Return how a candidate judges links, in order, in this process."""
    return [
        _scored(answer) for answer in assess_many(map(Case, urls), knowledge=knowledge_with(model))
    ]


def _scored(answer: Verdict | AddressError) -> Scored:
    if isinstance(answer, AddressError):
        return UNREADABLE
    judged = answer.judged
    parts = judged.contributions
    return Scored(
        flagged=answer.level.risk >= Level.CAUTION.risk,
        score=judged.score,
        margin=judged.margin,
        words=parts["words"],
        shape=parts["shape"],
        rules=parts["rules"],
    )
