"""Hosts that imitate a name, by the trick that is played on the eye or the finger."""

from __future__ import annotations

import ada_url
import pytest

from classifier.assess import assess, rules_alone
from classifier.case import Case
from classifier.verdict import Level, Verdict


def judged(host: str) -> Verdict:
    return assess(Case(f"https://{host}/"), knowledge=rules_alone())


TYPED_WRONG = {
    "a letter doubled": [
        ("avvito.ru", "avito"),
        ("youlla.ru", "yula"),
        ("cdekk.ru", "cdek"),
        ("wildberrries.example", "wildberries"),
        ("leboncooin.example", "leboncoin"),
        ("gosuslugii.example", "gosuslugi"),
    ],
    "two letters changed round": [
        ("aivto.ru", "avito"),
        ("avtio.ru", "avito"),
        ("youal.ru", "yula"),
        ("wildebrries.example", "wildberries"),
        ("gosusulgi.ru", "gosuslugi"),
        ("leobncoin.example", "leboncoin"),
        ("sberbnak.example", "sber"),
        ("kleinanziegen.de", "kleinanzeigen"),
    ],
    "the key beside": [
        ("avitp.ru", "avito"),
        ("abito.ru", "avito"),
        ("qvito.ru", "avito"),
        ("youka.ru", "yula"),
        ("pocjta.ru", "pochta"),
        ("sberbabk.example", "sber"),
        ("leboncpin.example", "leboncoin"),
        ("wildberriez.example", "wildberries"),
    ],
    "a letter lost": [
        ("youl.ru", "yula"),
        ("wildberies.example", "wildberries"),
        ("leboncin.example", "leboncoin"),
    ],
    "vowels lost": [
        ("wldbrrs.example", "wildberries"),
        ("sbrbnk.example", "sber"),
        ("sbrbnk.ru", "sber"),
        ("gsslg.ru", "gosuslugi"),
        ("lbncn.example", "leboncoin"),
        ("blblcr.example", "blablacar"),
    ],
    "digits added": [
        ("avito1.ru", "avito"),
        ("1avito.ru", "avito"),
        ("avito24.example", "avito"),
        ("avito4821.example", "avito"),
        ("avito2025.ru", "avito"),
        ("youla24.ru", "yula"),
        ("cdek24.ru", "cdek"),
    ],
    "a hyphen inside": [
        ("a-vito.ru", "avito"),
        ("av-ito.example", "avito"),
        ("yo-ula.ru", "yula"),
        ("c-dek.example", "cdek"),
        ("wild-berries.example", "wildberries"),
        ("bla-bla-car.example", "blablacar"),
    ],
    "a dot inside": [
        ("av.ito.ru", "avito"),
        ("you.la.ru", "yula"),
        ("wild.berries.ru", "wildberries"),
        ("gos.uslugi.ru", "gosuslugi"),
        ("le.boncoin.fr", "leboncoin"),
    ],
    "the dot after www lost": [
        ("wwwavito.ru", "avito"),
        ("wwwgosuslugi.ru", "gosuslugi"),
    ],
}

DRAWN = {
    "rn for m": [("arnazon.example", "amazon"), ("wildbemies.example", "wildberries")],
    "m for n": [("leboncoim.example", "leboncoin"), ("sberbamk.example", "sber")],
    "vv for w": [("vvildberries.example", "wildberries")],
    "cl for d": [("cclek.ru", "cdek"), ("clostavista.ru", "dostavista")],
    "0 for o": [
        ("y0ula.ru", "yula"),
        ("0zon.ru", "ozon"),
        ("avit0.ru", "avito"),
        ("leb0ncoin.example", "leboncoin"),
    ],
    "1, l and i": [
        ("av1to.ru", "avito"),
        ("wi1dberries.example", "wildberries"),
        ("gosus1ugi.ru", "gosuslugi"),
        ("aiiegro.example", "allegro"),
        ("bIablacar.example", "blablacar"),
        ("klelnanzeigen.example", "kleinanzeigen"),
    ],
    "one Cyrillic letter among Latin ones": [
        ("аvito.ru", "avito"),
        ("avitо.example", "avito"),
        ("сdek.example", "cdek"),
        ("wіldberries.example", "wildberries"),
        ("yоula.example", "yula"),
        ("sbеrbank.example", "sber"),
        ("pаypal.example", "paypal"),
        ("поchta.ru", "pochta"),
    ],
    "Greek letters": [("avιto.example", "avito"), ("αvito.example", "avito")],
    "Cyrillic letters only": [("аѵіто.example", "avito"), ("сдек.example", "cdek")],
    "palochka for l": [("ӏаӏаfо.example", "lalafo"), ("youӏa.ru", "yula")],
    "dotless i": [("avıto.ru", "avito")],
    "phonetic signs": [("ɑvito.example", "avito")],
    "accents": [
        ("àvito.ru", "avito"),
        ("avíto.ru", "avito"),
        ("avitö.example", "avito"),
        ("youlá.ru", "yula"),
        ("ozón.ru", "ozon"),
        ("sberbänk.example", "sber"),
        ("lebóncoin.example", "leboncoin"),
    ],
}

TRICKS = [
    pytest.param(host, brand, id=f"{trick}: {host}")
    for tricks in (TYPED_WRONG, DRAWN)
    for trick, hosts in tricks.items()
    for host, brand in hosts
]


@pytest.mark.parametrize(("host", "brand"), TRICKS)
def test_an_imitated_name_is_seen_and_named(host: str, brand: str) -> None:
    verdict = judged(host)
    assert verdict.level is Level.CAUTION
    assert verdict.brand is not None
    assert verdict.brand.id == brand


@pytest.mark.parametrize(("host", "brand"), TRICKS)
def test_an_imitated_name_is_seen_left_of_other_labels_and_with_money_words(
    host: str, brand: str
) -> None:
    verdict = judged(f"pay.{host}")
    assert verdict.level is Level.CAUTION
    assert verdict.judged.margin > judged(host).judged.margin
    assert verdict.brand is not None
    assert verdict.brand.id == brand


@pytest.mark.parametrize("host", ["оӏх.example", "ахах.example", "сосо.example", "хахосо.example"])
def test_another_script_that_reads_as_latin_is_told_without_naming_anybody(host: str) -> None:
    verdict = judged(host)
    assert (verdict.level, verdict.brand) == (Level.CAUTION, None)
    assert [reason.id for reason in verdict.reasons] == ["host.reads-as-latin"]


@pytest.mark.parametrize("host", ["ａｖｉｔｏ.ru", "𝐚vito.ru", "ⓐvito.ru", "AVITO.RU", "avito。ru"])
def test_signs_that_browsers_themselves_read_as_latin_are_no_look_alikes(host: str) -> None:
    verdict = judged(host)
    assert (verdict.level, verdict.host) == (Level.OFFICIAL, "avito.ru")


IN_TWO_WRITINGS = [
    "аvito.ru",
    "avíto.ru",
    "avıto.ru",
    "авито-доставка.рф",
    "авито-доставка.рф.id88.example",
    "юла.рф-оплата.example",
    "сбербанк.example",
    "оӏх.example",
    "озон-доставка.рф",
    "магазин.рф",
    "münchen.de",
]


@pytest.mark.parametrize("host", IN_TWO_WRITINGS)
def test_punycode_and_letters_give_one_verdict(host: str) -> None:
    written = ada_url.URL(f"https://{host}/").hostname
    assert written != host
    in_letters, in_punycode = judged(host), judged(written)
    assert in_letters.reasons == in_punycode.reasons
    assert (in_letters.level, in_letters.score) == (in_punycode.level, in_punycode.score)
    assert in_punycode.host_unicode == host


@pytest.mark.parametrize(
    ("host", "level"),
    [
        ("авито.рф", Level.CAUTION),
        ("сбербанк.рф", Level.CAUTION),
        ("сдэк.рф", Level.CAUTION),
        ("авито-выплата.рф", Level.CAUTION),
        ("озон-доставка.рф", Level.OFFICIAL),
        ("вайлдберриз.рф", Level.OFFICIAL),
        ("яндекс.рф", Level.OFFICIAL),
        ("юля.рф", Level.CLEAR),
        ("такси.рф", Level.CLEAR),
    ],
)
def test_names_under_the_cyrillic_ending(host: str, level: Level) -> None:
    assert judged(host).level is level
