"""Cases from files, by the HTTP interface's own models, so that every doorway judges alike."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from pydantic import ValidationError

from server.api.schemas import CheckRequest

if TYPE_CHECKING:
    from classifier.case import Case


class CaseError(ValueError):
    """The values are no case; the message starts with a JSON pointer into ``{"url", "page"}``."""


def case_of(url: object, page: object = None) -> Case:
    """Return the case that a link and a page's structure make.

    Raises:
        CaseError: a value is missing, of the wrong kind, too long, or unknown.
    """
    try:
        return CheckRequest.model_validate({"url": url, "page": page}).to_core()
    except ValidationError as error:
        from server.errors import Problem  # noqa: PLC0415 - brings the web framework, rarely needed

        problem = Problem.from_validation(error.errors(include_url=False, include_input=False))
        raise CaseError(problem.detail) from error


def strict_json(text: str | bytes) -> Any:
    """Parse JSON as RFC 8259 has it, without NaN and Infinity.

    Raises:
        ValueError: the text is no JSON, or is nested too deeply.
    """
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ValueError(f"not JSON: {error.msg} ({place})") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 (byte {error.start + 1}); convert the file") from error
    except RecursionError as error:
        raise ValueError("not readable as JSON: nested too deeply") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"not JSON: {name} is no JSON value")
