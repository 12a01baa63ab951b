"""Signals of the payment form: what it asks for that no payout asks.

Roles come from visible fields. On a host where only a known organisation speaks none of these
holds, because banks and marketplaces do ask for cards, codes and logins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.evidence import NO_PARAMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.signals.view import CaseView, PageView

    Params = Mapping[str, str]


def asks_card_details(view: CaseView) -> Params | None:
    """The page asks for a card's number together with its expiry or verification code."""
    page = _strangers_page(view)
    return NO_PARAMS if page and _full_card(page) else None


def asks_balance(view: CaseView) -> Params | None:
    """The page asks how much money is on the card that it, or an earlier step, asks for."""
    page = _strangers_page(view)
    return NO_PARAMS if page and "card-balance" in page.roles and page.asks_card else None


def asks_pin(view: CaseView) -> Params | None:
    """The page asks for a PIN beside expiry or code; gift cards have a PIN but neither."""
    page = _strangers_page(view)
    if page is None or "card-pin" not in page.roles:
        return None
    return NO_PARAMS if page.roles & {"card-cvv", "card-expiry"} else None


def asks_bank_login(view: CaseView) -> Params | None:
    """A stranger's page asks for the login or password of a bank."""
    page = _strangers_page(view)
    if page is None or not page.roles & {"bank-login", "bank-password"}:
        return None
    context = page.asks_card or "receive-money" in page.intents or view.host.telling
    return {"host": view.address.host_unicode} if context else None


def asks_sms_code(view: CaseView) -> Params | None:
    """The page that took the card also wants the code from the bank's message."""
    page = _strangers_page(view)
    return NO_PARAMS if page and "sms-code" in page.roles and page.asks_card else None


def receive_money_by_card(view: CaseView) -> Params | None:
    """The page promises money and asks for number and verification code; lenders are left out."""
    page = _strangers_page(view)
    if page is None or "receive-money" not in page.intents or "loan" in page.intents:
        return None
    return NO_PARAMS if {"card-number", "card-cvv"} <= page.roles else None


def card_on_lookalike(view: CaseView) -> Params | None:
    """A host that carries a brand's name without being the brand's asks for a card."""
    page = _strangers_page(view)
    if page is None or not view.host.telling or not _full_card(page):
        return None
    brand = view.host.telling[0].brand
    return {
        "brand_id": brand.id,
        "host": view.address.host_unicode,
        "official": brand.domains[0],
    }


def claims_needed_balance(view: CaseView) -> Params | None:
    """The page says that the card must hold a sum before money can arrive."""
    page = _strangers_page(view)
    return NO_PARAMS if page and "balance-claim" in page.intents and page.asks_card else None


def _strangers_page(view: CaseView) -> PageView | None:
    return None if view.trusted_host else view.page


def _full_card(page: PageView) -> bool:
    return "card-number" in page.roles and bool(page.roles & {"card-cvv", "card-expiry"})
