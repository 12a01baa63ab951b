"""Facts: what the store keeps of an age, as checks are told it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.case import AgeFact, AgeStatus
from server.store.age_questions import utc_now

if TYPE_CHECKING:
    from server.store.ages import KeptAge

PENDING = AgeFact(AgeStatus.PENDING)
UNAVAILABLE = AgeFact(AgeStatus.UNAVAILABLE)
NOT_ASKED = AgeFact()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of some domains; ``due`` are those to be asked, or to be asked anew."""

    facts: dict[str, AgeFact]
    due: list[str]


def is_fresh(age: KeptAge) -> bool:
    """Whether an answer need not be asked anew yet."""
    return age.ask_again_at > utc_now()


def fact_of(age: KeptAge) -> AgeFact:
    """Return an answer as the core takes it: whole days up to now, the date in UTC."""
    if age.registered is None:
        return AgeFact(AgeStatus(age.status), source=age.source)
    days = max(0, (utc_now() - age.registered).days)  # a registry's clock may be ahead of ours
    return AgeFact(AgeStatus.KNOWN, days, age.registered.date(), age.source)
