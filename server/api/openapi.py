"""The OpenAPI document: what FastAPI derives, the bodies that are read by hand, the problems."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from server.api.answers import BulkAnswer, Health, Readiness, ReportReceipt, Verdict
from server.api.body import JSON, JSON_LINES
from server.api.schemas import BulkRequest, CheckRequest, ReportRequest
from server.errors import ProblemDocument
from server.handlers import MEDIA_TYPE
from server.problem_types import (
    BAD_REQUEST,
    BODY_TOO_LARGE,
    INTERNAL_ERROR,
    INVALID_FIELD,
    MALFORMED_JSON,
    UNSUPPORTED_MEDIA_TYPE,
    ProblemType,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import FastAPI
    from pydantic import BaseModel

OF_A_BODY = (MALFORMED_JSON, BAD_REQUEST, BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_FIELD)
"""What every body may meet."""

_TEMPLATE = "#/components/schemas/{model}"
_REQUESTS = (CheckRequest, BulkRequest, ReportRequest)
_ANSWERS = (Verdict, BulkAnswer, ReportReceipt, Health, Readiness, ProblemDocument)


def json_body(
    model: type[BaseModel], *parameters: dict[str, Any], lines: bool = False
) -> dict[str, Any]:
    """Describe the body and the parameters that the endpoint reads itself."""
    content: dict[str, Any] = {JSON: {"schema": _reference(model)}}
    if lines:
        content |= {
            kind: {"schema": {"type": "string", "description": _LINES}} for kind in JSON_LINES
        }
    body = {"requestBody": {"required": True, "content": content}}
    return body | ({"parameters": list(parameters)} if parameters else {})


def answers(
    model: type[BaseModel],
    *,
    problems: Sequence[ProblemType] = (),
    status: int = 200,
    lines: bool = False,
) -> dict[int | str, dict[str, Any]]:
    """Describe an endpoint's answers: the good one and the statuses of its problems."""
    content: dict[str, Any] = {JSON: {"schema": _reference(model)}}
    if lines:
        content |= {
            kind: {"schema": {"type": "string", "description": _LINES}} for kind in JSON_LINES
        }
    described: dict[int | str, dict[str, Any]] = {
        status: {"description": HTTPStatus(status).phrase, "content": content}
    }
    for kind in (*problems, INTERNAL_ERROR):
        known = described.get(kind.status)
        title = f"{known['description']}; {kind.title}" if known else kind.title
        content = {MEDIA_TYPE: {"schema": _reference(ProblemDocument)}}
        described[kind.status] = {"description": title, "content": content}
    return described


_LINES = "JSON Lines: one JSON document a line."


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _TEMPLATE.format(model=model.__name__)}


def describe_api(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document, built once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            description=app.description,
            routes=app.routes,
        )
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas |= _schemas()
        document["components"]["schemas"] = dict(sorted(schemas.items()))
        app.openapi_schema = document
    return app.openapi_schema


def _schemas() -> dict[str, Any]:
    models = [(model, "validation") for model in _REQUESTS] + [
        (model, "serialization") for model in _ANSWERS
    ]
    _, found = models_json_schema(models, ref_template=_TEMPLATE)  # type: ignore[arg-type]
    schemas: dict[str, Any] = found["$defs"]
    return schemas
