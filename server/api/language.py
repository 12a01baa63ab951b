"""The language of an answer: ``?lang=``, else Accept-Language (RFC 9110 §12.5.4), else Russian."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import Query

from classifier.verdict import Language

if TYPE_CHECKING:
    from starlette.requests import Request

LangQuery = Annotated[
    Literal["ru", "en"] | None,
    Query(description="Language of the texts; without it Accept-Language decides, else ru."),
]
MAX_RANGES = 32
DEFAULT = Language.RU
_BY_CODE = {"*": DEFAULT, **{language.value: language for language in Language}}


def choose_language(request: Request, asked: str | None) -> Language:
    """Return the language of this request's answer."""
    if asked:
        return Language(asked)
    return accepted_language(request.headers.get("accept-language", ""))


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
