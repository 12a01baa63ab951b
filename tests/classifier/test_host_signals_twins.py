"""Honest twins: hosts that look like a trick and are none stay clear, official ones official."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from classifier.assess import assess, rules_alone
from classifier.brands import default_brands
from classifier.case import Case
from classifier.verdict import Level, Verdict

if TYPE_CHECKING:
    from classifier.brand import Brand

BRANDS = tuple(default_brands())


def judged(host: str) -> Verdict:
    return assess(Case(f"https://{host}/"), knowledge=rules_alone())


NOTHING_TO_SAY = [
    # a name inside a word
    "gravito.net",
    "navitor.com",
    "folhavitoria.com.br",
    "pravito.ru",
    "youtube.com",
    "visberg.com",
    "upstate.com",
    "ozonator.ru",
    # one letter from a name, and a word of its own
    "minted.com",
    "foxberry.com",
    "evita.ru",
    "cooking.example",
    "aviso.com",
    "ulla.ru",
    # words of trade
    "wish.com",
    "marktplatz.de",
    "edostavka.by",
    "mail.de",
    "dom.ru",
    "dominos.ru",
    # a separate company, a customer of one
    "avito.ma",
    "avito.huntflow.ru",
    "hhs.gov",
]


@pytest.mark.parametrize("host", NOTHING_TO_SAY)
def test_nothing_is_said_of_an_honest_twin(host: str) -> None:
    verdict = judged(host)
    assert (verdict.level, verdict.reasons) == (Level.CLEAR, ())


FOREIGN_LETTERS = [
    "münchen.de",
    "bücher.example",
    "größe.de",
    "łódź.pl",
    "zażółć.pl",
    "café.fr",
    "naïve.com",
    "ελλάδα.gr",
    "日本.jp",
    "中文.com",
    "日本語café.example",
    "магазин.рф",
    "цветы.рф",
    "президент.рф",
    "такси.рф",
    "сберегательный.рф",
    "хороший-сайт.рф",
    "сосо.рф",
    "магазин.example",
]


@pytest.mark.parametrize("host", FOREIGN_LETTERS)
def test_honest_names_in_their_own_letters_are_left_alone(host: str) -> None:
    verdict = judged(host)
    assert (verdict.level, verdict.reasons) == (Level.CLEAR, ())


HINTS_ONLY = [
    ("avitoria.com", "host.brand-hint"),
    ("avitoria.ru", "host.brand-hint"),
    ("ozone.io", "host.brand-hint"),
    ("ozon.example", "host.brand-hint"),
    ("allegro-music.example", "host.brand-hint"),
    ("kleinanzeigen-museum.example", "host.brand-hint"),
    ("vk242.example", "host.brand-hint"),
    ("почта.рф", "host.brand-hint"),
    ("почтамт.рф", "host.brand-hint"),
    ("oplatagosuslug.ru", "host.lure-words"),
    ("delivery-club.ru", "host.lure-words"),
    ("доставка-цветов.рф", "host.lure-words"),
]


@pytest.mark.parametrize(("host", "rule"), HINTS_ONLY)
def test_weak_evidence_is_told_and_accuses_nobody(host: str, rule: str) -> None:
    verdict = judged(host)
    assert (verdict.level, verdict.brand) == (Level.CLEAR, None)
    assert [reason.id for reason in verdict.reasons] == [rule]


@pytest.mark.parametrize(
    ("alone", "in_company"),
    [
        ("ozon.example", "ozon-dostavka.example"),
        ("ozon.example", "ozon.shop"),
        ("ozon.example", "ozon4821.example"),
        ("wb.example", "wb-vozvrat.example"),
        ("kleinanzeigen.example", "kleinanzeigen.id22991.example"),
        ("почта.example", "почта-оплата.example"),
        ("avitoria.example", "avitoria-pay.example"),
    ],
)
def test_an_everyday_word_accuses_in_company_only(alone: str, in_company: str) -> None:
    assert judged(alone).level is Level.CLEAR
    assert judged(in_company).level is Level.CAUTION


@pytest.mark.parametrize("host", ["ozon-online.example", "support-ozon.example", "t-bank.example"])
def test_words_of_service_are_no_company_for_an_everyday_word(host: str) -> None:
    assert judged(host).level is Level.CLEAR


@pytest.mark.parametrize(
    ("host", "brand"),
    [
        ("pay.mojdpd.si", "dpd"),
        ("ozon-dostavka.ru", "ozon"),
        ("озон-доставка.рф", "ozon"),
        ("paywb.com", "wildberries"),
        ("wb-sale.ru", "wildberries"),
        ("wb.ru", "wildberries"),
        ("ozone.ru", "ozon"),
        ("avto.ru", "autoru"),
        ("russianpost.ru", "pochta"),
        ("xn----8sbahiqzthbd0bn.xn--p1ai", "ozon"),
    ],
)
def test_ugly_official_hosts_are_official(host: str, brand: str) -> None:
    verdict = judged(host)
    assert (verdict.level, verdict.brand.id if verdict.brand else None) == (Level.OFFICIAL, brand)


@pytest.mark.parametrize("brand", BRANDS, ids=lambda brand: brand.id)
def test_honest_neighbours_of_a_name_are_never_accused_under_its_endings(brand: Brand) -> None:
    hosts = [f"{word}.{ending}" for word in brand.neighbours for ending in sorted(brand.endings)]
    accused = [host for host in hosts if judged(host).level not in {Level.CLEAR, Level.OFFICIAL}]
    assert accused == []


@pytest.mark.parametrize("brand", BRANDS, ids=lambda brand: brand.id)
def test_honest_bystanders_of_a_brand_are_never_accused(brand: Brand) -> None:
    hosts = [item.domain for item in (*brand.namesakes, *brand.tenants)]
    accused = [host for host in hosts if judged(host).level.risk >= Level.CAUTION.risk]
    assert accused == []
