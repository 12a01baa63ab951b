"""The shipped brands: whose hosts are whose, who is left alone, how names are written."""

from __future__ import annotations

from collections import Counter

import pytest

from classifier.assess import assess
from classifier.brands import Brand, OfficialDomain, default_brands
from classifier.case import Case
from classifier.verdict import Level, Verdict

BRANDS = tuple(default_brands())


def judged(host: str) -> Verdict:
    return assess(Case(f"https://{host}/"))


@pytest.mark.parametrize(
    ("host", "brand_id"),
    [
        ("id.ru", "sber"),
        ("securecardpayment.ru", "sber"),
        ("multiqrpay.ru", "sber"),
        ("gu-st.ru", "gosuslugi"),
        ("paywb.com", "wildberries"),
        ("wb-basket.ru", "wildberries"),
        ("ozon-dostavka.ru", "ozon"),
        ("karta-banka-rf.ru", "tbank"),
        ("t-bank-app.su", "tbank"),
        ("pay.mojdpd.si", "dpd"),
        ("ad-cdek.ru", "cdek"),
        ("detmir.st", "detmir"),
        ("flowwow-images.com", "flowwow"),
        ("payments-amazon.com", "amazon"),
        ("pay.yandex.ru", "yandex-pay"),
        ("travel.yandex.ru", "yandex-travel"),
        ("qr.nspk.ru", "sbp"),
        ("check.xn--90adear.xn--p1ai", "gibdd"),
        ("shop.evri.com", "evri"),
    ],
)
def test_ugly_and_shared_hosts_belong_to_their_brand(host: str, brand_id: str) -> None:
    verdict = judged(host)
    assert verdict.level is Level.OFFICIAL
    assert verdict.brand is not None
    assert verdict.brand.id == brand_id


@pytest.mark.parametrize(
    "host",
    [
        "vk.cc",
        "forms.yandex.ru",
        "someone.payform.ru",
        "someone.server.paykeeper.ru",
        "buy.stripe.com",
        "waldberis.ru",
        "wilberry.ru",
        "pypl.com",
    ],
)
def test_hosts_that_prove_nothing_are_neither_trusted_nor_accused(host: str) -> None:
    assert judged(host).level in (Level.CLEAR, Level.UNKNOWN)


@pytest.mark.parametrize(
    "host",
    [
        "avito.ma",
        "avito.huntflow.ru",
        "webmoney.jp",
        "m5post.com",
        "oplatagosuslug.ru",
        "vtb-grants.fut.ru",
        "vtb.rbsuat.com",
        "gls.de",
        "wb.com",
        "hermes.com",
        "ria.ru",
        "payumoney.com",
        "cbr600rr.ru",
        "friseur.example",
        "rialto.example",
        "maklarna.example",
        "automobile.example",
        "pinstripe.example",
    ],
)
def test_honest_twins_are_left_alone(host: str) -> None:
    assert judged(host).level is Level.CLEAR


@pytest.mark.parametrize(
    ("host", "brand_id"),
    [
        ("youla-oplata.example", "yula"),
        ("yula-oplata.example", "yula"),
        ("ula-oplata.example", "yula"),
        ("юла-оплата.example", "yula"),
        ("sdek-dostavka.example", "cdek"),
        ("сдэк-доставка.example", "cdek"),
        ("boksberri.example", "boxberry"),
        ("боксбери.example", "boxberry"),
        ("вайлдберриз.example", "wildberries"),
        ("valdberis.example", "wildberries"),
        ("блаблакар.example", "blablacar"),
        ("kyfar.example", "kufar"),
        ("олх.example", "olx"),
        ("почта-оплата.example", "pochta"),
        ("ruspochta.example", "pochta"),
        ("тинькоф.example", "tbank"),
        ("сберспасибо.example", "sber"),
        ("яндексденьги.example", "yoomoney"),
        ("белпошта.example", "belpost"),
        ("kartahalva.example", "sovcombank"),
        ("gosuslygi.example", "gosuslugi"),
        ("ощадбанк.example", "oschadbank"),
        ("dpdtrack.example", "dpd"),
        ("zolotaya-korona.example", "koronapay"),
    ],
)
def test_usual_ways_to_write_a_name_are_known(host: str, brand_id: str) -> None:
    verdict = judged(host)
    assert verdict.level.risk >= Level.CAUTION.risk
    assert verdict.brand is not None
    assert verdict.brand.id == brand_id


@pytest.mark.parametrize("brand", BRANDS, ids=lambda brand: brand.id)
def test_every_name_accuses_left_of_a_strangers_domain(brand: Brand) -> None:
    for spelling in brand.spellings:
        verdict = judged(f"{spelling}.id77112.example")
        assert verdict.level.risk >= Level.CAUTION.risk, spelling


@pytest.mark.parametrize("brand", BRANDS, ids=lambda brand: brand.id)
def test_a_weak_name_alone_accuses_nobody(brand: Brand) -> None:
    for spelling in brand.weak_spellings:
        assert judged(f"{spelling}.example").level is Level.CLEAR, spelling


def test_nothing_is_official_by_memory_alone() -> None:
    for brand in BRANDS:
        for entry in brand.official:
            assert "recall" not in entry.confirmed.lower(), entry.domain


def test_the_address_named_in_the_advice_is_the_brands_own() -> None:
    """What people are told to type must lead them home."""
    registry = default_brands()
    for brand in BRANDS:
        words = brand.advice["en"].replace(",", " ").replace(";", " ").replace(":", " ").split()
        hosts = [word.strip(".()") for word in words if "." in word.strip(".()")]
        named = [host for host in hosts if host.isascii() and host.islower() and "/" not in host]
        for host in named:
            owner = registry.official_host(host)
            assert owner is not None, (brand.id, host)
            assert owner[0].owner == brand.owner, (brand.id, host)


def test_no_host_is_both_official_and_a_namesake_of_its_brand() -> None:
    for brand in BRANDS:
        own = {entry.domain for entry in brand.official}
        others = Counter(item.domain for item in (*brand.namesakes, *brand.tenants))
        assert not own & set(others), brand.id
        assert [domain for domain, times in others.items() if times > 1] == [], brand.id


def test_a_typing_error_that_vouches_is_refused() -> None:
    with pytest.raises(ValueError, match="user_content"):
        OfficialDomain(domain="a.test", confirmed="somebody", role="typo-owned")
    kept = OfficialDomain(
        domain="a.test", confirmed="somebody", role="typo-owned", user_content=True
    )
    assert kept.user_content
