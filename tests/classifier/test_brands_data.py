"""The shipped brands: whose hosts are whose, who is left alone, how names are written."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from classifier.assess import assess, rules_alone
from classifier.brand import Brand, Bystander, OfficialDomain
from classifier.brands import default_brands
from classifier.case import Case
from classifier.lint import BRAND_LINTS
from classifier.verdict import Level, Verdict

BRANDS = tuple(default_brands())


def judged(host: str) -> Verdict:
    return assess(Case(f"https://{host}/"), knowledge=rules_alone())


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
        ("mercariuser.example", "mercari"),
        ("vintedpaiementsecurise.example", "vinted"),
        ("pocztexpolska.example", "pocztapolska"),
        ("kontrola-poczty.space", "pocztapolska"),
        ("posta-home.one", "postars"),
        ("posten-online.help", "posten-no"),
        ("kleinanzeigen-bestellung.example", "kleinanzeigen"),
        ("platnosciallegro.example", "allegro"),
    ],
)
def test_usual_ways_to_write_a_name_are_known(host: str, brand_id: str) -> None:
    verdict = judged(host)
    assert verdict.level.risk >= Level.CAUTION.risk
    assert verdict.brand is not None
    assert verdict.brand.id == brand_id


@pytest.mark.parametrize(
    "host",
    [
        "super.ru",
        "video.ru",
        "main.ru",
        "online.by",
        "port.at",
        "lego.com",
        "fiber.com",
        "blink.com",
        "cooking.com",
        "find.no",
        "lacoste.fr",
        "quora.de",
        "aviales.ru",
        "tstu.ru",
        "rshu.ru",
        "usgs.gov",
        "mutti.ch",
        "hotel-booking-system.example",
    ],
)
def test_words_and_firms_one_slip_from_an_official_domain_are_left_alone(host: str) -> None:
    assert judged(host).level is Level.CLEAR


@pytest.mark.parametrize(
    "host",
    ["poczta.example", "posta.example", "posten.example", "rozetka.example", "posta.com.tr"],
)
def test_common_words_for_a_post_or_a_socket_accuse_nobody_alone(host: str) -> None:
    assert judged(host).level is Level.CLEAR


@pytest.mark.parametrize(
    "host",
    ["yandexmetrica.com", "booking-tec.ru"],
)
def test_names_that_a_company_may_hold_are_neither_trusted_nor_accused(host: str) -> None:
    assert judged(host).level is Level.CLEAR


def avito(**changes: object) -> Brand:
    return replace(default_brands()["avito"], **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("brand", "lint"),
    [
        (avito(spellings=("qwertyuiop",)), "spelling_accuses_nobody"),
        (avito(weak_spellings=("avito",)), "weak_spelling_accuses_alone"),
        (
            avito(namesakes=(Bystander(domain="avito-pay.example", why="a test"),)),
            "bystander_accused",
        ),
        (
            avito(official=(OfficialDomain(domain="avito.ru", confirmed="recalled"),)),
            "domain_confirmed_by_memory",
        ),
        (
            avito(advice={"ru": "Откройте avito.ru сами.", "en": "Open stranger.example."}),
            "advice_leads_elsewhere",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "avito",
)
def test_the_linter_sees_a_damaged_brand(brand: Brand, lint: str) -> None:
    assert {check.__name__ for check in BRAND_LINTS if list(check(brand))} == {lint}


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
