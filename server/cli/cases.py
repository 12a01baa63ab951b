"""Cases from files, by the HTTP interface's own models, so that every doorway judges alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from server.api.schemas import CheckRequest
from server.errors import Problem

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
        problem = Problem.from_validation(error.errors(include_url=False, include_input=False))
        raise CaseError(problem.detail) from error
