"""The language of an answer: ``?lang=``, else Accept-Language (RFC 9110 §12.5.4), else Russian."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from classifier.verdict import Language
from server.errors import FieldError, Problem
from server.problem_types import INVALID_FIELD

if TYPE_CHECKING:
    from starlette.requests import Request

MAX_RANGES = 32
DEFAULT = Language.RU
_BY_CODE = {"*": DEFAULT, **{language.value: language for language in Language}}


# read by hand: the framework's own parameters cost a third of a whole verdict
LANG_PARAMETER: dict[str, Any] = {
    "name": "lang",
    "in": "query",
    "required": False,
    "description": "Language of the texts; without it Accept-Language decides, else Russian.",
    "schema": {"type": "string", "enum": [language.value for language in Language]},
}


def choose_language(request: Request) -> Language:
    """Return the language of this request's answer.

    Raises:
        Problem: ``lang`` names a language that the texts do not have.
    """
    asked = request.query_params.get("lang")
    if asked is None:
        return accepted_language(request.headers.get("accept-language", ""))
    try:
        return Language(asked)
    except ValueError as error:
        detail = f"There are texts in {' and '.join(Language)} only"
        wrong = FieldError(pointer="/lang", detail=detail, type="unknown-language")
        raise Problem(INVALID_FIELD, f"/lang: {detail}", errors=[wrong]) from error


def accepted_language(header: str) -> Language:
    """Return the best supported language of an Accept-Language header; at a tie the earlier."""
    best, best_quality = DEFAULT, 0.0
    for name, quality in weighted(header):
        code = name.partition("-")[0]
        language = _BY_CODE.get(code)
        if language and quality > best_quality:
            best, best_quality = language, quality
    return best


def weighted(header: str) -> list[tuple[str, float]]:
    """Split a header of ranges with ``q=`` weights; unreadable weights count as 0."""
    ranges = []
    for part in header.split(",")[:MAX_RANGES]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                quality = _quality(parameter[2:])
        if name:
            ranges.append((name, quality))
    return ranges


def _quality(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 <= value <= 1 else 0.0
