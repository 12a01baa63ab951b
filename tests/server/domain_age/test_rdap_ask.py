from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import json
import re
import socket
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest
from rdap_server import (
    RdapServer,
    Said,
    card,
    garbage,
    html,
    huge,
    misbehaving,
    missing,
    redirect,
    registered,
    throttled,
)

from server.domain_age.errors import Forbidden, LookupFailed, Throttled, Unreachable, Unreadable
from server.domain_age.rdap import LEAST_PATIENCE, MAX_PATIENCE, USUAL_PATIENCE, Rdap
from server.domain_age.steps import Answer, Found, Missing, Onward, Step
from server.net import AddressPolicy

if TYPE_CHECKING:
    from collections.abc import Iterator

DOMAIN = "avito-pay.test"
DAY = dt.datetime(2026, 11, 18, tzinfo=dt.UTC)
MOMENT = dt.datetime(2026, 11, 18, 13, 58, 12, tzinfo=dt.UTC)
LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


@pytest.fixture
def server() -> Iterator[RdapServer]:
    with RdapServer() as server:
        yield server


def ask_target(target: str, domain: str = DOMAIN, *, private: bool = True) -> Answer:
    async def work() -> Answer:
        rdap = Rdap(AddressPolicy(LOOPBACK if private else ()), timeout=2.0, max_bytes=100_000)
        try:
            return await rdap.ask(Step("rdap", target), domain)
        finally:
            await rdap.close()

    return asyncio.run(work())


def ask(server: RdapServer, said: Said, domain: str = DOMAIN) -> Any:
    server.table[domain] = said
    return ask_target(server.target(domain), domain).outcome


def body(document: Any) -> Said:
    return Said(body=json.dumps(document).encode())


def events(*rows: tuple[Any, Any]) -> Said:
    told = [{"eventAction": action, "eventDate": date} for action, date in rows]
    return body({"objectClassName": "domain", "ldhName": DOMAIN, "events": told})


def test_a_registered_domain_is_found(server: RdapServer) -> None:
    found = ask(server, registered(DOMAIN))
    assert found == Found(MOMENT, "A Registrar", ("ns1.hosting.example", "ns2.hosting.example"))
    (asked,) = server.asked
    assert asked.path == f"/rdap/domain/{DOMAIN}"
    assert asked.headers["accept"].startswith("application/rdap+json")
    assert asked.headers["host"] == server.origin


def test_the_raw_text_is_kept_for_those_who_ask(server: RdapServer) -> None:
    server.table[DOMAIN] = registered(DOMAIN)
    answer = ask_target(server.target(DOMAIN))
    assert json.loads(answer.raw)["handle"] == "4711-EXAMPLE"


def test_the_raw_text_does_nothing_to_the_terminal_that_shows_it(server: RdapServer) -> None:
    words = "\x1b]0;owned\x07\x1b[2J\x9b2J\u202e\x00two\r\nlines\tlong"
    elsewhere = (("Location", f"/other/domain/{DOMAIN}"),)
    server.table[DOMAIN] = Said(302, words.encode(), elsewhere)
    assert ask_target(server.target(DOMAIN)).raw == "]0;owned[2J2Jtwo\nlines\tlong"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-18T13:58:12Z", MOMENT),
        ("2026-11-18t13:58:12z", MOMENT),
        ("2026-11-18T13:58:12", MOMENT),  # no zone
        ("2026-11-18 13:58:12", MOMENT),
        ("2026-11-18 13:58:12 UTC", MOMENT),
        ("  2026-11-18T13:58:12Z ", MOMENT),
        ("2026-11-18T13:58:12.4711Z", MOMENT),
        ("2026-11-18T13:58:12.123456789+00:00", MOMENT),
        ("2026-11-18T16:58:12+03:00", MOMENT),
        ("2026-11-18T16:58:12+0300", MOMENT),
        ("2026-11-18T16:58:12+03", MOMENT),
        ("2026-11-17T23:58:12-14:00", MOMENT),
        ("2026-11-18", DAY),
        ("2026-11-18T13:58Z", MOMENT.replace(second=0)),
        ("2016-12-31T23:59:60Z", dt.datetime(2016, 12, 31, 23, 59, 59, tzinfo=dt.UTC)),
    ],
)
def test_dates_as_servers_write_them(server: RdapServer, text: str, expected: dt.datetime) -> None:
    found = ask(server, events(("registration", text)))
    assert found.registered == expected
    assert found.registered.tzinfo is dt.UTC


@pytest.mark.parametrize(
    "date",
    [
        "",
        "yesterday",
        "18.11.2026",
        "2026-13-01",
        "2026-02-30T00:00:00Z",
        "0000-01-01",
        "1970-01-01T00:00:00Z",
        "1984-12-31T23:59:59Z",
        "2999-01-01T00:00:00Z",
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+23:59",
        "2026-W47-3",
        "20261118",
        "٢٠٢٦-١١-١٨",
        20261118,
        1795000000,
        None,
        ["2026-11-18"],
        {},
        True,
    ],
)
def test_a_date_that_cannot_be_is_never_an_age(server: RdapServer, date: Any) -> None:
    with pytest.raises(Unreadable, match=re.escape(server.origin)):
        ask(server, events(("registration", date)))


@pytest.mark.parametrize(
    ("days", "known"), [(-1.0, True), (0.5, True), (1.5, False)], ids=["past", "skew", "future"]
)
def test_clocks_may_differ_by_a_day(server: RdapServer, days: float, known: bool) -> None:  # noqa: FBT001
    date = (dt.datetime.now(dt.UTC) + dt.timedelta(days=days)).isoformat()
    if known:
        assert isinstance(ask(server, events(("registration", date))), Found)
    else:
        with pytest.raises(Unreadable, match="impossible"):
            ask(server, events(("registration", date)))


@pytest.mark.parametrize(
    "action",
    ["registration", "Registration", " REGISTRATION ", "reregistration", "Re-registration"],
)
def test_events_that_give_a_domain_to_its_holder(server: RdapServer, action: str) -> None:
    assert ask(server, events((action, "2026-11-18"))).registered == DAY


@pytest.mark.parametrize(
    "action",
    ["transfer", "last changed", "expiration", "registrar expiration", "deletion", "", None, 7, []],
)
def test_no_other_event_is_an_age(server: RdapServer, action: Any) -> None:
    with pytest.raises(Unreadable, match="no registration date"):
        ask(server, events((action, "2026-11-18")))


def test_the_last_registration_counts_and_no_transfer(server: RdapServer) -> None:
    rows = (
        ("registration", "2009-05-01"),
        ("reregistration", "2026-11-18"),
        ("registration", "2015-05-01"),
        ("transfer", "2026-11-20"),
    )
    assert ask(server, events(*rows)).registered == DAY


def test_an_unreadable_reregistration_leaves_the_age_unknown(server: RdapServer) -> None:
    with pytest.raises(Unreadable):
        ask(server, events(("registration", "2009-05-01"), ("reregistration", "some day")))


@pytest.mark.parametrize("told", [None, {}, [], "registration", 5, [None, 5, "x", [[]]]])
def test_without_events_there_is_no_age(server: RdapServer, told: Any) -> None:
    with pytest.raises(Unreadable, match="no registration date"):
        ask(server, registered(DOMAIN, events=told))


def test_nested_lists_are_looked_into(server: RdapServer) -> None:
    row = {"eventAction": "registration", "eventDate": "2026-11-18"}
    host = {"ldhName": "ns1.hosting.example"}
    found = ask(server, registered(DOMAIN, events=[[[row]]], nameservers=[[host], [host]]))
    assert found.registered == DAY
    assert found.name_servers == ("ns1.hosting.example",)


@pytest.mark.parametrize(
    ("entities", "expected"),
    [
        ([{"roles": ["registrar"], "vcardArray": card("REG.RU LLC")}], "REG.RU LLC"),
        ([{"roles": ["Registrar", "abuse"], "vcardArray": card("A")}], "A"),
        ([{"roles": "registrar", "vcardArray": card("A")}], "A"),
        ([{"roles": ["registrar"], "vcardArray": card(" A\n\x00\u202e  B\ud800 ")}], "A B"),
        ([{"roles": ["registrar"], "vcardArray": card("x" * 5_000)}], "x" * 200),
        ([{"roles": ["registrar"]}], ""),
        ([{"roles": ["registrar"], "vcardArray": ["vcard", [["fn", {}, "text", 5], 7, []]]}], ""),
        ([{"roles": ["registrar"], "vcardArray": "vcard"}], ""),
        ([{"roles": ["registrant"], "vcardArray": card("A Person")}], ""),
        ({"roles": {"registrar": 1}}, ""),
        (None, ""),
    ],
)
def test_the_registrar_is_told_where_it_can_be(
    server: RdapServer, entities: Any, expected: str
) -> None:
    assert ask(server, registered(DOMAIN, entities=entities)).registrar == expected


def test_name_servers_are_names_and_not_too_many(server: RdapServer) -> None:
    rows = [{"ldhName": f"ns{number}.hosting.example"} for number in range(50)]
    odd = [{"ldhName": "a b"}, {"ldhName": 5}, {"unicodeName": "нс.пример"}, {"ldhName": ""}, 5]
    found = ask(server, registered(DOMAIN, nameservers=[*odd, *rows]))
    assert found.name_servers == tuple(f"ns{number}.hosting.example" for number in range(13))


@pytest.mark.parametrize(
    ("name", "unicode_name"),
    [
        ("XN--80AAGV6CTB.TEST.", None),
        ("xn--80aagv6ctb.test", "авитопэй.test"),
        ("авитопэй.test", None),
        (None, "АВИТОПЭЙ.test"),
        (None, None),
    ],
)
def test_the_domain_is_known_by_any_spelling(
    server: RdapServer, name: str | None, unicode_name: str | None
) -> None:
    domain = "авитопэй.test".encode("idna").decode()
    names = {"ldhName": name, "unicodeName": unicode_name}
    if name and name.startswith(("xn", "XN")):
        names["ldhName"] = domain.upper() if name.isupper() else domain
    assert isinstance(ask(server, registered(domain, **names), domain), Found)


@pytest.mark.parametrize(
    "names",
    [
        {"ldhName": "other.test"},
        {"ldhName": "sub.avito-pay.test"},
        {"ldhName": ""},
        {"unicodeName": "другой.test"},
        {"unicodeName": "\ud800"},
    ],
)
def test_an_answer_about_another_domain_is_none(server: RdapServer, names: dict[str, str]) -> None:
    with pytest.raises(Unreadable, match="another domain than avito-pay"):
        ask(server, registered(DOMAIN, **names))


def test_the_registry_knows_no_such_domain(server: RdapServer) -> None:
    assert ask(server, missing()) == Missing()
    assert ask(server, Said(404)) == Missing()
    assert ask(server, Said(404, b'{"rdapConformance":["rdap_level_0"]}')) == Missing()


@pytest.mark.parametrize(
    "said",
    [html(404), Said(404, b'{"message":"no route"}'), Said(404, b"[404]"), Said(404, b"\xff")],
)
def test_a_404_of_somebody_else_says_nothing(server: RdapServer, said: Said) -> None:
    with pytest.raises(Unreadable, match="404"):
        ask(server, said)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (throttled("30"), 30.0),
        (throttled(" 30 "), 30.0),
        (throttled("0"), LEAST_PATIENCE),
        (throttled("99999999999"), MAX_PATIENCE),
        (throttled("9" * 400), USUAL_PATIENCE),
        (throttled("-5"), USUAL_PATIENCE),
        (throttled("soon"), USUAL_PATIENCE),
        (throttled(""), USUAL_PATIENCE),
        (throttled("Wed, 18 Nov 2020 10:00:00 GMT"), LEAST_PATIENCE),
        (throttled("Wed, 18 Nov 2099 10:00:00 GMT"), MAX_PATIENCE),
        (throttled("Wed, 99 Nov 2099 99:00:00 GMT"), USUAL_PATIENCE),
        (Said(503, headers=(("Retry-After", "7"),)), 7.0),
    ],
)
def test_patience_is_asked_for(server: RdapServer, said: Said, seconds: float) -> None:
    with pytest.raises(Throttled) as caught:
        ask(server, said)
    assert caught.value.retry_after == seconds


def test_patience_until_a_date(server: RdapServer) -> None:
    until = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    with pytest.raises(Throttled) as caught:
        ask(server, throttled(format_datetime(until, usegmt=True)))
    assert 3_000 < caught.value.retry_after <= 3_600


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (204, Unreadable),
        (300, Unreadable),
        (400, Unreadable),
        (401, Unreachable),
        (403, Unreachable),
        (410, Unreadable),
        (500, Unreachable),
        (503, Unreachable),
    ],
)
def test_other_statuses(server: RdapServer, status: int, error: type[LookupFailed]) -> None:
    with pytest.raises(error, match=f"{server.origin}: answered {status}"):
        ask(server, Said(status))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("https://rdap.other.example/v1/domain/avito-pay.test", None),
        ("https://rdap.other.example:8443/domain/AVITO-PAY.TEST", None),
        ("/v2/domain/avito-pay.test", "http://{}/v2/domain/avito-pay.test"),
        ("//h.example/domain/avito-pay.test#x", "http://h.example/domain/avito-pay.test"),
        ("http://10.0.0.1/domain/avito-pay.test/", None),  # judged when it is asked
    ],
)
def test_a_redirect_is_the_next_step(
    server: RdapServer, status: int, location: str, target: str | None
) -> None:
    outcome = ask(server, redirect(location, status))
    expected = (target or location).format(server.origin)
    assert outcome == Onward(Step("rdap", expected))
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "location",
    [
        "",
        "http://",
        "https://[/domain/avito-pay.test",
        "ftp://h.example/domain/avito-pay.test",
        "javascript:alert(1)",
        "file:///domain/avito-pay.test",
        "https://user:word@h.example/domain/avito-pay.test",
        "https://h.example/domain/other.test",
        "https://h.example/domain/avito-pay.test/delete",
        "https://h.example/domain/avito-pay.test?next=1",
        "https://h.example/ip/avito-pay.test",
        "https://h.example/",
        "https://h.example/" + "x" * 3_000 + "/domain/avito-pay.test",
        "/rdap/domain/avito-pay.test",  # itself
        "/rdap/domain/avito-pay.test#again",
    ],
)
def test_a_redirect_elsewhere_is_none(server: RdapServer, location: str) -> None:
    with pytest.raises((Unreadable, Unreachable)):
        ask(server, redirect(location))
    assert len(server.asked) == 1


def test_a_redirect_without_a_place_is_none(server: RdapServer) -> None:
    with pytest.raises(Unreadable, match="a redirect to no address"):
        ask(server, Said(302))


def test_a_private_server_is_not_asked(server: RdapServer) -> None:
    server.table[DOMAIN] = registered(DOMAIN)
    with pytest.raises(Forbidden, match=r"127\.0\.0\.1: leads to 127\.0\.0\.1"):
        ask_target(server.target(DOMAIN), private=False)
    assert not server.asked


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (html(), Unreadable),
        (garbage(), Unreadable),
        (huge(), Unreadable),
        (Said(body=b""), Unreadable),
        (Said(body=b"null"), Unreadable),
        (Said(body=b"[]"), Unreadable),
        (Said(body=b'{"events": NaN}'), Unreadable),
        (Said(body=b"9" * 5_000), Unreadable),
        (Said(body=b"[" * 100_000), Unreadable),
        (Said(body=b'{"a":' * 16_000), Unreadable),
        (Said(body='{"ldhName":"авито"}'.encode("cp1251")), Unreadable),
        (misbehaving("close"), Unreachable),
        (misbehaving("half"), Unreachable),
        (misbehaving("drip"), Unreachable),
        (misbehaving("silence"), Unreachable),
        (misbehaving("endless"), Unreadable),
    ],
)
def test_a_bad_server_is_told_from_a_dead_one(
    server: RdapServer, said: Said, error: type[LookupFailed]
) -> None:
    with pytest.raises(error, match=re.escape(server.origin)):
        ask(server, said)


def test_nobody_is_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(Unreachable):
        ask_target(f"http://127.0.0.1:{port}/domain/{DOMAIN}")


def test_a_question_that_is_given_up_leaves_nothing_behind(server: RdapServer) -> None:
    server.table[DOMAIN] = misbehaving("silence")

    async def work() -> None:
        rdap = Rdap(AddressPolicy(LOOPBACK), timeout=30.0, max_bytes=1_000)
        task = asyncio.create_task(rdap.ask(Step("rdap", server.target(DOMAIN)), DOMAIN))
        await asyncio.to_thread(server.wait_for_a_question)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        server.table[DOMAIN] = registered(DOMAIN)
        answer = await rdap.ask(Step("rdap", server.target(DOMAIN)), DOMAIN)
        assert isinstance(answer.outcome, Found)
        await rdap.close()

    asyncio.run(work())
