"""WhoisServers: which WHOIS server answers for a domain, how it is asked and how often it may be.

The built-in table is ``data/whois_servers.yml``; the operator's overrides win over it.
"""

from __future__ import annotations

import ipaddress
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

import ada_url
from pydantic import Field

from classifier.data_files import Closed, load_yaml, validated
from server.domain_age.steps import WHOIS_PORT, Step
from server.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE = Path(__file__).parent / "data" / "whois_servers.yml"

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*", re.ASCII)
"""A host name or an IPv4 address in lower case; RFC 1035 limits its length."""

_BRACKETED = re.compile(r"\[[0-9a-f:.]+\]")
_NAME_AND_PORT = re.compile(r"(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?", re.ASCII)
_MAX_PORT = 65_535


class ServerTerms(Closed):
    """One server of the table: what it answers for and what its operator asks of those who ask.

    ``query`` holds ``{domain}``; ``per_minute`` is None where no terms are published;
    ``wait_seconds`` and ``ban_seconds`` are None where an answer's own words must do.
    """

    endings: tuple[str, ...] = ()
    query: str = "{domain}"
    charset: str = ""
    per_minute: int | None = Field(default=None, ge=1)
    wait_seconds: int | None = Field(default=None, ge=1)
    ban_seconds: int | None = Field(default=None, ge=1)


class _Table(Closed):
    """The built-in file as it is written."""

    servers: dict[str, ServerTerms]
    own_host: dict[str, str]
    silent: tuple[str, ...]


_NO_TERMS = ServerTerms()


class WhoisServers:
    """The built-in table with the operator's overrides laid over it.

    Args:
        places: ending (A-labels) to ``host:port``; empty where nobody is to be asked.
        trusted: the ``host:port`` of every override.
    """

    def __init__(self, places: Mapping[str, str], trusted: frozenset[str]) -> None:
        self._places = dict(places)
        self._trusted = trusted

    @classmethod
    def load(cls, overrides: Mapping[str, str]) -> Self:
        """Read the built-in table and lay ``overrides`` over it.

        Raises:
            SettingsError: an ending or a server of the overrides cannot be read.
        """
        given: dict[str, str] = {}
        for ending, place in overrides.items():
            plain, server = _override(ending, place)
            if plain in given:
                raise _refused(ending, place, f".{plain} stands there twice; name each ending once")
            given[plain] = server
        trusted = frozenset(place for place in given.values() if place)
        return cls(_built_in_places() | given, trusted)

    @property
    def trusted(self) -> frozenset[str]:
        """The ``host:port`` of servers that the operator named itself."""
        return self._trusted

    def step_for(self, domain: str) -> Step | None:
        """Return the question to ask about a domain (A-labels); None: nobody can be asked."""
        place = _longest(self._places, domain)
        return Step("whois", place) if place else None

    def is_registry(self, step: Step, domain: str) -> bool:
        """Tell whether a server speaks for the whole ending, as a registrar's does not.

        Only a registry's "no such domain" means that there is none.
        """
        known = {_longest(self._places, domain), _longest(_built_in_places(), domain)}
        return step.target in known

    def per_minute(self, server: str) -> int | None:
        """Return the questions a minute that a server's operator publishes; None: not known.

        ``server`` is named as ``Step.server`` names it.
        """
        return terms_of(server).per_minute


def terms_of(server: str) -> ServerTerms:
    """Return the table's row of a server (``Step.host``), or one that says nothing."""
    return _table().servers.get(server, _NO_TERMS)


def _longest(places: Mapping[str, str], domain: str) -> str:
    """Return the place of the longest ending that fits a domain; empty: none does."""
    labels = domain.split(".")
    endings = (".".join(labels[start:]) for start in range(len(labels)))
    return next((places[ending] for ending in endings if ending in places), "")


@cache
def _table() -> _Table:
    return validated(_Table, load_yaml(TABLE), TABLE.name)


@cache
def _built_in_places() -> dict[str, str]:
    table = _table()
    own_host = " ".join(table.own_host.values()).split()
    places = {ending: f"whois.nic.{ending}:{WHOIS_PORT}" for ending in own_host}
    for server, terms in table.servers.items():
        places |= {_to_ascii(ending): f"{server}:{WHOIS_PORT}" for ending in terms.endings}
    return places


def _to_ascii(ending: str) -> str:
    if ending.isascii():
        return ending
    return ada_url.idna_to_ascii(ending).decode()


def _override(ending: str, place: str) -> tuple[str, str]:
    """Return an override as the table keeps it: ending in A-labels, ``host:port`` or nothing."""
    plain = _plain(ending.strip().strip("."))
    if not HOST.fullmatch(plain):
        raise _refused(ending, place, f"{ending!r} is no ending; write it as in ru, рф or com.ua")
    if not place.strip():
        return plain, ""
    parts = _NAME_AND_PORT.fullmatch(place.strip())
    name, port = parts.groups() if parts else ("", None)
    host = _plain(name)
    if not (HOST.fullmatch(host) or _is_bracketed_ipv6(host)):
        raise _refused(ending, place, "write the server as host, host:port or [IPv6]:port")
    number = WHOIS_PORT if port is None else int(port)
    if not 1 <= number <= _MAX_PORT:
        raise _refused(ending, place, f"{number} is no port; give 1 to {_MAX_PORT}")
    return plain, f"{host}:{number}"


def _plain(name: str) -> str:
    """Return a name in A-labels and lower case; empty where it has none."""
    try:
        return _to_ascii(name.lower())
    except ValueError:  # half a surrogate pair is one too
        return ""


def _is_bracketed_ipv6(host: str) -> bool:
    if not _BRACKETED.fullmatch(host):
        return False
    try:
        ipaddress.IPv6Address(host[1:-1])
    except ValueError:
        return False
    return True


def _refused(ending: str, place: str, remedy: str) -> SettingsError:
    return SettingsError(
        f"SVERKA_WHOIS_OVERRIDES: {{{ending!r}: {place!r}}}: {remedy}; "
        "an empty text asks nobody; see docs/settings.md"
    )
