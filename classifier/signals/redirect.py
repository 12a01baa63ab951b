"""Redirectors: links on a known organisation's host that carry the real target in a parameter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import ada_url

from classifier.address import Address, AddressError, parse_url

if TYPE_CHECKING:
    from classifier.brands import BrandRegistry
    from classifier.lexicon import Lexicon

MAX_HOPS = 2
"""Targets inside targets that are followed; a person never sees more."""

_WEB = re.compile("https?://", re.IGNORECASE)


def unwrap(address: Address, brands: BrandRegistry, lexicon: Lexicon) -> Address:
    """Return where a redirecting link on an official host leads, by its shape alone."""
    for _ in range(MAX_HOPS):
        target = _target(address, lexicon) if brands.official(address) else None
        if target is None:
            return address
        address = target
    return address


def _target(address: Address, lexicon: Lexicon) -> Address | None:
    for pair in address.query.removeprefix("?").split("&"):
        name, _, value = pair.partition("=")
        if not value or name.lower() not in lexicon.redirect_parameters:
            continue
        target = _web_address(pair)
        if target and target.registrable_domain != address.registrable_domain:
            return target
    return None


def _web_address(pair: str) -> Address | None:
    """Return the address in one ``name=value`` pair, if the value is an absolute web address."""
    try:
        ((_, value),) = ada_url.URLSearchParams(pair).items()
        return parse_url(value) if _WEB.match(value) else None
    except (AddressError, UnicodeDecodeError):  # percent-encoded bytes that are no UTF-8
        return None
