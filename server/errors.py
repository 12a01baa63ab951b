"""Errors: every failure that leaves the service is one RFC 9457 problem document.

    StartError             the service cannot start; the message is for the person at the terminal
    └─ SettingsError       (server.settings) a variable cannot be used
    └─ StoreError          (server.store) the database cannot be used
    Problem                a request cannot be answered; becomes ``application/problem+json``

The closed list of problem types stands in ``server.problem_types``, the way out in
``server.handlers``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from server.masking import mask
from server.problem_types import INVALID_ADDRESS, INVALID_FIELD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classifier.address import AddressError
    from server.problem_types import ProblemType

MAX_FIELD_ERRORS = 20
MAX_TEXT = 500


class StartError(Exception):
    """The service cannot start; the message names the cause and the remedy."""


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
    """Mask numbers that a text repeats, cut it, replace what UTF-8 cannot carry (surrogates)."""
    text = mask(text)
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
    if row["type"] == "string_too_short":  # only links have a least length
        return "The address is empty; send a link such as https://shop.example/"
    if row["type"] == "string_unicode":
        return "The text holds half of a surrogate pair; send valid Unicode"
    return printable(str(row["msg"]).removeprefix("Value error, "))
