"""Redirectors: pages of known organisations that carry the real target in a parameter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ada_url

from classifier.address import Address, AddressError, parse_address, unquoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.lexicon import Lexicon, Redirector

MAX_HOPS = 5
"""Redirectors inside redirectors that are followed; beyond them the target counts as hidden."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads by its shape; ``hidden`` if it passes people on and does not say where."""

    address: Address
    hidden: bool = False


def unwrap(address: Address, lexicon: Lexicon) -> Target:
    """Follow known redirecting pages to the address that stands in their parameter."""
    for _ in range(MAX_HOPS):
        page = _page_at(address, lexicon)
        if page is None:
            return Target(address)
        target = _target(address, page.parameters)
        if target is None:
            return Target(address, hidden=bool(address.query))
        address = target
    return Target(address, hidden=_page_at(address, lexicon) is not None)


def _page_at(address: Address, lexicon: Lexicon) -> Redirector | None:
    host = address.host
    while host:
        for page in lexicon.redirectors_by_domain.get(host, ()):
            if page.path.fullmatch(address.path):
                return page
        _, _, host = host.partition(".")
    return None


def carried(address: Address) -> Iterator[Address]:
    """Yield the addresses on other domains that stand whole in a link's parameters.

    Any page may pass people on to what its parameters say; only the shape shows it.
    """
    if "http" not in address.query.lower():
        return
    for value in _values(address.query):
        if not value.lower().startswith(("http://", "https://")):
            continue
        try:
            target = parse_address(value)
        except AddressError:
            continue
        if target.registrable_domain != address.registrable_domain:
            yield target


def _values(query: str) -> Iterator[str]:
    """Yield the decoded values of a query; what is no UTF-8 becomes U+FFFD, as in browsers."""
    for pair in query.removeprefix("?").split("&"):
        yield unquoted(pair.partition("=")[2].replace("+", " "))


def _target(address: Address, parameters: frozenset[str]) -> Address | None:
    for pair in address.query.removeprefix("?").split("&"):
        try:
            ((name, value),) = ada_url.URLSearchParams(pair).items()
            if name.lower() in parameters and value.strip():
                return parse_address(_decoded(value))
        except (AddressError, ValueError):  # no pair, no address, or bytes that are no UTF-8
            continue
    return None


def _decoded(value: str) -> str:
    """Return a target that was encoded once more than needed as it was meant."""
    value = value.strip()
    if "%2f%2f" not in value.lower() or "://" in value:
        return value
    ((_, once_more),) = ada_url.URLSearchParams(f"target={value}").items()
    return str(once_more)
