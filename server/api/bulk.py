"""``POST /v1/check/bulk``: many cases in one request, answered in order, each on its own merits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import anyio.to_thread
from fastapi import APIRouter, Request, Response

from classifier.address import AddressError
from classifier.assess import assess_many
from server.api.answers import BulkAnswer, verdict_json
from server.api.body import JSON, JSON_LINES, media_type, parse_json, read_body, validate
from server.api.language import LANG_PARAMETER, choose_language, weighted
from server.api.openapi import OF_A_BODY, answers, json_body
from server.api.schemas import BulkRequest, CheckRequest
from server.errors import INVALID_FIELD, TOO_MANY_ITEMS, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.case import Case
    from classifier.verdict import Language

router = APIRouter(prefix="/v1", tags=["check"])

WORKERS = 2
"""Bulk requests judged at the same time in one process; the rest wait, single checks go on."""


@router.post(
    "/check/bulk",
    summary="Judge many links",
    response_class=Response,
    responses=answers(BulkAnswer, problems=(*OF_A_BODY, TOO_MANY_ITEMS), lines=True),
    openapi_extra=json_body(BulkRequest, LANG_PARAMETER, lines=True),
)
async def check_bulk(request: Request) -> Response:
    """Judge up to 5,000 cases; send `{"items": [...]}` or JSON Lines, a case or a bare link each.

    The answer keeps the order. A bad item gets `{"index": …, "problem": {…}}` and never fails
    the rest; equal cases are judged once. `Accept` chooses between JSON and JSON Lines, else the
    answer is of the request's own kind.
    """
    state = request.app.state
    raw = await read_body(request, state.settings.max_bulk_body_bytes, (JSON, *JSON_LINES))
    sent_lines = media_type(request.headers.get("content-type")) in JSON_LINES
    language = choose_language(request)
    kind = answer_kind(request.headers.get("accept", ""), sent_lines=sent_lines)

    def work() -> bytes:
        items = _read_lines(raw) if sent_lines else validate(BulkRequest, parse_json(raw)).items
        _count(len(items), state.settings.max_bulk_items)
        return render(judge(items, language), as_lines=kind != JSON)

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


def judge(items: Sequence[Any], language: Language) -> list[bytes]:
    """Return the wire form of each item's verdict or problem; equal cases are assessed once."""
    cases: list[Case | Problem] = [_case(item) for item in items]
    unique = dict.fromkeys(case for case in cases if not isinstance(case, Problem))
    outcomes = {
        case: Problem.from_address(outcome)
        if isinstance(outcome, AddressError)
        else verdict_json(outcome)
        for case, outcome in zip(unique, assess_many(unique, language), strict=True)
    }
    answers_in_order = (case if isinstance(case, Problem) else outcomes[case] for case in cases)
    return [
        _problem_json(index, answer) if isinstance(answer, Problem) else answer
        for index, answer in enumerate(answers_in_order)
    ]


def render(results: Sequence[bytes], *, as_lines: bool) -> bytes:
    """Join rendered results into one body."""
    if as_lines:
        return b"".join(result + b"\n" for result in results)
    return b'{"results":[' + b",".join(results) + b"]}"


def _case(item: Any) -> Case | Problem:
    if isinstance(item, Problem):
        return item
    data = {"url": item} if isinstance(item, str) else item
    if not isinstance(data, dict):
        return Problem(INVALID_FIELD, "An item is a case (an object) or a link (a text)")
    try:
        return validate(CheckRequest, data).to_core()
    except Problem as problem:
        return problem


def _read_lines(raw: bytes) -> list[Any]:
    """Parse each line on its own; a bad one stands as its problem, blank ones do not count."""
    items: list[Any] = []
    for line in raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        if not line.strip():
            continue
        try:
            items.append(parse_json(line))
        except Problem as problem:
            items.append(problem)
    return items


def _count(found: int, limit: int) -> None:
    if found > limit:
        raise Problem(
            TOO_MANY_ITEMS, f"{found} items were sent; send at most {limit} in one request"
        )


def _problem_json(index: int, problem: Problem) -> bytes:
    return json.dumps({"index": index, "problem": problem.document()}, ensure_ascii=False).encode()
