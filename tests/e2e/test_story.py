"""The story: a link in a chat, a page that asks for a card, a warning before anything is sent."""

from __future__ import annotations

from contextlib import suppress
from threading import Timer
from typing import TYPE_CHECKING

import pytest
from harness import places, product
from harness.driver import until
from harness.typed import random_digits, traces

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.driver import Browser, Tab
    from harness.recorder import Recorder
    from harness.service import Service
    from harness.web import Web

FAKES = {
    places.FAKE_YOULA: (places.YOULA_CHAT, "youla.id22991.site/order/"),
    places.FAKE_AVITO: (places.AVITO_CHAT, "avito.ru-dostavka4821.shop/order/"),
}


def follow(browser: Browser, tab: Tab, host: str) -> bool:
    """Go from the chat to the card form of ``host``; False when the warning came first."""
    chat, link = FAKES[host]
    tab.goto(chat)
    until(lambda: product.badge_beside(tab, link) in product.RISKY, f"a badge beside {link}")
    tab.click(f"a[href*='{link}']")
    warning = f"{browser.origin}/warning.html"
    until(
        lambda: (
            tab.url().startswith(warning)
            or tab.evaluate(
                f"location.host === '{host}' && document.querySelector('#receive') !== null"
            )
        ),
        "the order page or the warning",
    )
    if tab.url().startswith(warning):
        return False
    attempt(lambda: tab.click("#receive"))
    until(
        lambda: tab.url().startswith(warning) or tab.evaluate("document.forms.card !== undefined"),
        "the card form or the warning",
    )
    return not tab.url().startswith(warning)


def attempt(action: Callable[[], object]) -> None:
    """Do something on a page that may be taken away in the middle of it."""
    with suppress(Exception):  # each driver has its own words for a page that is gone
        action()


def fill_and_send(tab: Tab, card: str, code: str) -> None:
    """Type as soon as the fields are there and press the button, unless the page is taken away."""

    def hurry() -> None:
        tab.type("[name=card_number]", card)
        tab.type("[name=card_date]", "1229")
        tab.type("[name=card_cvv]", code)
        tab.click("#send")

    attempt(hurry)


def everything_sent(sent: Recorder, web: Web) -> list[bytes]:
    """All that left the browser: to the service and to any site."""
    sites = [entry.target.encode() + b"\n" + entry.body for entry in web.log.entries()]
    return [sent.bodies(), *sites]


@pytest.mark.parametrize("host", FAKES)
def test_the_warning_comes_before_a_hasty_seller_has_sent_anything(
    browser: Browser, sent: Recorder, web: Web, host: str
) -> None:
    card, code = random_digits(16), random_digits(3)
    tab = browser.tab()

    if follow(browser, tab, host):
        fill_and_send(tab, card, code)
    product.wait_warning(browser, tab)

    assert web.log.to(host, "POST") == []
    assert traces(card, everything_sent(sent, web)) == []
    assert host in product.text(tab, "#host")


def test_the_form_alone_gives_away_a_host_that_says_nothing(
    browser: Browser, sent: Recorder, web: Web
) -> None:
    card = random_digits(16)
    tab = browser.tab()
    tab.goto(f"https://{places.NAMELESS}/order/81235512")
    tab.click("#receive")
    until(lambda: tab.evaluate("document.forms.card !== undefined"), "the card form")

    fill_and_send(tab, card, random_digits(3))
    product.wait_warning(browser, tab)

    assert web.log.to(places.NAMELESS, "POST") == []
    assert traces(card, everything_sent(sent, web)) == []


def test_a_form_sent_off_while_the_verdict_is_on_its_way_is_held(
    browser: Browser, sent: Recorder, web: Web
) -> None:
    card = random_digits(16)
    sent.hold()
    tab = browser.tab()
    tab.goto(f"https://{places.NAMELESS}/pay/81235512")
    until(lambda: sent.questioned(places.NAMELESS), "the question about the form")

    # the form is held for a second and a half: the answer must not wait for the browser's driver
    Timer(0.3, sent.release).start()
    attempt(
        lambda: tab.evaluate(
            f"document.forms.card.card_number.value = '{card}';"
            "document.querySelector('#send').click()"  # as a password manager would
        )
    )
    product.wait_warning(browser, tab)

    assert web.log.to(places.NAMELESS, "POST") == []
    assert traces(card, everything_sent(sent, web)) == []


def warned(browser: Browser, address: str = f"https://{places.FAKE_YOULA}/pay/81235512") -> Tab:
    """A tab that was led from ``address`` to the warning page."""
    tab = browser.tab()
    tab.goto(address)
    product.wait_warning(browser, tab)
    return tab


def test_the_warning_gives_its_reasons_in_russian(browser: Browser) -> None:
    tab = warned(browser)

    reasons = product.text(tab, "#reasons")
    assert "карт" in reasons.lower()
    assert product.text(tab, "#headline")
    assert product.text(tab, "#advice")
    assert tab.evaluate("document.documentElement.lang") == "ru"
    assert tab.evaluate("document.activeElement.id") == "back", "the safe way has the focus"


def test_headline_and_way_back_are_in_view_when_the_warning_opens(browser: Browser) -> None:
    tab = warned(browser)
    tab.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    for selector in ("#headline", "#host", "#back"):
        box = tab.evaluate(f"document.querySelector('{selector}').getBoundingClientRect().toJSON()")
        assert box["top"] >= 0, selector
        assert box["bottom"] <= tab.evaluate("innerHeight"), selector


def test_the_warning_speaks_english_when_asked(browser: Browser) -> None:
    tab = warned(browser)

    tab.click("#lang-en")

    until(lambda: "card" in product.text(tab, "#reasons").lower(), "English reasons")
    assert not any("а" <= letter <= "я" for letter in product.text(tab, "#headline").lower())


def test_the_way_back_leads_to_the_chat(browser: Browser) -> None:
    tab = browser.tab()
    tab.goto(places.YOULA_CHAT)
    until(lambda: product.badges(tab), "a badge")
    tab.goto(f"https://{places.FAKE_YOULA}/pay/81235512")
    product.wait_warning(browser, tab)

    tab.click("#back")

    until(lambda: tab.url() == places.YOULA_CHAT, "the chat")


def test_the_deliberate_way_on_works_and_stays(browser: Browser, sent: Recorder) -> None:
    address = f"https://{places.FAKE_YOULA}/pay/81235512"
    tab = warned(browser, address)
    assert tab.evaluate("document.querySelector('#proceed').disabled"), "not by one careless click"

    product.walk_on(tab)

    until(lambda: tab.url() == address, "the page that was asked for")
    sent.reset()
    tab.goto(address)  # the same page again: the choice holds
    tab.type("[name=card_number]", "1")
    product.wait_popup(browser, product.tab_id(browser, address), "danger")
    assert tab.url() == address


def test_the_balance_field_after_the_card_step_brings_the_warning(
    browser: Browser, sent: Recorder, web: Web
) -> None:
    card, balance = random_digits(16), random_digits(6)
    tab = browser.tab()
    tab.goto(f"https://{places.PLAIN}/pay/81235512")
    until(lambda: sent.judged(places.PLAIN), "the card form judged")
    tab.type("[name=n1]", card)
    tab.type("[name=n2]", "1229")
    tab.type("[name=n3]", random_digits(3))
    assert tab.url().startswith(f"https://{places.PLAIN}/"), "a card form alone is no proof"

    tab.click("#send")
    until(
        lambda: (
            tab.url().startswith(browser.origin) or tab.evaluate("document.forms.card.n4 != null")
        ),
        "the balance field or the warning",
    )
    attempt(lambda: (tab.type("[name=n4]", balance), tab.click("#send")))
    product.wait_warning(browser, tab)

    assert web.log.to(places.PLAIN, "POST") == []
    assert traces(card + balance, everything_sent(sent, web)) == []
    assert "form.balance-asked" in product.rules(tab)


def test_a_card_form_in_a_frame_of_another_site_moves_the_tab(browser: Browser, web: Web) -> None:
    tab = warned(browser, f"https://{places.FRAMING}/order/1")

    assert "карт" in product.text(tab, "#reasons").lower()
    assert web.log.to(places.FRAMED, "POST") == []


def test_the_verdict_survives_the_end_of_the_background(browser: Browser, sent: Recorder) -> None:
    host = places.FAKE_YOULA
    address = f"https://{host}/pay/81235512"
    tab = warned(browser, address)
    product.walk_on(tab)
    until(lambda: tab.url() == address, "the page that was asked for")
    number = product.tab_id(browser, address)
    product.wait_popup(browser, number, "danger")
    sent.down.set()  # so that nobody can be asked again

    browser.stop_background()

    after = product.wait_popup(browser, number, "danger")
    assert host in product.text(after, "#host")
    assert "карт" in product.text(after, "#reasons").lower()


def stored_reports(service: Service) -> list[tuple[str, str]]:
    """Kind and host of every report in the service's database, oldest first."""
    return service.rows("select kind, host from reports order by created_at")


def test_a_false_alarm_reported_from_the_warning_page_is_stored(
    browser: Browser, sverka: Service
) -> None:
    before = len(stored_reports(sverka))
    tab = warned(browser)

    tab.click("#report")
    until(lambda: product.text(tab, "#report-preview"), "the preview of what will be sent")
    tab.click("#report-send")

    until(lambda: len(stored_reports(sverka)) == before + 1, "a stored report")
    assert stored_reports(sverka)[-1] == ("false-alarm", places.FAKE_YOULA)
    until(lambda: product.text(tab, "#report-status"), "the outcome in words")


def test_a_scam_reported_from_the_popup_is_stored(browser: Browser, sverka: Service) -> None:
    before = len(stored_reports(sverka))
    tab = browser.tab()
    tab.goto(f"https://{places.SHOP}/checkout")
    page = product.popup(browser, product.tab_id(browser, f"https://{places.SHOP}/"))

    page.click("#report")
    until(lambda: product.text(page, "#report-preview"), "the preview of what will be sent")
    page.click("#report-send")

    until(lambda: len(stored_reports(sverka)) == before + 1, "a stored report")
    assert stored_reports(sverka)[-1] == ("scam", places.SHOP)
