from __future__ import annotations

import pytest

from classifier.suffixes import _rules, is_private_suffix
from server.domain_age.rdap_list import bundled_list
from server.domain_age.steps import Step
from server.domain_age.whois_servers import HOST, WhoisServers, _built_in_places, _table, terms_of
from server.net import authority
from server.settings import SettingsError


@pytest.mark.parametrize(
    ("domain", "server"),
    [
        ("shop.ru", "whois.tcinet.ru"),
        ("shop.su", "whois.tcinet.ru"),
        ("xn--e1aybc.xn--p1ai", "whois.tcinet.ru"),
        ("shop.by", "whois.cctld.by"),
        ("xn--e1aybc.xn--90ais", "whois.cctld.by"),
        ("shop.kz", "whois.nic.kz"),
        ("xn--e1aybc.xn--80ao21a", "whois.nic.kz"),
        ("shop.com.kz", "whois.nic.kz"),
        ("shop.ua", "whois.ua"),
        ("shop.com.ua", "whois.ua"),
        ("xn--e1aybc.xn--j1amh", "whois.dotukr.com"),
        ("shop.md", "whois.nic.md"),
        ("shop.uz", "whois.cctld.uz"),
        ("shop.kg", "whois.kg"),
        ("shop.am", "whois.amnic.net"),
        ("shop.com", "whois.verisign-grs.com"),
        ("shop.net", "whois.verisign-grs.com"),
        ("shop.site", "whois.nic.site"),
        ("shop.top", "whois.nic.top"),
        ("shop.icu", "whois.nic.icu"),
        ("shop.sbs", "whois.nic.sbs"),
    ],
)
def test_the_registry_of_an_ending(domain: str, server: str) -> None:
    assert WhoisServers.load({}).step_for(domain) == Step("whois", f"{server}:43")


@pytest.mark.parametrize("domain", ["shop.az", "shop.tj", "shop.example", "shop.ru.example"])
def test_nobody_is_asked_where_no_server_is_known(domain: str) -> None:
    assert WhoisServers.load({}).step_for(domain) is None


def test_every_ending_is_a_public_suffix_and_every_server_a_host() -> None:
    places = _built_in_places()
    assert len(places) > 400
    for ending, place in places.items():
        assert ending in _rules().plain or ending in _rules().wildcard, ending
        assert not is_private_suffix(ending), ending
        assert HOST.fullmatch(place.removesuffix(":43")), place


def test_no_ending_stands_twice() -> None:
    table = _table()
    endings = [ending for terms in table.servers.values() for ending in terms.endings]
    endings += " ".join(table.own_host.values()).split() + list(table.silent)
    assert len(endings) == len(set(endings))


def test_every_question_is_one_line_about_the_domain() -> None:
    for server, terms in _table().servers.items():
        question = terms.query.format(domain="shop.example")
        assert question.isascii(), server
        assert question.isprintable(), server
        assert question.removesuffix("/e").split()[-1] == "shop.example", server


def test_only_published_terms_make_a_budget() -> None:
    servers = WhoisServers.load({})
    assert servers.per_minute("whois.tcinet.ru") == 30
    assert servers.per_minute("whois.nic.kz") is None
    assert servers.per_minute("127.0.0.1:4343") is None
    assert terms_of("whois.tcinet.ru").ban_seconds == 3600


def server_of(domain: str) -> str:
    step = WhoisServers.load({}).step_for(domain)
    assert step is not None
    return step.server


def test_one_operators_servers_of_many_endings_share_a_budget() -> None:
    for endings in ("live loans today", "xyz icu sbs bond", "site online store fun", "app dev zip"):
        first, *others = (server_of(f"shop.{ending}") for ending in endings.split())
        assert set(others) == {first}, endings
    names = {server_of(f"shop.{ending}") for ending in _built_in_places()}
    assert len(names) < len(set(_built_in_places().values())) - 200


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("whois.tcinet.ru:43", "whois.tcinet.ru"),
        ("whois.nic.kz:43", "whois.nic.kz"),  # no RDAP, so nobody tells who runs it
        ("whois.nic.biz:43", "whois.nic.biz"),  # its RDAP host is its alone
        ("whois.registrar.example:43", "whois.registrar.example"),
        ("whois.nic.site:4343", "whois.nic.site:4343"),
        ("[::1]:43", "[::1]"),
        ("whois.nic.site:43", "whois.radix.host"),
    ],
)
def test_the_name_of_a_budget(target: str, name: str) -> None:
    assert Step("whois", target).server == name
    assert Step("whois", target).host == target.removesuffix(":43")


def test_no_shared_budget_takes_a_servers_own_terms_or_rdaps_budget_away() -> None:
    rdap = {authority(base) for base in bundled_list().bases.values()}
    for ending, place in _built_in_places().items():
        step = Step("whois", place)
        assert step.server == step.host or step.server not in rdap, ending
        if terms_of(step.host).per_minute is not None:
            assert step.server == step.host, ending


@pytest.mark.parametrize("ending", ["ru", ".ru", "RU", " .Ru. "])
def test_an_override_wins(ending: str) -> None:
    servers = WhoisServers.load({ending: "Whois.Example:4343"})
    assert servers.step_for("shop.ru") == Step("whois", "whois.example:4343")
    assert servers.step_for("shop.su") == Step("whois", "whois.tcinet.ru:43")
    assert servers.trusted == {"whois.example:4343"}


@pytest.mark.parametrize("ending", ["рф", ".РФ", "xn--p1ai"])
def test_an_override_may_be_written_as_people_write_it(ending: str) -> None:
    servers = WhoisServers.load({ending: "127.0.0.1:4343"})
    assert servers.step_for("xn--e1aybc.xn--p1ai") == Step("whois", "127.0.0.1:4343")


def test_the_longest_override_wins_and_a_port_is_43_unless_named() -> None:
    servers = WhoisServers.load({"ua": "whois.example", "com.ua": "[::1]:4343"})
    assert servers.step_for("shop.ua") == Step("whois", "whois.example:43")
    assert servers.step_for("shop.net.ua") == Step("whois", "whois.example:43")
    assert servers.step_for("shop.com.ua") == Step("whois", "[::1]:4343")


def test_an_empty_override_turns_a_server_off() -> None:
    servers = WhoisServers.load({"ru": ""})
    assert servers.step_for("shop.ru") is None
    assert servers.trusted == frozenset()


@pytest.mark.parametrize(
    ("ending", "place"),
    [
        ("", "whois.example"),
        ("r u", "whois.example"),
        ("ru", "http://whois.example"),
        ("ru", "whois.example:0"),
        ("ru", "whois.example:70000"),
        ("ru", "whois.example:port"),
        ("ru", "::1"),
        ("ru", "two words"),
        ("ru", ":43"),
        ("ru", "-T dn"),
        ("ru", "[1:2]:43"),
        ("ru", "[::g]:43"),
        ("ru", "host\ud800:43"),
        ("\ud800", "whois.example"),
        ("KZ", "whois.other.example"),
        ("рф", "whois.other.example"),
    ],
)
def test_a_bad_override_is_named_with_the_variable(ending: str, place: str) -> None:
    with pytest.raises(SettingsError) as refused:
        WhoisServers.load({"kz": "whois.example", "xn--p1ai": "", ending: place})
    assert "SVERKA_WHOIS_OVERRIDES" in str(refused.value)
    assert repr(place) in str(refused.value)


def test_a_registrar_is_no_registry() -> None:
    servers = WhoisServers.load({"ru": "127.0.0.1:4343"})
    assert servers.is_registry(Step("whois", "127.0.0.1:4343"), "shop.ru")
    assert servers.is_registry(Step("whois", "whois.tcinet.ru:43"), "shop.ru")
    assert not servers.is_registry(Step("whois", "whois.registrar.example:43"), "shop.ru")
    assert not servers.is_registry(Step("whois", "whois.registrar.example:43"), "shop.example")
