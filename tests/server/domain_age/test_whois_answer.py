from __future__ import annotations

import contextlib
import datetime as dt
import time

import ada_url
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whois_answers import (
    FREE,
    GTLD,
    LONG_AGO,
    NO_DATE,
    RECORDS,
    TCI_BANNED,
    TCI_BUSY,
    TCI_FREE,
    THIN,
    VERISIGN,
    filled,
)

from server.domain_age.errors import LookupFailed, Throttled, Unreachable, Unreadable
from server.domain_age.steps import MOST_NAME_SERVERS, Found, Missing, Onward, Outcome, Step
from server.domain_age.whois_answer import read_answer
from server.domain_age.whois_charset import decode
from server.domain_age.whois_servers import _built_in_places

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
STEP = Step("whois", "whois.registry.example:43")
PARSERS_ENDINGS = (
    "hk sk fr uk it jp kr cn br ar au nl be cz se dk us ca in ro pt il ir tr ooo".split()
)


def read(text: str, domain: str = "shop.ru", **more: bool) -> Outcome:
    return read_answer(text, domain, STEP, now=NOW, **more)


def found(text: str, domain: str = "shop.ru") -> Found:
    outcome = read(text, domain)
    assert isinstance(outcome, Found)
    return outcome


@pytest.mark.parametrize("ending", sorted({*RECORDS, "site", "top", "xyz"} - {"de"}))
@pytest.mark.parametrize("day", [LONG_AGO, dt.datetime(2026, 3, 8, 1, 2, 3, tzinfo=dt.UTC)])
def test_every_registrys_record_tells_the_day(ending: str, day: dt.datetime) -> None:
    domain = f"shop.{ending}"
    outcome = found(filled(RECORDS.get(ending, GTLD), domain, day), domain)
    assert outcome.registered.tzinfo is dt.UTC
    assert outcome.registered.date() == day.date()
    assert outcome.name_servers == ("ns1.hosting.example", "ns2.hosting.example")


@pytest.mark.parametrize("ending", sorted(FREE))
def test_every_registrys_free_name_is_missing(ending: str) -> None:
    domain = f"shop.{ending}"
    assert read(filled(FREE[ending], domain, LONG_AGO), domain) == Missing()


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("created: 2026-11-18T13:58:12Z", "2026-11-18T13:58:12"),
        ("created: 2026-11-18T23:30:00-05:00", "2026-11-19T04:30:00"),
        ("created: 2026-11-18 00:00:00+02", "2026-11-17T22:00:00"),
        ("created: 2026-11-18", "2026-11-18T00:00:00"),
        ("created: 2026.11.18", "2026-11-18T00:00:00"),
        ("created: 20261118", "2026-11-18T00:00:00"),
        ("created: 20261118135812", "2026-11-18T00:00:00"),
        ("created: 18-Nov-2026", "2026-11-18T00:00:00"),
        ("created: Wed Nov 18 13:58:12 2026", "2026-11-18T13:58:12"),
        ("created: 03.08.2026", "2026-08-03T00:00:00"),  # dots: the day stands first
        ("created: 18/11/2026", "2026-11-18T00:00:00"),
        ("created: 08/08/2026", "2026-08-08T00:00:00"),
        ("created: 2026-11-18 10:00:00 QQT", "2026-11-18T10:00:00"),  # no such zone: taken as UTC
        ("created: 2026-11-22T20:00:00+00:00", "2026-11-22T20:00:00"),  # a clock that is ahead
    ],
)
def test_dates_as_registries_write_them(line: str, day: str) -> None:
    expected = dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC)
    assert found(f"domain: shop.ru\n{line}\n").registered == expected


@pytest.mark.parametrize(
    "line",
    [
        "created: 0001-01-01",
        "created: 9999-12-31T23:59:59-12:00",
        "created: 1984-12-31",
        "created: 2027-01-01",
        "created: 99999999999999999999",
        "created: 2026-13-45",
        "created: yesterday",
        "created: 10:30",  # the libraries would make it today
        "created: November 2026",
        "created: 18 Nov",
        "created: 03/08/2026",  # the third of August, or the eighth of March?
        "created: None",
        "created: 2026-11-1",  # cut in the middle by the end of the answer; see below
    ],
)
def test_dates_that_cannot_be_are_refused(line: str) -> None:
    end = "" if line.endswith("-1") else "\n"
    with pytest.raises(Unreadable):
        read(f"domain: shop.ru\n{line}{end}")


def test_an_iso_date_is_no_day_first_date_though_the_registry_writes_those() -> None:
    for ending, label in {"cz": "registered", "pt": "Creation Date", "fi": "created"}.items():
        moment = found(f"domain: shop.{ending}\n{label}: 2026-03-08\n", f"shop.{ending}").registered
        assert (moment.month, moment.day) == (3, 8), ending
        moment = found(f"domain: shop.{ending}\n{label}: 08.03.2026\n", f"shop.{ending}").registered
        assert (moment.month, moment.day) == (3, 8), ending


def seconds_to_read(text: str, domain: str) -> float:
    started = time.perf_counter()
    with contextlib.suppress(LookupFailed):
        read(text, domain)
    return time.perf_counter() - started


@pytest.mark.parametrize("ending", ["hk", "sk"])
def test_a_pattern_over_the_whole_text_is_not_let_loose_on_a_hostile_answer(ending: str) -> None:
    hostile = "Domain: a a a a a a a a a a a a\n" * 2_000
    seconds_to_read(hostile, "warm.ru")
    usual = min(seconds_to_read(hostile, "shop.ru") for _ in range(3))
    assert seconds_to_read(hostile, f"shop.{ending}") < 20 * usual


def test_a_strange_expiry_date_does_not_hide_the_registration() -> None:
    text = "domain: shop.ru\ncreated: 2026-11-18\npaid-till: soon\nfree-date: 0000-00-00\n"
    assert found(text).registered.day == 18


def test_the_domains_own_date_counts_not_its_contacts() -> None:
    text = filled(RECORDS["ua"], "shop.ua", dt.datetime(2026, 11, 18, tzinfo=dt.UTC))
    assert "2001-02-27" in text
    assert found(text, "shop.ua").registered.year == 2026


@pytest.mark.parametrize(
    "line",
    [
        "org: created: 1999-01-01",
        "person: Domain created: 1999-01-01",
        "Registrant Organization: Creation Date: 1999-01-01",
        "descr: created: 1999-01-01",
        "   Registrar: Creation Date: 1999-01-01",
        "Registrar: Some created: 1999-01-01",
    ],
)
@pytest.mark.parametrize("ending", ["ru", "com", "site", "by"])
def test_a_registrant_cannot_write_the_date_himself(line: str, ending: str) -> None:
    label = "created" if ending == "ru" else "Creation Date"
    text = f"domain: shop.{ending}\n{line}\n{label}: 2026-11-18\n"
    assert found(text, f"shop.{ending}").registered.year == 2026


FORGED = {
    "kz": "Domain created: 2001-01-01 00:00:00 (GMT+0:00)",
    "kg": "Record created: Mon Jan  1 00:00:00 2001",
    "uz": "Creation Date: 01-Jan-2001",
    "am": "Registered:    2001-01-01",
    "lt": "Registered:\t\t2001-01-01",
    "pl": "created:               2001.01.01 00:00:00",
    "ua": "created:          2001-01-01 00:00:00+00",
    "md": "Registered on:  2001-01-01",
    "tr": "Created on..............: 2001-Jan-01.",
    "uk": "Registered on: 01-Jan-2001",
    "it": "Created: 2001-01-01 00:00:00",
    "fi": "created............: 1.1.2001 00:00:00",
    "edu": "Domain record activated: 01-Jan-2001",
    "site": "Creation Date: 2001-01-01T00:00:00Z",
}
"""Ending to its registry's own way to write a date, as a registrant might write it."""


@pytest.mark.parametrize("ending", sorted(FORGED))
@pytest.mark.parametrize(
    "free_text",
    [
        "Name...................: {forged}\n",
        "Street Address.........: {forged}\n",
        "City...................: {forged}\n",
        "   Name: {forged}\n",
        "Registrar: {forged}\n",
        "   Registrant:\n      Example\n\n      {forged}\n   Admin:\n      {forged}\n",
        "Registrant:\n\t{forged}\n",
        "** Registrant:\n   {forged}\n",
        "[Postal Address]  Street 1\n                  {forged}\n",
    ],
)
def test_a_date_in_free_text_is_no_date_of_the_domain(ending: str, free_text: str) -> None:
    domain = f"shop.{ending}"
    shape = {**RECORDS, "site": GTLD}.get(ending) or f"{{name}}\n{FORGED[ending]}\n".replace(
        "2001", "2026"
    )
    since = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    head, rest = filled(shape, domain, since).split("\n", 1)
    forged = free_text.format(forged=FORGED[ending])
    assert found(f"{head}\n{forged}{rest}", domain).registered == since
    with pytest.raises(Unreadable):
        read(f"Domain Name: {domain}\n{forged}", domain)


@pytest.mark.parametrize("name", ["you-are-not-allowed-to-connect", "limit-exceeded", "not-found"])
def test_a_name_worded_like_a_refusal_is_only_a_name(name: str) -> None:
    domain = f"{name}.lt"
    assert read(filled(FREE["lt"], domain, LONG_AGO), domain) == Missing()
    with pytest.raises(Unreadable):
        read(filled(NO_DATE, f"{name}.de", LONG_AGO), f"{name}.de")


def test_a_record_in_unicode_about_a_unicode_name() -> None:
    text = filled(RECORDS["ru"], "магазин.рф", LONG_AGO)
    assert found(text, ada_url.idna_to_ascii("магазин.рф").decode()).registered == LONG_AGO


def test_facts_for_researchers_and_nothing_of_people() -> None:
    outcome = found(filled(VERISIGN, "shop.com", LONG_AGO), "shop.com")
    assert outcome.registrar == "Example Registrar, Inc."
    text = (
        "domain: shop.ru\nperson: Ivan Example\nphone: +7 000 000-00-00\ne-mail: a@mail.example\n"
        "nserver: NS1.shop.example. 192.0.2.1\nnserver: ns1.shop.example\nnserver: not a host!\n"
        "registrar: REG\ncreated: 2026-11-18\n"
    )
    assert found(text) == Found(
        dt.datetime(2026, 11, 18, tzinfo=dt.UTC), "REG", ("ns1.shop.example",)
    )


def test_facts_are_bounded() -> None:
    servers = "".join(f"nserver: ns{number}.shop.example\n" for number in range(200))
    outcome = found(f"created: 2026-11-18\n{servers}registrar: {'R' * 5_000}\n")
    assert len(outcome.name_servers) == MOST_NAME_SERVERS
    assert len(outcome.registrar) == 255


def test_refusals_come_before_everything_else() -> None:
    with pytest.raises(Throttled) as busy:
        read_answer(TCI_BUSY, "shop.ru", Step("whois", "whois.tcinet.ru:43"), now=NOW)
    assert busy.value.retry_after == 60
    with pytest.raises(Throttled) as banned:
        read(TCI_BANNED)
    assert banned.value.retry_after >= 3_600


def test_a_thin_registry_leads_on_to_the_registrar() -> None:
    outcome = read(filled(THIN, "shop.com", LONG_AGO), "shop.com")
    assert outcome == Onward(Step("whois", "whois.registrar.example:43"))


@pytest.mark.parametrize(
    ("line", "target"),
    [
        ("Registrar WHOIS Server: whois.registrar.example", "whois.registrar.example:43"),
        ("whois:        WHOIS.registrar.example", "whois.registrar.example:43"),
        ("refer:        whois.registrar.example", "whois.registrar.example:43"),
        ("ReferralServer: whois://whois.registrar.example:43", "whois.registrar.example:43"),
        ("ReferralServer: whois://whois.registrar.example/", "whois.registrar.example:43"),
        ("refer: whois.registrar.example.", "whois.registrar.example:43"),
        ("ReferralServer: whois://whois.registrar.example:4343", ""),
        ("ReferralServer: rwhois://whois.registrar.example:43", ""),
        ("Whois Server: http://whois.registrar.example", ""),
        ("Whois Server: whois.registrar.example/path", ""),
        ("Whois Server: 127.0.0.1", ""),
        ("Whois Server: [::1]:43", ""),
        ("Whois Server: localhost", ""),
        ("Whois Server: user@whois.registrar.example", ""),
        ("Whois Server: a b", ""),
        ("Whois Server:", ""),
        ("Whois Server: whois.registry.example", ""),  # the one that was asked
    ],
)
def test_only_a_plausible_server_is_led_on_to(line: str, target: str) -> None:
    text = f"Domain Name: SHOP.COM\nRegistrar: Example\n{line}\n"
    if target:
        assert read(text, "shop.com") == Onward(Step("whois", target))
        return
    with pytest.raises(Unreadable):
        read(text, "shop.com")


def test_a_registrars_not_found_does_not_make_a_domain_free() -> None:
    assert read(TCI_FREE) == Missing()
    with pytest.raises(Unreadable, match="not its registry"):
        read(TCI_FREE, from_registry=False)


@pytest.mark.parametrize("text", ["", "\n", "% nothing\n", filled(NO_DATE, "shop.de", LONG_AGO)])
def test_an_answer_without_a_date_is_no_answer(text: str) -> None:
    with pytest.raises(Unreadable, match=r"shop\.de"):
        read(text, "shop.de")


def test_a_broken_answer_counts_only_for_a_date_in_a_whole_line() -> None:
    broken = Unreachable("gone")
    record = filled(RECORDS["ru"], "shop.ru", LONG_AGO)
    since = record.index("created:")
    whole_line = record[: record.index("\n", since) + 1]
    outcome = read_answer(whole_line, "shop.ru", STEP, now=NOW, broken=broken)
    assert isinstance(outcome, Found)
    for cut in range(since, len(whole_line) - 1):
        with pytest.raises(Unreachable):
            read_answer(record[:cut], "shop.ru", STEP, now=NOW, broken=broken)
    with pytest.raises(Unreachable):
        read_answer(TCI_FREE, "shop.ru", STEP, now=NOW, broken=broken)


def test_a_reserved_name_is_said_to_be_reserved() -> None:
    with pytest.raises(Unreadable, match="reserved"):
        read("This name is reserved by the registry\n")


endings = st.sampled_from(sorted({*_built_in_places(), *PARSERS_ENDINGS}))
labels = st.sampled_from(
    "created Created Creation-Date Registered Registered-on Registration-Date Record-created "
    "Domain-created registrar nserver Name-Server Whois-Server refer Domain status".split()
)
values = st.one_of(
    st.text(max_size=60),
    st.datetimes().map(str),
    st.datetimes().map(lambda moment: f"{moment:%d.%m.%Y %H:%M:%S}"),
    st.from_regex(r"\A[0-9]{1,4}[-./ :][0-9A-Za-z+]{1,9}[-./ :(][0-9A-Z+]{0,9}\Z"),
    st.integers().map(str),
)
lines = st.builds(lambda label, value: f"{label.replace('-', ' ')}: {value}", labels, values)
answers = st.lists(lines | st.text(max_size=80), max_size=12).map("\n".join)
cuttings = st.builds(
    lambda shape, start, end: shape[start:end].encode(),
    st.sampled_from([*RECORDS.values(), *FREE.values(), TCI_BUSY, TCI_BANNED, THIN]),
    st.integers(0, 400),
    st.integers(0, 2_000),
)


@settings(max_examples=400)
@given(endings, st.one_of(st.binary(max_size=600), answers.map(str.encode), cuttings))
def test_no_bytes_from_a_server_raise_anything_but_a_failed_look_up(
    ending: str, data: bytes
) -> None:
    try:
        outcome = read(decode(data), f"shop.{ending}")
    except LookupFailed:
        return
    if isinstance(outcome, Found):
        assert outcome.registered.tzinfo is dt.UTC
        assert dt.datetime(1985, 1, 1, tzinfo=dt.UTC) <= outcome.registered
        assert outcome.registered <= NOW + dt.timedelta(days=1)


def test_an_ordinary_record_is_read_for_every_ending() -> None:
    for ending in {*_built_in_places(), *PARSERS_ENDINGS}:
        ordinary = f"Domain Name: shop.{ending}\nCreation Date: 2026-11-18T13:58:12Z\n"
        assert found(ordinary, f"shop.{ending}").registered.day == 18, ending
