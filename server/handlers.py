"""Handlers: whatever fails on the way to an answer leaves as one problem document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from server.errors import Problem
from server.problem_types import (
    BAD_REQUEST,
    BODY_TOO_LARGE,
    INTERNAL_ERROR,
    METHOD_NOT_ALLOWED,
    NOT_FOUND,
)

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request

MEDIA_TYPE = "application/problem+json"
_SERVER_FAULT = 500
_BY_STATUS = {400: BAD_REQUEST, 404: NOT_FOUND, 405: METHOD_NOT_ALLOWED, 413: BODY_TOO_LARGE}


def problem_response(problem: Problem, request_id: str | None) -> Response:
    """Return the HTTP answer that tells a problem."""
    body = json.dumps(problem.document(request_id), ensure_ascii=False).encode()
    return Response(
        body, status_code=problem.kind.status, headers=problem.headers, media_type=MEDIA_TYPE
    )


def install_handlers(app: FastAPI) -> None:
    """Make every doorway of the app tell its errors as problems."""

    async def tell(request: Request, error: Exception) -> Response:
        return problem_response(_as_problem(error), request.scope.get("sverka.request_id"))

    for kind in (Problem, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, tell)


def _as_problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, RequestValidationError):
        return Problem.from_validation(error.errors(), skip=1)
    if isinstance(error, HTTPException):
        kind = _BY_STATUS.get(
            error.status_code, BAD_REQUEST if error.status_code < _SERVER_FAULT else INTERNAL_ERROR
        )
        return Problem(kind, kind.remedy, headers=error.headers)
    return Problem(INTERNAL_ERROR, INTERNAL_ERROR.remedy)
