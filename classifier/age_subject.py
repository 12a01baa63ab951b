"""Whose age a case raises: the registered name that a registry may be asked about, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.address import parse_address
from classifier.brands import default_brands
from classifier.lexicon import default_lexicon
from classifier.signals.age import has_own_age
from classifier.signals.redirect import unwrap
from classifier.suffixes import is_private_suffix, is_registry_suffix

if TYPE_CHECKING:
    from collections.abc import Collection

    from classifier.address import Address
    from classifier.assess import Lists
    from classifier.case import Case

_NOT_SOLD = frozenset({"arpa", "onion"})
"""Endings that the Public Suffix List names, though no registry has dates for them."""


def registered_name(address: Address, endings: Collection[str] = ()) -> str | None:
    """Return the registrable domain of an address, in ASCII, if a registry may know its date.

    None for IP addresses, bare suffixes, names below private suffixes (``shop.vercel.app``: the
    date is the host's, not the shop's) and endings that nobody sells (``.local``, ``.example``).
    ``endings`` are last labels, in lower-case ASCII, that count as sold all the same, because the
    caller has a server for them. Whose the name is makes no difference here.
    """
    domain, suffix = address.registrable_domain, address.suffix
    if domain is None or is_private_suffix(suffix):
        return None
    ending = suffix.rpartition(".")[2]
    if ending in endings:
        return domain
    return domain if ending not in _NOT_SOLD and is_registry_suffix(suffix) else None


def age_subject(
    case: Case, knowledge: Lists | None = None, endings: Collection[str] = ()
) -> str | None:
    """Return the domain whose age belongs into ``case.age``; None where it would say nothing.

    It is that of the address the verdict speaks of: behind a redirecting page, its target. Besides
    what has no registered name, hosts of known organisations and those that strangers share are
    left out. ``endings`` is that of ``registered_name``.

    Raises:
        AddressError: the case's URL is no web address.
    """
    lexicon = knowledge.lexicon if knowledge else default_lexicon()
    brands = knowledge.brands if knowledge else default_brands()
    target = unwrap(parse_address(case.url), lexicon)
    if target.hidden or not has_own_age(target.address, brands, lexicon):
        return None
    return registered_name(target.address, endings)
