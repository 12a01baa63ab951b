"""A TLS server on loopback that plays every host of the story and remembers each request."""

from __future__ import annotations

import datetime as dt
import ipaddress
import mimetypes
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from harness.places import HOSTS, find_page

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived: ``target`` is the path with its query."""

    host: str
    method: str
    target: str
    body: bytes


class Log:
    """Requests in the order of their arrival; safe to read while servers write."""

    def __init__(self) -> None:
        self._entries: list[Request] = []
        self._lock = threading.Lock()

    def add(self, entry: Request) -> None:
        """Remember one request."""
        with self._lock:
            self._entries.append(entry)

    def entries(self) -> list[Request]:
        """A copy of all requests so far."""
        with self._lock:
            return list(self._entries)

    def clear(self) -> None:
        """Forget everything, between two tests."""
        with self._lock:
            self._entries.clear()

    def to(self, host: str, method: str = "") -> list[Request]:
        """Requests to one host, of one method when it is named."""
        return [e for e in self.entries() if e.host == host and method in ("", e.method)]


@dataclass(frozen=True, slots=True)
class Web:
    """The running replica: its port on 127.0.0.1 and what was asked of it."""

    port: int
    log: Log


def write_certificate(folder: Path) -> Path:
    """One PEM file with a new key and a self-signed certificate for all hosts, valid for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sverka-e2e")])
    names = [x509.DNSName(host) for host in HOSTS]
    alternatives = [*names, x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / "replica.pem"
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return file


class _TlsServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, context: ssl.SSLContext, log: Log) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.context = context
        self.log = log

    def finish_request(self, request: socket.socket, client_address: tuple[str, int]) -> None:  # type: ignore[override]
        """Do the TLS handshake in the connection's own thread: a slow one holds up nobody."""
        request.settimeout(30)
        try:
            with self.context.wrap_socket(request, server_side=True) as secure:
                super().finish_request(secure, client_address)
        except OSError:
            return  # a browser drops speculative connections whenever it likes


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _TlsServer

    def _answer(self) -> None:
        host = self.headers.get("Host", "").partition(":")[0]
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        self.server.log.add(Request(host, self.command, self.path, body))
        path = self.path.partition("?")[0]
        page = find_page(host, path)
        if page is None:
            self._send(404, b"", "text/plain")
            return
        kind = mimetypes.guess_type(path)[0] if path.startswith("/static/") else "text/html"
        self._send(200, page, kind or "application/octet-stream")

    do_GET = do_POST = do_HEAD = _answer  # noqa: N815 - the names that http.server looks up

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Stay silent; the log keeps what matters."""


@contextmanager
def replica(folder: Path) -> Iterator[Web]:
    """Serve every replica over TLS on a free port; the certificate is made in ``folder``."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(write_certificate(folder))
    log = Log()
    with _TlsServer(context, log) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield Web(server.server_address[1], log)
        finally:
            server.shutdown()
            thread.join()
