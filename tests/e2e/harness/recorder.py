"""A recording proxy between the extension and the service: its log holds every body sent."""

from __future__ import annotations

import http.client
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from harness.web import Log, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOP_BY_HOP = frozenset({"connection", "transfer-encoding", "content-length", "host", "keep-alive"})


HELD_AT_MOST = 60.0
"""Seconds; a test that fails between ``hold`` and ``release`` must not keep the proxy alive."""


def every(_entry: Request) -> bool:
    """Whatever it is."""
    return True


def is_second_question(entry: Request) -> bool:
    """Whether this is a check that may wait for an age, as second questions are."""
    return entry.target.startswith("/v1/check?") and "wait_ms=0" not in entry.target


class Recorder:
    """The running proxy; ``target`` may be changed to another service's port.

    ``asked`` grows on arrival, ``answered`` once the answer was passed on; ``down`` leaves requests
    without an answer, ``delay`` keeps each back for so many seconds, ``hold`` until ``release``.
    """

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.asked = Log()
        self.answered = Log()
        self.down = threading.Event()
        self.delay = 0.0
        self._held: Callable[[Request], bool] = every
        self._open = threading.Event()
        self._open.set()

    @property
    def url(self) -> str:
        """The address to give to the extension instead of the service's own."""
        return f"http://127.0.0.1:{self.port}"

    def reset(self) -> None:
        """Forget what was recorded and let requests through again."""
        self.down.clear()
        self.release()
        self.delay = 0.0
        self.asked.clear()
        self.answered.clear()

    def hold(self, held: Callable[[Request], bool] = every) -> None:
        """Keep the answers of later requests back; the extension gives up after five seconds.

        ``held`` tells which; without it all.
        """
        self._held = held
        self._open.clear()

    def release(self) -> None:
        """Let the answers go that ``hold`` kept back."""
        self._open.set()

    def wait(self, entry: Request) -> None:
        """Wait as ``delay`` and ``hold`` say, on the way to the service."""
        time.sleep(self.delay)
        if self._held(entry):
            self._open.wait(HELD_AT_MOST)

    def questioned(self, host: str) -> bool:
        """Whether a check with the structure of a page of ``host`` has arrived."""
        return _about_form(self.asked, host)

    def judged(self, host: str) -> bool:
        """Whether the service has answered such a check."""
        return _about_form(self.answered, host)

    def checks(self, host: str) -> list[Request]:
        """Questions about addresses of ``host`` that arrived, those among many links too."""
        found = (e for e in self.asked.entries() if e.target.startswith("/v1/check"))
        return [e for e in found if host.encode() in e.body]

    def second_asked(self, host: str) -> bool:
        """Whether a second question about ``host`` has arrived."""
        return any(map(is_second_question, self.checks(host)))

    def second_answered(self, host: str) -> bool:
        """Whether the answer to such a question was passed on."""
        answered = self.answered.entries()
        return any(is_second_question(e) and host.encode() in e.body for e in answered)

    def bodies(self) -> bytes:
        """Everything sent to the service, targets included, to look for typed values in."""
        return b"\n".join(e.target.encode() + b"\n" + e.body for e in self.asked.entries())


def _about_form(log: Log, host: str) -> bool:
    return any(host.encode() in e.body and b'"forms"' in e.body for e in log.entries())


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.recorder = recorder


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def _pass_on(self) -> None:
        recorder = self.server.recorder
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        entry = Request("service", self.command, self.path, body)
        recorder.asked.add(entry)
        if recorder.down.is_set():
            self.close_connection = True  # no answer at all, as from a stopped service
            return
        recorder.wait(entry)
        self._forward(recorder.target, body)
        if any(entry is asked for asked in recorder.asked.entries()):
            recorder.answered.add(entry)  # else it was asked before the last reset

    do_GET = do_POST = do_OPTIONS = do_HEAD = _pass_on  # noqa: N815 - the names that http.server looks up

    def _forward(self, port: int, body: bytes) -> None:
        headers = {k: v for k, v in self.headers.items() if k.lower() not in HOP_BY_HOP}
        upstream = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            upstream.request(self.command, self.path, body or None, headers)
            answer = upstream.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in HOP_BY_HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        finally:
            upstream.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Stay silent; the log keeps what matters."""


@contextmanager
def recorder(target: int) -> Iterator[Recorder]:
    """Record everything on its way to the service at loopback port ``target``."""
    record = Recorder(target)
    with _Server(record) as server:
        record.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield record
        finally:
            server.shutdown()
            thread.join()
