"""The extension as a person meets it: badges, warning, popup, settings (extension/README.md)."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.driver import until

if TYPE_CHECKING:
    from harness.driver import Browser, Tab

EXTENSION = Path(__file__).resolve().parents[3] / "extension"
DIST = Path(os.environ.get("SVERKA_E2E_DIST") or EXTENSION / "dist")
"""Built extensions; another folder can be named to try a changed copy."""

API = "(globalThis.browser ?? globalThis.chrome)"
RISKY = ("danger", "caution")


class NotBuiltError(RuntimeError):
    """The extension has not been built; the message names the remedy."""


def build(name: str) -> Path:
    """The folder of a built extension, such as ``chrome-test``.

    Raises:
        NotBuiltError: it is not there.
    """
    folder = DIST / name
    if not (folder / "manifest.json").is_file():
        raise NotBuiltError(
            f"{folder} is not there: run `make setup` (or `npm run build:test` in extension/)"
        )
    return folder


def configure(browser: Browser, server: str, language: str = "ru") -> None:
    """Tell the extension, through its own options page, its server and its language."""
    page = browser.extension_page("options.html")
    until(lambda: page.evaluate("document.querySelector('#server')?.value"), "settings loaded")
    page.evaluate(
        f"document.querySelector('#server').value = {json.dumps(server)};"
        f"document.querySelector('#language').value = {json.dumps(language)};"
        "document.querySelector('#save').click()"
    )
    until(
        lambda: page.evaluate("document.querySelector('#saved').textContent.trim() !== ''"),
        "settings saved",
    )
    page.close()


def badges(tab: Tab) -> list[dict[str, str]]:
    """Each badge in page order: its level and the link or text right before it."""
    found: list[dict[str, str]] = tab.evaluate(
        """[...document.querySelectorAll('sverka-badge')].map((badge) => ({
             level: badge.dataset.level ?? '',
             beside: (badge.previousSibling?.textContent ?? '').trim(),
           }))"""
    )
    return found


def badge_beside(tab: Tab, text: str) -> str:
    """Level of the badge right after what contains ``text``; empty while there is none."""
    return next((b["level"] for b in badges(tab) if text in b["beside"]), "")


def words_beside(tab: Tab, link: str) -> str:
    """What the badge after a link says, with its card; empty while there is none."""
    found, words = badges(tab), tab.shadow_texts("sverka-badge")
    if len(found) != len(words):
        return ""  # one was put in between the two looks
    both = zip(found, words, strict=True)
    return next((said for badge, said in both if link in badge["beside"]), "")


def wait_warning(browser: Browser, tab: Tab) -> None:
    """Wait until the tab shows the warning page with at least one reason."""
    start = f"{browser.origin}/warning.html"
    until(lambda: tab.url().startswith(start), "the warning page")
    reasons = "document.querySelectorAll('#reasons li[data-rule]').length"
    until(lambda: tab.evaluate(reasons), "reasons on the warning page")


def rules(tab: Tab) -> list[str]:
    """Ids of the rules whose reasons a warning shows, heaviest first."""
    found: list[str] = tab.evaluate(
        "[...document.querySelectorAll('#reasons li[data-rule]')].map((e) => e.dataset.rule)"
    )
    return found


def text(tab: Tab, selector: str) -> str:
    """Visible text of an element."""
    shown: str = tab.evaluate(f"document.querySelector({json.dumps(selector)})?.innerText ?? ''")
    return shown


def tick(tab: Tab) -> None:
    """Open the disclosure of a warning and tick the box, so that the way on is free."""
    tab.evaluate("document.querySelector('#more').open = true")
    tab.click("#understand")


def walk_on(tab: Tab, *, forever: bool = False) -> None:
    """Take the deliberate way on: open the disclosure, tick the box, press the button."""
    tick(tab)
    if forever:
        tab.click("#forever")
    tab.click("#proceed")


def popup(browser: Browser, tab_id: int) -> Tab:
    """The popup for a tab, as a page of its own."""
    return browser.extension_page(f"popup.html?tab={tab_id}")


def wait_popup(browser: Browser, number: int, level: str) -> Tab:
    """Open the popup of a tab again and again, as the impatient do, until it shows ``level``."""

    def opened() -> Tab | None:
        page = popup(browser, number)
        shown = until(
            lambda: page.evaluate("document.querySelector('#level')?.dataset.level"), "a popup"
        )
        if shown == level:
            return page
        page.close()
        return None

    return until(opened, f"the popup says {level}")


def warnings_open(browser: Browser) -> list[str]:
    """Addresses of all tabs that show the warning."""
    page = browser.extension_page("options.html")
    shown: list[str] = page.evaluate(
        f"{API}.tabs.query({{}}).then(all => all.map(t => t.url ?? ''))"
    )
    page.close()
    return [address for address in shown if address.startswith(f"{browser.origin}/warning.html")]


def tab_id(browser: Browser, address: str) -> int:
    """Id of the tab whose address starts with ``address``, for ``popup.html?tab=``."""
    page = browser.extension_page("options.html")

    def find() -> int | None:
        tabs: list[dict[str, Any]] = page.evaluate(
            f"{API}.tabs.query({{}}).then(all => all.map(t => ({{id: t.id, url: t.url ?? ''}})))"
        )
        return next((t["id"] for t in tabs if t["url"].startswith(address)), None)

    found = until(find, f"a tab on {address}")
    page.close()
    return found


def wait_popup_settled(browser: Browser, number: int) -> str:
    """What the popup of a tab shows once it shows anything: a level, or ``none``."""
    page = popup(browser, number)
    shown: str = until(
        lambda: page.evaluate("document.querySelector('#level')?.dataset.level"), "a popup"
    )
    page.close()
    return shown
