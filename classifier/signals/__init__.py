"""Signals: pure functions from a case to evidence, named as the rules name them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from classifier.signals import chat, form, hostname, page, wording
from classifier.signals.view import CaseView

Signal = Callable[[CaseView], Mapping[str, str] | None]
"""Returns the parameters of the rule's text when the signal holds, else None."""

SIGNALS: Mapping[str, Signal] = MappingProxyType(
    {
        f"{family}.{signal.__name__}": signal
        for family, signals in (
            (
                "host",
                (
                    hostname.official_host,
                    hostname.official_embedded,
                    hostname.fake_suffix,
                    hostname.rival_brands,
                    hostname.brand_subdomain,
                    hostname.brand_in_name,
                    hostname.brand_with_lure,
                    hostname.brand_with_number,
                    hostname.name_before_at,
                    hostname.ip_address,
                    hostname.hides_target,
                ),
            ),
            (
                "chat",
                (
                    chat.paid_and_imitation,
                    chat.paid_and_link,
                    chat.payout_nudge,
                    chat.moves_elsewhere,
                    chat.obfuscated_link,
                    chat.apk_file,
                    chat.apk_in_message,
                ),
            ),
            (
                "page",
                (
                    page.brand_claimed,
                    page.copied_payment_page,
                    page.marketplace_deal,
                    page.marketplace_named,
                    page.order_stage,
                    page.courier_in_title,
                    page.rival_brands,
                    page.bank_and_marketplace,
                    page.payout_offered,
                    page.sold_and_payout_offered,
                    page.stage_set,
                    page.payer_named,
                ),
            ),
            (
                "wording",
                (
                    wording.debit_excuse,
                    wording.split_payment,
                    wording.refuses_credit_cards,
                    wording.demands_top_up,
                    wording.code_for_money,
                ),
            ),
            (
                "form",
                (
                    form.asks_card_details,
                    form.asks_balance,
                    form.asks_pin,
                    form.asks_bank_login,
                    form.asks_secret_word,
                    form.asks_seed_phrase,
                    form.asks_sms_code,
                    form.receive_money_by_card,
                    form.card_on_lookalike,
                    form.claims_needed_balance,
                ),
            ),
        )
        for signal in signals
    }
)
"""Every signal by its name in rule files, in the order in which they are asked."""
