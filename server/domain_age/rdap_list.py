"""List of RDAP servers: which one knows an ending, as IANA publishes it (RFC 9224)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import ada_url

from server.strict_json import JsonError, strict_json

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_LIST_BYTES = 4_000_000
"""IANA's list has 71 kB; a list fifty times as long is something else."""

LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""Stands for a list that does not say when it was published: any that does is newer."""


class ListError(ValueError):
    """The text is no list of RDAP servers; the message says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class ServerList:
    """A list that was read: ``bases`` holds the address of the server of each ending.

    Endings are ASCII (A-labels) in lower case without dots around; addresses end in a slash.
    """

    published: dt.datetime
    bases: Mapping[str, str]

    def base_for(self, domain: str) -> str | None:
        """Return the address of the server for a domain: of the longest ending that fits."""
        labels = domain.split(".")
        endings = (".".join(labels[start:]) for start in range(1, len(labels)))
        return next((self.bases[ending] for ending in endings if ending in self.bases), None)


@cache
def bundled_list() -> ServerList:
    """Return IANA's list as it came with this version."""
    return read_list(files("server.domain_age").joinpath("data/rdap_bootstrap.json").read_bytes())


def read_list(text: bytes) -> ServerList:
    """Read a list; one fault in it makes all of it suspect.

    Raises:
        ListError: not JSON, not a list of servers, or too long.
    """
    if len(text) > MAX_LIST_BYTES:
        raise ListError(f"it has {len(text):,} bytes; at most {MAX_LIST_BYTES:,} are read")
    try:
        document = strict_json(text)
    except JsonError as error:
        raise ListError(f"it is {error}") from error
    services = document.get("services") if isinstance(document, dict) else None
    if not isinstance(services, list):
        raise ListError('it has no list "services" (RFC 9224)')
    bases: dict[str, str] = {}
    for number, service in enumerate(services, start=1):
        match service:
            case [[*endings], [*addresses], *_]:
                base = _best(addresses, number)
                bases |= {_ending(ending, number): base for ending in endings}
            case _:
                raise ListError(f"service {number} is not [[ending, …], [address, …]]")
    return ServerList(_published(document.get("publication")), bases)


def _published(text: Any) -> dt.datetime:
    if text is None:
        return LONG_AGO
    try:
        moment = dt.datetime.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise ListError('its "publication" is no date, such as 2026-07-23T02:00:03Z') from error
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _ending(text: Any, number: int) -> str:
    try:
        ending = ada_url.idna_to_ascii(text.strip(".").lower()).decode("ascii")
    except (AttributeError, ValueError) as error:
        raise ListError(f"service {number} has an ending that is no name") from error
    if not ending:
        raise ListError(f"service {number} has an empty ending")
    return ending


def _best(addresses: list[Any], number: int) -> str:
    """Return the first https address, else the first http one, with a slash at its end."""
    usable = [base for base in (_base(address, number) for address in addresses) if base]
    if not usable:
        raise ListError(f"service {number} has no http or https address")
    return next((base for base in usable if base.startswith("https:")), usable[0])


def _base(address: Any, number: int) -> str | None:
    try:
        url = ada_url.URL(address)
    except (AttributeError, ValueError) as error:  # the first is a number's or a list's
        raise ListError(f"service {number} has an address that is no URL") from error
    if url.protocol not in {"http:", "https:"}:
        return None  # RFC 9224 leaves room for other schemes beside
    if url.username or url.password or url.search or url.hash:
        raise ListError(f"service {number} has an address with a user name, query or fragment")
    return url.href if url.href.endswith("/") else f"{url.href}/"
