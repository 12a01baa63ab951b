"""Sverka at work in a minute: service, local replica of the story, Chromium with the extension.

With a display a window opens and stays. Without one, or with ``--screenshots``, pictures are
written to docs/images.
"""

from __future__ import annotations

import argparse
import base64
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "e2e"))

from harness import places, product
from harness.chromium import Chromium, ChromiumTab, launch
from harness.driver import BrowserMissingError, until
from harness.service import ServiceError, service
from harness.web import replica
from playwright.sync_api import Error

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
WINDOW: ViewportSize = {"width": 860, "height": 740}
TRAP = "youla.id22991.site/order/"
STORY = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 20px; display: inline-flex; gap: 20px; background: #e9e9ef }
img { width: 860px; border-radius: 10px; box-shadow: 0 2px 10px #0003 }
</style>"""


def has_display() -> bool:
    """Whether a window could be seen by anybody."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_chat(browser: Chromium, *, live: bool) -> ChromiumTab:
    """The chat with its badges; with ``live`` the last message arrives by itself."""
    tab = browser.tab()
    tab.goto(places.YOULA_CHAT + ("?live" if live else ""))
    until(lambda: product.badge_beside(tab, TRAP) in product.RISKY, "a badge beside the link")
    return tab


def take_pictures(browser: Chromium) -> list[Path]:
    """Walk the story and save chat, warning, popup and the two beside each other."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    chat, warning, popup, story = (
        IMAGES / f"{name}.png" for name in ("chat", "warning", "popup", "story")
    )
    tab = open_chat(browser, live=False)
    tab.evaluate("deliver()")
    until(lambda: product.badge_beside(tab, "cdek.youla") in product.RISKY, "the late link's badge")
    tab.screenshot(chat)
    tab.goto(f"https://{places.FAKE_YOULA}/pay/81235512")
    product.wait_warning(browser, tab)
    tab.screenshot(warning)
    number = product.tab_id(browser, f"{browser.origin}/warning.html")
    product.wait_popup(browser, number, "danger").close()
    page = browser.extension_page(f"popup.html?tab={number}")
    until(lambda: product.text(page, "#reasons"), "reasons in the popup")
    page.page.set_viewport_size({"width": 360, "height": 620})
    page.screenshot(popup)
    _compose(browser, [chat, warning], story)
    return [chat, warning, popup, story]


def _compose(browser: Chromium, pictures: list[Path], file: Path) -> None:
    images = [
        f'<img src="data:image/png;base64,{base64.b64encode(p.read_bytes()).decode()}">'
        for p in pictures
    ]
    page = browser.context.new_page()
    page.set_content(STORY + "".join(images))
    page.wait_for_function("[...document.images].every((i) => i.complete && i.naturalWidth)")
    page.locator("body").screenshot(path=file)
    page.close()


def show(browser: Chromium) -> None:
    """Leave the window to the visitor until it is closed."""
    tab = open_chat(browser, live=True)
    tab.page.bring_to_front()
    print("The chat is open: follow the buyer's link. Close the window to end the demonstration.")
    try:
        tab.page.wait_for_event("close", timeout=0)
    except Error:
        return  # the whole browser was closed


def demonstrate(*, window: bool) -> None:
    """Start everything on free ports with throw-away data, then show it or picture it."""
    extension = product.build("chrome")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sverka-demo-")))
        web = stack.enter_context(replica(folder))
        sverka = stack.enter_context(service(folder / "data"))
        context = stack.enter_context(
            launch(web.port, extension, headless=not window, window=WINDOW)
        )
        browser = Chromium(context)
        product.configure(browser, sverka.url)
        print(f"Service: {sverka.url}/docs")
        if window:
            show(browser)
            return
        for file in take_pictures(browser):
            print(f"Picture: {file.relative_to(ROOT)}")


def main() -> int:
    """Run the demonstration; 1 with a plain sentence where something is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--screenshots", action="store_true", help="write docs/images/*.png even with a display"
    )
    wanted = parser.parse_args()
    try:
        demonstrate(window=has_display() and not wanted.screenshots)
    except (BrowserMissingError, product.NotBuiltError, ServiceError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
