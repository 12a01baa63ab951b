"""Signals of a young domain: they strengthen a brand's name or a card form, and mean nothing alone.

Of maliciously registered domains 65 % are used within five days (Interisle, 2020), while the site
of a company that takes cards, or is known by name, mostly stands for years. Old says nothing:
domains are bought again, and nobody knows what an unknown age would have been.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.case import AgeStatus
from classifier.payment_hosts import payment_host
from classifier.signals import form, hostname, page
from classifier.suffixes import is_private_suffix

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.address import Address
    from classifier.brands import BrandRegistry
    from classifier.lexicon import Lexicon
    from classifier.signals.view import CaseView

    Params = Mapping[str, str]

WEEK = 7
"""Days below which a domain beside a brand's name is nearly a confession: most are used by then."""
MONTH = 30
"""Days below which a domain beside a brand's name or a card form deserves caution."""
QUARTER = 90
"""Days below which it deserves a remark; 17 % of malicious domains are kept longer (Interisle)."""

CLOCK_SKEW = 1
"""Days by which a registration may lie ahead, by time zones and clocks; more is no known age."""

_NAMED_IN_ADDRESS = (
    hostname.official_embedded,
    hostname.fake_suffix,
    hostname.brand_subdomain,
    hostname.brand_in_name,
    hostname.look_alike,
)
"""Evidence of a brand in an address that asks for caution by itself."""


def has_own_age(address: Address, brands: BrandRegistry, lexicon: Lexicon) -> bool:
    """Tell whether a registration's date would say something of who speaks on a host.

    It does not where nobody registered a name (IP addresses, bare suffixes), where strangers share
    one (private suffixes, free hosting, short links), or where the owner is known anyway.
    """
    domain = address.registrable_domain
    if domain is None or is_private_suffix(address.suffix):
        return False
    if domain in lexicon.free_hosting or lexicon.shorteners & {domain, address.host}:
        return False
    return brands.official_host(address.host) is None and payment_host(address.host) is None


def is_young(view: CaseView) -> bool:
    """Tell whether the domain is known to be younger than the oldest band that says something."""
    days = _days(view)
    if days is None or days >= QUARTER:
        return False
    return has_own_age(view.address, view.brands, view.lexicon)


def brand_under_week(view: CaseView) -> Params | None:
    """Less than a week old, with a brand in the address in a way that asks for caution by itself.

    What may be the company's own new branch (``cdek.am``) is left to ``under_week``.
    """
    if not _is_aged(view, 0, WEEK):
        return None
    for signal in _NAMED_IN_ADDRESS:
        params = signal(view)
        if params and not form.is_own_branch(view, view.brands[params["brand_id"]]):
            kept = {name: params[name] for name in ("brand_id", "official")}
            return {**_params(view), **kept}
    return None


def under_week(view: CaseView) -> Params | None:
    """Less than a week old, with weaker signs: an everyday word that is also a name, a card form.

    Honest sites so young are too rare for such a word to be chance.
    """
    if not _is_aged(view, 0, WEEK) or brand_under_week(view) is not None:
        return None
    return _params(view) if view.host.mentions or _has_company(view) else None


def under_month(view: CaseView) -> Params | None:
    """One week to a month old, with a brand in address or page, or with a card form."""
    return _params(view) if _is_aged(view, WEEK, MONTH) and _has_company(view) else None


def under_quarter(view: CaseView) -> Params | None:
    """One to three months old, with a brand in address or page, or with a card form."""
    return _params(view) if _is_aged(view, MONTH, QUARTER) and _has_company(view) else None


def _is_aged(view: CaseView, least: int, below: int) -> bool:
    days = _days(view)
    return days is not None and least <= days < below


def _days(view: CaseView) -> int | None:
    """Return the known age in whole days; a date that lies a little ahead is today's."""
    age = view.case.age
    if age.status is not AgeStatus.KNOWN or age.days is None or age.days < -CLOCK_SKEW:
        return None
    return max(age.days, 0)


def _has_company(view: CaseView) -> bool:
    """Tell whether address or page carry a brand, or the page wants a card or a bank's login."""
    if view.host.telling or hostname.official_embedded(view) or hostname.name_before_at(view):
        return True
    seen = view.strangers_page
    if seen is None:
        return False
    if form.asks_card_details(view) is not None or "card" in seen.earlier:
        return True
    if seen.plays_marketplace or form.asks_bank_login(view) is not None:
        return True
    return page.order_stage(view) is not None or page.payout_offered(view) is not None


def _params(view: CaseView) -> dict[str, str]:
    address = view.address
    # as a person reads it: the registrable label and the suffix, in Unicode
    labels = address.host_unicode.split(".")[-address.suffix.count(".") - 2 :]
    return {"domain": ".".join(labels), "days": str(_days(view))}
