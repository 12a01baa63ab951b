"""The part of the model for pages: what roles, intents and rules of a page add to its link.

Only derived facts are learned from, never a page's words. Where the corpora cannot teach a rule,
because hardly a page of theirs shows it (a card's *balance* is asked on about three), the weight
that its author judged stays in force, and the model's card says so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.compute as pc

from classifier.address import parse_address
from classifier.assess import default_lists
from classifier.case import Case
from classifier.model_inputs import link_rules, page_names
from classifier.rules import MODEL_SIGNALS
from classifier.score import WEIGHTS
from classifier.signals.redirect import Target
from classifier.signals.view import view_of
from classifier.training.calibration import evened
from classifier.training.corpus import stable_order
from classifier.training.nonnegative import NonNegativeLogistic
from classifier.training.page_json import page_facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from classifier.rules import RuleSet

LEAST_PAGES = 30
"""Pages that must show a fact before its weight is learned."""

HELD_TENTHS = 3
"""Tenths of the templates whose pages are measured and teach nothing."""


@dataclass(frozen=True, slots=True)
class PagePart:
    """Weights in log-odds of facts and rules of pages, and what is known of them.

    ``judged``: rules whose weight is their author's, not learned.
    """

    facts: Mapping[str, float]
    rules: Mapping[str, float]
    judged: tuple[str, ...]
    taught: int
    scores: tuple[float, ...]
    labels: tuple[int, ...]


def fit_pages(table: Any, licence: str) -> PagePart:
    """Return the part for pages; without pages of both kinds every weight is judged."""
    rules = default_lists().rules
    pages = [(label, held, found) for label, held, found in _pages(table, licence)]
    taught = [(label, found) for label, held, found in pages if not held]
    counts = Counter(name for _, found in taught for name in found)
    names = sorted(name for name, count in counts.items() if count >= LEAST_PAGES)
    if len({label for label, _ in taught}) < 2 or not names:  # noqa: PLR2004 - scam and honest
        judged = _judged(rules, frozenset())
        return PagePart({}, judged, tuple(sorted(judged)), len(taught), (), ())
    line = NonNegativeLogistic()
    labels = np.array([label for label, _ in taught])
    line.fit(_matrix(taught, names), labels, sample_weight=evened(labels))
    learned = dict(zip(names, map(float, line.coef_[0]), strict=True))
    of_rules = {name: weight for name, weight in learned.items() if name in rules}
    judged = _judged(rules, frozenset(of_rules))
    held = [(label, found) for label, apart, found in pages if apart]
    return PagePart(
        facts={name: weight for name, weight in learned.items() if name not in rules and weight},
        rules={**of_rules, **judged},
        judged=tuple(sorted(judged)),
        taught=len(taught),
        scores=tuple(line.predict_proba(_matrix(held, names))[:, 1]) if held else (),
        labels=tuple(label for label, _ in held),
    )


def _judged(rules: RuleSet, learned: frozenset[str]) -> dict[str, float]:
    """Return the author's weight of each rule beyond the link that no page has taught."""
    skipped = learned | set(link_rules(rules)) | {"host.official"}
    return {
        rule.id: WEIGHTS[rule.severity]
        for rule in rules
        if rule.id not in skipped and rule.signal not in MODEL_SIGNALS
    }


def _pages(table: Any, licence: str) -> list[tuple[int, bool, frozenset[str]]]:
    found = []
    rows = table.select(["page", "label", "ship", "noisy", "template"]).filter(
        pc.is_valid(table["page"])
    )
    for row in rows.to_pylist():
        if row["noisy"] or (licence != "any" and row["ship"] not in {"yes", "facts"}):
            continue
        held = stable_order(row["template"])[0] * 10 // 256 < HELD_TENTHS
        found.append((row["label"], held, _names(row["page"])))
    return found


def _names(text: str) -> frozenset[str]:
    """Return the names of facts and rules of a page, at an address that says nothing."""
    knowledge = default_lists()
    case = Case("https://page.example/", page=page_facts(text))
    target = Target(parse_address(case.url))
    view = view_of(case, target, knowledge.brands, knowledge.lexicon)
    link = set(link_rules(knowledge.rules))
    rules = {item.rule_id for item in knowledge.rules.evidence(view)} - link
    page = view.strangers_page
    facts = page_names(page, case.page) if page and case.page else frozenset()
    return facts | rules


def _matrix(rows: Sequence[tuple[int, frozenset[str]]], names: Sequence[str]) -> Any:
    return np.array([[float(name in found) for name in names] for _, found in rows])
