"""Chromium with the unpacked extension, driven by Playwright."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from playwright.sync_api import BrowserContext, Error, Page, sync_playwright

from harness.driver import READY, find_program
from harness.places import HOSTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import ViewportSize

WINDOW: ViewportSize = {"width": 1000, "height": 680}
KEY_DELAY = 12
"""Milliseconds between two keys: about 80 a second, far faster than a person."""
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--ignore-certificate-errors",
)


FORGET = """(async () => {
  const rules = await chrome.declarativeNetRequest.getSessionRules();
  await chrome.declarativeNetRequest.updateSessionRules({ removeRuleIds: rules.map((r) => r.id) });
  await chrome.storage.session.clear();
  await chrome.storage.local.clear();
})()"""


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("children", ()):
        yield from _nodes(child)


def _texts(root: dict[str, Any]) -> Iterator[dict[str, Any]]:
    styles = {
        node["nodeId"]
        for style in _nodes(root)
        if style["localName"] == "style"
        for node in style.get("children", ())
    }
    return (n for n in _nodes(root) if n["nodeName"] == "#text" and n["nodeId"] not in styles)


class ChromiumTab:
    """A tab over a Playwright page; ``page`` is open for what only Chromium can show."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def goto(self, url: str) -> None:
        """Open a page; being led elsewhere meanwhile is no error."""
        try:
            self.page.goto(url)
        except Error as error:
            if not any(word in error.message for word in ("interrupted", "ERR_ABORTED")):
                raise

    def url(self) -> str:
        """The address that the tab shows; Playwright's own copy may be stale."""
        address: str = self.page.evaluate("location.href")
        return address

    def evaluate(self, expression: str) -> Any:
        """The JSON value of an expression in the page."""
        return self.page.evaluate(expression)

    def type(self, selector: str, text: str) -> None:
        """Type with real key events."""
        self.page.locator(selector).press_sequentially(text, delay=KEY_DELAY, timeout=1000 * READY)

    def click(self, selector: str) -> None:
        """Press the mouse on the element."""
        self.page.locator(selector).click(timeout=1000 * READY, no_wait_after=True)

    def screenshot(self, file: Path) -> None:
        """Save what the tab shows as PNG."""
        self.page.screenshot(path=file)

    def cdp(self, method: str, **parameters: Any) -> Any:
        """One command of the DevTools protocol to this tab."""
        session = self.page.context.new_cdp_session(self.page)
        try:
            return session.send(method, parameters)
        finally:
            session.detach()

    def shadow_texts(self, tag: str) -> list[str]:
        """What DevTools shows of shadow roots, which pages cannot look into."""
        root = self.cdp("DOM.getDocument", depth=-1, pierce=True)["root"]
        hosts = [node for node in _nodes(root) if node["localName"] == tag]
        return [
            " ".join(text["nodeValue"] for inner in host["shadowRoots"] for text in _texts(inner))
            for host in hosts
        ]

    def close(self) -> None:
        """Close the tab."""
        self.page.close()


class Chromium:
    """A running Chromium with the extension."""

    name = "chromium"

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        workers = context.service_workers
        worker = workers[0] if workers else context.wait_for_event("serviceworker")
        self.origin = worker.url.rpartition("/")[0]

    def tab(self) -> ChromiumTab:
        """A new, empty tab."""
        return ChromiumTab(self.context.new_page())

    def extension_page(self, path: str) -> ChromiumTab:
        """A new tab on a page of the extension."""
        tab = self.tab()
        tab.goto(f"{self.origin}/{path}")
        return tab

    def forget(self) -> None:
        """Close every tab and make the extension forget all that it knows and has blocked."""
        old = self.context.pages
        page = self.extension_page("options.html")
        page.evaluate(FORGET)
        self.stop_background()
        for tab in old:
            tab.close()

    def stop_background(self) -> None:
        """Stop the service worker; the next event starts a new one without its variables."""
        session = self.context.new_cdp_session(self.context.pages[0])
        session.send("ServiceWorker.enable")
        session.send("ServiceWorker.stopAllWorkers")
        session.detach()


def arguments(port: int, extension: Path | None, *, headless: bool = True) -> list[str]:
    """Command line of a Chromium for which only the story's hosts exist, all at ``port``."""
    rules = [f"MAP {host}:443 127.0.0.1:{port}" for host in HOSTS]
    rules += ["MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1", "EXCLUDE localhost"]
    line = [*QUIET, "--host-resolver-rules=" + ",".join(rules)]
    if headless:
        line += ["--headless=new", "--hide-scrollbars"]
    if extension:
        line += [f"--disable-extensions-except={extension}", f"--load-extension={extension}"]
    return line


@contextmanager
def launch(
    port: int,
    extension: Path | None,
    *,
    language: str = "ru",
    headless: bool = True,
    window: ViewportSize = WINDOW,
) -> Iterator[BrowserContext]:
    """Start Chromium with a throw-away profile, with or without the extension.

    Raises:
        BrowserMissingError: no Chromium on this machine.
    """
    program = find_program("chromium")
    with (
        tempfile.TemporaryDirectory(prefix="sverka-chromium-") as profile,
        sync_playwright() as play,
    ):
        context = play.chromium.launch_persistent_context(
            profile,
            executable_path=program,
            headless=False,  # Playwright's own headless mode would load no extension
            args=arguments(port, extension, headless=headless),
            ignore_default_args=["--disable-extensions", "--enable-automation"],
            ignore_https_errors=True,
            locale="ru-RU" if language == "ru" else "en-US",
            env={**os.environ, "LANGUAGE": language},  # chrome.i18n follows this, not --lang
            viewport=window,
        )
        try:
            yield context
        finally:
            with suppress(Error):  # whoever watched may have closed it already
                context.close()


@contextmanager
def chromium(
    port: int, extension: Path, *, language: str = "ru", headless: bool = True
) -> Iterator[Chromium]:
    """A Chromium with the extension loaded."""
    with launch(port, extension, language=language, headless=headless) as context:
        yield Chromium(context)
