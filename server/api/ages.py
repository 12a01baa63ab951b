"""Ages in requests: how long a check may wait for one, and cases joined with what is known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from classifier.address import AddressError
from classifier.age_subject import age_subject
from server.errors import FieldError, Problem
from server.problem_types import INVALID_FIELD
from server.settings import MAX_WAIT_MS
from server.store.age_questions import Priority

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from classifier.case import AgeFact, Case
    from server.domain_age.resolver import AgeResolver

CACHED, ORDER, URGENT = "cached", "order", "urgent"

MOST_URGENT = 20
"""Domains of one bulk request that may be urgent: the links of a chat, not a moderators' list."""

WAIT_PARAMETER: dict[str, Any] = {
    "name": "wait_ms",
    "in": "query",
    "required": False,
    "description": (
        "How many milliseconds the answer may wait for the age of a domain that is not known yet. "
        "Then `domain_age.status` is `pending`: ask again. Without it SVERKA_AGE_WAIT_MS decides."
    ),
    "schema": {"type": "integer", "minimum": 0, "maximum": MAX_WAIT_MS},
}

AGES_PARAMETER: dict[str, Any] = {
    "name": "ages",
    "in": "query",
    "required": False,
    "description": (
        "`cached`: use ages that are known by now. `order`: also have the others looked up in the "
        "background, after sellers' questions; they are answered as `pending`. `urgent`: have them "
        f"looked up as for a seller who waits, the first {MOST_URGENT} of them."
    ),
    "schema": {"type": "string", "enum": [CACHED, ORDER, URGENT], "default": CACHED},
}

_PRIORITIES = {CACHED: None, ORDER: Priority.BULK, URGENT: Priority.SELLER}


def wait_seconds(request: Request, default_ms: int) -> float:
    """Return how long this request may wait for an age, in seconds.

    Raises:
        Problem: ``wait_ms`` is no whole number in its range.
    """
    asked = request.query_params.get("wait_ms")
    if asked is None:
        return default_ms / 1000
    if len(asked) > len(str(MAX_WAIT_MS)) or not (asked.isascii() and asked.isdigit()):
        raise _wrong("wait_ms", f"Send a whole number from 0 to {MAX_WAIT_MS}")
    if int(asked) > MAX_WAIT_MS:
        raise _wrong("wait_ms", f"{asked} is more than {MAX_WAIT_MS}, the longest that is waited")
    return int(asked) / 1000


def ordered_as(request: Request) -> Priority | None:
    """Return how urgently this bulk request has unknown ages looked up; None: not at all.

    Raises:
        Problem: ``ages`` is none of the known ways.
    """
    asked = request.query_params.get("ages", CACHED)
    if asked not in _PRIORITIES:
        raise _wrong("ages", f"Send {', '.join(_PRIORITIES)}")
    return _PRIORITIES[asked]


async def with_age(case: Case, ages: AgeResolver, seconds: float) -> Case:
    """Return a case with the age of its domain, waited for at most so long.

    Raises:
        AddressError: the case's URL is no web address.
    """
    domain = age_subject(case)
    return case if domain is None else replace(case, age=await ages.ask(domain, seconds))


async def known_ages(
    domains: Iterable[str], ages: AgeResolver, priority: Priority | None
) -> dict[str, AgeFact]:
    """Return what is known of the domains; with a priority have the others looked up, for later."""
    wanted = list(dict.fromkeys(domains))
    known = await ages.cached(wanted)
    if priority is None:
        return known.facts
    urgent = MOST_URGENT if priority > Priority.BULK else 0
    ordered = await ages.order(known.due[:urgent], priority) if urgent else {}
    ordered |= await ages.order(known.due[urgent:], Priority.BULK)
    return ordered | known.facts


def subject_of(case: Case) -> str | None:
    """Return the domain whose age may be asked; None also where there is no address at all."""
    try:
        return age_subject(case)
    except AddressError:
        return None


def _wrong(name: str, detail: str) -> Problem:
    error = FieldError(pointer=f"/{name}", detail=detail, type="wrong-parameter")
    return Problem(INVALID_FIELD, f"/{name}: {detail}", errors=[error])
