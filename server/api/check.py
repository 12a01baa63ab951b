"""``POST /v1/check``: one case in, one verdict out."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from classifier.address import AddressError
from classifier.assess import assess
from server.api.ages import WAIT_PARAMETER, wait_seconds, with_age
from server.api.answers import Verdict, verdict_json
from server.api.body import JSON, read_json
from server.api.language import LANG_PARAMETER, choose_language
from server.api.openapi import OF_A_BODY, answers, json_body
from server.api.schemas import CheckRequest
from server.errors import Problem
from server.problem_types import INVALID_ADDRESS

router = APIRouter(prefix="/v1", tags=["check"])


@router.post(
    "/check",
    summary="Judge one link",
    response_class=Response,
    responses=answers(Verdict, problems=(*OF_A_BODY, INVALID_ADDRESS)),
    openapi_extra=json_body(CheckRequest, LANG_PARAMETER, WAIT_PARAMETER),
)
async def check(request: Request) -> Response:
    """Judge a link; with the structure of the page behind it the verdict is surer.

    Send what a page looks like (forms, headings, a redacted excerpt), never what a person typed.
    The age of the domain is waited for at most `wait_ms`; then it is `pending`, and the next
    question may be answered with it, and judged higher.
    """
    state = request.app.state
    body = await read_json(request, CheckRequest, state.settings.max_body_bytes)
    language = choose_language(request)
    seconds = wait_seconds(request, state.settings.age_wait_ms)
    try:
        case = await with_age(body.to_core(), state.ages, seconds)
        verdict = assess(case, language)
    except AddressError as error:
        raise Problem.from_address(error) from error
    return Response(
        verdict_json(verdict), media_type=JSON, headers={"Content-Language": language.value}
    )
