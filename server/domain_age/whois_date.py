"""When a record says that its domain was registered, read by python-whois's parser.

The parser knows how each ending's registry words and writes the date. Five things about it are
mended here. Its patterns match anywhere in a line, so that who registers a domain could write the
date into his own name or street: they are held to the beginning of lines, and lines set in below a
person are not read. It reads every field at once, so that a strange expiry date hides the
registration; it is asked for the one field. It fills what a date lacks with today's; a date counts
only if year and day stand in the text. Some of its patterns run over the whole text, which takes
seconds on a hostile answer; those endings, and those that it does not know (.md, .am), are read by
label. Kazakhstan's "(GMT+0:00)", which it refuses, is spelt with two digits first.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
from typing import TYPE_CHECKING, Final

import ada_url
from whois.parser import WhoisEntry, cast_date

from server.domain_age.errors import Unreadable
from server.domain_age.steps import is_possible

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LINES: Final = 300
LONGEST_LINE: Final = 300
"""What is read of an answer: three times what the longest real records have."""

MOST_CHARACTERS: Final = 12_000

_LABEL = re.compile(
    r"[ \t\[]*(?:domain )?(?:name )?(?:record )?"
    r"(?:creat(?:ed|ion)|registered|registration|activated|commencement)"
    r"(?: (?:on|date|time|at))?[ \t.\]]*:[ \t.]*(\S.*)",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"[ \t*\[]*(?:registrant|admin|tech|billing|owner|holder|org\b|organi[sz]ation|person|descr"
    r"|remarks|address|postal|e-?mail|contact)",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}\.\d{4}(?!\d)")
_ISO = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}")
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/\d{4}(?!\d)")
_ONE_DIGIT_ZONE = re.compile(r"\(GMT([+-])(\d):")
_DIGITS = re.compile(r"\d{8}(?:\d{6})?")
_MONTHS: Final = 12


def registered(text: str, domain: str, now: dt.datetime) -> dt.datetime | None:
    """Return when a record's domain was registered, in UTC; None: the text has no such date.

    Of several dates the first counts: every registry puts the domain before its contacts, whose own
    dates may be years older or younger.

    Args:
        text: the answer, decoded; a last line without its end is not read, for it may be cut.
        domain: as A-labels; the parser wants Unicode.
        now: the present, aware.

    Raises:
        Unreadable: there is a date, but none that can be.
    """
    lines = _lines(text)
    body = "".join(f"{line}\n" for line in lines)
    labelled = next((found[1] for found in map(_LABEL.fullmatch, lines) if found), "")
    moment = _as_parser_reads(body, ada_url.idna_to_unicode(domain)) or _cast(labelled)
    if moment is None:
        if labelled:
            raise Unreadable(f"{domain}: {labelled[:40]!r} is no date that can be read")
        return None
    try:
        in_utc = moment.astimezone(dt.UTC)
    except (OverflowError, ValueError) as error:
        raise Unreadable(f"{domain}: a registration in the year {moment.year}") from error
    if not is_possible(in_utc, now):
        raise Unreadable(f"{domain}: a registration on {in_utc:%Y-%m-%d} cannot be")
    return in_utc


def _lines(text: str) -> list[str]:
    """Return the lines to read: complete ones, no blank ones, none that a registrant filled in."""
    whole = text[:MOST_CHARACTERS].rpartition("\n")[0].split("\n")
    kept = (line[:LONGEST_LINE] for line in _not_of_people(whole))
    return [line for line, _ in zip(kept, range(MOST_LINES), strict=False)]


def _not_of_people(lines: list[str]) -> Iterator[str]:
    """Yield the lines that tell nothing of a person: not his own ones, nor those set in below."""
    below: int | None = None  # how far in the last line of a person stands
    for line in lines:
        depth = len(line) - len(line.lstrip(" \t"))
        if not line.strip() or (below is not None and depth > below):
            continue  # a blank line does not end it: a street may have an empty line
        below = depth if _PERSON.match(line) else None
        if below is None:
            yield line


def _as_parser_reads(body: str, name: str) -> dt.datetime | None:
    """Return the first date that the ending's own pattern finds."""
    entry = WhoisEntry.load(name, "")
    wanted = entry._regex.get("creation_date") or entry._regex.get("created")  # noqa: SLF001 - the parser's table has no other door
    if not wanted or "\\W" in wanted:
        return None
    found = re.search(rf"^[ \t]*(?:{wanted})", body, re.IGNORECASE | re.MULTILINE)
    if found is None:
        return None
    value = next((group for group in found.groups() if group), "")
    return _cast(value, day_first=entry.dayfirst)


def _cast(value: str, *, day_first: bool = False) -> dt.datetime | None:
    """Return the date that python-whois reads in a value, if the value really states it."""
    value = _ONE_DIGIT_ZONE.sub(r"(GMT\g<1>0\2:", value.strip()[:80])
    dotted = bool(_DOTTED.search(value))  # day before month wherever dots are used
    if not value or (not (dotted or day_first) and _either_way(value)):
        return None
    if _DIGITS.fullmatch(value):
        value = f"{value[:4]}-{value[4:6]}-{value[6:8]}"
    day_first = (day_first or dotted) and not _ISO.search(value)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # dateutil warns of time zones that it does not know
            moment = cast_date(value, dayfirst=day_first)
    except Exception:  # noqa: BLE001 - a stranger's text in two libraries: many kinds are raised
        return None
    return moment if isinstance(moment, dt.datetime) and _states(value, moment) else None


def _states(value: str, moment: dt.datetime) -> bool:
    day = re.search(rf"(?<!\d)0?{moment.day}(?!\d)", value)
    return str(moment.year) in value and day is not None


def _either_way(value: str) -> bool:
    """Tell whether day and month of a date with slashes could be meant either way round."""
    found = _SLASHED.search(value)
    return found is not None and found[1] != found[2] and max(map(int, found.groups())) <= _MONTHS
