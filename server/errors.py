"""Errors: every failure that leaves the service is one RFC 9457 problem document.

    StartError             the service cannot start; the message is for the person at the terminal
    └─ SettingsError       (server.settings) a variable cannot be used
    └─ StoreError          (server.store) the database cannot be used
    Problem                a request cannot be answered; becomes ``application/problem+json``

``PROBLEMS`` is the closed list of problem types; their slugs are part of the public contract.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fastapi import FastAPI
    from starlette.requests import Request

    from classifier.address import AddressError

MEDIA_TYPE = "application/problem+json"
MAX_FIELD_ERRORS = 20
MAX_TEXT = 500
_SERVER_FAULT = 500


class StartError(Exception):
    """The service cannot start; the message names the cause and the remedy."""


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of problem: the stable slug, the HTTP status, a title, and what to do about it."""

    slug: str
    status: int
    title: str
    remedy: str

    @property
    def uri(self) -> str:
        """The ``type`` member; relative, so that it leads to this server's own explanation."""
        return f"/problems/{self.slug}"


MALFORMED_JSON = ProblemType(
    "malformed-json",
    400,
    "The body is not JSON",
    "Send one JSON document in UTF-8, without NaN or Infinity.",
)
BAD_REQUEST = ProblemType("bad-request", 400, "The request cannot be read", "Correct the request.")
NOT_FOUND = ProblemType(
    "not-found", 404, "There is nothing at this address", "See /docs for the addresses."
)
METHOD_NOT_ALLOWED = ProblemType(
    "method-not-allowed",
    405,
    "The method is not allowed here",
    "Use a method that the Allow header names.",
)
BODY_TOO_LARGE = ProblemType(
    "body-too-large", 413, "The body is too large", "Send less, or several requests."
)
TOO_MANY_ITEMS = ProblemType(
    "too-many-items", 413, "Too many items in one request", "Send several requests."
)
UNSUPPORTED_MEDIA_TYPE = ProblemType(
    "unsupported-media-type",
    415,
    "The body is of a kind that is not read here",
    "Set Content-Type as /docs says.",
)
INVALID_FIELD = ProblemType(
    "invalid-field", 422, "A field has a wrong value", "Correct the fields that `errors` points to."
)
INVALID_ADDRESS = ProblemType(
    "invalid-address",
    422,
    "The url is not a web address",
    "Send a link such as https://shop.example/.",
)
INTERNAL_ERROR = ProblemType(
    "internal-error",
    500,
    "The service failed",
    "Report the request_id; the log holds the cause under it.",
)
NOT_READY = ProblemType(
    "not-ready", 503, "The service is not ready", "Try again; `detail` names the part."
)

PROBLEMS = (
    MALFORMED_JSON,
    BAD_REQUEST,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    BODY_TOO_LARGE,
    TOO_MANY_ITEMS,
    UNSUPPORTED_MEDIA_TYPE,
    INVALID_FIELD,
    INVALID_ADDRESS,
    INTERNAL_ERROR,
    NOT_READY,
)
_BY_STATUS = {400: BAD_REQUEST, 404: NOT_FOUND, 405: METHOD_NOT_ALLOWED, 413: BODY_TOO_LARGE}


class FieldError(BaseModel):
    """One wrong value: where it stands (RFC 6901 JSON pointer), and what is wrong with it."""

    pointer: str = Field(
        description="JSON pointer into the body; for a query parameter, its name after a slash."
    )
    detail: str
    type: str = Field(description="Short code of the fault, for programs.")


class ProblemDocument(BaseModel):
    """RFC 9457 problem document: the only shape in which an error is told."""

    type: str = Field(
        description="Address of the explanation, relative to the server.",
        examples=[INVALID_FIELD.uri],
    )
    title: str
    status: int
    detail: str
    request_id: str | None = Field(
        default=None, description="The id under which the log holds this request."
    )
    errors: list[FieldError] | None = None


class Problem(Exception):  # noqa: N818 - RFC 9457's own word
    """A request, or one item of a bulk request, that cannot be answered."""

    def __init__(
        self,
        kind: ProblemType,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = printable(detail)
        self.errors = tuple(errors)
        self.headers = dict(headers or {})

    def document(self, request_id: str | None = None) -> dict[str, Any]:
        """Return the problem as a JSON object; absent members are left out."""
        body: dict[str, Any] = {
            "type": self.kind.uri,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
        }
        if request_id:
            body["request_id"] = request_id
        if self.errors:
            body["errors"] = [error.model_dump() for error in self.errors]
        return body

    @classmethod
    def from_address(cls, error: AddressError, pointer: str = "/url") -> Problem:
        """Turn the core's refusal of a link into a problem that points at it."""
        detail = printable(str(error))
        return cls(
            INVALID_ADDRESS,
            detail,
            errors=[FieldError(pointer=pointer, detail=detail, type=error.code)],
        )

    @classmethod
    def from_validation(cls, rows: Iterable[Mapping[str, Any]], *, skip: int = 0) -> Problem:
        """Turn pydantic's findings into pointers; ``skip`` drops leading parts of a location."""
        found = list(rows)
        errors = [
            FieldError(
                pointer=pointer(row["loc"][skip:]),
                detail=_explained(row),
                type=str(row["type"]).replace("_", "-"),
            )
            for row in found[:MAX_FIELD_ERRORS]
        ]
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        place = errors[0].pointer or "body"
        return cls(INVALID_FIELD, f"{place}: {errors[0].detail}{more}", errors=errors)


def printable(text: str) -> str:
    """Cut a text for a problem document and replace what UTF-8 cannot carry (lone surrogates)."""
    cut = text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}…"
    return cut.encode("utf-8", "replace").decode("utf-8")


def pointer(location: Iterable[int | str]) -> str:
    """Return the RFC 6901 pointer of a location; names of 80 characters and more are cut."""
    parts = (str(part)[:80].replace("~", "~0").replace("/", "~1") for part in location)
    return printable("".join(f"/{part}" for part in parts))


def _explained(row: Mapping[str, Any]) -> str:
    if row["type"] == "extra_forbidden":
        return "Unknown field; remove it or correct its name"
    if row["type"] == "missing":
        return "This field is required"
    if row["type"] == "string_unicode":
        return "The text holds half of a surrogate pair; send valid Unicode"
    return printable(str(row["msg"]).removeprefix("Value error, "))


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
