"""Reading a request's body: its kind, size, JSON and fields; every refusal is a ``Problem``.

The framework's own body limit answers in plain text once a response of another status has begun,
so the count is kept here, where a refusal can be told in the one shape.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect

from server.errors import Problem
from server.problem_types import (
    BAD_REQUEST,
    BODY_TOO_LARGE,
    MALFORMED_JSON,
    UNSUPPORTED_MEDIA_TYPE,
)
from server.strict_json import JsonError, strict_json

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.requests import Request

JSON = "application/json"
JSON_LINES = ("application/x-ndjson", "application/jsonl")

_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\s\";]*)", re.IGNORECASE)
_UTF8 = ("utf-8", "utf8", "us-ascii")

Model = TypeVar("Model", bound=BaseModel)


def media_type(header: str | None) -> str:
    """Return the media type of a Content-Type header, without parameters, in lower case."""
    return (header or "").partition(";")[0].strip().lower()


async def read_body(request: Request, limit: int, accepted: Collection[str] = (JSON,)) -> bytes:
    """Read a body of at most ``limit`` bytes, sent with or without Content-Length.

    Raises:
        Problem: another kind, encoding or coding of body, too large, or the client went away.
    """
    _check_kind(request, accepted)
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and len(declared) < 20 and int(declared) > limit:  # noqa: PLR2004 - beyond 64 bits the server has refused it
        raise _too_large(limit)
    chunks, size = [], 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                raise _too_large(limit)
            chunks.append(chunk)
    except ClientDisconnect as error:
        raise Problem(BAD_REQUEST, "The connection closed before the body was complete") from error
    return b"".join(chunks)


def _check_kind(request: Request, accepted: Collection[str]) -> None:
    header = request.headers.get("content-type") or ""
    kind = media_type(header)
    if kind not in accepted:
        detail = f"Content-Type is {kind or 'missing'}; send {' or '.join(accepted)}"
        raise Problem(UNSUPPORTED_MEDIA_TYPE, detail)
    charset = _CHARSET.search(header)
    if charset and charset[1].lower() not in _UTF8:
        detail = f"The charset is {charset[1]}; send UTF-8"
        raise Problem(UNSUPPORTED_MEDIA_TYPE, detail)
    coding = request.headers.get("content-encoding", "").strip().lower()
    if coding not in ("", "identity"):
        detail = f"Content-Encoding is {coding}; send the body without compression"
        raise Problem(UNSUPPORTED_MEDIA_TYPE, detail, headers={"Accept-Encoding": "identity"})


def _too_large(limit: int) -> Problem:
    return Problem(
        BODY_TOO_LARGE, f"The body is larger than {limit} bytes", headers={"Connection": "close"}
    )


def parse_json(raw: bytes) -> Any:
    """Parse one JSON document.

    Raises:
        Problem: what ``strict_json`` says.
    """
    try:
        return strict_json(raw)
    except JsonError as error:
        told = str(error)
        raise Problem(MALFORMED_JSON, f"{told[0].upper()}{told[1:]}") from error


def validate(model: type[Model], data: Any) -> Model:
    """Fill a border model.

    Raises:
        Problem: with a JSON pointer for every field that does not fit.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        rows = error.errors(include_url=False, include_input=False, include_context=False)
        raise Problem.from_validation(rows) from error


async def read_json(request: Request, model: type[Model], limit: int) -> Model:
    """Read, parse and validate a JSON body in one step."""
    return validate(model, parse_json(await read_body(request, limit)))
