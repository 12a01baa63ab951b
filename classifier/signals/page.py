"""Signals of the page as a whole: whom it plays, while it asks for card data.

A payment method or a way of delivery that a shop offers is no claim to be that company: banks,
payment services and couriers stand on honest checkouts. What counts is a title that is a brand's, a
marketplace's words and pictures around a card form, a payment page copied from its owner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.evidence import NO_PARAMS
from classifier.signals.claims import Place
from classifier.signals.form import is_own_branch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.brand import Brand
    from classifier.signals.claims import Claim
    from classifier.signals.pageview import PageView
    from classifier.signals.view import CaseView

    Params = Mapping[str, str]

_DEALS = frozenset({"classifieds"})
"""Kinds whose name an honest shop's card page carries nowhere."""

_SELF_NAMED = frozenset(
    "classifieds delivery marketplace travel auto realty jobs government portal messenger".split()
)
"""Kinds that take no payments for others: a card page titled with their name is theirs or false."""

_HELPERS = frozenset({"delivery", "bank"})
_PAYERS = frozenset({"bank", "payment"})
_STAGE = frozenset({"buyer-shown", "address-shown", "item-price-shown"})


def brand_claimed(view: CaseView) -> Params | None:
    """A page that asks for a card presents itself as a brand, and its host is not the brand's."""
    page = view.strangers_page
    if page is None or not page.asks_full_card:
        return None
    for claim in page.claims:
        if _presents_itself(view, claim) and (not claim.weak or _backed(claim, page)):
            return brand_params(view, claim.brand)
    return None


def _presents_itself(view: CaseView, claim: Claim) -> bool:
    if not claim.whole or may_be_at_home(view, claim.brand):
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
    if not page.copied.phrases and "merchant-shown" in page.intents and not page.claims:
        return None  # field names alone, where a payment service that we do not know serves a shop
    return {"host": view.address.host_unicode}


def marketplace_deal(view: CaseView) -> Params | None:
    """A card form among words of a marketplace and of its guarded deal, on a stranger's host.

    Instead of the deal the marketplace's picture, its own name or links to it may stand there.
    Where the title names another, seller and buyer must be spoken of too.
    """
    page = view.strangers_page
    if page is None or not page.asks_full_card:
        return None
    for claim in _marketplaces_spoken_of(view, page):
        if page.names_itself and not claim.presents and "deal-roles" not in page.intents:
            continue
        shown = any(
            other.brand is claim.brand and not other.weak
            for other in page.claimed_at(Place.SITE, Place.PICTURE, Place.LINK)
        )
        if "escrow" in page.intents or shown:
            return brand_params(view, claim.brand)
    return None


def marketplace_named(view: CaseView) -> Params | None:
    """A card form among words that name a marketplace, on a stranger's host.

    A common word counts where the title says nothing else but what is done: «Юла - Оплата».
    """
    page = view.strangers_page
    if page is None or not page.asks_full_card:
        return None
    for claim in _marketplaces_spoken_of(view, page):
        titled = claim.whole and claim.place is Place.TITLE and page.bare_title
        if titled or not claim.weak:
            return brand_params(view, claim.brand)
    return None


def order_stage(view: CaseView) -> Params | None:
    """A stranger's page sets a marketplace's stage: its name, its guarded deal, data to fill in.

    Who gives the marketplace's name as the page's own in its head need not speak of the deal.
    """
    page = view.strangers_page
    if page is None or page.asks_full_card or not page.has_fields:
        return None
    if not page.intents & {"pay:button", "address-shown", "buyer-shown"}:
        return None
    for claim in _marketplaces_spoken_of(view, page):
        if "escrow" in page.intents or (claim.place is Place.SITE and claim.whole):
            return brand_params(view, claim.brand)
    return None


def courier_in_title(view: CaseView) -> Params | None:
    """A card page names a courier in its title and shows the courier's sign."""
    page = view.strangers_page
    if page is None or not page.asks_full_card or page.framed:
        return None
    shown = {claim.brand.id for claim in page.claimed_at(Place.PICTURE, Place.SITE)}
    for claim in page.claimed_at(Place.TITLE):
        if claim.brand.kind != "delivery" or claim.brand.id not in shown:
            continue
        if not may_be_at_home(view, claim.brand):
            return brand_params(view, claim.brand)
    return None


def rival_brands(view: CaseView) -> Params | None:
    """A card form under the signs of a marketplace and of a courier or bank at once."""
    page = view.strangers_page
    if page is None or not page.asks_full_card or page.framed or page.speaks_for_itself:
        return None
    shown = page.claimed_at(Place.TITLE, Place.HEADING, Place.SITE, Place.PICTURE)
    if page.names_itself and all(claim.place is Place.PICTURE for claim in shown):
        return None
    market = next((c.brand for c in shown if c.brand.kind in _DEALS and not c.weak), None)
    if market is None:
        return None
    for claim in shown:
        if claim.brand.kind in _HELPERS and claim.brand.owner != market.owner:
            return brand_params(view, market) | {"other_id": claim.brand.id}
    return None


def bank_and_marketplace(view: CaseView) -> Params | None:
    """A card page calls itself a bank or payment service and shows a marketplace."""
    page = view.strangers_page
    if page is None or not page.asks_full_card or page.framed:
        return None
    payer = next((c for c in page.claims if _is_payer(c)), None)
    if payer is None:
        return None
    for claim in page.claims:
        if claim.brand.kind in _DEALS and not claim.weak and claim.place is not Place.LINK:
            return brand_params(view, claim.brand) | {"other_id": payer.brand.id}
    return None


def payout_offered(view: CaseView) -> Params | None:
    """A button gives out money in the name of a brand whose host this is not."""
    page = view.strangers_page
    if page is None or "receive-money:button" not in page.intents or page.lends:
        return None
    for claim in page.claims:
        pictured = claim.place is Place.PICTURE and claim.brand.kind in _DEALS and not claim.weak
        if pictured or _presents_itself(view, claim):
            return brand_params(view, claim.brand)
    return None


def sold_and_payout_offered(view: CaseView) -> Params | None:
    """In a brand's name the page says that the goods are paid for and hands out the money."""
    page = view.strangers_page
    if page is None or "paid-already" not in page.intents:
        return None
    return payout_offered(view)


def stage_set(view: CaseView) -> Params | None:
    """Buyer, address and price of the seller's item stand around a card form."""
    page = view.strangers_page
    if page is None or not page.asks_full_card:
        return None
    return NO_PARAMS if page.intents >= _STAGE else None


def payer_named(view: CaseView) -> Params | None:
    """A page that asks for a card calls itself a bank or a payment service that we cannot confirm.

    Their own pages do so too, on hosts that nobody can list all; by itself this tells little.
    """
    page = view.strangers_page
    if page is None or not page.asks_full_card:
        return None
    payer = next((claim for claim in page.claims if _is_payer(claim)), None)
    return brand_params(view, payer.brand) if payer else None


def _is_payer(claim: Claim) -> bool:
    named = claim.place in (Place.TITLE, Place.SITE)
    return named and claim.whole and claim.brand.kind in _PAYERS


def _marketplaces_spoken_of(view: CaseView, page: PageView) -> tuple[Claim, ...]:
    """Return the marketplaces that the page's words name; a picture or link may be an advert.

    Who speaks for itself and names a marketplace among other words means somebody else.
    """
    spoken = page.claimed_at(Place.TITLE, Place.HEADING, Place.SITE, Place.WORDS)
    return tuple(
        claim
        for claim in spoken
        if claim.brand.kind in _DEALS
        and (claim.presents or not page.speaks_for_itself)
        and not may_be_at_home(view, claim.brand)
    )


def may_be_at_home(view: CaseView, brand: Brand) -> bool:
    """Tell whether the host is a recorded namesake or tenant, or may be the brand's own branch."""
    domain = view.address.registrable_domain or ""
    return view.brands.vouched(brand, domain, view.owner) or is_own_branch(view, brand)


def brand_params(view: CaseView, brand: Brand) -> dict[str, str]:
    """Return what a rule's text says of a brand: its id, the stranger's host, the real site."""
    return {
        "brand_id": brand.id,
        "host": view.address.host_unicode,
        "official": brand.domains[0],
    }
