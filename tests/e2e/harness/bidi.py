"""A small WebDriver BiDi client: enough to drive Firefox without geckodriver."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from websockets.sync.client import ClientConnection, connect

if TYPE_CHECKING:
    from collections.abc import Iterator

ANSWER_SECONDS = 30


class BidiError(RuntimeError):
    """The browser refused a command."""


class Bidi:
    """One session over one socket; commands are answered in turn, events are left unread."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._number = 0

    def send(self, method: str, **parameters: Any) -> Any:
        """Send one command and wait for its answer.

        Raises:
            BidiError: the browser answered with an error.
            TimeoutError: no answer in time.
        """
        self._number += 1
        command = {"id": self._number, "method": method, "params": parameters}
        self._socket.send(json.dumps(command))
        while True:
            answer = json.loads(self._socket.recv(timeout=ANSWER_SECONDS))
            if answer.get("id") != self._number:
                continue
            if answer["type"] == "error":
                raise BidiError(f"{method}: {answer['error']}: {answer['message'][:300]}")
            return answer["result"]


@contextmanager
def session(url: str) -> Iterator[Bidi]:
    """Open a session with the browser that listens at ``url``."""
    with connect(f"{url}/session", max_size=None) as socket:
        bidi = Bidi(socket)
        bidi.send("session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
        yield bidi


def plain(remote: dict[str, Any]) -> Any:
    """A BiDi remote value as the JSON value that it stands for."""
    kind, value = remote["type"], remote.get("value")
    if kind == "array":
        return [plain(item) for item in value or []]
    if kind == "object":
        return {key: plain(item) for key, item in value or []}
    return value
