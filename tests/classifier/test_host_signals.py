"""Shapes of forged hosts, each with its rule and brand; no rule of hosts and links is left out."""

from __future__ import annotations

import pytest

from classifier.assess import assess, rules_alone
from classifier.case import Case, Message
from classifier.rules import default_rules
from classifier.verdict import Level, Verdict


def judged(host: str) -> Verdict:
    return assess(Case(f"https://{host}/"), knowledge=rules_alone())


def found(verdict: Verdict) -> set[str]:
    return {reason.id for reason in verdict.reasons}


def brand_of(verdict: Verdict) -> str | None:
    return verdict.brand.id if verdict.brand else None


LEFT_OF_A_STRANGER = [
    ("avito.id7423.example", "avito"),
    ("www.avito.id7423.example", "avito"),
    ("m.avito.id88.example", "avito"),
    ("a.b.avito.c.example", "avito"),
    ("avito.pay-order.example", "avito"),
    ("www.youla.shop.example", "yula"),
    ("юла.id22991.example", "yula"),
    ("cdek.order4417.example", "cdek"),
    ("сдэк.заказ.example", "cdek"),
    ("wildberries.item.test", "wildberries"),
    ("olx.id883.example", "olx"),
    ("kleinanzeigen.id22991.example", "kleinanzeigen"),
    ("ozon.id34564.example", "ozon"),
    ("avito-secure.id88.example", "avito"),
    ("avitopay.id88.example", "avito"),
]


@pytest.mark.parametrize(("host", "brand"), LEFT_OF_A_STRANGER)
def test_a_name_left_of_a_strangers_domain(host: str, brand: str) -> None:
    verdict = judged(host)
    assert (verdict.level, brand_of(verdict)) == (Level.CAUTION, brand)
    assert "host.brand-subdomain" in found(verdict)


FAKE_SUFFIX = [
    ("avito.ru-dostavka4821.shop", "avito", "ru"),
    ("youla.ru-pay4821.example", "yula", "ru"),
    ("cdek.ru-payjoin.example", "cdek", "ru"),
    ("ozon.ru-pay.example", "ozon", "ru"),
    ("vk.com-id55.example", "vk", "com"),
    ("avito.com-id1800853.example", "avito", "com"),
    ("booking.com-id90123.example", "booking-com", "com"),
    ("olx.pl-oferta.example", "olx", "pl"),
    ("inpost.pl-odbior.example", "inpost", "pl"),
    ("subito.it-pagamento.example", "subito-it", "it"),
    ("leboncoin.fr-paiement.example", "leboncoin", "fr"),
    ("kufar.by-oplata.example", "kufar", "by"),
    ("krisha.kz-oplata.example", "krisha-kz", "kz"),
    ("юла.рф-оплата.example", "yula", "рф"),
    ("www.avito.ru-pay.example", "avito", "ru"),
    ("pay-avito.ru-id5.example", "avito", "ru"),
]


@pytest.mark.parametrize(("host", "brand", "suffix"), FAKE_SUFFIX)
def test_an_ending_faked_behind_a_name(host: str, brand: str, suffix: str) -> None:
    verdict = judged(host)
    assert (verdict.level, brand_of(verdict)) == (Level.DANGER, brand)
    (reason,) = (item for item in verdict.reasons if item.id == "host.fake-suffix")
    assert reason.params["suffix"] == suffix


RIVALS = [
    "avito.sberbank.pay.example",
    "boxberry.youla.pay.example",
    "cdek-avito-pay.example",
    "cdek-avito-4821.example",
    "pochta.youla.allegrolokalnie.pl-oferta-id1.example",
    "авито.сбербанк.example",
]


@pytest.mark.parametrize("host", RIVALS)
def test_names_of_rivals_in_one_host(host: str) -> None:
    verdict = judged(host)
    assert verdict.level is Level.DANGER
    assert "host.rival-brands" in found(verdict)


@pytest.mark.parametrize(
    "host",
    ["cdek-boxberry-calc.ru", "avito-youla-parser.ru", "vkontakte.mailru.example", "youla.mail.ru"],
)
def test_a_tool_for_two_companies_and_one_companys_brands_are_no_rivals(host: str) -> None:
    verdict = judged(host)
    assert verdict.level.risk <= Level.CAUTION.risk
    assert "host.rival-brands" not in found(verdict)


BESIDE_A_LURE = [
    # Russian in translit, in one word too
    "avito-dostavka.example",
    "avito-oplata.example",
    "oplata-avito.example",
    "poluchit-avito.example",
    "vozvrat-avito.example",
    "avito-bezopasnaya-sdelka.example",
    "sdek-vyplata.example",
    "youlaoplata.example",
    "avitodostavka.example",
    "wb-vozvrat.example",
    "dostavka.avito-24.example",
    # Russian
    "авито-доставка.рф",
    "оплата-авито.рф",
    "авитооплата.рф",
    "почта-доставка.рф",
    "почта-россии-оплата.example",
    # English
    "avito-safe-deal.example",
    "avitopay.example",
    "vinted-payment.example",
    "cdek-tracking.example",
    "ozon-refund.example",
    "vk-bonus.example",
    "leboncoin-pay.example",
    "marktplaats-pay.example",
    # Polish
    "olx-dostawa.example",
    "allegrolokalnie-oferta.example",
]


@pytest.mark.parametrize("host", BESIDE_A_LURE)
def test_a_name_beside_a_word_of_money_or_delivery(host: str) -> None:
    verdict = judged(host)
    assert verdict.level is Level.CAUTION
    assert {"host.brand-in-name", "host.brand-with-lure"} <= found(verdict)
    assert "host.lure-words" not in found(verdict), "counted beside the name already"


@pytest.mark.parametrize(
    "host",
    [
        "leboncoin-paiement.example",
        "leboncoin-livraison.example",
        "vinted-zahlung.example",
        "wallapop-envio.example",
        "inpost-odbior.example",
        "olx-platnosc.example",
    ],
)
def test_a_plain_name_needs_no_known_word_beside_it(host: str) -> None:
    verdict = judged(host)
    assert verdict.level is Level.CAUTION
    assert "host.brand-in-name" in found(verdict)


@pytest.mark.parametrize(
    "host",
    [
        "avito.vercel.app",
        "avito-delivery.pages.dev",
        "sdek.wixsite.com",
        "cdek.duckdns.org",
        # zones that the public suffix list does not know
        "cdek.tilda.ws",
        "avito123.weebly.com",
        "leboncoin.godaddysites.com",
        "сбербанк.narod.ru",
    ],
)
def test_a_name_on_free_hosting(host: str) -> None:
    verdict = judged(host)
    assert verdict.level is Level.CAUTION
    assert "host.brand-on-free-hosting" in found(verdict)


@pytest.mark.parametrize(
    "host", ["avito.payments", "youla.delivery", "cdek.express", "olx.events", "дпд.москва"]
)
def test_a_name_under_a_new_ending(host: str) -> None:
    assert judged(host).level is Level.CAUTION


@pytest.mark.parametrize(
    "host", ["avito.shop", "ozon.shop", "wildberries.cfd", "kufar.icu", "vinted.click"]
)
def test_a_name_under_a_cheap_ending(host: str) -> None:
    verdict = judged(host)
    assert verdict.level is Level.CAUTION
    assert "host.brand-with-cheap-ending" in found(verdict)


FORWARDED = [
    ("https://vk.com/away.php?to=https%3A%2F%2Favito.ru-pay.example", Level.DANGER),
    ("https://l.instagram.com/?u=https%3A%2F%2Favito.ru-pay.example&e=1", Level.DANGER),
    ("https://l.facebook.com/l.php?u=https%3A%2F%2Favito.ru-pay.example", Level.DANGER),
    ("https://l.instagram.com/?u=https%3A%2F%2Fwww.avito.ru%2F1", Level.OFFICIAL),
    ("https://l.instagram.com/?e=1", Level.UNKNOWN),
    ("https://www.instagram.com/?hl=ru", Level.OFFICIAL),
    # any page of a known host may pass people on: what its link carries counts if it is a trap
    ("https://www.instagram.com/?u=https%3A%2F%2Favito.ru-pay.example", Level.DANGER),
    ("https://www.sberbank.ru/go?to=https://avito.ru-pay.example/pay", Level.DANGER),
    ("https://passport.yandex.ru/auth?retpath=https://shop.example/", Level.OFFICIAL),
    ("https://market.yandex.ru/?x=%zz&u=http://&to=https://", Level.OFFICIAL),
    # a parameter on a stranger's page proves nothing
    ("https://shop.example/away.php?to=https%3A%2F%2Fwww.avito.ru", Level.CLEAR),
]


@pytest.mark.parametrize(("url", "level"), FORWARDED)
def test_a_redirector_is_judged_by_where_it_leads(url: str, level: Level) -> None:
    assert assess(Case(url), knowledge=rules_alone()).level is level


REACHED = [
    ("host.official", "https://www.avito.ru/"),
    ("host.official-embedded", "https://www.avito.ru.pay.example/"),
    ("host.official-embedded", "https://pay-avito.ru.id5.example/"),
    ("host.fake-suffix", "https://avito.ru-pay.example/"),
    ("host.rival-brands", "https://avito.sberbank.example/"),
    ("host.brand-subdomain", "https://avito.shop.example/"),
    ("host.brand-in-name", "https://avito-shop.example/"),
    ("host.brand-hint", "https://ozon.example/"),
    ("host.brand-with-lure", "https://avito-pay.example/"),
    ("host.brand-with-number", "https://avito4821.example/"),
    ("host.brand-with-cheap-ending", "https://avito.icu/"),
    ("host.brand-on-free-hosting", "https://avito.vercel.app/"),
    ("host.look-alike", "https://gosusulgi.example/"),
    ("host.mixed-scripts", "https://аvito.example/"),
    ("host.reads-as-latin", "https://сосо.example/"),
    ("host.throwaway-name", "https://id22991.example/"),
    ("host.cheap-ending", "https://flowers.icu/"),
    ("host.lure-words", "https://dostavka.example/"),
    ("host.ip-address", "http://8.8.8.8/"),
    ("host.name-before-at", "https://avito.ru@evil.test/"),
    ("link.hidden-target", "https://clck.ru/3AbCdE"),
    ("link.order-page", "https://shop.example/order/812399"),
    ("link.apk-file", "https://files.example/avito.apk"),
    ("link.apk-in-chat", "https://files.example/load"),
]


@pytest.mark.parametrize(("rule", "url"), REACHED)
def test_a_rule_is_reached(rule: str, url: str) -> None:
    message = Message("in", cues=("apk-link",)) if rule == "link.apk-in-chat" else None
    verdict = assess(Case(url, message=message))
    assert rule in found(verdict)
    floor = default_rules()[rule].floor
    assert floor is None or verdict.level.risk >= floor.risk


def test_every_rule_of_hosts_and_links_is_reached() -> None:
    of_links = {rule.id for rule in default_rules() if rule.id.startswith(("host.", "link."))}
    assert {rule for rule, _ in REACHED} == of_links
