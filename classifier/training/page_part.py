"""The part of the model for pages: what roles, intents and rules of a page add to its link.

Only derived facts are learned from, never a page's words. Where the corpora cannot teach a rule,
because hardly a page of theirs shows it (a card's *balance* is asked on about three), the weight
that its author judged stays in force, and the model's card says so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow.compute as pc
from sklearn.metrics import roc_auc_score

from classifier.address import parse_address
from classifier.assess import default_lists
from classifier.case import Case
from classifier.model_inputs import link_rules, page_names, untaught_rules
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

    ``judged``: rules whose weight is their author's, not learned. ``taught`` pages of ``sources``
    set the others; ``auc`` is the area under the ROC curve on ``held`` pages of other kits.
    """

    facts: Mapping[str, float]
    rules: Mapping[str, float]
    judged: tuple[str, ...]
    taught: int
    sources: Mapping[str, int] = field(default_factory=dict)
    held: int = 0
    auc: float | None = None


class _Page(NamedTuple):
    """A labelled page by the names of its facts and rules; ``held`` apart it is only measured."""

    label: int
    held: bool
    source: str
    names: frozenset[str]


def fit_pages(table: Any, licence: str) -> PagePart:
    """Return the part for pages; without pages of both kinds every weight is judged."""
    rules = default_lists().rules
    pages = _pages(table, licence)
    taught = [page for page in pages if not page.held]
    counts = Counter(name for page in taught for name in page.names)
    names = sorted(name for name, count in counts.items() if count >= LEAST_PAGES)
    labels = np.array([page.label for page in taught])
    if len(set(labels.tolist())) < 2 or not names:  # noqa: PLR2004 - scam and honest
        judged = _judged(rules, frozenset())
        return PagePart({}, judged, tuple(sorted(judged)), 0)
    line = NonNegativeLogistic()
    line.fit(_matrix(taught, names), labels, sample_weight=evened(labels))
    learned = dict(zip(names, map(float, line.coef_[0]), strict=True))
    of_rules = {name: weight for name, weight in learned.items() if name in rules}
    judged = _judged(rules, frozenset(of_rules))
    held = [page for page in pages if page.held]
    return PagePart(
        facts={name: weight for name, weight in learned.items() if name not in rules and weight},
        rules={**of_rules, **judged},
        judged=tuple(sorted(judged)),
        taught=len(taught),
        sources=Counter(source for page in taught for source in page.source.split("; ")),
        held=len(held),
        auc=_area(line, held, names),
    )


def _area(line: NonNegativeLogistic, held: Sequence[_Page], names: Sequence[str]) -> float | None:
    labels = [page.label for page in held]
    if len(set(labels)) < 2:  # noqa: PLR2004 - scam and honest
        return None
    return round(float(roc_auc_score(labels, line.decision_function(_matrix(held, names)))), 4)


def _judged(rules: RuleSet, learned: frozenset[str]) -> dict[str, float]:
    """Return the author's weight of each rule beyond the link that no page taught but might."""
    skipped = learned | {*link_rules(rules), *untaught_rules(rules), "host.official"}
    return {
        rule.id: WEIGHTS[rule.severity]
        for rule in rules
        if rule.id not in skipped and rule.signal not in MODEL_SIGNALS
    }


def _pages(table: Any, licence: str) -> list[_Page]:
    rows = table.select(["page", "label", "source", "ship", "noisy", "template"]).filter(
        pc.is_valid(table["page"])
    )
    return [
        _Page(
            label=row["label"],
            held=stable_order(row["template"])[0] * 10 // 256 < HELD_TENTHS,
            source=row["source"],
            names=_names(row["page"]),
        )
        for row in rows.to_pylist()
        if not row["noisy"] and (licence == "any" or row["ship"] in {"yes", "facts"})
    ]


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


def _matrix(pages: Sequence[_Page], names: Sequence[str]) -> Any:
    return np.array([[float(name in page.names) for name in names] for page in pages])
