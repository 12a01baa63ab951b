"""Words in one spelling: tricks of writing are undone, honest text is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.textnorm import MAX_TEXT, plain, words_of

WRITTEN = [
    ("Ещё ОДНА  карта\n", "еще одна карта"),
    ("ka\u200brta\u00ad", "karta"),
    # Latin letters in a Cyrillic word, Cyrillic ones in a Latin word
    ("Бaлaнс кaрты", "баланс карты"),
    ("Пoлyчить дeньги", "получить деньги"),
    ("bаlаnсе", "balance"),
    ("саrd numbеr", "card number"),
    ("Cбepбанк", "сбербанк"),
    ("п0лучить", "получить"),
    # wide and circled letters
    ("ＣＶＶ ⓒⓥⓥ", "cvv cvv"),
    # letters set apart
    ("К а р т а", "карта"),
    ("п о л у ч и т ь   д е н ь г и", "получить деньги"),
    ("п.о.л.у.ч.и.т.ь", "получить"),
    ("б-а-л-а-н-с", "баланс"),
    # honest text stays
    ("и т. д. и т. п.", "и т. д. и т. п."),
    ("ЮMoney", "юmoney"),
    ("МТС и CDEK", "мтс и cdek"),
    ("Visa/Mastercard и МИР", "visa/mastercard и мир"),
    ("3 в 1, 2 x 5", "3 в 1, 2 x 5"),
    ("залишок на картці", "залишок на картці"),
    ("қалдық", "қалдық"),
    ("A B C", "a b c"),
]


@pytest.mark.parametrize(("written", "read"), WRITTEN)
def test_plain(written: str, read: str) -> None:
    assert plain(written) == read


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("cardFromCVC", "card from cvc"),
        ("card_current_balance", "card current balance"),
        ("billing[cc-number]", "billing cc number"),
    ],
)
def test_identifier(identifier: str, words: str) -> None:
    assert words_of(identifier) == words


@settings(deadline=None)
@given(st.text(max_size=300) | st.text("aа еe.-kк 0оo", max_size=60))
def test_plain_is_its_own_normal_form(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@settings(deadline=None)
@given(st.text(max_size=100))
def test_case_and_width_of_gaps_say_nothing(text: str) -> None:
    assert plain(f"слово {text} слово") == plain(f" слово\t{text}\n слово ")


def test_long_text_is_cut() -> None:
    assert len(plain("ﷺ" * MAX_TEXT)) <= MAX_TEXT
