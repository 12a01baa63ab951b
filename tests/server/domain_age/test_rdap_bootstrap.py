from __future__ import annotations

import asyncio
import ipaddress
import json
from typing import TYPE_CHECKING, Any

import pytest
from rdap_server import RdapServer, Said, huge, misbehaving, redirect, registered
from structlog.testing import capture_logs

from server.domain_age.rdap import Rdap
from server.domain_age.rdap_bootstrap import LIST_FILE, Bootstrap
from server.domain_age.rdap_list import LONG_AGO, ListError, bundled_list, read_list
from server.domain_age.steps import Found, Step
from server.net import AddressPolicy
from server.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUNDLED_DAY = "2026-07-23"


@pytest.fixture
def server() -> Iterator[RdapServer]:
    with RdapServer(["test", "pay.test"]) as server:
        server.pages["/dns.json"] = Said(body=server.bootstrap().encode())
        yield server


def load(place: str | Path, data_dir: Path, policy: AddressPolicy | None = None) -> Bootstrap:
    return asyncio.run(Bootstrap.load(str(place), data_dir, policy or AddressPolicy()))


def written(path: Path, *services: Any, **more: Any) -> Path:
    document = {"version": "1.0", "publication": "2026-11-01T00:00:00Z", "services": services}
    path.write_text(json.dumps({**document, **more}), "utf-8")
    return path


def test_the_bundled_list_is_whole() -> None:
    servers = bundled_list()
    assert servers.published.date().isoformat() == BUNDLED_DAY
    assert len(servers.bases) == 1200
    assert servers.base_for("shop.com") == "https://rdap.verisign.com/com/v1/"
    assert servers.base_for("shop.xn--p1acf") == "https://rdap.nic.xn--p1acf/"
    for ending in ("ru", "su", "xn--p1ai", "by", "kz"):  # these have WHOIS alone
        assert servers.base_for(f"shop.{ending}") is None


def test_without_a_setting_the_bundled_list_is_asked_and_nobody_trusted(tmp_path: Path) -> None:
    bootstrap = load("", tmp_path)
    assert bootstrap.step_for("avito-pay.top") == Step(
        "rdap", "https://rdap.zdnsgtld.com/top/domain/avito-pay.top"
    )
    assert bootstrap.step_for("avito-pay.ru") is None
    assert bootstrap.step_for("top") is None
    assert bootstrap.step_for("") is None
    assert bootstrap.trusted == frozenset()


@pytest.mark.parametrize(
    ("publication", "used"),
    [("2026-07-24T00:00:00Z", True), ("2026-07-22T00:00:00Z", False), (None, False)],
)
def test_the_newer_list_wins(tmp_path: Path, publication: str | None, used: bool) -> None:  # noqa: FBT001
    own = [["own"], ["https://rdap.own.example/"]]
    written(tmp_path / LIST_FILE, own, publication=publication)
    bootstrap = load("", tmp_path)
    assert (bootstrap.step_for("shop.own") is not None) == used
    assert bootstrap.trusted == frozenset()


def test_a_damaged_list_in_the_data_folder_is_told_and_not_used(tmp_path: Path) -> None:
    (tmp_path / LIST_FILE).write_bytes(b'{"services": [')
    with capture_logs() as lines:
        assert load("", tmp_path).servers is bundled_list()
    assert "age-servers update" in lines[0]["event"]
    assert lines[0]["file"] == str(tmp_path / LIST_FILE)


def test_a_file_is_the_operators_own_word(tmp_path: Path) -> None:
    path = written(
        tmp_path / "own.json",
        [["ru", "РФ", ".Sub.RU."], ["http://127.0.0.1:8043/rdap"]],
        [["com"], ["ftp://x.example/", "http://a.example/x", "HTTPS://B.example:443/y"]],
    )
    bootstrap = load(path, tmp_path)
    asked = {domain: bootstrap.step_for(domain) for domain in ("a.ru", "b.xn--p1ai", "c.com")}
    assert {domain: step and step.target for domain, step in asked.items()} == {
        "a.ru": "http://127.0.0.1:8043/rdap/domain/a.ru",
        "b.xn--p1ai": "http://127.0.0.1:8043/rdap/domain/b.xn--p1ai",
        "c.com": "https://b.example/y/domain/c.com",
    }
    assert bootstrap.trusted == {"127.0.0.1:8043", "b.example:443"}


def test_the_longest_ending_wins(tmp_path: Path) -> None:
    path = written(
        tmp_path / "own.json",
        [["uk"], ["https://uk.example/"]],
        [["co.uk"], ["https://co.example/"]],
        [["shop.co.uk"], ["https://never.example/"]],
    )
    bootstrap = load(path, tmp_path)
    for domain, host in (("shop.co.uk", "co"), ("shop.org.uk", "uk"), ("co.uk", "uk")):
        step = bootstrap.step_for(domain)
        assert step is not None
        assert step.server == f"{host}.example"


def test_an_empty_list_turns_rdap_off(tmp_path: Path) -> None:
    bootstrap = load(written(tmp_path / "none.json"), tmp_path)
    assert bootstrap.step_for("shop.com") is None


GOOD = [["test"], ["https://rdap.example/"]]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON"),
        ("\x00", "not JSON"),
        ("[]", 'no list "services"'),
        ("{}", 'no list "services"'),
        ('{"services": {}}', 'no list "services"'),
        ('{"services": NaN}', "NaN"),
        (json.dumps({"services": [GOOD, [["x"]]]}), "service 2 is not"),
        (json.dumps({"services": ["com"]}), "service 1 is not"),
        (json.dumps({"services": [["com", "https://x.example/"]]}), "service 1 is not"),
        (json.dumps({"services": [[["com"], []]]}), "service 1 has no http"),
        (json.dumps({"services": [[["com"], ["ftp://x.example/"]]]}), "service 1 has no http"),
        (json.dumps({"services": [[["com"], ["x.example"]]]}), "that is no URL"),
        (json.dumps({"services": [[["com"], [5]]]}), "that is no URL"),
        (json.dumps({"services": [[["com"], ["https://u:p@x.example/"]]]}), "user name"),
        (json.dumps({"services": [[["com"], ["https://x.example/?a="]]]}), "query"),
        (json.dumps({"services": [[[""], ["https://x.example/"]]]}), "empty ending"),
        (json.dumps({"services": [[[5], ["https://x.example/"]]]}), "ending that is no name"),
        (json.dumps({"services": [GOOD], "publication": "soon"}), '"publication" is no date'),
        (json.dumps({"services": [GOOD], "publication": 5}), '"publication" is no date'),
    ],
)
def test_a_damaged_list_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "own.json"
    path.write_text(text, "utf-8")
    with pytest.raises(
        SettingsError, match=r"SVERKA_RDAP_BOOTSTRAP: .*own\.json is no list"
    ) as caught:
        load(path, tmp_path)
    assert says in str(caught.value)
    assert "leave the variable unset" in str(caught.value)


def test_a_list_that_is_far_too_long_is_refused() -> None:
    with pytest.raises(ListError, match=r"4,000,001 bytes"):
        read_list(b" " * 4_000_001)


def test_a_list_may_keep_its_day_to_itself() -> None:
    assert read_list(b'{"services": []}').published == LONG_AGO


@pytest.mark.parametrize("name", ["none.json", "."])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match=r"SVERKA_RDAP_BOOTSTRAP: .* cannot be read"):
        load(tmp_path / name, tmp_path)


def test_a_folder_of_no_user_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"SVERKA_RDAP_BOOTSTRAP: ~nosuchuser.* \(no such user"):
        load("~nosuchuser/list.json", tmp_path)


def test_an_address_in_no_charset_is_told_and_the_bundled_list_used(tmp_path: Path) -> None:
    with capture_logs() as logs:
        assert load("https://\udcff.test/", tmp_path).servers is bundled_list()
    assert "no list of RDAP servers came" in logs[0]["event"]


def test_a_list_comes_from_a_server_and_leads_to_it(server: RdapServer, tmp_path: Path) -> None:
    bootstrap = load(f"http://{server.origin}/dns.json", tmp_path)
    assert bootstrap.trusted == {server.origin}
    step = bootstrap.step_for("shop.pay.test")
    assert step == Step("rdap", server.target("shop.pay.test"))
    server.table["shop.pay.test"] = registered("shop.pay.test")

    async def ask() -> object:
        rdap = Rdap(AddressPolicy(origins=bootstrap.trusted), 5.0, 100_000)
        try:
            return (await rdap.ask(step, "shop.pay.test")).outcome
        finally:
            await rdap.close()

    assert isinstance(asyncio.run(ask()), Found)


@pytest.mark.parametrize(
    "said",
    [
        Said(500),
        Said(404),
        Said(body=b"<!doctype html>"),
        redirect("http://169.254.169.254/latest/"),
        misbehaving("close"),
        huge(),
    ],
    ids=["500", "404", "html", "inside", "close", "huge"],
)
def test_the_last_list_stays_when_none_comes(
    server: RdapServer, tmp_path: Path, said: Said
) -> None:
    place = f"http://{server.origin}/dns.json?key=secret"
    server.pages["/dns.json?key=secret"] = server.pages["/dns.json"]
    first = load(place, tmp_path)
    server.pages["/dns.json?key=secret"] = said
    with capture_logs() as lines:
        again = load(place, tmp_path)
    assert again == first
    assert "the list that came last is used" in lines[0]["event"]
    assert lines[0]["cause"]
    assert "secret" not in str(lines)
    assert load("", tmp_path).servers is bundled_list()  # it never passes for the public list


def test_a_start_without_any_list_of_its_own_takes_the_bundled_one(
    server: RdapServer, tmp_path: Path
) -> None:
    server.pages["/dns.json"] = Said(500)
    with capture_logs() as lines:
        bootstrap = load(f"http://{server.origin}/dns.json", tmp_path)
    assert bootstrap == Bootstrap(bundled_list())
    assert "the bundled list is used" in lines[0]["event"]
    assert lines[0]["cause"] == f"{server.origin}/dns.json: the server answered 500"


def test_a_list_is_used_though_it_cannot_be_kept(server: RdapServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with capture_logs() as lines:
        bootstrap = load(f"http://{server.origin}/dns.json", tmp_path / "file")
    assert bootstrap.step_for("shop.test")
    assert "could not be kept" in lines[0]["event"]


def test_a_list_from_a_public_name_trusts_nobody(
    server: RdapServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket  # noqa: PLC0415 - only here names are made to resolve

    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: real(
            "127.0.0.1" if host == "lists.test" else host, *rest, **more
        ),
    )
    policy = AddressPolicy([ipaddress.ip_network("127.0.0.0/8")])
    bootstrap = load(f"http://lists.test:{server.port}/dns.json", tmp_path, policy)
    assert bootstrap.step_for("shop.test") == Step("rdap", server.target("shop.test"))
    assert bootstrap.trusted == frozenset()
