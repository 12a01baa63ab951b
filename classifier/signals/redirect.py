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
    if "=" not in address.query:
        return None
    for name, value in ada_url.URLSearchParams(address.query).items():
        if name.lower() not in lexicon.redirect_parameters or not _WEB.match(value):
            continue
        try:
            target = parse_url(value)
        except AddressError:
            continue
        if target.registrable_domain != address.registrable_domain:
            return target
    return None
