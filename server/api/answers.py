"""What an answer holds: the public contract of ``/v1``, filled from the core's dataclasses."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from classifier.case import AgeStatus
from classifier.verdict import Level, Severity
from server.errors import ProblemDocument

if TYPE_CHECKING:
    from classifier import verdict as core


class Answer(BaseModel):
    """Base of every answer model: filled by attribute from the core."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Brand(Answer):
    """The organisation that the case claims or belongs to."""

    id: str
    name: str
    official_domains: tuple[str, ...]


class Reason(Answer):
    """One rule that holds; ``weight`` is how much its author holds it to say, in log-odds."""

    id: str
    severity: Severity
    title: str
    text: str
    params: dict[str, str]
    weight: float


class DomainAge(Answer):
    """What is known of the registration date; ``pending`` and ``unavailable`` never mean "old"."""

    status: AgeStatus
    days: int | None
    registered: dt.date | None
    source: str | None


class Versions(Answer):
    """Equal versions give equal verdicts."""

    rules: str
    model: str
    lists: str


class Verdict(Answer):
    """The judgement of one case."""

    url: str
    host: str
    host_unicode: str
    registrable_domain: str | None
    level: Level = Field(
        description="`clear` means that no evidence of risk was found, never that it is safe."
    )
    score: float = Field(
        ge=0,
        le=1,
        description="Probability that this is a scam, were scams as many as honest links.",
    )
    contributions: dict[str, float] = Field(
        description="What each family of features adds to the score's log-odds; they sum to it."
    )
    brand: Brand | None
    reasons: tuple[Reason, ...] = Field(description="Heaviest first.")
    advice: str
    domain_age: DomainAge
    missing: tuple[str, ...] = Field(description="Evidence that was not available.")
    versions: Versions


def verdict_json(verdict: core.Verdict) -> bytes:
    """Return a verdict in its wire form."""
    return Verdict.__pydantic_serializer__.to_json(Verdict.model_validate(verdict))


class BulkProblem(BaseModel):
    """An item that could not be judged: its place, from 0, and why."""

    index: int
    problem: ProblemDocument


class BulkAnswer(BaseModel):
    """Verdicts and problems in the order of the items."""

    results: list[Verdict | BulkProblem]


class ReportReceipt(BaseModel):
    """Proof that a report was kept, and what of the link was kept."""

    id: str
    created_at: dt.datetime = Field(description="UTC.")
    kept_url: str = Field(description="All that is kept of the link.")


class Health(BaseModel):
    """The service answers."""

    status: str = Field(examples=["ok"])


class Readiness(BaseModel):
    """The service can judge and keep reports."""

    status: str = Field(examples=["ready"])
    rules: int = Field(description="How many rules are loaded.")
    versions: Versions
