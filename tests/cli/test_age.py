"""``sverka age`` against registries on the loopback."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from rdap_server import RdapServer, redirect, registered
from whois_server import WhoisServer

from server.domain_age.asking import Asker
from server.domain_age.resolver import AgeResolver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cli_tables import Done

    from server.settings import Settings
    from server.store.age_questions import Claim
    from server.store.engine import Store


@pytest.fixture
def whois(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WhoisServer]:
    """The registry of ``.ru`` and ``.рф``; no RDAP server is known."""
    listing = tmp_path / "rdap.json"
    listing.write_text('{"version": "1.0", "publication": "2026-11-01T00:00:00Z", "services": []}')
    with WhoisServer() as server:
        places = dict.fromkeys(("ru", "рф", "com"), server.place)
        monkeypatch.setenv("SVERKA_WHOIS_OVERRIDES", json.dumps(places))
        monkeypatch.setenv("SVERKA_RDAP_BOOTSTRAP", str(listing))
        monkeypatch.setenv("SVERKA_DATA_DIR", str(tmp_path / "store"))
        monkeypatch.setenv("SVERKA_AGE_LOOKUPS", "true")
        yield server


def test_the_date_its_source_and_the_budget_left(
    whois: WhoisServer, sverka: Callable[..., Done]
) -> None:
    done = sverka("age", "https://pay.days3-x.ru/order?card=1")
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[0].startswith("days3-x.ru: registered 20")
    assert lines[0].endswith("3 days ago")
    assert f"source: whois {whois.place}" in done.out
    assert "registrar: " in done.out
    assert f"budget: {whois.place}: 9 questions now, 30 a minute" in done.out
    assert [question.line for question in whois.questions] == ["days3-x.ru"]


def test_what_is_known_costs_no_question(whois: WhoisServer, sverka: Callable[..., Done]) -> None:
    first, second = (json.loads(sverka("age", "days3-x.ru", "--json").out) for _ in range(2))
    assert first == second
    assert first["status"] == "known"
    assert first["days"] == 3
    assert len(whois.questions) == 1


def test_raw_asks_anew_and_shows_the_servers_words(
    whois: WhoisServer, sverka: Callable[..., Done]
) -> None:
    sverka("age", "days3-x.ru")
    done = sverka("age", "days3-x.ru", "--raw")
    assert "domain:        DAYS3-X.RU" in done.out
    assert "budget: " in done.out
    assert len(whois.questions) == 2


def test_a_cyrillic_domain(whois: WhoisServer, sverka: Callable[..., Done]) -> None:
    done = sverka("age", "пекарня.рф", "--json")
    assert json.loads(done.out)["status"] == "known"
    assert whois.questions[0].line == json.loads(done.out)["domain"]
    assert whois.questions[0].line.endswith(".xn--p1ai")


@pytest.mark.usefixtures("whois")
def test_a_redirect_is_shown_step_by_step(
    sverka: Callable[..., Done],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with RdapServer(["shop"]) as registrar, RdapServer(["shop"]) as registry:
        registry.table["toy.shop"] = redirect(f"{registrar.address}domain/toy.shop")
        registrar.table["toy.shop"] = registered("toy.shop", "2024-05-06T00:00:00Z")
        listing = tmp_path / "both.json"
        services = [[["shop"], [registry.address]], [["test"], [registrar.address]]]
        listing.write_text(
            json.dumps(
                {"version": "1.0", "publication": "2026-11-01T00:00:00Z", "services": services}
            )
        )
        monkeypatch.setenv("SVERKA_RDAP_BOOTSTRAP", str(listing))
        done = sverka("age", "toy.shop", "--raw", "--json")
    answer = json.loads(done.out)
    assert answer["registered"].startswith("2024-05-06")
    assert answer["source"] == "rdap"
    assert len(answer["raw"]) == 2


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("free-1.ru", "the registry knows no such domain"),
        ("garbage-1.ru", "gave no date"),
        ("busy-1.ru", "waits in the queue"),
    ],
)
def test_what_is_told_where_there_is_no_date(
    whois: WhoisServer, sverka: Callable[..., Done], name: str, says: str
) -> None:
    done = sverka("age", name, "--wait", "0.5")
    assert done.code == 0, done.err
    assert says in done.out
    assert whois.questions


def test_a_server_that_asked_for_patience_is_named_with_the_time(
    whois: WhoisServer, sverka: Callable[..., Done]
) -> None:
    done = sverka("age", "banned-1.ru", "--wait", "0.3")
    assert "throttled, left alone until 20" in done.out
    again = sverka("age", "days3-x.ru", "--wait", "0.3")
    assert "waits in the queue" in again.out
    assert len(whois.questions) == 1


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("192.0.2.1", "nobody's own registered domain"),
        ("my.vercel.app", "nobody's own registered domain"),
        ("ru", "nobody's own registered domain"),
        ("ftp://x.ru", "only http and https"),
        ("shop.example", "no registry server is known for .example"),
    ],
)
def test_a_name_that_cannot_be_asked_about(
    whois: WhoisServer, sverka: Callable[..., Done], name: str, says: str
) -> None:
    done = sverka("age", name)
    assert done.code == 2
    assert says in done.err
    assert whois.questions == []


def test_a_wrong_setting_is_named(
    whois: WhoisServer, sverka: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVERKA_RDAP_BOOTSTRAP", "/nowhere/list.json")
    done = sverka("age", "days3-x.ru")
    assert done.code == 1
    assert "SVERKA_RDAP_BOOTSTRAP" in done.err
    assert whois.questions == []


@pytest.fixture
def beaten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process takes and settles every question before this one can."""
    ours = AgeResolver.open

    async def open_beaten(settings: Settings, store: Store) -> AgeResolver:
        resolver = await ours(settings, store)
        other = Asker(settings, resolver.registries, resolver.questions)

        async def claim(only: str) -> list[Claim]:
            for taken in await other.claim(only=only):
                await other.ask(taken)
            return []

        monkeypatch.setattr(resolver.asker, "claim", claim)
        return resolver

    monkeypatch.setattr(AgeResolver, "open", open_beaten)


@pytest.mark.usefixtures("beaten")
def test_raw_says_so_when_another_process_got_the_answer(
    whois: WhoisServer, sverka: Callable[..., Done]
) -> None:
    done = sverka("age", "days3-x.ru", "--raw")
    assert "3 days ago" in done.out
    assert "another process asked just now" in done.out
    assert "run it again" in done.out
    assert json.loads(sverka("age", "days3-x.ru", "--raw", "--json").out)["asked_elsewhere"]
    assert "another process" not in sverka("age", "days3-x.ru").out
    assert len(whois.questions) == 2


def test_our_own_answer_is_not_called_anothers(
    whois: WhoisServer, sverka: Callable[..., Done]
) -> None:
    for name in ("days3-x.ru", "free-1.ru", "garbage-1.ru", "busy-1.ru"):
        done = sverka("age", name, "--raw", "--json", "--wait", "0.3")
        assert json.loads(done.out)["asked_elsewhere"] is False, name
    assert whois.questions


def test_a_database_in_use_is_to_be_tried_again(
    whois: WhoisServer,
    sverka: Callable[..., Done],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sverka("age", "days3-x.ru")
    monkeypatch.setenv("SVERKA_DATABASE_TIMEOUT_SECONDS", "0.05")
    with closing(sqlite3.connect(tmp_path / "store" / "sverka.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = sverka("age", "days3-y.ru")
    assert done.code == 1
    assert "try again in a moment" in done.err
    assert "damaged" not in done.err
    assert len(whois.questions) == 1


def test_nobody_is_asked_when_look_ups_are_off(
    whois: WhoisServer, sverka: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVERKA_AGE_LOOKUPS", "false")
    assert "SVERKA_AGE_LOOKUPS is false" in sverka("age", "days3-x.ru").out
    assert whois.questions == []
