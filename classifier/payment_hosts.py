"""Hosts of payment providers and of banks' own card pages, where card data may honestly be typed.

Signals ask ``payment_host`` of a page's host, of its frames and of its forms' targets. A host is
listed only if its owner is confirmed: one that is merely remembered would silence alarms on
somebody's word.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints

from classifier.data_files import DATA, Closed, DataError, load_yaml, validated

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PAYMENT_HOSTS = DATA / "lexicon" / "payment_hosts.yml"

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Host = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
PaymentRole = Literal["psp", "widget", "acs", "bank-page"]


class _HostEntry(Closed):
    host: Host
    provider: Text
    role: PaymentRole
    confirmed: Text
    user_content: bool = False


class _HostFile(Closed):
    hosts: Annotated[tuple[_HostEntry, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class PaymentHost:
    """A host, with everything below it, on which a payment provider or a bank takes card data.

    ``role``: ``psp`` is a provider's checkout or account, ``widget`` its script or frame inside a
    shop's page, ``acs`` the page of 3-D Secure where the bank asks for its code, ``bank-page`` a
    bank's own gateway. With ``user_content`` strangers choose what the page says and whom it pays:
    the form is the provider's, the promise around it is not. ``confirmed``: who names
    the owner.
    """

    host: str
    provider: str
    role: PaymentRole
    confirmed: str
    user_content: bool = False


def payment_host(host: str) -> PaymentHost | None:
    """Return the closest listed host at or above a lower-case host name in ASCII."""
    listed = _shipped_hosts()
    while host:
        if entry := listed.get(host):
            return entry
        _, _, host = host.partition(".")
    return None


def load_payment_hosts(path: Path = PAYMENT_HOSTS) -> Mapping[str, PaymentHost]:
    """Read the list, by host.

    Raises:
        DataError: the file breaks its schema or names a host twice; the message says where.
    """
    where = f"lexicon/{path.name}"
    hosts: dict[str, PaymentHost] = {}
    for entry in validated(_HostFile, load_yaml(path), where).hosts:
        if entry.host in hosts:
            raise DataError(where, f"{entry.host} stands twice; drop one")
        hosts[entry.host] = PaymentHost(**entry.model_dump())
    return hosts


@cache
def _shipped_hosts() -> Mapping[str, PaymentHost]:
    return load_payment_hosts()
