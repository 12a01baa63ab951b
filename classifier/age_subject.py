"""Whose age a case raises: the registered name that a registry may be asked about, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.address import parse_address
from classifier.brands import default_brands
from classifier.lexicon import default_lexicon
from classifier.signals.age import has_own_age
from classifier.signals.redirect import unwrap
from classifier.suffixes import is_private_suffix

if TYPE_CHECKING:
    from classifier.address import Address
    from classifier.assess import Lists
    from classifier.case import Case


def registered_name(address: Address) -> str | None:
    """Return the registrable domain of an address, in ASCII, if its date would be its own.

    None for IP addresses, bare suffixes and names below private suffixes (``shop.vercel.app``: the
    date is the host's, not the shop's). Whose the name is makes no difference here, nor whether
    anybody sells names under its ending: that is for those to say who know the registries.
    """
    domain = address.registrable_domain
    return None if domain is None or is_private_suffix(address.suffix) else domain


def age_subject(case: Case, knowledge: Lists | None = None) -> str | None:
    """Return the domain whose age belongs into ``case.age``; None where it would say nothing.

    It is that of the case's address: behind a redirecting page, its target; not that of a link
    which a known host's address merely carries. Besides what has no registered name, hosts of known
    organisations and those that strangers share are left out.

    Raises:
        AddressError: the case's URL is no web address.
    """
    lexicon = knowledge.lexicon if knowledge else default_lexicon()
    brands = knowledge.brands if knowledge else default_brands()
    target = unwrap(parse_address(case.url), lexicon)
    if target.hidden or not has_own_age(target.address, brands, lexicon):
        return None
    return registered_name(target.address)
