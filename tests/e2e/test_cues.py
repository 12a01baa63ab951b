"""What is said around a link counts, and leaves the browser as codes, never as words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from harness import places
from harness.chat import chat, say
from harness.driver import until
from harness.product import badge_beside

if TYPE_CHECKING:
    from harness.chromium import Chromium, ChromiumTab
    from harness.driver import Browser
    from harness.recorder import Recorder

IMITATION = "https://avito.id7423.example/order/1"
"""A brand's name on a stranger's host: by itself a caution."""
NAMELESS = "vyplata-zakaza.example/order/1"
SENTENCE = "Доставка оформлена, деньги вас ждут; шифр малиновый-бегемот"


def questions(sent: Recorder, url: str) -> list[dict[str, Any]]:
    """The messages with which an address was asked about, in order."""
    bodies = [json.loads(e.body) for e in sent.asked.entries() if "/v1/check" in e.target]
    items = [item for body in bodies for item in body.get("items", [body])]
    return [item["message"] for item in items if url in item["url"]]


def test_a_paid_claim_after_the_link_makes_an_imitation_dangerous(
    browser: Browser, sent: Recorder
) -> None:
    tab = chat(browser)
    say(tab, "Смотрите", href=IMITATION)
    until(lambda: badge_beside(tab, IMITATION) == "caution", "a caution by the host alone")

    say(tab, SENTENCE)

    until(lambda: badge_beside(tab, IMITATION) == "danger", "danger by what is said")
    asked = questions(sent, "avito.id7423.example")
    assert [one.get("cues", []) for one in asked] == [[], ["paid-already"]]
    sent_text = sent.bodies().decode("utf-8", "replace")
    for word in ("малиновый", "бегемот", "деньги", "Смотрите", "оформлена"):
        assert word not in sent_text


def test_the_sellers_own_words_count_for_nothing(browser: Browser, sent: Recorder) -> None:
    tab = chat(browser)
    say(tab, "Вы писали, что оплатили? Я оплатил доставку, вот мой ватсап", side="right")
    say(tab, "Смотрите", href=IMITATION)
    say(tab, "я оплатил, деньги ждут", href="https://shop.test/mine", side="right")
    until(lambda: badge_beside(tab, IMITATION) == "caution", "a caution by the host alone")
    until(lambda: badge_beside(tab, "shop.test/mine"), "the seller's own link judged")

    assert badge_beside(tab, IMITATION) == "caution"
    assert badge_beside(tab, "shop.test/mine") == "clear"
    assert all("cues" not in one for one in questions(sent, "avito.id7423.example"))
    assert all("cues" not in one for one in questions(sent, "shop.test/mine"))


def test_an_honest_buyers_words_leave_honest_links_alone(browser: Browser, sent: Recorder) -> None:
    tab = chat(browser)
    say(tab, "Можно в ватсап ещё фото?")
    say(tab, "Отслеживать тут", href="https://www.cdek.ru/ru/tracking")
    say(tab, "А чехол беру тут", href="https://shop.test/case")
    until(lambda: badge_beside(tab, "shop.test/case"), "the shop's badge")
    until(lambda: badge_beside(tab, "cdek.ru") == "official", "the official badge")

    assert badge_beside(tab, "shop.test/case") == "clear"
    assert questions(sent, "shop.test/case")[-1]["cues"] == ["off-platform"]


def test_the_textbook_fraud_on_a_nameless_host_is_a_caution(browser: Browser) -> None:
    tab = chat(browser)
    say(tab, "Оформил доставку, деньги ждут. Напишите в ватсап", href=f"https://{NAMELESS}")

    until(lambda: badge_beside(tab, NAMELESS) == "caution", "a caution by link and words")


@pytest.mark.parametrize(
    ("text", "cue", "level"),
    [
        (f"hxxps://{NAMELESS}", "obfuscated-link", "caution"),
        ("наберите pay-zakaz точка ru/order", "obfuscated-link", "caution"),
        ("pay-zakaz.ru/get/Avito.apk", "apk-link", "danger"),
    ],
)
def test_a_hidden_address_and_a_program_are_told(
    browser: Browser, sent: Recorder, text: str, cue: str, level: str
) -> None:
    tab = chat(browser)
    say(tab, text)

    until(lambda: badge_beside(tab, text) == level, f"a badge beside {text}")

    assert questions(sent, "zakaz")[-1]["cues"] == [cue]


def scripts_of(tab: ChromiumTab, expression: str) -> list[Any]:
    """Values of an expression in each of the extension's scripts in the page."""
    session = tab.page.context.new_cdp_session(tab.page)
    contexts: list[dict[str, Any]] = []
    session.on("Runtime.executionContextCreated", lambda event: contexts.append(event["context"]))
    session.send("Runtime.enable")
    own = [c["id"] for c in contexts if c["origin"].startswith("chrome-extension:")]
    wanted = {"expression": expression, "awaitPromise": True, "returnByValue": True}
    answers = [session.send("Runtime.evaluate", {**wanted, "contextId": one}) for one in own]
    session.detach()
    return [answer["result"].get("value") for answer in answers]


@pytest.mark.xdist_group("chromium")
def test_scripts_in_pages_cannot_read_what_the_extension_stores(chrome: Chromium) -> None:
    tab = chrome.tab()
    tab.goto(places.AVITO_CHAT)
    until(lambda: badge_beside(tab, "avito.ru-dostavka4821.shop/order/"), "a badge")
    areas = "['local', 'session']"
    read = (
        f"Promise.all({areas}.map((area) => Promise.resolve().then(() => "
        "chrome.storage[area].get(null)).then(() => 'open', () => 'closed'))).then(String)"
    )

    assert scripts_of(tab, read) == ["closed,closed"]
