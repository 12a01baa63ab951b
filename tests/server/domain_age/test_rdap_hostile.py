from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import json
import socketserver
import threading
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdap_server import registered

from server.domain_age.errors import LookupFailed, Unreadable
from server.domain_age.rdap import Rdap
from server.domain_age.rdap_answer import is_error_document, read_domain, same_name
from server.domain_age.rdap_list import ListError, read_list
from server.domain_age.steps import FIRST_DAY, Found, Missing, Onward, Step
from server.net import AddressPolicy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DOMAIN = "avito-pay.test"
TOMORROW = dt.timedelta(days=1, minutes=5)

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30)
    | st.sampled_from(
        ["registration", "registrar", "vcard", "fn", "2026-11-18T13:58:12Z", DOMAIN, "2099-01-01"]
    )
)
NAMES = st.text(max_size=10) | st.sampled_from(
    "events eventAction eventDate entities roles vcardArray nameservers ldhName unicodeName".split()
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=30,
)
REAL: dict[str, Any] = json.loads(registered(DOMAIN).body)


@st.composite
def spoilt_answers(draw: st.DrawFn) -> Any:
    """A real answer in which something, at any depth, is something else."""
    document = json.loads(json.dumps(REAL))
    for _ in range(draw(st.integers(1, 3))):
        place: Any = document
        while isinstance(place, (dict, list)) and place:
            key = draw(
                st.sampled_from(sorted(place))
                if isinstance(place, dict)
                else st.integers(0, len(place) - 1)
            )
            if draw(st.booleans()) or not isinstance(place[key], (dict, list)):
                place[key] = draw(VALUES)
                break
            place = place[key]
    return document


def judged(body: bytes) -> None:
    try:
        found = read_domain(body, DOMAIN, "rdap.test")
    except Unreadable as error:
        assert str(error).startswith("rdap.test: ")  # noqa: PT017 - either outcome is right
        return
    assert FIRST_DAY <= found.registered <= dt.datetime.now(dt.UTC) + TOMORROW
    assert found.registrar.isprintable()
    assert len(found.registrar) <= 200
    assert all(name.isascii() for name in found.name_servers)


@given(spoilt_answers() | VALUES)
def test_no_json_gets_past_the_reader(document: Any) -> None:
    judged(json.dumps(document).encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=300))
def test_no_bytes_get_past_the_reader(body: bytes) -> None:
    judged(body)
    is_error_document(body)


@given(st.integers(1, 60_000), st.sampled_from([b"[", b'{"events":', b'{"a":[', b"[[],"]))
def test_no_depth_gets_past_the_reader(depth: int, opening: bytes) -> None:
    judged(opening * depth)
    judged(b'{"events":' + b"[" * depth + b"]" * depth + b"}")


@given(st.text(max_size=60))
def test_any_name_can_be_compared(name: str) -> None:
    assert same_name(name, DOMAIN) in {True, False}


ADDRESSES = VALUES | st.sampled_from(
    ["https://a.example/x", "http://b.example", "ftp://c.example/"]
)
SERVICES = st.lists(
    VALUES | st.tuples(VALUES | st.lists(LEAVES), VALUES | st.lists(ADDRESSES)), max_size=4
)


@given(
    VALUES
    | st.fixed_dictionaries(
        {"services": VALUES | SERVICES}, optional={"publication": VALUES, "version": VALUES}
    )
)
def test_no_list_of_servers_raises_anything_else(document: Any) -> None:
    text = json.dumps(document).encode("utf-8", "surrogatepass")
    try:
        servers = read_list(text)
    except ListError:
        return
    assert all(base.startswith(("http://", "https://")) for base in servers.bases.values())
    assert all(base.endswith("/") for base in servers.bases.values())


@given(st.binary(max_size=300))
def test_no_bytes_of_a_list_raise_anything_else(text: bytes) -> None:
    with pytest.raises(ListError):
        read_list(text)


class _Parrot(socketserver.StreamRequestHandler):
    """Says what it was told to, whatever it is asked."""

    says = b""

    def handle(self) -> None:
        self.rfile.readline()
        self.wfile.write(type(self).says)


@pytest.fixture(scope="module")
def tell() -> Iterator[Callable[[bytes], Any]]:
    """Ask a server that answers with these bytes; returns the outcome, or the failure's type."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Parrot)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    step = Step("rdap", f"http://127.0.0.1:{server.server_address[1]}/domain/{DOMAIN}")
    with asyncio.Runner() as runner:
        rdap = Rdap(AddressPolicy([ipaddress.ip_network("127.0.0.0/8")]), 20.0, 10_000)

        def ask(says: bytes) -> Any:
            _Parrot.says = says
            try:
                return runner.run(rdap.ask(step, DOMAIN)).outcome
            except LookupFailed as error:
                return type(error)

        yield ask
        runner.run(rdap.close())
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_parrot_can_speak_rdap(tell: Callable[[bytes], Any]) -> None:
    said = registered(DOMAIN).body
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(said)
    assert isinstance(tell(head + said), Found)
    assert tell(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n") == Missing()


LINES = st.sampled_from(
    [
        b"Location: ",
        b"Retry-After: ",
        b"Content-Encoding: ",
        b"Content-Length: ",
        b"Transfer-Encoding: chunked",
        b"Set-Cookie: ",
        b"Content-Type: ",
        b"",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    st.sampled_from([100, 101, 200, 206, 301, 302, 304, 404, 429, 503, 599, 999]),
    st.lists(st.tuples(LINES, st.binary(max_size=20)), max_size=4),
    st.binary(max_size=40) | st.just(registered(DOMAIN).body),
)
def test_no_reply_gets_past_the_asker(
    tell: Callable[[bytes], Any], status: int, lines: list[tuple[bytes, bytes]], body: bytes
) -> None:
    head = b"".join(name + value + b"\r\n" for name, value in lines)
    outcome = tell(b"HTTP/1.1 %d X\r\n%s\r\n%s" % (status, head, body))
    assert isinstance(outcome, (Found, Missing, Onward)) or issubclass(outcome, LookupFailed)
