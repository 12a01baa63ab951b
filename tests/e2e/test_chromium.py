"""What only Chromium can show: the accessibility tree, foreign frames, axe, and pictures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from harness import places, product
from harness.driver import until

if TYPE_CHECKING:
    from pathlib import Path

    from harness.chromium import Chromium, ChromiumTab
    from harness.web import Web

pytestmark = pytest.mark.xdist_group("chromium")

AXE = product.EXTENSION / "node_modules" / "axe-core" / "axe.min.js"
TRAP = f"https://{places.FAKE_YOULA}/pay/81235512"


def accessible_buttons(tab: ChromiumTab) -> list[str]:
    """Names of all buttons as a screen reader gets them."""
    nodes = tab.cdp("Accessibility.getFullAXTree")["nodes"]
    return [
        n["name"]["value"]
        for n in nodes
        if n.get("role", {}).get("value") == "button" and "name" in n
    ]


def warned(chrome: Chromium) -> ChromiumTab:
    """A tab on the warning page."""
    tab = chrome.tab()
    tab.goto(TRAP)
    product.wait_warning(chrome, tab)
    return tab


def test_a_badge_has_a_russian_name_in_the_accessibility_tree(chrome: Chromium) -> None:
    tab = chrome.tab()
    tab.goto(places.YOULA_CHAT)
    until(
        lambda: product.badge_beside(tab, "youla.id22991.site/order/") in product.RISKY, "a badge"
    )

    names = until(
        lambda: [n for n in accessible_buttons(tab) if n != "Отправить"], "a badge in the tree"
    )

    assert any(word in name.lower() for name in names for word in ("опасн", "осторожн", "мошен"))


def test_a_web_page_cannot_frame_the_warning(chrome: Chromium) -> None:
    warned(chrome)
    tab = chrome.tab()
    tab.goto(f"https://{places.SHOP}/")
    source = json.dumps(f"{chrome.origin}/warning.html#{TRAP}")
    tab.evaluate(
        f"new Promise((done) => {{ const f = document.createElement('iframe'); f.src = {source};"
        " f.onload = f.onerror = () => done(1); document.body.append(f); setTimeout(done, 3000); })"
    )

    inside = [frame for frame in tab.page.frames if frame != tab.page.main_frame]

    assert all("#reasons" not in frame.content() for frame in inside if not frame.is_detached())
    assert not any(frame.query_selector("#proceed") for frame in inside)


def test_a_page_cannot_print_the_warning_over_an_honest_name(chrome: Chromium) -> None:
    page = chrome.extension_page(f"warning.html#https://{places.SHOP}/checkout")

    until(lambda: product.text(page, "#nothing"), "there is nothing to warn about")

    assert product.text(page, "#reasons") == ""


def test_a_site_that_was_found_dangerous_is_not_even_requested_again(
    chrome: Chromium, web: Web
) -> None:
    warned(chrome)
    web.log.clear()
    tab = chrome.tab()

    tab.goto(f"https://{places.FAKE_YOULA}/pay/999")
    product.wait_warning(chrome, tab)

    assert web.log.to(places.FAKE_YOULA) == []


def violations(tab: ChromiumTab) -> list[str]:
    """What axe finds wrong; run through the protocol, because the pages allow no foreign script."""
    tab.cdp("Runtime.evaluate", expression=AXE.read_text(encoding="utf-8") + ";0")
    answer: dict[str, Any] = tab.cdp(
        "Runtime.evaluate",
        expression="axe.run().then((r) => JSON.stringify(r.violations.map("
        "(v) => v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 120)).join(' | '))))",
        awaitPromise=True,
        returnByValue=True,
    )
    found: list[str] = json.loads(answer["result"]["value"])
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible(chrome: Chromium, scheme: Any) -> None:
    if not AXE.is_file():
        pytest.fail(f"{AXE} is not there: run `npm ci` in extension/")
    tab = warned(chrome)
    number = product.tab_id(chrome, chrome.origin + "/warning.html")
    for page in (tab, product.popup(chrome, number), chrome.extension_page("options.html")):
        page.page.emulate_media(color_scheme=scheme)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        assert violations(page) == [], page.url()


def test_pictures_for_human_eyes(chrome: Chromium, pictures: Path) -> None:
    chat = chrome.tab()
    chat.goto(places.YOULA_CHAT)
    until(lambda: len(product.badges(chat)) >= 2, "badges")
    chat.screenshot(pictures / "chat.png")
    tab = warned(chrome)
    popup = product.popup(chrome, product.tab_id(chrome, chrome.origin + "/warning.html"))
    until(lambda: popup.evaluate("document.querySelector('#level')?.dataset.level"), "the popup")
    popup.page.set_viewport_size({"width": 380, "height": 560})
    for scheme in ("light", "dark"):
        for page, name in ((tab, "warning"), (popup, "popup")):
            page.page.emulate_media(color_scheme=scheme)
            for language in ("ru", "en"):
                page.evaluate(f"document.querySelector('#lang-{language}').click()")
                until(
                    lambda page=page, language=language: (
                        page.evaluate("document.documentElement.lang") == language
                    ),
                    "the language",
                )
                page.screenshot(pictures / f"{name}-{scheme}-{language}.png")

    assert all((pictures / f"warning-{s}-ru.png").stat().st_size > 5000 for s in ("light", "dark"))
