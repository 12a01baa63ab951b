"""A real server of one file that can resume, break off, fail, lie about sizes or never end."""

from __future__ import annotations

import re
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Served:
    """What the server sends, and what it was asked."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.etag = '"one"'
        self.ranges = True
        self.asked: list[dict[str, str]] = []
        self.breaks: list[int] = []  # bytes after which the next answers break off
        self.statuses: list[int] = []  # statuses of the next answers, before the file comes
        self.endless = False
        self.drips = False  # the first line never ends
        self.location = ""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    served: Served

    def do_GET(self) -> None:
        served = self.served
        served.asked.append({key.lower(): value for key, value in self.headers.items()})
        if served.drips:
            self._drip()
        elif served.statuses:
            self._plain(served.statuses.pop(0))
        elif served.location:
            self._plain(302)
        elif served.endless:
            self._endless()
        elif self.headers.get("If-None-Match") == served.etag:
            self._plain(304)
        else:
            self._file()

    def _file(self) -> None:
        served = self.served
        start = 0
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        fits = self.headers.get("If-Range") in {None, served.etag}
        if asked and fits and served.ranges:
            start = int(asked[1])
            if start >= len(served.body):
                self._plain(416)
                return
            self.send_response(206)
            self.send_header(
                "Content-Range", f"bytes {start}-{len(served.body) - 1}/{len(served.body)}"
            )
        else:
            self.send_response(200)
        rest = served.body[start:]
        self.send_header("Content-Length", str(len(rest)))
        if served.etag:
            self.send_header("ETag", served.etag)
        self.end_headers()
        if served.breaks:
            self.wfile.write(rest[: served.breaks.pop(0)])
            self.close_connection = True
            return
        self.wfile.write(rest)

    def _endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        try:
            while True:
                self.wfile.write(b"x" * 65536)
        except OSError:
            return

    def _drip(self) -> None:
        self.close_connection = True
        try:
            while True:
                self.wfile.write(b"H")
                time.sleep(0.02)
        except OSError:
            return

    def _plain(self, status: int) -> None:
        self.send_response(status)
        if self.served.location:
            self.send_header("Location", self.served.location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Stay silent."""


@contextmanager
def serving(served: Served) -> Iterator[str]:
    """Serve on a free port of the loopback; yields the address of the folder."""
    handler = type("Handler", (_Handler,), {"served": served})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
