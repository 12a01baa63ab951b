"""What a test asks of a browser: one story is written once and walked in Chromium and Firefox."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = float(os.environ.get("SVERKA_E2E_PATIENCE", "40"))
"""Seconds until a wait gives up; it never decides how long a passing test takes."""
READY = 4.0
"""Seconds for an element that should be in the page already to be ready for mouse and keys."""

T = TypeVar("T")

CANDIDATES = {
    "chromium": ("chromium", "chromium-browser", "google-chrome-for-testing"),
    "firefox": ("firefox-esr", "firefox"),
}


class BrowserMissingError(RuntimeError):
    """No program of the browser was found; the message names the remedy."""


class Tab(Protocol):
    """One tab. ``goto`` may end elsewhere: leading away to the warning is the product's work."""

    def goto(self, url: str) -> None: ...
    def url(self) -> str: ...
    def evaluate(self, expression: str) -> Any:
        """The JSON value of an expression; a promise is awaited."""

    def type(self, selector: str, text: str) -> None:
        """Click the field, then press one key after the other, as a hasty person does."""

    def click(self, selector: str) -> None:
        """Press the mouse on an element that is in view or can be scrolled there."""

    def shadow_texts(self, tag: str) -> list[str]:
        """All words in the shadow roots, also closed ones, of elements of a kind; in page order."""

    def screenshot(self, file: Path) -> None: ...
    def close(self) -> None: ...


class Browser(Protocol):
    """A browser with the extension installed and every host of the story mapped to loopback."""

    name: str
    origin: str

    def tab(self) -> Tab:
        """A new, empty tab."""

    def extension_page(self, path: str) -> Tab:
        """A new tab that shows a page of the extension."""

    def stop_background(self) -> None:
        """Put the extension's background to sleep, as the browser does when it has been idle."""


def until(ask: Callable[[], T | None], what: str, seconds: float = PATIENCE) -> T:
    """Ask again until the answer is truthy.

    Raises:
        AssertionError: ``what`` did not come true in time; the last answer or error is told.
    """
    deadline = time.monotonic() + seconds
    last: object = None
    while time.monotonic() < deadline:
        try:
            answer = ask()
        except Exception as error:  # noqa: BLE001 - a page that is being replaced fails in many ways
            last = error
        else:
            if answer:
                return answer
            last = answer
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds:.0f} s: {what}; the last answer was {last!r}")


def find_program(browser: str) -> str:
    """The program of ``chromium`` or ``firefox``: from SVERKA_<NAME>, PATH, or Playwright.

    Raises:
        BrowserMissingError: there is none, or the variable names no file.
    """
    variable = f"SVERKA_{browser.upper()}"
    if named := os.environ.get(variable):
        if shutil.which(named):
            return named
        raise BrowserMissingError(f"{variable}={named} is no program; correct it or unset it")
    for candidate in CANDIDATES[browser]:
        if program := shutil.which(candidate):
            return program
    if browser == "chromium" and (program := _playwrights_own()):
        return program
    raise BrowserMissingError(
        f"no {browser} found: install the Debian package {CANDIDATES[browser][0]}"
        f" or set {variable} to its program"
        + (" or run `playwright install chromium`" if browser == "chromium" else "")
    )


def _playwrights_own() -> str | None:
    root = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright"
    found = sorted(Path(root).glob("chromium-*/chrome-linux*/chrome"))
    return str(found[-1]) if found else None
