"""Signals: pure functions from a case to evidence, named as the rules name them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from classifier.signals import (
    age,
    chat,
    form,
    hostname,
    nameless,
    page,
    scripts,
    throwaway,
    wording,
)
from classifier.signals.view import CaseView

Signal = Callable[[CaseView], Mapping[str, str] | None]
"""Returns the parameters of the rule's text when the signal holds, else None."""


@dataclass(frozen=True, slots=True)
class Family:
    """Signals that look at one thing; none of them holds where ``applies`` is false."""

    name: str
    applies: Callable[[CaseView], object]
    signals: tuple[Signal, ...]


def _on_a_strangers_path(view: CaseView) -> bool:
    message = view.case.message
    return not view.trusted_host and (view.address.path != "/" or message is not None)


FAMILIES = (
    Family("host", lambda view: view.trusted_host, (hostname.official_host,)),
    Family(
        "host", lambda view: not view.trusted_host or view.hides_target, (hostname.hides_target,)
    ),
    Family("host", lambda view: view.address.userinfo, (hostname.name_before_at,)),
    Family("host", lambda view: view.address.is_ip, (hostname.ip_address,)),
    Family("host", lambda view: len(view.host.labels) > 1, (hostname.official_embedded,)),
    Family(
        "host",
        lambda view: view.host.mentions,
        (
            hostname.fake_suffix,
            hostname.rival_brands,
            hostname.brand_subdomain,
            hostname.brand_in_name,
            hostname.look_alike,
            hostname.brand_hint,
            hostname.brand_with_lure,
            hostname.brand_with_number,
            hostname.brand_with_cheap_ending,
            hostname.brand_on_free_hosting,
        ),
    ),
    Family(
        "scripts",
        lambda view: "xn--" in view.address.host and not view.trusted_host,
        (scripts.mixed_scripts, scripts.reads_as_latin),
    ),
    Family(
        "throwaway",
        lambda view: not view.trusted_host,
        (
            throwaway.throwaway_name,
            throwaway.cheap_ending,
            throwaway.lure_words,
        ),
    ),
    Family("throwaway", _on_a_strangers_path, (throwaway.order_page,)),
    Family("chat", _on_a_strangers_path, (chat.apk_file,)),
    Family(
        "chat",
        lambda view: view.case.message,
        (
            chat.paid_and_imitation,
            chat.paid_and_lure,
            chat.paid_and_link,
            chat.payout_nudge,
            chat.moves_elsewhere,
            chat.obfuscated_link,
            chat.apk_in_message,
        ),
    ),
    Family(
        "page",
        lambda view: view.strangers_page,
        (
            page.brand_claimed,
            page.copied_payment_page,
            page.marketplace_deal,
            page.marketplace_named,
            nameless.marketplace_shown,
            nameless.nameless_deal,
            nameless.courier_sign,
            nameless.bank_login,
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
    Family(
        "wording",
        lambda view: view.strangers_page,
        (
            wording.debit_excuse,
            wording.split_payment,
            wording.refuses_credit_cards,
            wording.demands_top_up,
            wording.code_for_money,
        ),
    ),
    Family(
        "form",
        lambda view: view.strangers_page,
        (
            form.asks_card_details,
            form.asks_balance,
            form.asks_pin,
            form.asks_bank_login,
            form.asks_secret_word,
            form.asks_seed_phrase,
            form.asks_sms_code,
            form.code_for_payout,
            form.receive_money_by_card,
            form.card_on_lookalike,
            form.claims_needed_balance,
        ),
    ),
    Family(
        "age",
        age.is_young,
        (
            age.brand_under_week,
            age.under_week,
            age.under_month,
            age.under_quarter,
        ),
    ),
)
"""All families, in the order in which they are asked; a name may come with several conditions."""

SIGNALS: Mapping[str, Signal] = MappingProxyType(
    {f"{family.name}.{signal.__name__}": signal for family in FAMILIES for signal in family.signals}
)
"""Every signal by its name in rule files."""
