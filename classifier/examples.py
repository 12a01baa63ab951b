"""Rule examples as cases, for tests and for the rule linter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from classifier.case import AgeFact, AgeStatus, Case, Flow, Message
from classifier.extract import extract_page

if TYPE_CHECKING:
    from classifier.rules import RuleExample


def case_of(example: RuleExample) -> Case:
    """Build the case that an example of a rule file stands for.

    Raises:
        AddressError: the example's URL is no web address.
        PageError: the example's page is larger than is read.
    """
    sent = example.message
    message = Message(direction=sent.direction, cues=sent.cues) if sent else None
    days = example.age_days
    age = AgeFact() if days is None else AgeFact(AgeStatus.KNOWN, days)
    if example.html is None:
        return Case(example.url, message=message, age=age)
    page = extract_page(example.html, example.url)
    if example.earlier:
        page = replace(page, flow=Flow(step=len(example.earlier) + 1, prev=example.earlier))
    return Case(example.url, page=page, message=message, age=age)
