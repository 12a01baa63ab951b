"""Throw-away shapes are told, add to the score, and never set a level by themselves."""

from __future__ import annotations

import pytest

from classifier.assess import assess, rules_alone
from classifier.case import Case
from classifier.verdict import Level, Severity, Verdict

OWN = {"host.throwaway-name", "host.cheap-ending", "host.lure-words", "link.order-page"}


def judged(url: str) -> Verdict:
    return assess(Case(f"https://{url}"), knowledge=rules_alone())


def found(url: str) -> set[str]:
    return {reason.id for reason in judged(url).reasons}


@pytest.mark.parametrize(
    "host",
    [
        "id22991.example",
        "id0391.ru",
        "id-83792.example",
        "id23352352.example",
        "7484512.example",
        "order3819.example",
        "order-3819.example",
        "zakaz-5512.example",
        "pay99812.example",
        "ord4417.example",
        "shop12345.example",
        "www.id22991.example",
        "a.id22991.example",
        "pl-id8812.cfd",
    ],
)
def test_a_number_for_a_name(host: str) -> None:
    assert "host.throwaway-name" in found(host)


@pytest.mark.parametrize(
    "host",
    [
        "id.ru",
        "id22.example",
        "shop24.example",
        "paid2016.example",
        "radio101.example",
        "4pda.ru",
        "cafe24.com",
        "covid19.example",
        "androidid223.example",
        "id22991.shop.example",
        "8.8.8.8",
    ],
)
def test_honest_numbers(host: str) -> None:
    assert "host.throwaway-name" not in found(host)


@pytest.mark.parametrize("host", ["flowers.icu", "flowers.shop", "a.b.top"])
def test_a_cheap_ending(host: str) -> None:
    assert found(host) == {"host.cheap-ending"}


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("dostavka.example", True),
        ("доставка-цветов.рф", True),
        ("pay.shop.example", True),
        ("payroll.example", False),
        ("flowers.example", False),
        ("avito-pay.example", False),
        ("ozon-museum.example", False),
    ],
)
def test_words_of_money_where_no_name_stands(host: str, *, told: bool) -> None:
    assert ("host.lure-words" in found(host)) is told


@pytest.mark.parametrize(
    "path",
    [
        "/order/1x9Y9t4M",
        "/pay/812399/",
        "/payment/a1b2c3d4e5f6/bank",
        "/en/ORDER/812399",
        "/dostavka/812399?x=1",
        "/receive/812-399-1",
    ],
)
def test_somebodys_own_order(path: str) -> None:
    assert found(f"shop.example{path}") == {"link.order-page"}


@pytest.mark.parametrize(
    "path",
    [
        "/order/",
        "/order/123",
        "/news/812399",
        "/order/summary",
        "/reorder/812399",
        "/order?n=812399",
    ],
)
def test_pages_that_are_nobodys_order(path: str) -> None:
    assert found(f"shop.example{path}") == set()


ALL_AT_ONCE = [
    "id22991.site/pay/812399",
    "order-3819.icu/order/1x9Y9t4M",
    "dostavka-zakaz-8823199.top/payment/812399",
    "pay-id22991.cfd/oplata/812399",
]


@pytest.mark.parametrize("url", ALL_AT_ONCE)
def test_all_of_them_together_accuse_nobody(url: str) -> None:
    verdict = judged(url)
    assert (verdict.level, verdict.brand) == (Level.CLEAR, None)
    assert {reason.id for reason in verdict.reasons} <= OWN
    assert {reason.severity for reason in verdict.reasons} == {Severity.LOW}
    assert len(verdict.reasons) >= 3


def test_a_name_on_a_throw_away_host_counts_for_more_than_either() -> None:
    together = judged("youla.id22991.site/pay/812399").score
    assert together > judged("youla.shop.example/pay/812399").score
    assert together > judged("flowers.id22991.site/pay/812399").score


@pytest.mark.parametrize("host", ["www.avito.ru", "ozon-dostavka.ru", "id.ru"])
def test_nothing_is_held_against_an_official_host(host: str) -> None:
    assert found(f"{host}/order/1x9Y9t4M") == {"host.official"}
