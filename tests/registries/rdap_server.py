"""A real RDAP server on the loopback: answers from a table, and misbehaves as real ones do."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Sequence

TEN_MEGABYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Said:
    """What the server answers; a ``misdeed`` replaces the proper sending of it."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/rdap+json"),)
    misdeed: str = ""  # "close", "half", "drip", "endless" or "silence"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: when it came (seconds of ``time.monotonic``), and what it was."""

    at: float
    path: str
    headers: dict[str, str]

    @property
    def domain(self) -> str:
        """The domain that was asked about."""
        return self.path.rpartition("/")[2]


def registered(domain: str, date: str = "2026-11-18T13:58:12Z", **more: Any) -> Said:
    """Answer as a registry does for a domain that somebody has."""
    document = {
        "rdapConformance": ["rdap_level_0", "icann_rdap_response_profile_1"],
        "objectClassName": "domain",
        "handle": "4711-EXAMPLE",
        "ldhName": domain.upper(),
        "status": ["client transfer prohibited"],
        "events": [
            {"eventAction": "last changed", "eventDate": "2026-11-20T00:00:00Z"},
            {"eventAction": "registration", "eventDate": date},
            {"eventAction": "expiration", "eventDate": "2027-11-18T13:58:12Z"},
        ],
        "entities": [
            {"objectClassName": "entity", "roles": ["abuse"], "vcardArray": card("Abuse Desk")},
            {
                "objectClassName": "entity",
                "roles": ["registrar"],
                "vcardArray": card("A Registrar"),
            },
        ],
        "nameservers": [
            {"objectClassName": "nameserver", "ldhName": "NS1.HOSTING.EXAMPLE."},
            {"objectClassName": "nameserver", "ldhName": "ns2.hosting.example"},
        ],
        "secureDNS": {"delegationSigned": False},
    }
    return Said(body=json.dumps({**document, **more}).encode())


def card(name: str) -> list[Any]:
    """Return a jCard."""
    return ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", name]]]


def missing() -> Said:
    """Answer as a registry does for a domain that nobody has."""
    document = {"rdapConformance": ["rdap_level_0"], "errorCode": 404, "title": "Not Found"}
    return Said(404, json.dumps(document).encode())


def throttled(retry_after: str = "30") -> Said:
    """Ask for patience."""
    return Said(429, headers=(("Retry-After", retry_after),) if retry_after else ())


def redirect(location: str, status: int = 302) -> Said:
    """Name another server."""
    return Said(status, headers=(("Location", location),))


def html(status: int = 200) -> Said:
    """Answer as a web server that knows nothing of RDAP."""
    body = b"<!doctype html><title>Welcome</title><p>It works."
    return Said(status, body, (("Content-Type", "text/html"),))


def garbage() -> Said:
    """Answer with bytes that are no text."""
    return Said(body=bytes(range(256)) * 8)


def huge() -> Said:
    """Answer with ten megabytes of JSON."""
    return Said(body=b'{"notices":["' + b"x" * TEN_MEGABYTES + b'"]}')


def misbehaving(misdeed: str) -> Said:
    """Close at once, send half, a byte now and then, without end, or nothing at all."""
    return Said(body=b'{"objectClassName":"domain"' + b" " * 5_000 + b"}", misdeed=misdeed)


class RdapServer:
    """Serves in threads of its own; ``asked`` keeps every question in the order of arrival.

    Args:
        endings: what the server says it knows, in its ``bootstrap``.
        answer: what it says of a domain that is not in ``table``; none, and it knows of none.
        tls: makes it speak https.
    """

    def __init__(
        self,
        endings: Sequence[str] = ("test",),
        answer: Callable[[str], Said] | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.endings = list(endings)
        self.table: dict[str, Said] = {}
        self.pages: dict[str, Said] = {}  # whole paths, before the table
        self.asked: list[Asked] = []
        self._answer = answer or (lambda _domain: missing())
        self._stopping = threading.Event()
        handler = type("Handler", (_Handler,), {"rdap": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def port(self) -> int:
        """The port on the loopback."""
        return int(self._server.server_address[1])

    @property
    def origin(self) -> str:
        """``host:port``, as budgets and policies name it."""
        return f"127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        """The base address, with a slash at its end."""
        return f"http://{self.origin}/rdap/"

    def target(self, domain: str) -> str:
        """Return the address of the question about a domain."""
        return f"{self.address}domain/{domain}"

    def bootstrap(self, publication: str = "2026-11-01T00:00:00Z") -> str:
        """Return the list of servers (RFC 9224) that leads here."""
        services = [[self.endings, [self.address]]]
        return json.dumps({"version": "1.0", "publication": publication, "services": services})

    def said(self, path: str, headers: dict[str, str]) -> Said:
        """Note a question and return its answer."""
        question = Asked(time.monotonic(), path, headers)
        self.asked.append(question)
        if path in self.pages:
            return self.pages[path]
        return self.table.get(question.domain) or self._answer(question.domain)

    def wait_for_a_question(self) -> None:
        """Return when the first question has come."""
        while not self.asked:
            time.sleep(0.01)

    def wait(self, seconds: float) -> bool:
        """Sleep; true when the server is stopped meanwhile."""
        return self._stopping.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent: whoever asked broke off."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    rdap: RdapServer

    def do_GET(self) -> None:
        said = self.rdap.said(
            self.path, {name.lower(): value for name, value in self.headers.items()}
        )
        try:
            self._send(said)
        except OSError:  # whoever asked has had enough
            self.close_connection = True

    def _send(self, said: Said) -> None:
        if said.misdeed:
            self.close_connection = True
        if said.misdeed == "close":
            return
        if said.misdeed == "silence":
            while not self.rdap.wait(0.05):
                pass
            return
        self.send_response(said.status)
        for name, value in said.headers:
            self.send_header(name, value)
        if said.misdeed == "endless":
            self.end_headers()
            while not self.rdap.wait(0):
                self.wfile.write(b" " * 65_536)
            return
        self.send_header("Content-Length", str(len(said.body)))
        self.end_headers()
        if said.misdeed == "half":
            self.wfile.write(said.body[: len(said.body) // 2])
        elif said.misdeed == "drip":
            self._drip(said.body)
        else:
            self.wfile.write(said.body)

    def _drip(self, body: bytes) -> None:
        for byte in body:
            if self.rdap.wait(0.02):
                return
            self.wfile.write(bytes([byte]))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Stay silent."""
