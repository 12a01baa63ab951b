"""What a host says: names, how they are written, what keeps them company."""

from __future__ import annotations

import pytest

from classifier.address import parse_address
from classifier.brands import default_brands
from classifier.lexicon import default_lexicon
from classifier.signals.hostwords import MAX_LABELS, NO_WORDS, BrandMention, HostWords, read_host


def said(host: str) -> HostWords:
    address, brands = parse_address(host), default_brands()
    owner, _ = brands.official(address) or (None, None)
    return read_host(address, brands, default_lexicon(), owner)


def only(mentions: tuple[BrandMention, ...]) -> BrandMention:
    (mention,) = mentions
    return mention


@pytest.mark.parametrize(
    ("host", "brand", "how", "spelled"),
    [
        ("avito.example", "avito", "word", "avito"),
        ("avito-pay.example", "avito", "word", "avito"),
        ("avito24.example", "avito", "word", "avito"),
        ("bla-bla-car.example", "blablacar", "word", "blablacar"),
        ("авито-доставка.рф", "avito", "word", "авито"),
        ("avitopay.example", "avito", "glued", "avito"),
        ("avitoria.example", "avito", "glued", "avito"),
        ("avvito.ru", "avito", "mistyped", "avvito"),
        ("av.ito.ru", "avito", "mistyped", "av.ito"),
        ("gosusulgi-pay.example", "gosuslugi", "mistyped", "gosusulgi"),
        ("аvito.example", "avito", "drawn", "аvito"),
        ("wildb3rries.example", "wildberries", "drawn", "wildb3rries"),
    ],
)
def test_a_name_and_how_it_is_written(host: str, brand: str, how: str, spelled: str) -> None:
    mention = only(said(host).mentions)
    assert (mention.brand.id, mention.how, mention.spelled) == (brand, how, spelled)


@pytest.mark.parametrize(
    ("host", "label", "registrable", "whole"),
    [
        ("avito.id7423.example", 0, 1, True),
        ("avito.example", 0, 0, True),
        ("www.avito.example", 1, 1, True),
        ("avito-pay.example", 0, 0, False),
        ("a.avito-1.b.example", 1, 2, False),
        ("avito.vercel.app", 0, 0, True),
    ],
)
def test_where_a_name_stands(host: str, label: int, registrable: int, *, whole: bool) -> None:
    words = said(host)
    mention = only(words.mentions)
    assert (mention.label, words.registrable, mention.whole) == (label, registrable, whole)


@pytest.mark.parametrize(
    "host", ["gravito.net", "shop.example", "youtube.com", "folhavitoria.com.br", "navitor.com"]
)
def test_names_inside_other_words_are_none(host: str) -> None:
    assert said(host).mentions == ()


@pytest.mark.parametrize("host", ["avito.ma", "avito.huntflow.ru", "forms.yandex.ru"])
def test_names_that_stand_there_honestly_are_left_out(host: str) -> None:
    assert said(host).mentions == ()


@pytest.mark.parametrize("host", ["8.8.8.8", "[::1]", "vercel.app", "localhost"])
def test_what_has_no_registered_name_says_nothing(host: str) -> None:
    assert said(host) == NO_WORDS


@pytest.mark.parametrize(
    "host",
    [
        "ozon-dostavka.example",
        "dostavka.ozon.example",
        "ozon.icu",
        "ozon4821.example",
        "ozon.id4821.example",
        "ozon.ru-market.example",
        "avitoria-pay.example",
    ],
)
def test_a_weak_name_accuses_in_company(host: str) -> None:
    assert any(mention.weak for mention in said(host).mentions)
    assert said(host).telling


@pytest.mark.parametrize("host", ["ozon.example", "ozon24.example", "avitoria.example", "vk242.ru"])
def test_a_weak_name_alone_or_a_short_one_with_a_number_accuses_nobody(host: str) -> None:
    words = said(host)
    assert words.mentions
    assert words.telling == ()


def test_the_plainest_accusation_comes_first() -> None:
    words = said("gosusulgi.avito-pay.example")
    assert [mention.brand.id for mention in words.telling] == ["avito", "gosuslugi"]


@pytest.mark.parametrize(
    ("host", "suffix"),
    [
        ("avito.ru-pay.example", "ru"),
        ("ozon.ru-pay.example", "ru"),
        ("юла.рф-оплата.example", "рф"),
        ("avito.rus-pay.example", ""),
        ("avito.ru.example", ""),
        ("avito.ru-.example", "ru"),
        ("avito-pay.ru-x.example", ""),
    ],
)
def test_the_ending_that_the_next_label_imitates(host: str, suffix: str) -> None:
    assert {mention.fake_suffix for mention in said(host).mentions} == {suffix}


@pytest.mark.parametrize(
    ("host", "lures"),
    [
        ("pay.avito-dostavka.example", ("pay", "dostavka")),
        ("avitooplata.example", ("oplata",)),
        ("pay-pay.pay.example", ("pay",)),
        ("payroll.example", ()),
        ("оплата.example", ("оплата",)),
    ],
)
def test_words_of_money_and_delivery_once_each(host: str, lures: tuple[str, ...]) -> None:
    assert said(host).lures == lures


@pytest.mark.parametrize(
    ("host", "numbered"),
    [
        ("avito4821.example", True),
        ("avito.id101.example", True),
        ("1a2b3c4d.example", True),
        ("shop24.example", False),
        ("id5-77.example", False),
        ("shop.example", False),
    ],
)
def test_numbers_of_three_digits_and_tokens(host: str, *, numbered: bool) -> None:
    assert said(host).has_number is numbered


@pytest.mark.parametrize(
    ("host", "cheap"), [("a.icu", True), ("a.b.icu", True), ("icu.example", False), ("a.ru", False)]
)
def test_cheap_endings(host: str, *, cheap: bool) -> None:
    assert said(host).cheap_ending is cheap


def test_labels_without_end_are_read_up_to_a_limit() -> None:
    words = said(".".join(["a"] * 100 + ["avito", "shop", "example"]))
    assert len(words.labels) <= MAX_LABELS
    assert only(words.mentions).brand.id == "avito"
