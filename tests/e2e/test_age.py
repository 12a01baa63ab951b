"""The age of a domain comes later than the first verdict, and changes it where it matters."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from harness import places, product
from harness.chat import chat, say
from harness.driver import until
from harness.recorder import is_second_question
from harness.registry import Registry
from harness.service import AGE_WAIT_MS, Service, service
from harness.typed import random_digits, traces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Browsers
    from harness.driver import Browser, Tab
    from harness.recorder import Recorder
    from harness.web import Web

ORDER = f"https://{places.YOUNG}/order/81235512"
CARD = f"https://{places.YOUNG}/card/81235512"
PAY = f"https://{places.YOUNG}/pay/81235512"
SHOP = f"https://{places.SHOP}/checkout"
TRAP = f"https://{places.FAKE_AVITO}/pay/81235512"
TRAP_DOMAIN = "ru-dostavka4821.shop"
FORM = (
    '<form><label>Номер карты <input autocomplete="cc-number"></label><button>Далее</button></form>'
)
RULE = "age.brand-under-week"
AGE = "3 дня назад"


@pytest.fixture
def registry() -> Iterator[Registry]:
    """It knows the young domain since three days, and does not tell before it is released."""
    with Registry() as running:
        running.is_young(places.YOUNG_DOMAIN, days=3)
        running.hold(places.YOUNG_DOMAIN)
        yield running


@pytest.fixture
def aged(registry: Registry, sent: Recorder, sverka: Service, tmp_path: Path) -> Iterator[Service]:
    """A service that knows no age yet, asked instead of the one of the other tests."""
    with service(tmp_path / "service", registry.overrides("example")) as running:
        sent.target = running.port
        try:
            yield running
            assert running.registries_asked() <= {registry.place}, "nobody else is asked"
        finally:
            sent.target = sverka.port


def show_young(browser: Browser) -> Tab:
    """A chat in which the link to the young domain has its first badge."""
    tab = chat(browser)
    say(tab, "Вот заказ", href=ORDER)
    until(lambda: product.badge_beside(tab, ORDER) == "caution", "a caution by the name alone")
    return tab


def open_card(browser: Browser, sent: Recorder) -> Tab:
    """The young domain's page with its form, judged without an age."""
    tab = browser.tab()
    tab.goto(CARD)
    until(lambda: sent.judged(places.YOUNG), "a first verdict on the form")
    return tab


def banner(tab: Tab) -> str:
    """Words of the strip on a page; empty without one."""
    return " ".join(tab.shadow_texts("sverka-banner"))


@pytest.mark.usefixtures("aged")
def test_a_badge_becomes_danger_by_itself_when_the_age_is_known(
    browser: Browser, registry: Registry, sent: Recorder
) -> None:
    tab = show_young(browser)
    until(lambda: sent.second_asked(places.YOUNG), "the second question")
    assert product.badge_beside(tab, ORDER) == "caution"
    assert AGE not in product.words_beside(tab, ORDER)

    registry.release(places.YOUNG_DOMAIN)

    until(lambda: product.badge_beside(tab, ORDER) == "danger", "danger by the age")
    assert AGE in product.words_beside(tab, ORDER)
    assert registry.lines(places.YOUNG_DOMAIN) == [places.YOUNG_DOMAIN], "once, and no host"
    say(tab, "А это магазин", href=SHOP)
    until(lambda: sent.second_asked(places.SHOP) or product.badge_beside(tab, SHOP), "its badge")
    assert len(sent.checks(places.YOUNG)) == 2

    page = browser.tab()
    page.goto(ORDER)
    product.wait_warning(browser, page)
    assert RULE in product.rules(page)
    assert AGE in product.text(page, "#reasons")
    popup = product.wait_popup(
        browser, product.tab_id(browser, f"{browser.origin}/warning.html"), "danger"
    )
    assert AGE in product.text(popup, "#reasons")


@pytest.mark.usefixtures("aged")
def test_a_page_is_replaced_when_the_age_is_known_before_anything_is_sent(
    browser: Browser, registry: Registry, sent: Recorder, web: Web
) -> None:
    card = random_digits(16)
    tab = open_card(browser, sent)
    until(lambda: banner(tab), "the strip of a caution")
    tab.type("[name=card_number]", card)
    assert tab.url() == CARD, "no reason yet to take the page away"
    until(lambda: sent.second_asked(places.YOUNG), "the second question")

    registry.release(places.YOUNG_DOMAIN)

    product.wait_warning(browser, tab)
    assert RULE in product.rules(tab)
    assert AGE in product.text(tab, "#reasons")
    assert web.log.to(places.YOUNG, "POST") == []
    everything = [sent.bodies(), *(e.target.encode() + b"\n" + e.body for e in web.log.entries())]
    assert traces(card, everything) == []
    assert registry.lines(places.YOUNG_DOMAIN) == [places.YOUNG_DOMAIN]


def hold_second(registry: Registry, sent: Recorder) -> None:
    """Let the age be known at the second question, but keep the answer to that back."""
    sent.hold(is_second_question)
    registry.release(places.YOUNG_DOMAIN)


def nothing_happens(browser: Browser, sent: Recorder) -> None:
    """Let the second answer go and look for a while whether any warning comes of it."""
    sent.release()
    until(lambda: sent.second_answered(places.YOUNG), "the second answer")
    for _ in range(10):
        assert product.warnings_open(browser) == []
        time.sleep(0.1)


@pytest.mark.usefixtures("aged")
@pytest.mark.parametrize("way", ["goes on", "closes the page"])
def test_who_has_left_the_page_before_its_age_is_known_is_left_in_peace(
    browser: Browser, registry: Registry, sent: Recorder, way: str
) -> None:
    tab = open_card(browser, sent)
    hold_second(registry, sent)
    until(lambda: sent.second_asked(places.YOUNG), "the second question")

    if way == "goes on":
        tab.goto(SHOP)
    else:
        tab.close()

    nothing_happens(browser, sent)
    if way == "goes on":
        assert tab.url() == SHOP


@pytest.mark.usefixtures("aged")
def test_who_has_chosen_the_way_on_is_not_warned_again_by_the_age(
    browser: Browser, registry: Registry, sent: Recorder
) -> None:
    quiet = f"https://{places.YOUNG}/start"
    first, second = browser.tab(), browser.tab()
    first.goto(quiet)
    second.goto(PAY)
    product.wait_warning(browser, second)
    product.tick(second)
    sent.reset()
    first.evaluate(f"void document.body.insertAdjacentHTML('beforeend', {json.dumps(FORM)})")
    until(lambda: sent.judged(places.YOUNG), "a first verdict on the form")
    hold_second(registry, sent)
    until(lambda: sent.second_asked(places.YOUNG), "the second question")

    second.click("#proceed")

    until(lambda: second.url() == PAY, "the page that was chosen")
    nothing_happens(browser, sent)
    assert (first.url(), second.url()) == (quiet, PAY)


@pytest.mark.usefixtures("aged")
def test_badges_stand_while_the_registry_is_silent(
    browser: Browser, registry: Registry, sent: Recorder
) -> None:
    tab = show_young(browser)
    say(tab, "Ещё раз", href=TRAP)
    say(tab, "А это магазин", href=SHOP)

    until(lambda: product.badge_beside(tab, TRAP) == "danger", "the trap's badge")
    until(lambda: product.badge_beside(tab, SHOP), "the shop's badge")
    until(lambda: sent.second_answered(places.YOUNG), "a second answer without an age")
    assert product.badge_beside(tab, ORDER) == "caution"
    assert registry.lines(places.YOUNG_DOMAIN), "the registry was asked"


@pytest.fixture
def seconds_to_warning(
    browser: Browser, browsers: Browsers, sent: Recorder
) -> Callable[[Service], float]:
    """How long it takes from opening the trap until its warning stands, with a fresh extension."""

    def measure(asked: Service) -> float:
        sent.target = asked.port
        browsers.fresh(browser.name, sent.url)
        tab = browser.tab()
        begun = time.monotonic()
        tab.goto(TRAP)
        product.wait_warning(browser, tab)
        return time.monotonic() - begun

    return measure


def test_a_silent_registry_delays_no_warning(
    seconds_to_warning: Callable[[Service], float],
    registry: Registry,
    aged: Service,
    sverka: Service,
) -> None:
    registry.hold(TRAP_DOMAIN)
    sverka.check(TRAP)  # so that its age is known there

    known, silent = [], []
    for _ in range(2):
        known.append(seconds_to_warning(sverka))
        silent.append(seconds_to_warning(aged))

    assert registry.lines(TRAP_DOMAIN), "the registry was asked in vain"
    assert min(silent) < min(known) + AGE_WAIT_MS / 2_000
