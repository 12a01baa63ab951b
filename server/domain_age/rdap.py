"""RDAP: one question to one server, and what its answer comes to (RFC 7480, 9082, 9083).

A redirect is an answer too: the other server has a budget of its own.
"""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import ada_url

from classifier.address import unquoted
from server.domain_age.errors import Forbidden, Throttled, Unreachable, Unreadable
from server.domain_age.rdap_answer import is_error_document, read_domain, same_name
from server.domain_age.steps import Answer, Found, Missing, Onward, Step
from server.domain_age.whois_charset import printable
from server.net import BlockedAddress
from server.net.client import BadAnswer, Client, NoAnswer
from server.store.budget import LONGEST_ASKED_PAUSE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.net import AddressPolicy
    from server.net.client import Whole

ACCEPT = {"Accept": "application/rdap+json, application/json;q=0.5"}
"""RFC 7480 section 4.2; a few servers know only the second."""

OK, NOT_FOUND, TOO_MANY, SERVER_FAULT, UNAVAILABLE = 200, 404, 429, 500, 503
REDIRECTS = frozenset({301, 302, 303, 307, 308})
REFUSALS = frozenset({401, 403, 408})
"""Said of the one who asks or of the moment, not of the domain."""

LEAST_PATIENCE = 1.0
"""Seconds; a server that has had enough, and names a wait that is already over, gets this one."""

MAX_PATIENCE = LONGEST_ASKED_PAUSE
"""Seconds; a longer wait is cut: a server that is asked once a day is not harassed."""

USUAL_PATIENCE = 60.0
"""Seconds to wait for a server that names no time; budgets are counted by the minute."""

MAX_URL_LENGTH = 2_048
"""Characters of a redirect that are read; a real one has fewer than 100."""

_PATH = re.compile(r"/domain/([^/]+)/?", re.IGNORECASE)


class Rdap:
    """Asks RDAP servers.

    Args:
        policy: judges whom to ask.
        timeout: seconds for a whole answer, from resolving the name on.
        max_bytes: largest answer that is read.
    """

    def __init__(self, policy: AddressPolicy, timeout: float, max_bytes: int) -> None:
        self._client = Client(policy, silence=timeout)
        self._timeout, self._max_bytes = timeout, max_bytes

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def ask(self, step: Step, domain: str) -> Answer:
        """Fetch ``step.target`` and read what it says of the domain.

        Raises:
            Forbidden: the server's name leads to an address that may not be asked.
            Throttled: the server asks for patience.
            Unreachable: no whole answer, or one that says the server is out of order.
            Unreadable: an answer without a date, or about something else.
        """
        server = step.server
        try:
            answer = await self._client.get(
                step.target, ACCEPT, seconds=self._timeout, max_bytes=self._max_bytes
            )
        except BlockedAddress as error:
            raise Forbidden(str(error)) from error
        except (NoAnswer, OSError) as error:
            raise Unreachable(f"{server}: {error}") from error
        except BadAnswer as error:
            raise Unreadable(f"{server}: {error}") from error
        raw = printable(answer.body.decode("utf-8", "replace"))
        return Answer(_outcome(answer, step, domain), raw)


def _outcome(answer: Whole, step: Step, domain: str) -> Found | Missing | Onward:
    server, status = step.server, answer.status
    if status == OK:
        return read_domain(answer.body, domain, server)
    if status in REDIRECTS:
        return Onward(Step("rdap", _led_to(answer.headers, step.target, domain, server)))
    if status == NOT_FOUND:
        # some proxy before the registry may have no such page either, and says so in HTML
        if answer.body.strip() and not is_error_document(answer.body):
            raise Unreadable(f"{server}: answered 404 with something that is not RDAP")
        return Missing()
    wait = answer.headers.get("retry-after", "")
    if status == TOO_MANY or (status == UNAVAILABLE and wait):
        raise Throttled(f"{server}: answered {status}", _patience(wait))
    if status >= SERVER_FAULT or status in REFUSALS:
        raise Unreachable(f"{server}: answered {status}")
    raise Unreadable(f"{server}: answered {status}")


def _led_to(headers: Mapping[str, str], asked: str, domain: str, server: str) -> str:
    """Return where a redirect leads: to the same question, at a server no less private."""
    location = headers.get("location", "")
    if not location or len(location) > MAX_URL_LENGTH:
        raise Unreadable(f"{server}: a redirect to no address, or to a very long one")
    try:
        here, there = ada_url.URL(asked), ada_url.URL(location, base=asked)
    except ValueError as error:
        raise Unreadable(f"{server}: a redirect to no address") from error
    if there.protocol not in {"https:", here.protocol}:
        raise Unreadable(f"{server}: a redirect from {here.protocol} to {there.protocol}")
    if there.username or there.password:
        raise Unreadable(f"{server}: a redirect with a user name")
    here.hash = there.hash = ""
    if there.href == here.href:
        raise Unreadable(f"{server}: a redirect to itself")
    # whoever runs the server could send us to any page of anybody's otherwise
    about = _PATH.fullmatch(there.pathname, there.pathname.lower().rfind("/domain/"))
    if about is None or there.search or not same_name(unquoted(about[1]), domain):
        raise Unreadable(f"{server}: a redirect to another question")
    return there.href


def _patience(text: str) -> float:
    """Return the seconds that a Retry-After names, as a number or as a date (RFC 9110)."""
    text = text.strip()
    if re.fullmatch(r"[0-9]{1,12}", text):
        return _bounded(float(text))
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return USUAL_PATIENCE
    if until.tzinfo is None:
        until = until.replace(tzinfo=dt.UTC)
    return _bounded((until - dt.datetime.now(dt.UTC)).total_seconds())


def _bounded(seconds: float) -> float:
    return min(max(seconds, LEAST_PATIENCE), MAX_PATIENCE)
