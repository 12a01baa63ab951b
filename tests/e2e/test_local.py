"""Without the service a link is judged by its address alone, and says so; with it again, by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import places, product
from harness.driver import until

if TYPE_CHECKING:
    from harness.driver import Browser
    from harness.recorder import Recorder

LINK = f"{places.FAKE_AVITO}/order/"
LOCAL = ("только адрес", "Нет ответа")
"""Words on the badge, and in its card."""
PATIENCE = 40
"""Seconds; a badge without the service asks it again every quarter of a minute."""


def is_local(said: str) -> bool:
    """Whether a badge says that it was made without the service."""
    return all(words in said for words in LOCAL)


def blocked(browser: Browser, host: str) -> bool:
    """Whether the extension remembers to stop a host; the badge stands a moment earlier."""
    page = browser.extension_page("options.html")
    kept = page.evaluate(f"{product.API}.storage.session.get('blocks')")
    page.close()
    return host in (kept.get("blocks") or {})


def test_a_trap_is_marked_without_the_service_and_then_by_it(
    browser: Browser, sent: Recorder
) -> None:
    sent.down.set()
    tab = browser.tab()
    tab.goto(places.AVITO_CHAT)

    until(lambda: product.badge_beside(tab, LINK) == "danger", "a badge by the address alone")
    until(lambda: is_local(product.words_beside(tab, LINK)), "the words that it is made here")
    assert "Адрес подделан" in product.words_beside(tab, LINK), "the reason"
    until(lambda: product.badge_beside(tab, "shop.test") == "unknown", "no word of an honest link")
    assert sent.asked.entries(), "the service is asked first"

    sent.down.clear()

    until(
        lambda: not is_local(product.words_beside(tab, LINK) or " ".join(LOCAL)),
        "its word",
        PATIENCE,
    )
    until(lambda: product.badge_beside(tab, LINK) == "danger", "the service's own danger")


def test_a_trap_found_without_the_service_is_stopped_with_the_reason(
    browser: Browser, sent: Recorder
) -> None:
    sent.down.set()
    chat = browser.tab()
    chat.goto(places.AVITO_CHAT)
    until(lambda: product.badge_beside(chat, LINK) == "danger", "a badge by the address alone")
    until(lambda: blocked(browser, places.FAKE_AVITO), "the host to be stopped")

    tab = browser.tab()
    tab.goto(f"https://{places.FAKE_AVITO}/order/81235512")

    product.wait_warning(browser, tab)
    assert LOCAL[1] in product.text(tab, "#local-note")
