"""Step: one question to one registry server, and what can come of it.

A look-up is a chain of steps: RDAP may lead on to another RDAP server, a thin registry to the
registrar's WHOIS. Each step stands in the queue by itself, so that every server's budget holds.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from server.domain_age.whois_back_ends import back_end_of
from server.net import authority

Protocol = Literal["rdap", "whois"]

WHOIS_PORT = 43
"""RFC 3912."""

FIRST_DAY = dt.datetime(1985, 1, 1, tzinfo=dt.UTC)
"""No domain is older: the first ``.com`` was registered on 15 March 1985."""

CLOCKS_APART = dt.timedelta(days=1)
"""How far in the future a date may lie: clocks differ, and dates without a zone by half a day."""

MOST_NAME_SERVERS = 13
"""RFC 9499: as many as fit into one DNS message of the old size; registries allow no more."""


@dataclass(frozen=True, slots=True)
class Step:
    """Whom to ask next.

    ``target`` is the whole URL to fetch for RDAP, ``host:port`` for WHOIS.
    """

    protocol: Protocol
    target: str

    @property
    def host(self) -> str:
        """The server's own name: its host, with the port if unusual."""
        if self.protocol == "whois":
            return self.target.removesuffix(f":{WHOIS_PORT}")
        return authority(self.target)

    @property
    def server(self) -> str:
        """The name that the step is counted under: its host's, or that of a known back end."""
        return back_end_of(self.host) if self.protocol == "whois" else self.host


@dataclass(frozen=True, slots=True)
class Found:
    """The domain is registered, since ``registered`` (UTC); the rest is kept for researchers."""

    registered: dt.datetime
    registrar: str = ""
    name_servers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """The registry knows no such domain."""


@dataclass(frozen=True, slots=True)
class Onward:
    """This server does not know the date; another one may."""

    step: Step


Outcome = Found | Missing | Onward


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server's answer comes to; ``raw`` is its text, shown on request and never kept."""

    outcome: Outcome
    raw: str


def is_possible(registered: dt.datetime, now: dt.datetime) -> bool:
    """Tell whether a domain can have been registered then; else the date is a mistake or a joke."""
    return FIRST_DAY <= registered <= now + CLOCKS_APART
