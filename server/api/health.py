"""``/healthz`` (the process answers) and ``/readyz`` (it can judge and keep reports)."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from classifier.rules import default_rules
from server.api.answers import Health, Readiness, Versions
from server.api.body import JSON
from server.api.openapi import answers
from server.errors import Problem
from server.problem_types import NOT_READY, RETRY
from server.store.engine import StoreError

router = APIRouter(tags=["health"])


@router.get(
    "/healthz", summary="Is the process alive?", response_class=Response, responses=answers(Health)
)
async def healthz() -> Response:
    """Answer without touching anything else."""
    return Response(Health(status="ok").model_dump_json(), media_type=JSON)


@router.get(
    "/readyz",
    summary="Can it do its work?",
    response_class=Response,
    responses=answers(Readiness, problems=(NOT_READY,)),
)
async def readyz(request: Request) -> Response:
    """Check that the database answers, its schema is the newest one, and rules are loaded."""
    state = request.app.state
    try:
        await state.store.check()
    except StoreError as error:
        raise Problem(NOT_READY, str(error), headers=RETRY) from error
    rules = sum(1 for _ in default_rules())
    ready = Readiness(status="ready", rules=rules, versions=Versions.model_validate(state.versions))
    return Response(ready.model_dump_json(), media_type=JSON)
