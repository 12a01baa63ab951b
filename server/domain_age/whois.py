"""Whois: one question to one WHOIS server, from the domain's name to what the answer comes to."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from server.domain_age.errors import Unreadable
from server.domain_age.steps import Answer
from server.domain_age.whois_answer import read_answer
from server.domain_age.whois_charset import decode
from server.domain_age.whois_servers import terms_of
from server.domain_age.whois_transport import Limits, query

if TYPE_CHECKING:
    from server.domain_age.steps import Step
    from server.domain_age.whois_servers import WhoisServers
    from server.net import AddressPolicy

_DOMAIN = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", re.ASCII)
"""What may stand in a question: anything else could be a second line or an option."""


class Whois:
    """Asks WHOIS servers.

    Args:
        servers: the table: how each server is asked, and which of them are registries.
        policy: which addresses may be asked.
        timeout: seconds for connection and whole answer together.
        max_bytes: of an answer, that are read.
    """

    def __init__(
        self, servers: WhoisServers, policy: AddressPolicy, timeout: float, max_bytes: int
    ) -> None:
        self._servers = servers
        self._policy = policy
        self._limits = Limits(timeout, max_bytes)

    async def ask(self, step: Step, domain: str) -> Answer:
        """Ask the step's server about a registrable domain (A-labels, lower case).

        Raises:
            Forbidden: the server's address may not be asked.
            Throttled: the server asks for patience.
            Unreachable: no connection, no answer in time, or one that broke off.
            Unreadable: an answer that tells nothing, or a name that no registry could know.
        """
        if not _DOMAIN.fullmatch(domain):
            raise Unreadable(f"{domain[:80]!r} is no domain in A-labels; it was not asked about")
        terms = terms_of(step.host)
        line = terms.query.format(domain=domain)
        reply = await query(step.target, line, self._policy, self._limits)
        text = decode(reply.data, terms.charset)
        outcome = read_answer(
            text,
            domain,
            step,
            now=dt.datetime.now(dt.UTC),
            broken=reply.broken,
            from_registry=self._servers.is_registry(step, domain),
        )
        return Answer(outcome, text)
