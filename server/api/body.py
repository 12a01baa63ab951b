"""Reading a request's body: its kind, size, JSON and fields; every refusal is a ``Problem``.

The framework's own body limit answers in plain text once a response of another status has begun,
so the count is kept here, where a refusal can be told in the one shape.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Never, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect

from server.errors import (
    BAD_REQUEST,
    BODY_TOO_LARGE,
    MALFORMED_JSON,
    UNSUPPORTED_MEDIA_TYPE,
    Problem,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.requests import Request

JSON = "application/json"
JSON_LINES = ("application/x-ndjson", "application/jsonl")

Model = TypeVar("Model", bound=BaseModel)


def media_type(header: str | None) -> str:
    """Return the media type of a Content-Type header, without parameters, in lower case."""
    return (header or "").partition(";")[0].strip().lower()


async def read_body(request: Request, limit: int, accepted: Collection[str] = (JSON,)) -> bytes:
    """Read a body of at most ``limit`` bytes, sent with or without Content-Length.

    Raises:
        Problem: another kind of body, too large, or the client went away.
    """
    kind = media_type(request.headers.get("content-type"))
    if kind not in accepted:
        raise Problem(
            UNSUPPORTED_MEDIA_TYPE,
            f"Content-Type is {kind or 'missing'}; send {' or '.join(accepted)}",
        )
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


def _too_large(limit: int) -> Problem:
    return Problem(
        BODY_TOO_LARGE, f"The body is larger than {limit} bytes", headers={"Connection": "close"}
    )


def parse_json(raw: bytes) -> Any:
    """Parse one JSON document as RFC 8259 has it.

    Raises:
        Problem: not UTF-8, not JSON, nested too deeply, or with a number that JSON does not have.
    """
    try:
        return json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise Problem(MALFORMED_JSON, f"Byte {error.start} is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise Problem(
            MALFORMED_JSON, f"{error.msg} at line {error.lineno}, column {error.colno}"
        ) from error
    except RecursionError as error:
        raise Problem(MALFORMED_JSON, "The document is nested too deeply") from error
    except ValueError as error:
        raise Problem(MALFORMED_JSON, "The document holds a number that cannot be read") from error


def _refuse_constant(name: str) -> Never:
    raise ValueError(f"{name} is no JSON number")


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
