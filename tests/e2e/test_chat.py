"""Links in a chat get their badges; what the chat says and what is being written stays there."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from harness import places
from harness.driver import until
from harness.product import RISKY, badge_beside, badges
from harness.typed import random_digits, traces

if TYPE_CHECKING:
    from harness.driver import Browser
    from harness.recorder import Recorder

CHATS = {
    "avito": (
        places.AVITO_CHAT,
        ("avito.ru-dostavka4821.shop/order/", "avito.ru-dostavka4821.shop/pay/"),
        "away.test/go",
    ),
    "yula": (
        places.YOULA_CHAT,
        ("youla.id22991.site/order/", "youla.id22991.site/pay/"),
        "cdek.youla.id22991.site",
    ),
}
BUYERS_PHONE = "79990001122"


@pytest.mark.parametrize("chat", CHATS)
def test_every_trap_in_a_chat_is_marked_also_one_that_arrives_later(
    browser: Browser, chat: str
) -> None:
    address, traps, late = CHATS[chat]
    tab = browser.tab()
    tab.goto(address)
    for trap in traps:
        until(lambda trap=trap: badge_beside(tab, trap) in RISKY, f"a badge beside {trap}")
    before = len(badges(tab))

    tab.evaluate("deliver()")

    until(lambda: badge_beside(tab, late) in RISKY, f"a badge beside {late}")
    assert len(badges(tab)) == before + 1


def test_honest_links_in_a_chat_get_no_risky_badge(browser: Browser, sent: Recorder) -> None:
    tab = browser.tab()
    tab.goto(places.AVITO_CHAT)
    until(
        lambda: badge_beside(tab, "avito.ru-dostavka4821.shop/order/") in RISKY, "the trap's badge"
    )
    until(
        lambda: any(b"shop.test" in e.body for e in sent.answered.entries()),
        "the shop's link judged",
    )

    # money is said to wait a message before, so nothing good is said of the shop either
    for _ in range(10):
        assert badge_beside(tab, "shop.test") == "unknown"
        assert badge_beside(tab, "www.avito.ru/elista") not in RISKY
        time.sleep(0.1)


def test_the_page_cannot_look_into_a_badge(browser: Browser) -> None:
    tab = browser.tab()
    tab.goto(places.YOULA_CHAT)
    until(lambda: badges(tab), "a badge")

    assert tab.evaluate(
        "[...document.querySelectorAll('sverka-badge')].every(b => b.shadowRoot === null)"
    )
    assert tab.evaluate(
        "[...document.querySelectorAll('sverka-badge')].every(b => b.innerHTML === '')"
    )


def test_neither_the_message_being_written_nor_values_in_links_are_sent(
    browser: Browser, sent: Recorder
) -> None:
    digits = random_digits(16)
    tab = browser.tab()
    tab.goto(places.YOULA_CHAT)
    until(lambda: badges(tab), "a badge")

    tab.type("textarea", f"моя карта {digits} и https://draft{digits}.example/")
    tab.evaluate("deliver()")
    until(lambda: badge_beside(tab, "cdek.youla"), "the late link's badge")

    bodies = sent.bodies()
    assert traces(digits, [bodies]) == []
    assert BUYERS_PHONE.encode() not in bodies
    assert "Оформил" not in bodies.decode("utf-8", "replace")


def test_a_badge_says_unknown_when_the_service_is_down(browser: Browser, sent: Recorder) -> None:
    sent.down.set()
    tab = browser.tab()
    tab.goto(places.AVITO_CHAT)

    until(lambda: badge_beside(tab, "shop.test") == "unknown", "an honest badge without a service")

    levels = {b["level"] for b in badges(tab)}
    assert "clear" not in levels
    assert sent.asked.entries(), "the extension did ask"


def test_only_the_background_asks_and_only_with_links(browser: Browser, sent: Recorder) -> None:
    tab = browser.tab()
    tab.goto(places.AVITO_CHAT)
    until(lambda: len(badges(tab)) >= 3, "badges")

    asked = [e for e in sent.asked.entries() if e.target.startswith("/v1/check")]
    assert asked
    for entry in asked:
        body = json.loads(entry.body)
        for item in body.get("items", [body]):
            url = item if isinstance(item, str) else item["url"]
            assert "#" not in url
            assert "9000" not in url
