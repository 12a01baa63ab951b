"""``POST /v1/check/bulk``: many cases in one request, answered in order, each on its own merits."""

from __future__ import annotations

import gc
import json
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import anyio.to_thread
from fastapi import APIRouter, Request, Response

from classifier.address import AddressError
from classifier.assess import assess_many
from server.api.ages import AGES_PARAMETER, known_ages, ordered_as, subject_of
from server.api.answers import BulkAnswer, verdict_json
from server.api.body import JSON, JSON_LINES, media_type, parse_json, read_body, validate
from server.api.language import LANG_PARAMETER, choose_language, weighted
from server.api.openapi import OF_A_BODY, answers, json_body
from server.api.schemas import BulkRequest, CheckRequest
from server.errors import Problem
from server.problem_types import INVALID_FIELD, TOO_MANY_ITEMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from classifier.case import AgeFact, Case
    from classifier.verdict import Language

router = APIRouter(prefix="/v1", tags=["check"])

WORKERS = 2
"""Bulk requests judged at the same time in one process; the rest wait, single checks go on."""


@router.post(
    "/check/bulk",
    summary="Judge many links",
    response_class=Response,
    responses=answers(BulkAnswer, problems=(*OF_A_BODY, TOO_MANY_ITEMS), lines=True),
    openapi_extra=json_body(BulkRequest, LANG_PARAMETER, AGES_PARAMETER, lines=True),
)
async def check_bulk(request: Request) -> Response:
    """Judge up to 5,000 cases; send `{"items": [...]}` or JSON Lines, a case or a bare link each.

    The answer keeps the order. A bad item gets `{"index": …, "problem": {…}}` and never fails
    the rest; equal cases are judged once. `Accept` chooses between JSON and JSON Lines, else the
    answer is of the request's own kind. Ages of domains are used where they are known already;
    `ages=order` and `ages=urgent` have the others looked up, for a later request.
    """
    state = request.app.state
    raw = await read_body(request, state.settings.max_bulk_body_bytes, (JSON, *JSON_LINES))
    sent_lines = media_type(request.headers.get("content-type")) in JSON_LINES
    language = choose_language(request)
    kind = answer_kind(request.headers.get("accept", ""), sent_lines=sent_lines)
    priority = ordered_as(request)

    def read() -> Batch:
        items = (_lines if sent_lines else _items)(raw, state.settings.max_bulk_items)
        return Batch(items)

    batch = await anyio.to_thread.run_sync(read, limiter=state.bulk_limiter)
    ages = await known_ages(batch.domains.values(), state.ages, priority)

    def work() -> bytes:
        return render(batch.judged(ages, language), as_lines=kind != JSON)

    body = await anyio.to_thread.run_sync(work, limiter=state.bulk_limiter)
    return Response(body, media_type=kind, headers={"Content-Language": language.value})


def answer_kind(accept: str, *, sent_lines: bool) -> str:
    """Return the best accepted media type for the answer, at a tie the request's own kind."""
    own = JSON_LINES[0] if sent_lines else JSON
    best, best_quality = own, 0.0
    for name, quality in weighted(accept):
        kind = own if name in ("*/*", "application/*") else name
        if kind not in (JSON, *JSON_LINES):
            continue
        if quality > best_quality or (quality == best_quality and kind == own):
            best, best_quality = kind, quality
    return best


class Batch:
    """The cases of one request; ``domains`` are those of its cases whose age may be known."""

    def __init__(self, items: Iterable[Any]) -> None:
        self._cases = [_case(item) for item in items]
        self._unique = dict.fromkeys(case for case in self._cases if not isinstance(case, Refusal))
        subjects = ((case, subject_of(case)) for case in self._unique)
        self.domains = {case: domain for case, domain in subjects if domain is not None}

    def judged(self, ages: Mapping[str, AgeFact], language: Language) -> list[bytes]:
        """Return the wire form of each item's verdict or problem; equal cases are assessed once."""
        aged = [self._aged(case, ages) for case in self._unique]
        outcomes = {
            case: Refusal(Problem.from_address(outcome))
            if isinstance(outcome, AddressError)
            else verdict_json(outcome)
            for case, outcome in zip(self._unique, assess_many(aged, language), strict=True)
        }
        in_order = (case if isinstance(case, Refusal) else outcomes[case] for case in self._cases)
        return [
            answer.json(index) if isinstance(answer, Refusal) else answer
            for index, answer in enumerate(in_order)
        ]

    def _aged(self, case: Case, ages: Mapping[str, AgeFact]) -> Case:
        fact = ages.get(self.domains.get(case, ""))
        return case if fact is None else replace(case, age=fact)


def render(results: Sequence[bytes], *, as_lines: bool) -> bytes:
    """Join rendered results into one body."""
    if as_lines:
        return b"".join(result + b"\n" for result in results)
    return b'{"results":[' + b",".join(results) + b"]}"


class Refusal:
    """What is wrong with one item: the rendered problem, since an exception would hold its data."""

    __slots__ = ("_problem",)

    def __init__(self, problem: Problem) -> None:
        self._problem = json.dumps(problem.document(), ensure_ascii=False).encode()

    def json(self, index: int) -> bytes:
        """Return the wire form for the item at a place in the request."""
        return b'{"index": %d, "problem": %b}' % (index, self._problem)


def _case(item: Any) -> Case | Refusal:
    if isinstance(item, Refusal):
        return item
    data = {"url": item} if isinstance(item, str) else item
    if not isinstance(data, dict):
        return Refusal(Problem(INVALID_FIELD, "An item is a case (an object) or a link (a text)"))
    try:
        return validate(CheckRequest, data).to_core()
    except Problem as problem:
        return Refusal(problem)


def _items(raw: bytes, limit: int) -> list[Any]:
    """Return the items of a JSON body, counted before any of them is looked at."""
    collects = gc.isenabled()
    gc.disable()  # it would walk through millions of small lists again and again
    try:
        data = parse_json(raw)
    finally:
        if collects:
            gc.enable()
    items = data.get("items") if isinstance(data, dict) else None
    if isinstance(items, list):
        _count(len(items), limit)
    return validate(BulkRequest, data).items


def _lines(raw: bytes, limit: int) -> Iterator[Any]:
    """Parse each line on its own, counted before the first; blank ones do not count."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    _count(sum(not line.isspace() for line in BytesIO(raw)), limit)
    return (_parsed(line) for line in BytesIO(raw) if not line.isspace())


def _parsed(line: bytes) -> Any:
    try:
        return parse_json(line)
    except Problem as problem:
        return Refusal(problem)


def _count(found: int, limit: int) -> None:
    if found > limit:
        raise Problem(
            TOO_MANY_ITEMS, f"{found} items were sent; send at most {limit} in one request"
        )
