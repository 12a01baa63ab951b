"""Redaction: what may leave a browser or enter a log or the database.

The extension applies the same rules; ``tests/vectors/redact.json`` holds both to them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classifier.address import Address

MAX_PATH_SHAPE = 200
MAX_QUERY_NAMES = 20
MAX_NAME = 40

_HIDDEN_DIGIT = re.compile(r"%3([0-9])")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# four digits and more, also in groups, as people write cards and phones
_DIGITS = re.compile(r"\d(?:[  ().\-–]{0,2}\d){3,}")
_RUN = re.compile(r"[A-Za-z0-9_-]{16,}")
_LONG_WORD = re.compile(r"[A-Za-z0-9_]{24,}")
_PERSON = re.compile(
    r"((?:Получатель|Покупатель|Продавец|ФИО|Recipient|Buyer|Seller)\s*:\s*)"
    r"[А-ЯЁA-Z][\w-]*(?:\s+[А-ЯЁA-Z][\w.-]*){0,2}"
)


def redact_text(text: str) -> str:
    """Replace e-mails by ``{email}``, long tokens by ``{t}``, four digits and more by ``{n}``.

    Names after «Получатель:» and its like are dropped. Amounts of up to three digits stay.
    """
    text = _EMAIL.sub("{email}", text)
    text = _PERSON.sub(r"\1{name}", text)
    text = _RUN.sub(_masked_run, text)
    return _DIGITS.sub("{n}", text)


def _masked_run(match: re.Match[str]) -> str:
    """Mask a run that mixes letters and digits, else only its words of 24 letters and more."""
    run = match[0]
    if any(map(str.isdigit, run)) and any(map(str.isalpha, run)):
        return "{t}"
    return _LONG_WORD.sub("{t}", run)


def path_shape(path: str) -> str:
    """Return a URL path without its numbers and tokens: ``/order/{n}``."""
    return redact_text(_HIDDEN_DIGIT.sub(r"\1", path))[:MAX_PATH_SHAPE]


def query_names(query: str) -> tuple[str, ...]:
    """Return the parameter names of a query string, in order, without values or repeats."""
    names: dict[str, None] = {}
    for pair in query.removeprefix("?").split("&"):
        name = redact_text(_HIDDEN_DIGIT.sub(r"\1", pair.split("=", 1)[0]))[:MAX_NAME]
        if name:
            names[name] = None
    return tuple(names)[:MAX_QUERY_NAMES]


def redact_url(address: Address) -> str:
    """Return scheme, host, path shape and parameter names of an address; nothing else of it."""
    names = query_names(address.query)
    query = f"?{'&'.join(names)}" if names else ""
    return f"{address.scheme}://{address.host}{path_shape(address.path)}{query}"
