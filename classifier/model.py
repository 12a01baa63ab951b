"""The trained model: a link's margin, in whole numbers, and what each family of features adds.

Margins are log-odds times ``unit``. Only whole numbers are added and compared, so that Python and
the extension agree in every bit; the probability is taken at the very end, for people.
"""

from __future__ import annotations

import math
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from classifier.features import link_features
from classifier.model_file import MODEL_FILE, ModelError, read_model
from classifier.model_inputs import RULE, family_of, untaught_rules
from classifier.rules import default_rules
from classifier.score import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from classifier.address import Address
    from classifier.features import LinkFeatures
    from classifier.model_file import ModelFile, Trees
    from classifier.rules import RuleSet

SCORE_DIGITS = 4
"""Digits of a score that are shown; runtimes differ in the last place of ``exp``."""

NEVER = 2**53
"""More than any margin: a sum of whole numbers that every runtime still adds exactly."""

FAMILIES = ("base", "words", "shape", "rules", "page")
"""What a margin is made of: the start, the link's three families of features, and the rules that
look at more than the link (page, form, chat, age)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One margin and how it came about; contributions are worked out when they are asked for."""

    model: Model
    link_margin: int
    margin: int
    features: LinkFeatures | None
    rules: frozenset[str]
    page: frozenset[str]

    @property
    def score(self) -> float:
        """The probability of a scam, 0..1, where scams are as many as honest links."""
        return round(1 / (1 + math.exp(-self.margin / self.model.unit)), SCORE_DIGITS)

    @property
    def suspicious(self) -> bool:
        """Whether the link's own margin is worth a word of caution; a page has rules for that."""
        return self.features is not None and self.link_margin >= self.model.caution

    @property
    def contributions(self) -> dict[str, int]:
        """What each of ``FAMILIES`` adds; together they are the margin, exactly."""
        return self.model.contributions(self.features, self.rules, self.page)


class Model:
    """A model's file, ready to judge; safe to share between threads.

    ``untaught``: what rules add that no file knows.
    """

    def __init__(self, file: ModelFile, untaught: Mapping[str, int]) -> None:
        self.name = file.name
        self.unit = file.unit
        self.caution = file.thresholds.caution
        self._rule_weights = {**file.rules, **untaught}
        self._official = file.official
        self._page = file.page
        self._pieces = dict(file.words.pieces)
        trees = file.trees
        self._base = trees.base
        self._roots = _nested(trees)
        self._families = tuple(map(family_of, trees.inputs))
        self._rules = tuple(
            name.removeprefix(RULE) for name in trees.inputs if name.startswith(RULE)
        )
        self._known = frozenset(self._rules)

    def silent(self) -> Model:
        """Return the same model with a threshold that no margin reaches."""
        twin = copy(self)
        twin.caution = NEVER
        return twin

    def judge(
        self,
        address: Address,
        rules: Iterable[str],
        *,
        trusted: bool,
        page: frozenset[str] = frozenset(),
    ) -> Judged:
        """Return the margin of a link for which ``rules`` hold, with the facts of its ``page``.

        On a ``trusted`` host only a known organisation speaks: the link itself is then no question
        of degree, and only what looks at more than the link can raise its margin.
        """
        held = frozenset(rules)
        weights = self._rule_weights
        more = sum(weights.get(rule, 0) for rule in held - self._known)
        more += sum(self._page.get(name, 0) for name in page)
        if trusted:
            return Judged(self, self._official, self._official + more, None, held, page)
        features = link_features(address)
        link = self._base + self._walk(self.inputs(features, held))
        link += sum(weights.get(rule, 0) for rule in held & self._known)
        return Judged(self, link, link + more, features, held, page)

    def inputs(self, features: LinkFeatures, rules: Collection[str]) -> tuple[int, ...]:
        """Return what the trees are asked about, in the order of the file's ``inputs``."""
        weights = self._pieces
        words = sum(weights.get(piece, 0) for piece in features.pieces)
        return (words, *features.shape, *(int(rule in rules) for rule in self._rules))

    def contributions(
        self,
        features: LinkFeatures | None,
        rules: frozenset[str],
        page: frozenset[str] = frozenset(),
    ) -> dict[str, int]:
        """Return what each family adds.

        On the way down a tree, every step belongs to the family of the input that was asked about.
        """
        parts = dict.fromkeys(FAMILIES, 0)
        for rule in rules:
            family = "rules" if rule in self._known else "page"
            if features is not None or family == "page":
                parts[family] += self._rule_weights.get(rule, 0)
        parts["page"] += sum(self._page.get(name, 0) for name in page)
        if features is None:
            return {**parts, "base": self._official}
        inputs = self.inputs(features, rules)
        parts["base"] = self._base
        families = self._families
        for root in self._roots:
            feature, threshold, left, right, value = root
            parts["base"] += value
            while left is not None:
                family, before = families[feature], value
                feature, threshold, left, right, value = (
                    left if inputs[feature] <= threshold else right
                )
                parts[family] += value - before
        return parts

    def _walk(self, inputs: tuple[int, ...]) -> int:
        total = 0
        for root in self._roots:
            feature, threshold, left, right, value = root
            while left is not None:
                feature, threshold, left, right, value = (
                    left if inputs[feature] <= threshold else right
                )
            total += value
        return total


def _nested(trees: Trees) -> tuple[Any, ...]:
    """Return each tree as a node: (feature, threshold, left, right, value), in a leaf no children.

    Nodes inside nodes are walked twice as fast as places in a list.
    """
    nodes: list[Any] = [None] * len(trees.feature)
    for place in reversed(range(len(nodes))):  # children stand behind their parent
        value = trees.value[place]
        if trees.feature[place] < 0:
            nodes[place] = (0, 0, None, None, value)
            continue
        nodes[place] = (
            trees.feature[place],
            trees.threshold[place],
            nodes[trees.left[place]],
            nodes[trees.right[place]],
            value,
        )
    return tuple(nodes[root] for root in trees.roots)


def load_model(path: Path = MODEL_FILE, rules: RuleSet | None = None) -> Model:
    """Read a model that fits these rules.

    Raises:
        ModelError: the file cannot be used, or names a rule that does not exist; the message names
            the remedy.
    """
    file = read_model(path)
    known = rules or default_rules()
    named = {*file.rules, *(n.removeprefix(RULE) for n in file.trees.inputs if n.startswith(RULE))}
    if strange := sorted(rule for rule in named if rule not in known):
        raise ModelError(
            path.name,
            f"knows the rule {strange[0]!r}, which does not exist; train the model anew, "
            "or give the rule its old name",
        )
    untaught = {
        rule: round(WEIGHTS[known[rule].severity] * file.unit) for rule in untaught_rules(known)
    }
    return Model(file, untaught)


@cache
def default_model() -> Model:
    """Return the model shipped with the package.

    Raises:
        ModelError: the file is damaged.
    """
    return load_model()
