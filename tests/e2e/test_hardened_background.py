"""Ways around the warning and the chat's badges that were tried once and lead nowhere now."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from harness import places, product
from harness.driver import until

if TYPE_CHECKING:
    import pytest
    from harness.chromium import Chromium, ChromiumTab
    from harness.driver import Browser, Tab
    from harness.recorder import Recorder
    from harness.web import Web

TRAP = f"https://{places.FAKE_AVITO}/pay/81235512"
EMPTY = f"https://{places.SHOP}/"
LISTING = f"https://{places.AVITO}/elista/fototehnika/1"


def warned(browser: Browser, address: str = TRAP) -> Tab:
    """A tab that was led from ``address`` to the warning page."""
    tab = browser.tab()
    tab.goto(address)
    product.wait_warning(browser, tab)
    return tab


def shown(tab: Tab, selector: str) -> bool:
    """Whether an element takes room on the screen."""
    found = f"(document.querySelector({json.dumps(selector)})?.getClientRects().length ?? 0) > 0"
    seen: bool = tab.evaluate(found)
    return seen


def wait_mark(tab: Tab, words: str) -> None:
    """Wait until the link with these words is marked as risky."""
    until(lambda: product.badge_beside(tab, words) in product.RISKY, f"a mark beside {words}")


def checks(sent: Recorder) -> list[bytes]:
    """Bodies of all questions about addresses."""
    return [e.body for e in sent.asked.entries() if e.target.startswith("/v1/check")]


def add_link(tab: Tab, selector: str, href: str, words: str) -> None:
    """Put a link into the page, as its script does when a message arrives."""
    tab.evaluate(
        "(() => { const a = document.createElement('a');"
        f"a.href = {json.dumps(href)}; a.textContent = {json.dumps(words)};"
        f"document.querySelector({json.dumps(selector)}).append(a); return true; }})()"
    )


def test_a_card_form_in_a_blob_page_is_judged_by_its_writer(chrome: Chromium, web: Web) -> None:
    tab = chrome.tab()
    tab.goto(f"https://{places.NAMELESS}/order/81235512")
    tab.evaluate(
        "void fetch('/pay/81235512').then((a) => a.text()).then((html) => {"
        "  location.href = URL.createObjectURL(new Blob([html], { type: 'text/html' })); })"
    )

    product.wait_warning(chrome, tab)

    assert tab.url().endswith(f"#https://{places.NAMELESS}/")
    assert product.text(tab, "#host") == places.NAMELESS
    assert web.log.to(places.NAMELESS, "POST") == []


def test_a_card_form_written_into_an_empty_window_is_judged_by_its_writer(
    chrome: Chromium,
) -> None:
    tab = chrome.tab()
    tab.goto(f"https://{places.NAMELESS}/order/81235512")
    with tab.page.expect_popup() as opened:
        tab.evaluate(
            "void fetch('/pay/81235512').then((a) => a.text()).then((html) => {"
            "  const w = window.open('about:blank'); w.document.write(html); w.document.close(); })"
        )

    until(
        lambda: opened.value.evaluate("location.href").startswith(f"{chrome.origin}/warning.html"),
        "the warning in the new window",
    )


def test_the_way_back_waits_for_a_slow_chat(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = browser.tab()
    tab.goto(places.YOULA_CHAT)
    until(lambda: product.badges(tab), "a badge")
    tab.goto(TRAP)
    product.wait_warning(browser, tab)
    find_page = places.find_page

    def slowly(host: str, path: str) -> bytes | None:
        if host == places.YOULA:
            time.sleep(2.5)
        return find_page(host, path)

    monkeypatch.setattr("harness.web.find_page", slowly)

    tab.click("#back")

    until(lambda: tab.url() == places.YOULA_CHAT, "the chat")


def test_the_popup_asks_nobody_before_it_is_told_to(browser: Browser, sent: Recorder) -> None:
    tab = browser.tab()
    tab.goto(EMPTY)
    page = product.popup(browser, product.tab_id(browser, EMPTY))
    until(lambda: shown(page, "#check-tab"), "the button for a check")
    until(lambda: product.text(page, "#status"), "the server's state")
    assert checks(sent) == []

    page.click("#check-tab")

    until(lambda: any(places.SHOP.encode() in body for body in checks(sent)), "the question")
    level = "document.querySelector('#level').dataset.level"
    until(lambda: page.evaluate(level) != "none", "the answer")
    assert page.evaluate(level) != "danger"
    assert not shown(page, "#check-tab")


def test_the_popup_knows_a_brand_by_itself(browser: Browser, sent: Recorder) -> None:
    tab = browser.tab()
    tab.goto(LISTING)

    page = product.wait_popup(browser, product.tab_id(browser, LISTING), "official")

    assert "Авито" in product.text(page, "#level")
    assert checks(sent) == []


def test_a_bad_frame_does_not_condemn_the_page_around_it(browser: Browser, web: Web) -> None:
    around = f"https://{places.FRAMING}/order/1"
    tab = warned(browser, around)
    assert product.text(tab, "#host") == places.FRAMED
    assert places.FRAMING in product.text(tab, "#framed")
    web.log.clear()

    again = browser.tab()
    again.goto(around)
    product.wait_warning(browser, again)

    assert web.log.to(places.FRAMING), "the page itself is not blocked"
    product.walk_on(again)
    until(lambda: again.url() == around, "the page around the frame")


def test_a_dot_at_the_end_of_a_blocked_host_changes_nothing(chrome: Chromium) -> None:
    warned(chrome)
    tab = chrome.tab()

    tab.goto(f"https://{places.FAKE_AVITO}./pay/999")

    product.wait_warning(chrome, tab)
    assert product.text(tab, "#host") == places.FAKE_AVITO


def stale_warning(browser: Browser, address: str) -> Tab:
    """The warning for an address of which the extension remembers nothing, as after a restart."""
    page = browser.extension_page(f"warning.html#{address}")
    until(lambda: shown(page, "#recheck"), "the button to check again")
    assert product.text(page, "#reasons") == ""
    assert not shown(page, "#proceed")
    assert not shown(page, "#open"), "no way on without a check"
    return page


def test_a_warning_that_is_out_of_date_asks_again(browser: Browser, sent: Recorder) -> None:
    page = stale_warning(browser, TRAP)
    assert checks(sent) == []

    page.click("#recheck")

    product.wait_warning(browser, page)
    assert product.text(page, "#host") == places.FAKE_AVITO


def test_a_warning_out_of_date_over_an_honest_name_never_becomes_one(browser: Browser) -> None:
    page = stale_warning(browser, EMPTY)

    page.click("#recheck")

    until(lambda: shown(page, "#open"), "the way on after the check")
    assert product.text(page, "#reasons") == ""


def test_a_stale_warning_has_no_way_on_while_nobody_answers(
    browser: Browser, sent: Recorder
) -> None:
    page = stale_warning(browser, EMPTY)
    sent.down.set()

    page.click("#recheck")

    until(lambda: "Нет ответа" in product.text(page, "#recheck-result"), "the outcome in words")
    until(lambda: not page.evaluate("document.querySelector('#recheck').disabled"), "asked")
    assert not shown(page, "#open")


def test_a_stale_warning_comes_back_by_the_address_alone_while_nobody_answers(
    browser: Browser, sent: Recorder
) -> None:
    page = stale_warning(browser, TRAP)
    sent.down.set()

    page.click("#recheck")

    product.wait_warning(browser, page)
    assert product.text(page, "#host") == places.FAKE_AVITO
    assert "только адрес" in product.text(page, "#local-note")


def test_links_are_asked_about_again_when_the_background_ends_meanwhile(
    browser: Browser, sent: Recorder
) -> None:
    sent.delay = 4
    tab = browser.tab()
    tab.goto(places.YOULA_CHAT)
    until(lambda: checks(sent), "the question")

    browser.stop_background()
    sent.delay = 0

    link = "youla.id22991.site/order/"
    wait_mark(tab, link)


def test_a_decoy_in_a_redirector_hides_no_trap(browser: Browser) -> None:
    tab = browser.tab()
    tab.goto(places.AVITO_CHAT)
    until(lambda: product.badges(tab), "a badge")

    away = f"https://vk.com/away.php?cc=https://www.avito.ru/&to={TRAP}"
    add_link(tab, "#history", away, "заказ у ВК")
    own = f"https://www.avito.ru/go?from=https://{places.SHOP}/&to={TRAP}"
    add_link(tab, "#history", own, "заказ у Авито")

    for words in ("заказ у ВК", "заказ у Авито"):
        wait_mark(tab, words)


def test_at_avito_only_links_in_a_chat_are_looked_at(browser: Browser, sent: Recorder) -> None:
    tab = browser.tab()
    tab.goto(LISTING)
    add_link(tab, "body", "https://partner.example/", "партнёр")
    tab.evaluate(
        "void document.body.insertAdjacentHTML('beforeend',"
        ' \'<div data-marker="mini-messenger" id="mini"></div>\')'
    )
    add_link(tab, "#mini", TRAP, "заказ")

    wait_mark(tab, "заказ")
    assert product.badge_beside(tab, "партнёр") == ""
    assert b"partner.example" not in sent.bodies()


def allow_private(chrome: Chromium) -> ChromiumTab:
    """Let the extension into private windows; a page of it, once it has been restarted for that."""
    extension = json.dumps(chrome.origin.rpartition("/")[2])
    settings = chrome.tab()
    settings.goto("chrome://extensions/")
    settings.evaluate(
        "chrome.developerPrivate.updateExtensionConfiguration("
        f"{{ extensionId: {extension}, incognitoAccess: true }})"
    )

    def restarted() -> ChromiumTab | None:
        # After a restart Chromium takes what its command line named for unsupported.
        settings.evaluate(f"chrome.management.setEnabled({extension}, true)")
        page = chrome.extension_page("options.html")
        allowed = "chrome.extension.isAllowedIncognitoAccess()"
        return page if page.evaluate(allowed) else None

    return until(restarted, "the extension in private windows")


def test_a_private_window_is_warned_and_leaves_no_trace(chrome: Chromium, sent: Recorder) -> None:
    page = allow_private(chrome)
    page.evaluate(f"void chrome.windows.create({{ incognito: true, url: {json.dumps(TRAP)} }})")

    def warning() -> str:
        targets = page.cdp("Target.getTargets")["targetInfos"]
        moved = (t for t in targets if t["url"] == f"{chrome.origin}/warning.html#{TRAP}")
        works = (t for t in moved if t["title"] == "Сверка остановила опасную страницу")
        return next((t["targetId"] for t in works), "")

    found = until(warning, "the warning in the private window")
    assert checks(sent), "the form there was asked about"
    assert page.evaluate("chrome.storage.local.get('sent')") == {}
    page.cdp("Target.closeTarget", targetId=found)
