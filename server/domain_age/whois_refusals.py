"""Answers that hold no record: "you ask too often", "no such domain", "that name is reserved".

They must be known for what they are before anything else reads them: a refusal read as "no such
domain", or as a record without a date, would be believed. The trouble is that records, too, speak
of limits: "access is rate limited", "abuse will result in being blacklisted", "if you have exceeded
the limit". So two things are asked of a refusal: that no line of a record and no "no such domain"
stands before it, for terms of use follow those; and that its sentence states what has happened,
not what may, for some registries print their terms first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from server.store.budget import LONGEST_ASKED_PAUSE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.domain_age.whois_servers import ServerTerms

MINUTE: Final = 60.0
HOUR: Final = 3_600.0
DAY: Final = 86_400.0

USUAL_WAIT: Final = 300.0
"""Seconds after "too fast" from a server that names no time; registries count by the minute, and
five times that keeps clear of the ban that follows repeated excess."""

USUAL_BAN: Final = HOUR
"""Seconds after "you are blocked": RIPN's terms speak of an hour at least."""

LONGEST_WAIT: Final = LONGEST_ASKED_PAUSE
"""Whatever a server says, it is asked again after a day."""

READ: Final = 8_192
"""Characters that are read: refusals are short, and no head of terms is longer than that."""

LONGEST_LINE: Final = 600
"""Characters of one line that are read."""

WRAPPED: Final = 45
"""Characters from which a line counts as wrapped prose that the next line continues."""

_LEAD = re.compile(r"^[\s%#;*>-]+")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")

_CONDITIONAL = re.compile(
    r"\b(?:if|in case|whenever|when|unless|may|might|can|could|will|would|shall|should|must|not to"
    r"|agree|reserves?|subject to|to prevent|to avoid|prohibited|in order to|exceeding"
    r"|если|в случае|при|может|могут|будет|будут|вправе|во избежание|запрещается)\b",
    re.IGNORECASE,
)

_CONSEQUENCE = re.compile(r"\s*(?:can|may|might|could|will|would|leads?)\b", re.IGNORECASE)
"""What follows in a threat: "too many queries may lead to a ban"."""

_TOO_OFTEN = re.compile(
    r"exceed(?:ed|s)\b.{0,60}\b(?:rate|limit|limits|quota|maximum|number|queries|requests)\b"
    r"|\b(?:rate|limit|quota|quer(?:y|ies)|look-?ups?|requests|connections)\b.{0,90}\bexceed(?:ed|s)\b"
    r"|\b(?:limit|quota)\b.{0,40}\breached\b"
    r"|\btoo (?:many|frequent)\b.{0,30}\b(?:requests|quer(?:y|ies)|connections|look-?ups?)\b"
    r"|\bexcessive (?:quer(?:y|ies|ying)|requests|look-?ups?)\b"
    r"|\b(?:you|your|client|ip|request|query)\b.{0,60}\b(?:throttled|rate[ -]limited)\b"
    r"|\btry again (?:later|after|in)\b|\bplease (?:slow down|wait)\b"
    r"|\b(?:temporarily|currently) (?:unavailable|overloaded)\b|\bserver (?:is )?(?:too )?busy\b"
    r"|\bпревы(?:шен|шена|шено|сили)\b"
    r"|\bслишком (?:много|част)\w*\b.{0,30}\b(?:запрос|обращени|соединени|подключени)"
    r"|\b(?:повторите|попробуйте|попытайтесь)\b.{0,60}\b(?:позже|позднее|через)\b"
    r"|\bвременно (?:недоступ|перегруж)",
    re.IGNORECASE,
)

_BANNED = re.compile(
    r"\bnot (?:allowed|permitted) to connect\b"
    r"|^black-?listed\b|\b(?:you|your|ip|address|host|network|client)\b.{0,90}"
    r"\b(?:black-?listed|block-?listed|banned|blocked|barred)\b"
    r"|\b(?:access|connection|request|query|look-?up)\b.{0,20}\b(?:denied|refused|rejected)\b"
    r"|\b(?:доступ|запрос|соединение|адрес)\w*\b.{0,60}"
    r"\b(?:запрещ[её]н|отклон[её]н|закрыт|заблокирован|ограничен)"
    r"|\bв ч[её]рн\w+ спис",
    re.IGNORECASE,
)

_UNITS = (
    (re.compile(r"(\d{1,6})\s*(?:d|days?|дн\w*|сут\w*)(?![a-zа-я])", re.IGNORECASE), DAY),
    (re.compile(r"(\d{1,6})\s*(?:h|hrs?|hours?|ч|час\w*)(?![a-zа-я])", re.IGNORECASE), HOUR),
    (re.compile(r"(\d{1,6})\s*(?:m|mins?|minutes?|мин\w*)(?![a-zа-я])", re.IGNORECASE), MINUTE),
    (re.compile(r"(\d{1,6})\s*(?:s|secs?|seconds?|сек\w*)(?![a-zа-я])", re.IGNORECASE), 1.0),
)
_PERIODS = (
    (re.compile(r"\bdaily\b|\bper day\b|\b(?:в|за) (?:сутки|день)\b", re.IGNORECASE), DAY),
    (re.compile(r"\bhourly\b|\bper hour\b|\b(?:в|за) час\b", re.IGNORECASE), HOUR),
)

_RECORD_LINE = re.compile(
    r"(?:registrar|registry domain id|domain status|state|nserver|name ?server) ?:.*\w",
    re.IGNORECASE,
)

_MISSING = re.compile(
    r"no match(?:\b.{0,20}\bfound)?(?:\W*$| for\b)"
    r"|(?:\W*error[:\d ]*)?(?:no|0) (?:matching )?(?:entries|entry|objects?|records?|data|domain"
    r"|domain records?|information|match record)(?: was| were)? found\b"
    r"|no (?:such domain|found\b|matching record|information available about domain)"
    r"|(?:the )?(?:requested )?(?:domain|object|data|query)?(?: name)?:? ?(?:\S{1,260} )?"
    r"(?:was |is |has )?not (?:been )?(?:found|registered)\b"
    r"|(?:the )?(?:queried )?(?:object|domain(?: name)?(?: \S{1,260})?) does not exist\b"
    r"|object_not_found\b|(?:(?:domain|registration) )?status ?[:.]+\s*"
    r"(?:free|available|not registered|no object found)\b"
    r"|nothing found\b|sorry, but domain: .{1,260} not found in database"
    r"|\S{1,260} is free\W*$|domain \S{1,260} - available\b|available\W*$"
    r"|(?:the |this )?(?:domain )?(?:name )?(?:\S{1,260} )?"
    r"is available for (?:registration|purchase)"
    r"|we do not have an entry in our database"
    r"|(?:указанный )?домен\b.{0,260}\bне (?:найден|зарегистрирован|существует)"
    r"|(?:записей |ничего )?не найдено\b",
    re.IGNORECASE,
)

_RESERVED = re.compile(
    r"\b(?:reserved|forbidden|prohibited|restricted|blocked|premium) (?:domain|name|string|word)"
    r"|\bis (?:reserved|forbidden|prohibited)\b|\b(?:reserved|blocked) by\b"
    r"|\bstatus ?[:.]+\s*(?:reserved|forbidden|prohibited|blocked|restricted|invalid)\b"
    r"|\bnot (?:available|allowed) for registration\b|\bcan(?:not|'t) be registered\b"
    r"|\bзарезервирован|\bстоп-лист|\bstop-?list",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A server's wish for patience: its own words, shortened, and the seconds to wait."""

    words: str
    wait: float


def refusal(text: str, terms: ServerTerms) -> Refusal | None:
    """Return what a server that will not answer asks for; None: it is no such text.

    How long: the answer's own words win, then the table's ``terms``, then the usual.
    """
    sentences = list(_sentences(_before_record(text)))
    for number, sentence in enumerate(sentences):
        banned = _stated(_BANNED, sentence)
        if not banned and not _stated(_TOO_OFTEN, sentence):
            continue
        named = _named_wait(" ".join(sentences[number : number + 3]))
        if banned:
            wait = max(named or 0.0, float(terms.ban_seconds or USUAL_BAN))
        else:
            wait = named or float(terms.wait_seconds or USUAL_WAIT)
        return Refusal(sentence[:120], min(wait, LONGEST_WAIT))
    return None


def says_missing(text: str) -> bool:
    """Tell whether a text without a record says that no such domain is registered."""
    return any(_is_missing(_bare(line)) for line in text[:READ].split("\n"))


def says_reserved(text: str) -> bool:
    """Tell whether a text without a record says that nobody may register the name."""
    return any(_stated(_RESERVED, sentence) for sentence in _sentences(text))


def _before_record(text: str) -> str:
    lines = text[:READ].split("\n")
    bare = map(_bare, lines)
    ends = (n for n, line in enumerate(bare) if _RECORD_LINE.match(line) or _is_missing(line))
    return "\n".join(lines[: next(ends, len(lines))])


def _is_missing(line: str) -> bool:
    return bool(line) and _MISSING.match(line) is not None


def _bare(line: str) -> str:
    """Return a line without the marks of a comment, and not longer than prose is."""
    return _LEAD.sub("", line[:LONGEST_LINE]).strip()


def _stated(pattern: re.Pattern[str], sentence: str) -> bool:
    found = pattern.search(sentence)
    if found is None or _CONSEQUENCE.match(sentence, found.end()):
        return False
    return not _CONDITIONAL.search(sentence[: found.end()])


def _sentences(text: str) -> Iterator[str]:
    """Yield a text's sentences, with wrapped lines joined and comment marks gone."""
    wrapped = ""
    for row in text[:READ].split("\n"):
        line = _bare(row)
        continues = len(wrapped) >= WRAPPED and bool(line) and wrapped[-1] not in ".!?:;"
        if wrapped and not continues:
            yield from _SENTENCE_END.split(wrapped)
            wrapped = ""
        wrapped = f"{wrapped} {line}".strip()
    yield from _SENTENCE_END.split(wrapped)


def _named_wait(text: str) -> float | None:
    """Return the seconds that a text names: "24h0m0s", "50 seconds", "daily"; None: none."""
    seconds = 0.0
    for pattern, unit in _UNITS:
        found = pattern.search(text)
        if found:
            seconds += int(found[1]) * unit
    if seconds:
        return seconds
    return next((period for pattern, period in _PERIODS if pattern.search(text)), None)
