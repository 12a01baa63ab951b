"""Signals of the payment form: what it asks for that no payout asks.

Roles come from visible fields. On a page where only a known organisation speaks none of these
holds, because banks and marketplaces do ask for cards, codes and logins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.evidence import NO_PARAMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.brand import Brand
    from classifier.signals.view import CaseView

    Params = Mapping[str, str]

_PLAIN_ENDINGS = frozenset({"com", "xn--p1ai"})


def asks_card_details(view: CaseView) -> Params | None:
    """The page asks for a card's number together with its expiry or verification code."""
    page = view.strangers_page
    return NO_PARAMS if page and page.asks_full_card else None


def asks_balance(view: CaseView) -> Params | None:
    """The page asks how much money is on the card; before, with or after the card itself.

    Where no card is asked, money must be promised or a marketplace named beside the question, or
    a page that names nobody must give a reason for it.
    """
    page = view.strangers_page
    if page is None:
        return None
    reason = "balance-reason" in page.intents and not page.names_itself and not page.lends
    if not (page.asks_card or page.promises_money or page.plays_marketplace or reason):
        return None
    return NO_PARAMS if "card-balance" in page.roles or "balance" in page.earlier else None


def asks_pin(view: CaseView) -> Params | None:
    """The page asks for a card's PIN beside expiry or verification code."""
    page = view.strangers_page
    if page is None or "card-pin" not in page.roles:
        return None
    return NO_PARAMS if page.roles & {"card-cvv", "card-expiry"} else None


def asks_bank_login(view: CaseView) -> Params | None:
    """A stranger's page asks for the login or password of a bank."""
    page = view.strangers_page
    if page is None or not page.roles & {"bank-login", "bank-password"}:
        return None
    context = page.asks_card or page.promises_money or view.host.telling
    return {"host": view.address.host_unicode} if context else None


def asks_secret_word(view: CaseView) -> Params | None:
    """The page asks for the word by which a bank knows its client, beside card or bank login."""
    page = view.strangers_page
    if page is None or "secret-word" not in page.roles:
        return None
    context = page.asks_full_card or page.roles & {"bank-login", "bank-password"}
    return NO_PARAMS if context or "card" in page.earlier else None


def asks_seed_phrase(view: CaseView) -> Params | None:
    """A page that takes cards, promises money or plays a brand asks for a wallet's phrase."""
    page = view.strangers_page
    if page is None or "seed-phrase" not in page.roles:
        return None
    return NO_PARAMS if page.asks_card or page.promises_money or view.host.telling else None


def asks_sms_code(view: CaseView) -> Params | None:
    """A page that took the card and promised money, or imitates a brand, wants the bank's code.

    Card and code alone are every honest purchase: the bank's own page asks for the code.
    """
    page = view.strangers_page
    if page is None or "sms-code" not in page.roles or not page.asks_card:
        return None
    more = page.promises_money or view.host.telling or "balance" in page.earlier
    return NO_PARAMS if more else None


def code_for_payout(view: CaseView) -> Params | None:
    """The bank's code is asked so that money may arrive, in a marketplace's name or with excuses.

    Services that pay out honestly ask for a code too; they name themselves and excuse no debit.
    """
    page = view.strangers_page
    if page is None or "sms-code" not in page.roles or not page.promises_money:
        return None
    told = page.plays_marketplace or "debit-excuse" in page.intents
    return {"host": view.address.host_unicode} if told else None


def receive_money_by_card(view: CaseView) -> Params | None:
    """The page promises money and asks for more of a card than its number."""
    page = view.strangers_page
    return NO_PARAMS if page and page.promises_money and page.asks_full_card else None


def card_on_lookalike(view: CaseView) -> Params | None:
    """A host that carries a brand's name without being the brand's asks for a card.

    What may be the company's own branch or a namesake is left to the other rules.
    """
    page = view.strangers_page
    if page is None or not page.asks_full_card:
        return None
    for mention in view.host.telling:
        if is_own_branch(view, mention.brand):
            continue
        return {
            "brand_id": mention.brand.id,
            "host": view.address.host_unicode,
            "official": mention.brand.domains[0],
        }
    return None


def claims_needed_balance(view: CaseView) -> Params | None:
    """The page says that the card must hold a sum before money can arrive."""
    page = view.strangers_page
    if page is None or page.reports_fraud:
        return None
    return NO_PARAMS if "balance-claim" in page.intents and page.asks_card else None


def is_own_branch(view: CaseView, brand: Brand) -> bool:
    """Tell whether the host may be a branch of the brand that nobody has listed.

    Its registered label is nothing but the name, under a country's ending or a plain one, and no
    other label names anybody: ``www.cdek.am``.
    """
    ending = view.address.suffix.rpartition(".")[2]
    if view.host.cheap_ending or (len(ending) != len("kz") and ending not in _PLAIN_ENDINGS):
        return False
    place = view.host.registrable
    if any(m.brand is not brand or m.label != place for m in view.host.telling):
        return False
    return any(
        m.brand is brand and m.label == place and m.whole and m.how == "word"
        for m in view.host.mentions
    )
