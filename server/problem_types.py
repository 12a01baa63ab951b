"""Problem types: the closed list of what can go wrong with a request.

The slugs are part of the public contract; ``docs/api.md`` explains each.
"""

from __future__ import annotations

from dataclasses import dataclass


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
    "Send JSON in UTF-8, not compressed, with the Content-Type that /docs names.",
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

RETRY = {"Retry-After": "5"}
"""Header of a ``NOT_READY`` answer: seconds after which another try makes sense."""

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
