"""Without the service a link is judged by its address alone, and says so; with it again, by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import places, product
from harness.driver import until

if TYPE_CHECKING:
    from harness.driver import Browser, Tab
    from harness.recorder import Recorder

LINK = f"{places.FAKE_AVITO}/order/"
LOCAL = ("только адрес", "не ответил")
"""Words on the badge, and in its card."""
PATIENCE = 40
"""Seconds; a badge without the service asks it again every quarter of a minute."""


def words_beside(tab: Tab, link: str) -> str:
    """What the badge after a link says, with its card; empty while there is none."""
    badges = product.badges(tab)
    words = tab.shadow_texts("sverka-badge")
    found = zip(badges, words, strict=False)
    return next((said for badge, said in found if link in badge["beside"]), "")


def test_a_trap_is_marked_without_the_service_and_then_by_it(
    browser: Browser, sent: Recorder
) -> None:
    sent.down.set()
    tab = browser.tab()
    tab.goto(places.AVITO_CHAT)

    until(lambda: product.badge_beside(tab, LINK) == "danger", "a badge by the address alone")
    said = words_beside(tab, LINK)
    assert all(words in said for words in LOCAL), said
    assert "avito.ru" in said, "the reason"
    assert product.badge_beside(tab, "shop.test") == "unknown"
    assert sent.asked.entries(), "the service is asked first"

    sent.down.clear()

    until(lambda: LOCAL[0] not in words_beside(tab, LINK), "the service's own word", PATIENCE)
    assert product.badge_beside(tab, LINK) == "danger"
    assert not any(words in words_beside(tab, LINK) for words in LOCAL)


def test_a_trap_found_without_the_service_is_stopped_with_the_reason(
    browser: Browser, sent: Recorder
) -> None:
    sent.down.set()
    chat = browser.tab()
    chat.goto(places.AVITO_CHAT)
    until(lambda: product.badge_beside(chat, LINK) == "danger", "a badge by the address alone")

    tab = browser.tab()
    tab.goto(f"https://{places.FAKE_AVITO}/order/81235512")

    product.wait_warning(browser, tab)
    assert LOCAL[1] in product.text(tab, "#local-note")
