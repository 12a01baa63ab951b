"""Splits that keep what belongs together on one side: a domain, and a campaign's template.

The side is decided by a hash, never by chance or order, so that tuning, thresholds and the final
figure see the same rows in every run, and a domain has the same side in every list.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Split(StrEnum):
    """What a row may be used for."""

    TUNE = "tune"  # looked at while rules are written
    THRESHOLD = "threshold"  # fixes the thresholds
    TEST = "test"  # measured, never looked at


_TUNE_TENTHS = 5
_THRESHOLD_TENTHS = 2


class Components:
    """Union-find over names; a component is known by its smallest name, whatever the order."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def join(self, one: str, other: str) -> None:
        """Put two names, and all that hang together with them, into one component."""
        first, second = self.root(one), self.root(other)
        if first != second:
            self._parent[max(first, second)] = min(first, second)

    def root(self, name: str) -> str:
        """Return the smallest name of the component that holds ``name``."""
        parent = self._parent
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name


def side_of(component: str) -> Split:
    """Return the side of a component: 50 % tune, 20 % threshold, 30 % test."""
    tenth = int.from_bytes(hashlib.sha256(component.encode()).digest()[:4], "big") % 10
    if tenth < _TUNE_TENTHS:
        return Split.TUNE
    return Split.THRESHOLD if tenth < _TUNE_TENTHS + _THRESHOLD_TENTHS else Split.TEST


def domain_name(domain: str) -> str:
    """Return the name under which a registrable domain takes part in components."""
    return f"r:{domain}"


def split_links(links: Iterable[tuple[str, str]]) -> Components:
    """Return the components of (registrable domain, template) pairs; an empty template joins none.

    Templates are given for scams only: honest hosts of one shape have nothing in common.
    """
    components = Components()
    for domain, template in links:
        components.join(domain_name(domain), f"t:{template}" if template else domain_name(domain))
    return components
