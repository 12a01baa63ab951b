"""Signals of pages that say in no way whose they are, or say it falsely, and want card or login.

Honest shops, services and payment pages name themselves: in the title, or by their legal details.
What bears no name but a marketplace's or courier's sign, and speaks of strangers' deals, plays it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.signals.claims import Place
from classifier.signals.page import brand_params, may_be_at_home

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.signals.pageview import PageView
    from classifier.signals.view import CaseView

    Params = Mapping[str, str]

_BANK_KEYS = frozenset({"bank-login", "bank-password", "secret-word", "card-pin"})
_DEALS = frozenset({"classifieds"})


def marketplace_shown(view: CaseView) -> Params | None:
    """A nameless page speaks of seller and buyer, takes a card and shows or names a marketplace.

    A shop does so too, but it names itself and sells its own goods.
    """
    page = view.strangers_page
    if page is None or not _is_nameless(page) or "deal-roles" not in page.intents:
        return None
    for claim in page.claimed_at(Place.PICTURE, Place.LINK, Place.WORDS):
        if claim.brand.kind not in _DEALS or claim.weak or may_be_at_home(view, claim.brand):
            continue
        return brand_params(view, claim.brand)
    return None


def nameless_deal(view: CaseView) -> Params | None:
    """A page without any name guards a deal between strangers and takes a card for it."""
    page = view.strangers_page
    if page is None or not _is_nameless(page) or page.framed:
        return None
    return {"host": view.address.host_unicode} if page.intents >= {"escrow", "deal-roles"} else None


def courier_sign(view: CaseView) -> Params | None:
    """A nameless page about a parcel shows one courier's sign and takes a card."""
    page = view.strangers_page
    if page is None or not _is_nameless(page) or page.framed or "parcel" not in page.intents:
        return None
    shown = [
        claim.brand
        for claim in page.claimed_at(Place.PICTURE, Place.SITE, Place.HEADING)
        if claim.brand.kind == "delivery" and not claim.weak and claim.whole
    ]
    if len({brand.owner for brand in shown}) != 1 or may_be_at_home(view, shown[0]):
        return None
    return brand_params(view, shown[0])


def _is_nameless(page: PageView) -> bool:
    """Tell whether a card page says in no way whose it is."""
    return page.asks_full_card and not page.names_itself and not page.speaks_for_itself


def bank_login(view: CaseView) -> Params | None:
    """A page titled with a bank's name asks for what opens an account there."""
    page = view.strangers_page
    if page is None or not (page.asks_login or page.roles & _BANK_KEYS):
        return None
    for claim in page.claimed_at(Place.TITLE, Place.SITE):
        known = claim.brand.kind == "bank" and claim.whole and not claim.weak
        if known and not may_be_at_home(view, claim.brand):
            return brand_params(view, claim.brand)
    return None
