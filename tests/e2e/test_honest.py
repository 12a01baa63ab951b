"""Honest pages are left alone: no warning, no risky mark, and what they ask for reaches them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from harness import places, product
from harness.driver import until
from harness.typed import random_digits, traces

if TYPE_CHECKING:
    from harness.driver import Browser, Tab
    from harness.recorder import Recorder
    from harness.web import Web

CHECKOUT = f"https://{places.SHOP}/checkout"
PAGES = {
    "a shop's own card form": (CHECKOUT, "[name=cardnumber]"),
    "a gift card's balance": (f"https://{places.GIFT}/", "[name=gift]"),
    "a news article about the fraud": (f"https://{places.NEWS}/", "[name=email]"),
    "binding a card at Avito": (f"https://{places.AVITO}/profile/payout", "[name=number]"),
    "binding a card at Yula": (f"https://{places.YOULA}/payout", "[name=number]"),
    "a listing at Avito": (f"https://{places.AVITO}/elista/fototehnika/1", "[name=q]"),
    "a listing at Yula": (f"https://{places.YOULA}/elista/foto/1", "[name=q]"),
}


def marks(tab: Tab) -> list[str]:
    """Risky levels of everything that the extension has put into the page."""
    levels: list[str] = tab.evaluate(
        "[...document.querySelectorAll('sverka-badge, sverka-banner')].map(e => e.dataset.level)"
    )
    return [level for level in levels if level in product.RISKY]


@pytest.mark.parametrize("name", PAGES)
def test_an_honest_page_is_left_alone(browser: Browser, sent: Recorder, name: str) -> None:
    address, field = PAGES[name]
    tab = browser.tab()
    tab.goto(address)
    tab.type(field, "1")  # a focused field is what makes the extension look
    later = browser.tab()
    later.goto(f"https://{places.SHOP}/checkout?later")
    later.type("[name=cardnumber]", "1")
    until(lambda: sent.judged(places.SHOP), "a page that was opened later has been judged")
    level = product.wait_popup_settled(browser, product.tab_id(browser, address))

    assert tab.url() == address
    assert marks(tab) == []
    assert marks(later) == []
    assert level not in product.RISKY
    assert tab.evaluate(f"document.querySelector({field!r}).value") == "1"


def test_a_shop_with_a_payment_providers_frame_is_left_alone(
    browser: Browser, sent: Recorder, web: Web
) -> None:
    address = f"https://{places.SHOP}/hosted"
    tab = browser.tab()
    tab.goto(address)
    until(lambda: web.log.to(places.PROVIDER), "the provider's frame loaded")
    later = browser.tab()
    later.goto(CHECKOUT)
    later.type("[name=cardnumber]", "1")
    until(lambda: sent.judged(places.SHOP), "a page that was opened later has been judged")

    assert tab.url() == address
    assert marks(tab) == []


def test_a_purchase_goes_through_and_only_the_shop_sees_the_card(
    browser: Browser, sent: Recorder, web: Web
) -> None:
    card = random_digits(16)
    tab = browser.tab()
    tab.goto(CHECKOUT)
    until(lambda: sent.judged(places.SHOP), "the checkout judged")
    sent.delay = 0.5  # a later look, at the filled form, is still under way when the button is hit

    tab.type("[name=cardnumber]", card)
    tab.type("[name=exp]", "1229")
    tab.type("[name=cvv]", random_digits(3))
    tab.click("#send")

    until(lambda: web.log.to(places.SHOP, "POST"), "the order at the shop")
    until(lambda: tab.evaluate("document.querySelector('#done') !== null"), "the shop's thanks")
    assert traces(card, [web.log.to(places.SHOP, "POST")[0].body]), "the search does find digits"
    assert traces(card, [sent.bodies()]) == []
