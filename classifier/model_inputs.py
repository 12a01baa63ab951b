"""What the trees of the model are asked about, by name and in order, and in which direction.

``words`` is the sum of the weights of all pieces, the names of ``SHAPE`` are the host's numbers,
``rule:ID`` is 1 when a rule of the link holds. More words and more rules may only raise the risk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.features import SHAPE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.case import PageFacts
    from classifier.rules import RuleSet
    from classifier.signals.pageview import PageView

WORDS = "words"
RULE = "rule:"

LINK_FAMILIES = ("host.", "scripts.", "throwaway.")
LINK_SIGNALS = frozenset({"chat.apk_file"})
"""Families of signals, and single signals, that look at nothing but the link itself."""

NEVER_LEARNED = frozenset({"host.official_host"})
"""A known host is no matter of degree: its links are not put to the trees at all."""

UNTAUGHT_FAMILIES = ("age.",)
"""Families of signals that look at what no corpus holds: stored links come without the age that
their domain had on the day. No model's file names their rules; the authors' weights hold always."""


def untaught_rules(rules: RuleSet) -> tuple[str, ...]:
    """Return the ids of the rules that no corpus can teach, in order."""
    return tuple(sorted(rule.id for rule in rules if rule.signal.startswith(UNTAUGHT_FAMILIES)))


def link_rules(rules: RuleSet) -> tuple[str, ...]:
    """Return the ids of the rules that look at nothing but the link, in order."""
    return tuple(
        sorted(
            rule.id
            for rule in rules
            if rule.signal not in NEVER_LEARNED
            and (rule.signal.startswith(LINK_FAMILIES) or rule.signal in LINK_SIGNALS)
        )
    )


def tree_inputs(rules: Sequence[str]) -> tuple[str, ...]:
    """Return the names of what the trees see, given the ids of the rules that they know."""
    return (WORDS, *SHAPE, *(f"{RULE}{rule_id}" for rule_id in rules))


def family_of(name: str) -> str:
    """Return the feature family of an input: ``words``, ``shape`` or ``rules``."""
    if name == WORDS:
        return WORDS
    return "rules" if name.startswith(RULE) else "shape"


def direction(name: str) -> int:
    """Return 1 when more of an input may only raise the risk, else 0."""
    return 0 if family_of(name) == "shape" else 1


def page_names(page: PageView, facts: PageFacts) -> frozenset[str]:
    """Return the names of a page's derived facts: what it asks for, says and does with answers."""
    names = {f"role:{role}" for role in page.roles}
    names |= {f"intent:{intent}" for intent in page.intents if ":" not in intent}
    fields = [field for form in facts.forms for field in form.fields if field.visible]
    if any(field.type == "password" for field in fields):
        names.add("form:password")
    if len(fields) == 1:
        names.add("form:one-field")
    if any(form.action_host not in {"", facts.page.host} for form in facts.forms):
        names.add("form:posts-elsewhere")
    if not facts.page.title.strip():
        names.add("page:untitled")
    return frozenset(names)
