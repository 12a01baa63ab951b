"""RDAP answers: the one date in them, read with patience for servers' ways (RFC 9083).

Of a domain that was dropped and bought anew the last registration counts: what its buyer before
did with it says nothing about the one who holds it now. A transfer to another registrar never
counts: an honest shop changes its registrar too, and would look young.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import ada_url

from server.domain_age.errors import Unreadable
from server.domain_age.steps import MOST_NAME_SERVERS, Found, is_possible
from server.strict_json import JsonError, strict_json

if TYPE_CHECKING:
    from collections.abc import Iterator

REGISTRATIONS = frozenset({"registration", "reregistration"})
"""Events that give a domain to its present holder (RFC 9083 section 10.2.3)."""

MAX_REGISTRAR = 200
"""Characters of a registrar's name that are kept."""

MAX_OBJECTS = 1_000
"""Objects of one list that are looked at; a real answer has fewer than 50."""

_DATE = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,18}))?)?"
    r" ?([Zz]|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_HOST = re.compile(r"[a-z0-9_.-]{1,253}")
_NO_LETTER = re.compile(r"[^a-z]")


def read_domain(body: bytes, domain: str, server: str) -> Found:
    """Read an answer of status 200; ``server`` names the sender in errors.

    Raises:
        Unreadable: no RDAP answer, one about another domain, or one without a date.
    """
    try:
        answer = strict_json(body)
    except JsonError as error:
        raise Unreadable(f"{server}: the answer is {error}") from error
    if not isinstance(answer, dict):
        raise Unreadable(f"{server}: the answer is no JSON object")
    for name in ("ldhName", "unicodeName"):
        told = answer.get(name)
        if isinstance(told, str) and not same_name(told, domain):
            raise Unreadable(f"{server}: the answer is about another domain than {domain}")
    return Found(
        _registered(answer.get("events"), server),
        _registrar(answer.get("entities")),
        _name_servers(answer.get("nameservers")),
    )


def is_error_document(body: bytes) -> bool:
    """Tell whether a body is what an RDAP server says when it knows nothing (RFC 9083 section 6).

    Some leave the error code out, so the mark of any RDAP answer will do.
    """
    try:
        answer = strict_json(body)
    except JsonError:
        return False
    return isinstance(answer, dict) and not {"errorCode", "rdapConformance"}.isdisjoint(answer)


def same_name(told: str, domain: str) -> bool:
    """Tell whether a name, in ASCII or Unicode, is the domain (an A-label in lower case)."""
    told = told.strip().rstrip(".").lower()
    if told == domain:
        return True
    try:
        return ada_url.idna_to_ascii(told).decode("ascii") == domain
    except ValueError:  # half a surrogate pair is one too
        return False


def _registered(events: Any, server: str) -> dt.datetime:
    dates = [
        _date(event.get("eventDate"), server)
        for event in _objects(events)
        if _plain(event.get("eventAction")) in REGISTRATIONS
    ]
    if not dates:
        raise Unreadable(f"{server}: the answer has no registration date")
    registered = max(dates)
    if not is_possible(registered, dt.datetime.now(dt.UTC)):
        raise Unreadable(f"{server}: the answer has an impossible registration date")
    return registered


def _date(text: Any, server: str) -> dt.datetime:
    """Read an RFC 3339 date; without a zone it is taken for UTC, without a time for midnight."""
    match = _DATE.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise Unreadable(f"{server}: the answer has a registration date that cannot be read")
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        # the 60th second is a leap one
        moment = dt.datetime(year, month, day, hour, minute, min(second, 59), tzinfo=dt.UTC)
        return moment - _offset(match[8] or "")
    except (ValueError, OverflowError) as error:
        raise Unreadable(f"{server}: the answer has a date that does not exist") from error


def _offset(zone: str) -> dt.timedelta:
    if zone[:1] not in {"+", "-"}:
        return dt.timedelta()
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -offset if zone[0] == "-" else offset


def _registrar(entities: Any) -> str:
    for entity in _objects(entities):
        roles = entity.get("roles")
        if "registrar" in {
            _plain(role) for role in (roles if isinstance(roles, list) else [roles])
        }:
            return _card_name(entity.get("vcardArray"))
    return ""


def _card_name(card: Any) -> str:
    """Return the name on a jCard (RFC 7095): ``["vcard", [["fn", {}, "text", NAME], …]]``."""
    rows = card[1] if isinstance(card, list) and len(card) > 1 else None
    for row in rows if isinstance(rows, list) else ():
        match row:
            case [str(kind), _, _, str(name), *_] if kind.lower() == "fn":
                printable = "".join(letter if letter.isprintable() else " " for letter in name)
                return " ".join(printable.split())[:MAX_REGISTRAR]
    return ""


def _name_servers(servers: Any) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for server in _objects(servers):
        name = server.get("ldhName")
        plain = name.strip().rstrip(".").lower() if isinstance(name, str) else ""
        if _HOST.fullmatch(plain):
            names[plain] = None
    return tuple(names)[:MOST_NAME_SERVERS]


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a list, also of lists within it, as some servers nest them."""
    waiting, left = [value], MAX_OBJECTS
    while waiting and left:
        left -= 1
        found = waiting.pop()
        if isinstance(found, dict):
            yield found
        elif isinstance(found, list):
            waiting.extend(reversed(found[:left]))


def _plain(text: Any) -> str:
    """Return the letters of a word, in lower case: servers write ``Re-Registration`` too."""
    return _NO_LETTER.sub("", text.lower()) if isinstance(text, str) else ""
