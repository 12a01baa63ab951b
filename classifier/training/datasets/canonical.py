"""Canonical forms of an address: which rows are the same, which domain and campaign they are of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.redact import path_shape

if TYPE_CHECKING:
    from classifier.address import Address

_DIGITS = re.compile(r"\d+")


def key_of(address: Address) -> str:
    """Return what two spellings of one address share.

    Scheme, ``www.``, user, port, fragment and a last slash are left out: sources write them by
    habit, and no verdict may hang on them.
    """
    query = f"?{address.query}".rstrip("?") if address.query.strip("?") else ""
    return f"{bare_host(address)}{address.path.rstrip('/')}{query}"


def shape_of(address: Address) -> str:
    """Return host and path shape: the grain at which labels of our own are kept and joined."""
    return f"{bare_host(address)}{path_shape(address.path).rstrip('/')}"


def domain_of(address: Address) -> str:
    """Return the registrable domain; of an IP address or a bare suffix the host itself."""
    return address.registrable_domain or address.host


def template_of(address: Address) -> str:
    """Return the host with runs of digits as ``#``: rows of one campaign share it.

    An IP address is its own template: addresses have nothing in common but digits.
    """
    host = bare_host(address)
    return host if address.is_ip else _DIGITS.sub("#", host)


def bare_host(address: Address) -> str:
    """Return the host without ``www.``, unless that is what was registered."""
    host = address.host
    return host if address.registrable_domain == host else host.removeprefix("www.")
