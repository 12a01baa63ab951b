"""Rows as numbers: pieces of the host and path, shape, rules that hold; on several processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from classifier.address import AddressError
from classifier.assess import default_lists, target_of
from classifier.case import Case
from classifier.features import SHAPE, link_features
from classifier.model_inputs import link_rules
from classifier.signals.view import view_of
from classifier.training.judge import CHUNK, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from classifier.training.rows import Row

WORDS_LEAST = 12
"""Rows that must hold a piece before it can have a weight: rarer ones name single campaigns."""


class Seen(NamedTuple):
    """One link as numbers; ``trusted`` when only a known organisation speaks on its host."""

    pieces: str
    shape: tuple[int, ...]
    rules: tuple[int, ...]
    trusted: bool


@dataclass(frozen=True, slots=True)
class Vectors:
    """``pieces`` n × vocabulary of 0 and 1, ``numbers`` n × (shape, rules), as float64."""

    pieces: Any
    numbers: Any
    trusted: Any


def see_links(urls: Sequence[str]) -> list[Seen]:
    """Return what the model sees of links; of a text that is no address, nothing."""
    knowledge = default_lists()
    known = {rule_id: place for place, rule_id in enumerate(link_rules(knowledge.rules))}
    return [_seen(url, knowledge, known) for url in urls]


def _seen(url: str, knowledge: Any, known: dict[str, int]) -> Seen:
    case = Case(url)
    try:
        target = target_of(case, knowledge)
    except AddressError:
        return Seen("", (0,) * len(SHAPE), (), trusted=False)
    view = view_of(case, target, knowledge.brands, knowledge.lexicon)
    features = link_features(view.address)
    rules = {
        known[item.rule_id] for item in knowledge.rules.evidence(view) if item.rule_id in known
    }
    return Seen(
        "\n".join(sorted(features.pieces)),
        features.shape,
        tuple(sorted(rules)),
        trusted=view.trusted_host,
    )


def see_all(rows: Sequence[Row], jobs: int, advance: Callable[[int], None]) -> list[Seen]:
    """Return what the model sees of each row, in order."""
    urls = [row.url for row in rows]
    chunks = [urls[start : start + CHUNK] for start in range(0, len(urls), CHUNK)]
    seen: list[Seen] = []
    for part in spread(see_links, chunks, jobs, len(urls)):
        seen += part
        advance(len(part))
    return seen


def vocabulary(seen: Iterable[Seen], least: int = WORDS_LEAST) -> list[str]:
    """Return the pieces that at least so many links hold, in the order of their characters."""
    counts: dict[str, int] = {}
    for one in seen:
        for piece in one.pieces.split("\n"):
            counts[piece] = counts.get(piece, 0) + 1
    return sorted(piece for piece, count in counts.items() if count >= least and piece)


def vectors(seen: Sequence[Seen], words: Sequence[str], rules: int) -> Vectors:
    """Return the numbers of links over a vocabulary and so many rules."""
    place = {word: number for number, word in enumerate(words)}
    starts = np.zeros(len(seen) + 1, dtype=np.int64)
    found: list[int] = []
    numbers = np.zeros((len(seen), len(SHAPE) + rules))
    for row, one in enumerate(seen):
        found += [place[piece] for piece in one.pieces.split("\n") if piece in place]
        starts[row + 1] = len(found)
        numbers[row, : len(SHAPE)] = one.shape
        for rule in one.rules:
            numbers[row, len(SHAPE) + rule] = 1
    pieces = csr_matrix(
        (np.ones(len(found), dtype=np.float64), np.array(found, dtype=np.int32), starts),
        shape=(len(seen), len(words)),
    )
    return Vectors(pieces, numbers, np.array([one.trusted for one in seen]))
