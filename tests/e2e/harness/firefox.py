"""Firefox with the temporary add-on, driven by WebDriver BiDi over a plain socket."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from harness.bidi import Bidi, BidiError, plain, session
from harness.driver import READY, find_program, until
from harness.places import HOSTS

if TYPE_CHECKING:
    from collections.abc import Iterator

UUID = "5a1f7c1e-0000-4000-8000-00000000beef"
KEY_PAUSE = 12
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")

SILENT = (
    "network.captive-portal-service.enabled",
    "network.connectivity-service.enabled",
    "app.update.enabled",
    "app.normandy.enabled",
    "browser.safebrowsing.malware.enabled",
    "browser.safebrowsing.phishing.enabled",
    "browser.safebrowsing.downloads.enabled",
    "datareporting.policy.dataSubmissionEnabled",
    "toolkit.telemetry.enabled",
    "browser.shell.checkDefaultBrowser",
    "browser.newtabpage.enabled",
    "browser.urlbar.suggest.searches",
)


SHOWN = """((element) => {
  element?.scrollIntoView({ block: 'center' });
  return element?.getClientRects().length ? element : null;
})(document.querySelector(SELECTOR))"""


def _words(node: dict[str, Any]) -> Iterator[str]:
    value = node["value"]
    if value.get("localName") == "style":
        return
    if "nodeValue" in value:
        yield value["nodeValue"]
    for child in value.get("children", ()):
        yield from _words(child)


class FirefoxTab:
    """A tab over a BiDi browsing context."""

    def __init__(self, bidi: Bidi, context: str) -> None:
        self._bidi = bidi
        self._context = context

    def _send(self, method: str, **parameters: Any) -> Any:
        return self._bidi.send(method, context=self._context, **parameters)

    def goto(self, url: str) -> None:
        """Open a page; being led elsewhere meanwhile is no error."""
        try:
            self._send("browsingContext.navigate", url=url, wait="interactive")
        except BidiError as error:
            if "NS_BINDING_ABORTED" not in str(error) and "navigation" not in str(error):
                raise

    def url(self) -> str:
        """The address that the tab shows."""
        address: str = self.evaluate("location.href")
        return address

    def _run(self, expression: str, **options: Any) -> dict[str, Any]:
        answer = self._bidi.send(
            "script.evaluate",
            expression=expression,
            target={"context": self._context},
            awaitPromise=True,
            userActivation=False,
            **options,
        )
        if answer["type"] == "exception":
            raise BidiError(f"{expression[:80]}: {answer['exceptionDetails']['text']}")
        result: dict[str, Any] = answer["result"]
        return result

    def evaluate(self, expression: str) -> Any:
        """The JSON value of an expression in the page."""
        return plain(self._run(expression))

    def click(self, selector: str) -> None:
        """Press the mouse on the element."""
        self._point(selector)

    def type(self, selector: str, text: str) -> None:
        """Type with real key events."""
        self._point(selector)
        keys: list[dict[str, Any]] = []
        for letter in text:
            keys += [
                {"type": "keyDown", "value": letter},
                {"type": "keyUp", "value": letter},
                {"type": "pause", "duration": KEY_PAUSE},
            ]
        self._send("input.performActions", actions=[{"type": "key", "id": "keys", "actions": keys}])

    def _point(self, selector: str) -> None:
        find = SHOWN.replace("SELECTOR", json.dumps(selector))
        element = until(lambda: self._run(find).get("sharedId"), f"{selector} in view", READY)
        actions = [
            {
                "type": "pointerMove",
                "x": 0,
                "y": 0,
                "origin": {"type": "element", "element": {"sharedId": element}},
            },
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._send(
            "input.performActions", actions=[{"type": "pointer", "id": "mouse", "actions": actions}]
        )

    def shadow_texts(self, tag: str) -> list[str]:
        """What the remote protocol shows of shadow roots, which pages cannot look into."""
        found = self._run(
            f"[...document.querySelectorAll({json.dumps(tag)})]",
            serializationOptions={"includeShadowTree": "all", "maxDomDepth": None},
        )
        return [" ".join(_words(host["value"]["shadowRoot"])) for host in found["value"]]

    def screenshot(self, file: Path) -> None:
        """Save what the tab shows as PNG."""
        file.write_bytes(base64.b64decode(self._send("browsingContext.captureScreenshot")["data"]))

    def close(self) -> None:
        """Close the tab."""
        self._send("browsingContext.close")


class Firefox:
    """A running Firefox with the extension."""

    name = "firefox"
    origin = f"moz-extension://{UUID}"

    def __init__(self, bidi: Bidi, extension: Path) -> None:
        self._bidi = bidi
        self._path = extension
        self._id = ""
        self.install()

    def install(self) -> None:
        """Install the extension; a second call replaces it with one that remembers nothing."""
        if self._id:
            self._bidi.send("webExtension.uninstall", extension=self._id)
        data = {"type": "path", "path": str(self._path)}
        self._id = self._bidi.send("webExtension.install", extensionData=data)["extension"]

    def tab(self) -> FirefoxTab:
        """A new, empty tab."""
        return FirefoxTab(
            self._bidi, self._bidi.send("browsingContext.create", type="tab")["context"]
        )

    def forget(self) -> None:
        """Close every tab but an empty one, and put a fresh extension in the place of the old."""
        old = self._contexts()
        self.tab()
        for context in old:
            FirefoxTab(self._bidi, context["context"]).close()
        self.install()

    def _contexts(self) -> list[dict[str, Any]]:
        contexts: list[dict[str, Any]] = self._bidi.send("browsingContext.getTree")["contexts"]
        return contexts

    def _chrome(self, expression: str) -> Any:
        """Evaluate in the browser's own window; BiDi opens no moz-extension address by itself."""
        tree = self._bidi.send("browsingContext.getTree", **{"moz:scope": "chrome"})
        window = FirefoxTab(self._bidi, tree["contexts"][0]["context"])
        return window.evaluate(expression)

    def extension_page(self, path: str) -> FirefoxTab:
        """A new tab on a page of the extension."""
        known = {c["context"] for c in self._contexts()}
        address = json.dumps(f"{self.origin}/{path}")
        self._chrome(
            f"void (gBrowser.selectedTab = gBrowser.addTab({address},"
            " {triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal()}))"
        )

        def opened() -> str | None:
            fresh = (c for c in self._contexts() if c["context"] not in known)
            return next((c["context"] for c in fresh if c["url"].startswith(self.origin)), None)

        tab = FirefoxTab(self._bidi, until(opened, f"{path} in a tab"))
        until(lambda: tab.evaluate("document.readyState === 'complete'"), f"{path} loaded")
        return tab

    def stop_background(self) -> None:
        """End the event page as its idle timeout does."""
        self._chrome(
            f"WebExtensionPolicy.getByID({json.dumps(self._id)}).extension.terminateBackground()"
        )


def preferences(port: int, add_on: str, language: str) -> dict[str, str | int | bool]:
    """A profile for which the story's hosts are on loopback and that calls nobody."""
    quiet: dict[str, str | int | bool] = dict.fromkeys(SILENT, False)
    return quiet | {
        "extensions.webextensions.uuids": json.dumps({add_on: UUID}),
        "extensions.webextensions.keepUuidOnUninstall": True,
        "network.dns.localDomains": ",".join(HOSTS),
        "network.socket.forcePort": f"443={port}",
        "network.dns.disableIPv6": True,
        "services.settings.server": "data:,",
        "intl.locale.requested": language,
        "intl.accept_languages": "ru,en" if language == "ru" else "en,ru",
    }


def add_on_id(extension: Path) -> str:
    """The add-on's id as its built manifest states it."""
    manifest = json.loads((extension / "manifest.json").read_text(encoding="utf-8"))
    identifier: str = manifest["browser_specific_settings"]["gecko"]["id"]
    return identifier


@contextmanager
def firefox(port: int, extension: Path, *, language: str = "ru") -> Iterator[Firefox]:
    """A headless Firefox with the extension installed for this session.

    Raises:
        BrowserMissingError: no Firefox on this machine.
    """
    program = find_program("firefox")
    with tempfile.TemporaryDirectory(
        prefix="sverka-firefox-", ignore_cleanup_errors=True
    ) as profile:
        prefs = preferences(port, add_on_id(extension), language)
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in prefs.items())
        Path(profile, "user.js").write_text("".join(lines), encoding="utf-8")
        command = [program, "--headless", "--no-remote", "--profile", profile]
        command += ["--remote-debugging-port=0", "--remote-allow-system-access"]
        with subprocess.Popen(
            command,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "HOME": profile},
        ) as process:
            try:
                with session(_listening(process)) as bidi:
                    yield Firefox(bidi, extension)
            finally:
                process.terminate()
                process.wait(20)


def _listening(process: subprocess.Popen[str]) -> str:
    errors: IO[str] | None = process.stderr
    if errors is None:
        raise BidiError("Firefox was started without a pipe for its messages")
    said = []
    for line in errors:
        said.append(line)
        if match := LISTENING.search(line):
            threading.Thread(target=errors.read, daemon=True).start()
            return match[1]
    raise BidiError("Firefox ended before it could be driven:\n" + "".join(said)[-2000:])
