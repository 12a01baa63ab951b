from __future__ import annotations

import asyncio
import contextlib
import gzip
import ipaddress
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdap_server import RdapServer, Said, misbehaving, redirect
from tls_names import write_authority

from server.net import AddressPolicy, BlockedAddress, authority
from server.net.client import BadAnswer, Client, NoAnswer, Whole
from server.net.names import MOST_AT_ONCE, TooManyNames

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = ipaddress.ip_network("127.0.0.0/8")


def resolved(policy: AddressPolicy, host: str, port: int = 80) -> list[str]:
    return asyncio.run(policy.addresses(host, port))


def get(url: str, *, redirects: int = 0, times: int = 1, seconds: float = 5) -> Whole:
    async def ask() -> Whole:
        client = Client(AddressPolicy([LOOPBACK]), silence=seconds, redirects=redirects)
        try:
            for _ in range(times):
                whole = await client.get(url, {}, seconds=seconds, max_bytes=100_000)
            return whole
        finally:
            await client.close()

    return asyncio.run(ask())


@pytest.fixture
def server() -> Iterator[RdapServer]:
    with RdapServer(answer=lambda _domain: Said(body=b"hello")) as server:
        yield server


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[list[str]]]:
    """Names that resolve to the next of their lists of addresses; no other name does."""
    table: dict[str, list[list[str]]] = {}
    real = socket.getaddrinfo

    def resolve(host: Any, port: Any, *_: Any, **__: Any) -> Any:
        found = table[host].pop(0) if host in table else [host]
        kind, numeric = socket.SOCK_STREAM, socket.AI_NUMERICHOST
        return [row for one in found for row in real(one, port, type=kind, flags=numeric)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return table


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.1.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",  # clouds tell secrets there
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "2130706433",  # 127.0.0.1 as one number
        "0x7f.1",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2001::1",  # Teredo
        "2002:7f00:1::",
        "2002:808:808::",  # 6to4 of a public address
        "2001:db8::1",
        "fc00::1",
        "fd00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_what_is_not_public_is_refused(address: str) -> None:
    with pytest.raises(BlockedAddress, match=re.escape(f"{address}: leads to")):
        resolved(AddressPolicy(), address)


@pytest.mark.parametrize(
    "address", ["9.9.9.9", "::ffff:9.9.9.9", "64:ff9b::909:909", "2620:fe::fe"]
)
def test_what_is_public_may_be_asked(address: str) -> None:
    assert resolved(AddressPolicy(), address) == [address]


@given(st.ip_addresses(v=4))
def test_an_address_in_ipv6_clothes_is_judged_by_what_is_in_them(
    address: ipaddress.IPv4Address,
) -> None:
    for prefix in (0xFFFF << 32, 0x64FF9B << 96):
        dressed = str(ipaddress.IPv6Address(prefix | int(address)))
        outcomes = []
        for text in (str(address), dressed):
            try:
                resolved(AddressPolicy(), text)
                outcomes.append("asked")
            except BlockedAddress:
                outcomes.append("blocked")
        assert len(set(outcomes)) == 1, (address, dressed)


def test_a_network_may_be_allowed_and_only_that() -> None:
    policy = AddressPolicy([ipaddress.ip_network("10.1.0.0/16")])
    assert resolved(policy, "10.1.2.3") == ["10.1.2.3"]
    assert resolved(policy, "::ffff:10.1.2.3") == ["::ffff:10.1.2.3"]
    with pytest.raises(BlockedAddress, match="SVERKA_ALLOWED_NETWORKS"):
        resolved(policy, "10.2.0.1")


def test_a_server_that_the_operator_named_may_be_asked_at_its_port_only() -> None:
    policy = AddressPolicy().trusting(["127.0.0.1:4343"])
    assert resolved(policy, "127.0.0.1", 4343) == ["127.0.0.1"]
    with pytest.raises(BlockedAddress):
        resolved(policy, "127.0.0.1", 4344)
    assert resolved(AddressPolicy(origins=["[::1]:43"]), "::1", 43) == ["::1"]


def test_one_private_address_among_public_ones_is_enough(names: dict[str, Any]) -> None:
    names["rdap.test"] = [["9.9.9.9", "192.168.0.1"]]
    with pytest.raises(BlockedAddress, match=r"rdap\.test: leads to 192\.168\.0\.1"):
        resolved(AddressPolicy(), "rdap.test")


@pytest.mark.parametrize("host", ["", ".", "[]", "a\0b", "\ud800", "x" * 300, "a..b", "no.test"])
def test_a_host_that_is_none_does_not_resolve(host: str, names: dict[str, Any]) -> None:
    assert not names
    with pytest.raises(OSError, match="does not resolve"):
        resolved(AddressPolicy(), host)


class SlowNames:
    """A resolver that does not answer before it is released; ``answered`` counts."""

    def __init__(self) -> None:
        self.released = threading.Event()
        self.answered = 0
        self.asked = 0

    def __call__(self, _host: str, port: int, **_: Any) -> list[Any]:
        self.asked += 1
        self.released.wait(30)
        self.answered += 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("9.9.9.9", port))]

    def end(self) -> None:
        self.released.set()
        while self.answered < self.asked:
            time.sleep(0.01)


@pytest.fixture
def slow_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowNames]:
    slow = SlowNames()
    monkeypatch.setattr(socket, "getaddrinfo", slow)
    yield slow
    slow.end()


async def given_up(host: str) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(AddressPolicy().addresses(host, 43), 0.05)


def test_a_name_that_takes_long_does_not_hold_up_the_end(slow_names: SlowNames) -> None:
    asyncio.run(given_up("slow.test"))
    assert (slow_names.asked, slow_names.answered) == (1, 0)


def test_a_name_that_takes_long_takes_no_thread_from_others(slow_names: SlowNames) -> None:
    async def work() -> str:
        await asyncio.gather(*(given_up(f"slow{number}.test") for number in range(40)))
        async with asyncio.timeout(20):
            return await asyncio.to_thread(lambda: "done")

    assert asyncio.run(work()) == "done"
    assert slow_names.answered == 0


def test_no_more_names_than_there_is_room_for_are_resolved_at_once(slow_names: SlowNames) -> None:
    async def work() -> None:
        await asyncio.gather(*(given_up(f"slow{number}.test") for number in range(MOST_AT_ONCE)))
        with pytest.raises(TooManyNames, match="slow"):
            await AddressPolicy().addresses("one-more.test", 43)
        await asyncio.to_thread(slow_names.end)
        assert await AddressPolicy().addresses("one-more.test", 43) == ["9.9.9.9"]

    asyncio.run(work())
    assert slow_names.asked == MOST_AT_ONCE + 1


ENDS_WITH_NAMES_UNDER_WAY = """
import asyncio, socket, time
from server.net import AddressPolicy
socket.getaddrinfo = lambda *_, **__: time.sleep(600)
async def ask():
    try:
        await asyncio.wait_for(AddressPolicy().addresses("slow.test", 43), 0.05)
    except TimeoutError:
        print("given up")
asyncio.run(ask())
"""


def test_a_process_ends_while_a_name_is_being_resolved() -> None:
    command = [sys.executable, "-c", ENDS_WITH_NAMES_UNDER_WAY]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "given up\n", "")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://RDAP.Example/domain/x", "rdap.example"),
        ("https://rdap.example:443/", "rdap.example"),
        ("http://rdap.example:8080/", "rdap.example:8080"),
        ("https://rdap.example./", "rdap.example"),
        ("https://rdap.example.:8443/", "rdap.example:8443"),
        ("http://user@[::1]:80/", "[::1]"),
        ("https://рф.example/", "xn--p1ai.example"),
    ],
)
def test_the_authority_names_the_server(url: str, expected: str) -> None:
    assert authority(url) == expected


@pytest.mark.parametrize("url", ["", "rdap.example", "ftp://rdap.example/", "https://", "\ud800"])
def test_what_is_no_web_address_has_no_authority(url: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        authority(url)


def test_the_connection_goes_to_the_address_that_was_judged(
    server: RdapServer, names: dict[str, Any]
) -> None:
    names["rdap.test"] = [["127.0.0.1"], ["169.254.169.254"]]  # the second answer is the attack
    assert get(f"http://rdap.test:{server.port}/x").body == b"hello"
    assert names["rdap.test"] == [["169.254.169.254"]]
    assert server.asked[0].headers["host"] == f"rdap.test:{server.port}"


def test_the_next_address_is_tried_when_one_is_down(
    server: RdapServer, names: dict[str, Any]
) -> None:
    names["rdap.test"] = [["127.0.0.9", "127.0.0.1"]]  # nobody listens at .9
    assert get(f"http://rdap.test:{server.port}/x").body == b"hello"


def test_a_silent_address_leaves_time_for_the_next(
    server: RdapServer, names: dict[str, Any]
) -> None:
    names["rdap.test"] = [["127.0.0.9", "127.0.0.1"]]
    with contextlib.ExitStack() as stack:
        silent = stack.enter_context(socket.socket())
        silent.bind(("127.0.0.9", server.port))
        silent.listen(0)
        for _ in range(3):  # nobody accepts: from now on the system drops who knocks
            knocking = stack.enter_context(socket.socket())
            knocking.setblocking(False)  # noqa: FBT003 - the socket's own way
            knocking.connect_ex(("127.0.0.9", server.port))
        assert get(f"http://rdap.test:{server.port}/x", seconds=3).body == b"hello"


def test_every_hop_is_judged(server: RdapServer, names: dict[str, Any]) -> None:
    names["inside.test"] = [["192.168.0.1"]]
    server.pages["/a"] = redirect("http://inside.test/secret")
    with pytest.raises(BlockedAddress, match=r"inside\.test"):
        get(f"{server.address[:-6]}/a", redirects=3)


def test_redirects_are_followed_only_as_far_as_told(server: RdapServer) -> None:
    server.pages["/a"], server.pages["/b"] = redirect("/b"), redirect("/c")
    base = f"http://{server.origin}"
    assert get(f"{base}/a").headers["Location"] == "/b"
    assert get(f"{base}/a", redirects=2).body == b"hello"
    with pytest.raises(BadAnswer, match="more than 1 redirects"):
        get(f"{base}/a", redirects=1)


def test_the_environment_sends_nobody_through_a_proxy(
    server: RdapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert get(server.target("shop.test")).body == b"hello"


def test_no_cookie_is_kept(server: RdapServer) -> None:
    server.pages["/x"] = Said(headers=(("Set-Cookie", "who=you; Path=/"),))
    get(f"http://{server.origin}/x", times=2)
    assert len(server.asked) == 2
    assert "cookie" not in server.asked[1].headers


def packed(body: bytes, packing: str) -> Said:
    return Said(body=body, headers=(("Content-Encoding", packing),))


@pytest.mark.parametrize("packing", ["gzip", "x-gzip", "GZIP", "deflate"])
def test_what_is_packed_unasked_is_unpacked(server: RdapServer, packing: str) -> None:
    pack = zlib.compress if packing == "deflate" else gzip.compress
    server.pages["/x"] = packed(pack(b"text" * 1000), packing)
    assert get(f"http://{server.origin}/x").body == b"text" * 1000


@pytest.mark.parametrize(
    "said",
    [
        Said(body=b"x" * 100_001),
        misbehaving("endless"),
        packed(gzip.compress(b"x" * 50_000_000), "gzip"),
    ],
    ids=["long", "endless", "bomb"],
)
def test_more_than_allowed_is_not_read(server: RdapServer, said: Said) -> None:
    server.pages["/x"] = said
    with pytest.raises(BadAnswer, match="larger than 100,000 bytes"):
        get(f"http://{server.origin}/x")


def test_an_answer_may_be_as_large_as_allowed(server: RdapServer) -> None:
    server.pages["/x"] = Said(body=b"x" * 100_000)
    assert len(get(f"http://{server.origin}/x").body) == 100_000


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip", "none"])
def test_an_unknown_packing_is_refused(server: RdapServer, packing: str) -> None:
    server.pages["/x"] = packed(b"whatever", packing)
    with pytest.raises(BadAnswer, match="packed in a way"):
        get(f"http://{server.origin}/x")


def test_a_damaged_packing_is_told(server: RdapServer) -> None:
    server.pages["/x"] = packed(b"no gzip at all", "gzip")
    with pytest.raises(BadAnswer, match="packed wrongly"):
        get(f"http://{server.origin}/x")
    server.pages["/x"] = packed(gzip.compress(os.urandom(1000))[:500], "gzip")
    with pytest.raises(NoAnswer, match="ends in the middle"):
        get(f"http://{server.origin}/x")


@pytest.mark.parametrize("misdeed", ["drip", "silence"])
def test_a_slow_server_is_left(server: RdapServer, misdeed: str) -> None:
    server.pages["/x"] = misbehaving(misdeed)  # the drip would take 100 s, and never pauses long
    with pytest.raises(NoAnswer, match=r"no whole answer in 0\.3 s"):
        get(f"http://{server.origin}/x", seconds=0.3)


@pytest.mark.parametrize("misdeed", ["close", "half"])
def test_an_answer_that_breaks_off_is_none(server: RdapServer, misdeed: str) -> None:
    server.pages["/x"] = misbehaving(misdeed)
    with pytest.raises(NoAnswer):
        get(f"http://{server.origin}/x")


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(NoAnswer):
        get(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize("url", ["", "ftp://9.9.9.9/", "http://", "http://[/", "http://a\0b/"])
def test_a_bad_address_is_told(url: str) -> None:
    with pytest.raises((BadAnswer, NoAnswer)):
        get(url)


@pytest.fixture
def secure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[RdapServer, list[str]]]:
    """A server with a certificate for rdap.test, and the names that it was called by."""
    roots, chain, key = write_authority(tmp_path, "rdap.test")
    monkeypatch.setenv("SSL_CERT_FILE", str(roots))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    called: list[str] = []
    context.sni_callback = lambda _socket, name, _context: called.append(name)
    with RdapServer(answer=lambda _domain: Said(body=b"hello"), tls=context) as server:
        yield server, called


def test_the_certificate_is_judged_by_the_name(
    secure: tuple[RdapServer, list[str]], names: dict[str, Any]
) -> None:
    server, called = secure
    names["rdap.test"] = [["127.0.0.1"], ["127.0.0.1"]]
    names["other.test"] = [["127.0.0.1"]]
    assert get(f"https://rdap.test:{server.port}/x").body == b"hello"
    assert get(f"https://rdap.test.:{server.port}/x").body == b"hello"
    with pytest.raises(NoAnswer, match="certificate"):
        get(f"https://other.test:{server.port}/x")
    assert called == ["rdap.test", "rdap.test", "other.test"]
    assert len(server.asked) == 2


def test_no_redirect_gives_the_encryption_up(
    secure: tuple[RdapServer, list[str]], names: dict[str, Any]
) -> None:
    server, _called = secure
    names["rdap.test"] = [["127.0.0.1"]] * 2
    server.pages["/x"] = redirect("http://9.9.9.9/")
    with pytest.raises(BadAnswer, match="from https to http"):
        get(f"https://rdap.test:{server.port}/x", redirects=3)


def test_nothing_else_speaks_http() -> None:
    speaking = {
        str(path.relative_to(ROOT))
        for folder in ("classifier", "server")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(
            r"^\s*(?:import|from) (?:httpx|httpcore|requests|urllib|aiohttp|http\.client)",
            path.read_text("utf-8"),
            re.MULTILINE,
        )
    }
    assert speaking == {"server/net/client.py"}
