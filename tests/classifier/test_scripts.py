"""Foreign letters in a host: mixtures and disguises are told, honest words are not."""

from __future__ import annotations

import pytest

from classifier.assess import assess
from classifier.case import Case
from classifier.verdict import Level, Reason

BOTH = {"host.mixed-scripts", "host.reads-as-latin"}


def told(host: str) -> list[Reason]:
    return [reason for reason in assess(Case(f"https://{host}/")).reasons if reason.id in BOTH]


@pytest.mark.parametrize(
    ("host", "label"),
    [
        ("goоgle.example", "goоgle"),
        ("shоp.example", "shоp"),
        ("αpple.example", "αpple"),
        ("ӏogin.example", "ӏogin"),
        ("մail.example", "մail"),
        ("shop.pаy.example", "pаy"),
        ("mагазин.example", "mагазин"),
        ("ไทยabc.example", "ไทยabc"),
    ],
)
def test_letters_of_two_alphabets_in_one_label(host: str, label: str) -> None:
    (reason,) = told(host)
    assert (reason.id, reason.params["label"]) == ("host.mixed-scripts", label)
    assert assess(Case(f"https://{host}/")).level is Level.CAUTION


@pytest.mark.parametrize(
    ("host", "reads"),
    [
        ("сосо.example", "coco"),
        ("рауроӏ.example", "paypol"),
        ("ѕсоре.com", "scope"),
        ("хахосо.example", "xaxoco"),
        ("сосо-24.example", "coco-24"),
        ("www.сосо.example", "coco"),
        ("ορο.example", "opo"),
    ],
)
def test_a_label_that_reads_as_latin(host: str, reads: str) -> None:
    (reason,) = told(host)
    assert (reason.id, reason.params["reads"]) == ("host.reads-as-latin", reads)


@pytest.mark.parametrize(
    "host",
    [
        "магазин.example",
        "сосо.рф",
        "магазин.рф",
        "рога-и-копыта.рф",
        "такси24.рф",
        "münchen.de",
        "straße.example",
        "łódź.pl",
        "日本語café.example",
        "ひらがなabc.example",
        "佐々木abc.example",
        "한국abc.example",
        "здоровʼя.укр",
        "hawaiʻi.example",
        "azərbaycan.example",
        "đà-nẵng.example",
        "ไทย.example",
        "ქართული.example",
        "हिन्दी.example",
        "שלום.example",
        "ελλάδα.gr",
        "հայ.example",
        "coco.example",
        "shop.магазин.example",
        "xn--a.example",
    ],
)
def test_honest_words_in_their_own_letters(host: str) -> None:
    assert told(host) == []


def test_an_official_host_in_cyrillic_is_not_questioned() -> None:
    assert told("озон-доставка.рф") == []


@pytest.mark.parametrize("host", ["goоgle.example", "сосо.example"])
def test_foreign_letters_alone_are_no_danger(host: str) -> None:
    assert assess(Case(f"https://{host}/order/1x9Y9t4M")).level is Level.CAUTION
