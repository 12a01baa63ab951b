"""Signals of what a card page says: excuses and demands that no payment and no payout needs.

Each holds only where the page, or a step before it, asks for a card or the bank's code, and does
not report the fraud: an article quotes it, and may stand beside a form for donations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.evidence import NO_PARAMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.signals.pageview import PageView
    from classifier.signals.view import CaseView

    Params = Mapping[str, str]


def debit_excuse(view: CaseView) -> Params | None:
    """The page explains beforehand why the money that arrives will look like a debit.

    It may do so beside the card or, a step later, beside the bank's code.
    """
    page = view.strangers_page
    if page is None or page.reports_fraud:
        return None
    asks = page.asks_card or "sms-code" in page.roles
    return NO_PARAMS if asks and "debit-excuse" in page.intents else None


def split_payment(view: CaseView) -> Params | None:
    """The page explains beforehand why the card will be charged more than once."""
    page = _card_page(view)
    return NO_PARAMS if page and "split-payment-excuse" in page.intents else None


def refuses_credit_cards(view: CaseView) -> Params | None:
    """The page wants a debit card, without selling anything or lending money."""
    page = _card_page(view)
    if page is None or "credit-card-refused" not in page.intents:
        return None
    return None if "pay" in page.intents or page.lends else NO_PARAMS


def demands_top_up(view: CaseView) -> Params | None:
    """The page wants money put on the card, without selling anything or lending money."""
    page = _card_page(view)
    if page is None or "top-up" not in page.intents:
        return None
    return None if "pay" in page.intents or page.lends else NO_PARAMS


def code_for_money(view: CaseView) -> Params | None:
    """The page wants the bank's code so that money may arrive; the code lets money go."""
    page = _card_page(view)
    return NO_PARAMS if page and "code-request" in page.intents else None


def _card_page(view: CaseView) -> PageView | None:
    page = view.strangers_page
    if page is None or page.reports_fraud:
        return None
    return page if page.asks_card else None
