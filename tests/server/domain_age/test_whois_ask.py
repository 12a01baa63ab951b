from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import json
import socket
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whois_answers import LONG_AGO, TEN_MEGABYTES
from whois_server import WhoisServer

from server.domain_age.errors import (
    Forbidden,
    LookupFailed,
    Throttled,
    Unreachable,
    Unreadable,
)
from server.domain_age.steps import Answer, Found, Missing, Onward, Step
from server.domain_age.whois import Whois
from server.domain_age.whois_servers import WhoisServers
from server.net import AddressPolicy

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVER_FILE = Path(__file__).parents[2] / "registries" / "whois_server.py"
SOON = 0.3
"""Seconds, for servers that never finish."""
PATIENT = 20.0
"""Seconds, for servers that do: a busy machine must not fail a test."""


@pytest.fixture
def server() -> Iterator[WhoisServer]:
    with WhoisServer() as server:
        yield server


def whois(server: WhoisServer, *, timeout: float = PATIENT, max_bytes: int = 65_536) -> Whois:
    servers = WhoisServers.load({"ru": server.place, "com": server.place, "рф": server.place})
    return Whois(servers, AddressPolicy(origins=servers.trusted), timeout, max_bytes)


def ask(server: WhoisServer, domain: str, **limits: float) -> Answer:
    asker = whois(server, **limits)  # type: ignore[arg-type]
    return asyncio.run(asker.ask(Step("whois", server.place), domain))


def test_a_registered_domain(server: WhoisServer) -> None:
    answer = ask(server, "shop.ru")
    assert answer.outcome == Found(
        LONG_AGO, "REGISTRAR-RU", ("ns1.hosting.example", "ns2.hosting.example")
    )
    assert "person:        Private Person" in answer.raw
    assert [question.line for question in server.questions] == ["shop.ru"]


def test_a_domain_registered_three_days_ago(server: WhoisServer) -> None:
    outcome = ask(server, "days3-shop.ru").outcome
    assert isinstance(outcome, Found)
    assert (dt.datetime.now(dt.UTC) - outcome.registered).days == 3


def test_a_unicode_domain_goes_over_the_wire_as_an_a_label(server: WhoisServer) -> None:
    domain = "xn--80aaaifhk1bugj.xn--p1ai"
    assert isinstance(ask(server, domain).outcome, Found)
    assert server.questions[0].line == domain


def test_free_thin_and_foreign_charsets(server: WhoisServer) -> None:
    assert ask(server, "free-shop.ru").outcome == Missing()
    assert ask(server, "thin-shop.com").outcome == Onward(
        Step("whois", "whois.registrar.example:43")
    )
    for habit, registrar in {
        "latin": "Müller Gebäude",
        "koi": "Рога и Копыта",
        "cp1251": "Рога и Копыта",
    }.items():
        outcome = ask(server, f"{habit}-shop.ru").outcome
        assert isinstance(outcome, Found)
        assert outcome.registrar == registrar


def test_only_a_registrys_not_found_makes_a_domain_free(server: WhoisServer) -> None:
    asker = Whois(WhoisServers.load({}), AddressPolicy(origins=[server.place]), PATIENT, 65_536)
    with pytest.raises(Unreadable, match="not its registry"):
        asyncio.run(asker.ask(Step("whois", server.place), "free-shop.ru"))


@pytest.mark.parametrize(("habit", "least"), [("busy", 60), ("banned", 3_600)])
def test_a_server_that_wants_patience(server: WhoisServer, habit: str, least: float) -> None:
    with pytest.raises(Throttled, match=server.place) as refused:
        ask(server, f"{habit}-shop.ru")
    assert refused.value.retry_after >= least


@pytest.mark.parametrize(
    ("habit", "failure"),
    [
        ("closed", Unreachable),
        ("reset", Unreachable),
        ("broken", Unreachable),
        ("half", Unreadable),
        ("garbage", Unreadable),
        ("huge", Unreadable),
    ],
)
def test_a_server_that_tells_nothing(
    server: WhoisServer, habit: str, failure: type[LookupFailed]
) -> None:
    with pytest.raises(failure, match=server.place):
        ask(server, f"{habit}-shop.ru")


@pytest.mark.parametrize("habit", ["silent", "drips", "slow"])
def test_a_server_that_never_finishes_is_left_in_time(server: WhoisServer, habit: str) -> None:
    with pytest.raises(Unreachable, match=r"no end of the answer within 0\.3 s"):
        ask(server, f"{habit}-shop.ru", timeout=SOON)


def test_a_record_counts_though_the_server_does_not_hang_up(server: WhoisServer) -> None:
    assert isinstance(ask(server, "lingers-shop.ru", timeout=SOON).outcome, Found)


def test_ten_megabytes_are_neither_read_nor_kept(server: WhoisServer) -> None:
    tracemalloc.start()
    try:
        answer = ask(server, "long-shop.ru")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(answer.outcome, Found)
    assert len(answer.raw) <= 65_536
    assert most < TEN_MEGABYTES


@pytest.mark.parametrize(
    "domain",
    [
        "",
        "shop.ru\r\nhelp",
        "-T dn shop.ru",
        "магазин.рф",
        "SHOP.RU",
        "shop .ru",
        "shop.ru/e",
        "a" * 254,
        "shop.ru\x00",
        "{domain}",
    ],
)
def test_what_is_no_domain_is_never_sent(server: WhoisServer, domain: str) -> None:
    with pytest.raises(Unreadable, match="is no domain"):
        ask(server, domain)
    assert server.questions == []


def test_a_private_address_is_refused_unless_the_operator_named_it(server: WhoisServer) -> None:
    servers = WhoisServers.load({})
    strict = Whois(servers, AddressPolicy(), PATIENT, 65_536)
    for host in ("127.0.0.1", "localhost", "[::1]"):
        with pytest.raises(Forbidden, match="no public address"):
            asyncio.run(strict.ask(Step("whois", f"{host}:{server.port}"), "shop.ru"))
    assert server.questions == []
    loopback = AddressPolicy(networks=[ipaddress.ip_network("127.0.0.0/8")])
    lenient = Whois(servers, loopback, PATIENT, 65_536)
    asyncio.run(lenient.ask(Step("whois", server.place), "shop.ru"))
    assert len(server.questions) == 1


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        place = f"127.0.0.1:{closed.getsockname()[1]}"
    servers = WhoisServers.load({"ru": place})
    asker = Whois(servers, AddressPolicy(origins=servers.trusted), PATIENT, 65_536)
    with pytest.raises(Unreachable, match=place):
        asyncio.run(asker.ask(Step("whois", place), "shop.ru"))


class TwoAddresses(AddressPolicy):
    """Leads every name to an address where nobody listens and then to the loopback."""

    async def addresses(self, host: str, port: int) -> list[str]:
        del host, port
        return ["127.0.0.2", "127.0.0.1"]


def test_the_next_address_is_tried(server: WhoisServer) -> None:
    asker = Whois(WhoisServers.load({}), TwoAddresses(), PATIENT, 65_536)
    answer = asyncio.run(asker.ask(Step("whois", f"whois.example:{server.port}"), "shop.ru"))
    assert isinstance(answer.outcome, Found)


def test_a_cancelled_question_hangs_up(server: WhoisServer) -> None:
    async def give_up() -> None:
        task = asyncio.ensure_future(
            whois(server).ask(Step("whois", server.place), "silent-shop.ru")
        )
        while not server.questions:  # noqa: ASYNC110 - the server lives in another thread
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(give_up())


def test_a_hundred_questions_at_once(server: WhoisServer) -> None:
    async def all_at_once() -> list[Answer]:
        asker, step = whois(server), Step("whois", server.place)
        return await asyncio.gather(*(asker.ask(step, f"n{n}.ru") for n in range(100)))

    assert all(isinstance(answer.outcome, Found) for answer in asyncio.run(all_at_once()))
    assert {question.domain for question in server.questions} == {f"n{n}.ru" for n in range(100)}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=3_000))
def test_no_bytes_over_the_wire_raise_anything_but_a_failed_look_up(
    server: WhoisServer, data: bytes
) -> None:
    server.answers["bytes.ru"] = data
    try:
        answer = ask(server, "bytes.ru", timeout=5.0, max_bytes=1_024)
    except LookupFailed:
        return
    assert len(answer.raw) <= 1_024


def test_the_server_of_these_tests_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    log = tmp_path / "questions.jsonl"
    command = [sys.executable, str(SERVER_FILE), "--log", str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            place = f"127.0.0.1:{int(process.stdout.readline())}"
            servers = WhoisServers.load({"ru": place})
            asker = Whois(servers, AddressPolicy(origins=servers.trusted), PATIENT, 65_536)
            with pytest.raises(Throttled):
                asyncio.run(asker.ask(Step("whois", place), "busy-shop.ru"))
        finally:
            process.terminate()
    assert [json.loads(row)["line"] for row in log.read_text().splitlines()] == ["busy-shop.ru"]
