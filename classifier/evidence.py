"""Evidence: what a signal found, before any wording."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_PARAMS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Evidence:
    """A rule that holds for a case, with the values that its text names.

    ``params`` maps placeholder names of the rule's texts to short strings taken from the host or
    the brand registry, never from what a person typed.
    """

    rule_id: str
    params: Mapping[str, str]
