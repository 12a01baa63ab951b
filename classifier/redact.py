"""Redaction: what may leave a browser or enter a log or the database.

The extension applies the same rules; ``tests/vectors/redact.json`` holds both to them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classifier.address import Address

MAX_PATH_SHAPE = 200
MAX_QUERY_NAMES = 20
MAX_NAME = 40
MAX_ENCODINGS = 6
"""Percent-encodings inside percent-encodings that are undone; beyond them all is masked."""

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_HANDLE = re.compile(r"(?<![\w.@/}])@[A-Za-z]\w{2,31}")
# four digits and more, also in groups, as people write cards and phones
_DIGITS = re.compile(r"\d(?:[ \u00a0().\-–]{0,2}\d){3,}")
_RUN = re.compile(r"[A-Za-z0-9_-]{16,}")
_LONG_WORD = re.compile(r"[A-Za-z0-9_]{24,}")
_PERSON = re.compile(
    r"((?:Получатель|Покупатель|Продавец|ФИО|Recipient|Buyer|Seller)\s*:\s*)"
    r"[А-ЯЁA-Z][\w-]*(?:\s+[А-ЯЁA-Z][\w.-]*){0,2}"
)
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_PARAMETERS = re.compile(r";[^/]*")
_WORD = re.compile(r"[A-Za-z0-9_\-\x80-\U0010ffff]+")
# what would end the path, part parameters, or is drawn in no address
_UNSAFE = re.compile(r"[^A-Za-z0-9/_.~!$'()*,:@={}-]+")


def redact_text(text: str) -> str:
    """Mask e-mails, @handles, long tokens, and numbers of four digits and more.

    Names after «Получатель:» and its like are dropped. Amounts of up to three digits stay.
    """
    text = _EMAIL.sub("{email}", text)
    text = _HANDLE.sub("{handle}", text)
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
    """Return a URL path without its numbers, tokens and words that are not ASCII: ``/order/{n}``.

    Percent signs hide nothing; ``;`` and what follows it in a segment is dropped.
    """
    return _shape(_PARAMETERS.sub("", _decoded(path)))[:MAX_PATH_SHAPE]


def query_names(query: str) -> tuple[str, ...]:
    """Return the parameter names of a query string, in order, without values or repeats."""
    names: dict[str, None] = {}
    for pair in query.removeprefix("?").split("&"):
        name = re.split("[=&;]", _decoded(pair.split("=", 1)[0]), maxsplit=1)[0]
        shape = _shape(name)[:MAX_NAME]
        if shape:
            names[shape] = None
    return tuple(names)[:MAX_QUERY_NAMES]


def redact_url(address: Address) -> str:
    """Return scheme, host, path shape and parameter names of an address; nothing else of it."""
    names = query_names(address.query)
    query = f"?{'&'.join(names)}" if names else ""
    return f"{address.scheme}://{address.host}{path_shape(address.path)}{query}"


def _decoded(text: str) -> str:
    """Undo percent-encoding, however often it was applied; full-width digits become plain ones."""
    for _ in range(MAX_ENCODINGS):
        before, text = text, _ENCODED.sub(_characters, text)
        if text == before:
            return unicodedata.normalize("NFKC", text)
    return "/{t}"


def _characters(match: re.Match[str]) -> str:
    return bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace")


def _shape(text: str) -> str:
    words = _WORD.sub(lambda match: match[0] if match[0].isascii() else "{t}", text)
    return redact_text(_UNSAFE.sub("-", words))
