"""Signals of the page as a whole: whom it plays, while it asks for card data.

A payment method or a way of delivery that a shop offers is no claim to be that company: banks,
payment services and couriers stand on honest checkouts. What counts is a title that is a brand's, a
marketplace's words and pictures around a card form, a payment page copied from its owner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.signals.claims import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.brands import Brand
    from classifier.signals.claims import Claim
    from classifier.signals.pageview import PageView
    from classifier.signals.view import CaseView

    Params = Mapping[str, str]

_DEALS = frozenset({"classifieds"})
"""Kinds whose name an honest shop's card page carries nowhere."""

_SELF_NAMED = frozenset(
    "classifieds delivery marketplace travel auto realty jobs government".split()
)
"""Kinds that take no payments for others: a card page titled with their name is theirs or false."""


def brand_claimed(view: CaseView) -> Params | None:
    """A page that asks for a card presents itself as a brand, and its host is not the brand's."""
    page = view.strangers_page
    if page is None or not page.asks_full_card:
        return None
    for claim in page.claims:
        if _presents_itself(claim) and (not claim.weak or _backed(claim, page)):
            return _params(view, claim.brand)
    return None


def _presents_itself(claim: Claim) -> bool:
    if not claim.whole:
        return False
    if claim.place in (Place.TITLE, Place.SITE):
        return claim.brand.kind in _SELF_NAMED
    return claim.place is Place.HEADING and claim.brand.kind in _DEALS


def _backed(claim: Claim, page: PageView) -> bool:
    """Tell whether something else says that a common word is meant as the brand's name."""
    if "escrow" in page.intents or page.promises_money:
        return True
    return any(
        other.brand is claim.brand and other.place is not claim.place and not other.weak
        for other in page.claims
    )


def copied_payment_page(view: CaseView) -> Params | None:
    """The card form is a payment service's, word for word, on a host that is not the service's."""
    page = view.strangers_page
    if page is None or page.copied is None or not page.asks_full_card:
        return None
    return {"host": view.address.host_unicode}


def _params(view: CaseView, brand: Brand) -> dict[str, str]:
    return {
        "brand_id": brand.id,
        "host": view.address.host_unicode,
        "official": brand.domains[0],
    }
