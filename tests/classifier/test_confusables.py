"""How characters read: other scripts as Latin ones, and what a hurried eye mixes up."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.confusables import blurred, latin

LONGEST_EXPANSION = 18
"""Characters that Unicode makes of one (U+FDFA) when it decomposes it."""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("аvito", "avito"),
        ("раураӏ", "paypal"),
        ("ӏаӏаfо", "lalafo"),
        ("сԁеk", "cdek"),
        ("αvιto", "avito"),
        ("avíto", "avito"),
        ("münchen", "munchen"),
        ("avıto", "avito"),
        ("ａｖｉｔｏ", "avito"),
        ("𝐚vito", "avito"),
        ("օlх", "olx"),
        ("日本", "日本"),
        ("", ""),
    ],
)
def test_letters_that_look_latin_read_as_latin(written: str, read: str) -> None:
    assert latin(written) == read


def test_ascii_is_read_as_it_stands() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz-."
    assert latin(letters) == letters


@pytest.mark.parametrize(
    ("name", "drawing"),
    [
        ("amazon", "arnazon"),
        ("wildberries", "vvildberries"),
        ("dostavista", "clostavista"),
        ("kufar", "lcufar"),
        ("ozon", "0z0n"),
        ("avito", "av1to"),
        ("avito", "avlto"),
        ("sber", "5ber"),
        ("vinted", "uinted"),
        ("booking", "8ooking"),
        ("sberbank", "sderdamk"),
        ("olx", "0lx"),
    ],
)
def test_drawings_of_one_name_blur_into_one(name: str, drawing: str) -> None:
    assert blurred(drawing) == blurred(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("avito", "avita"),
        ("ozon", "oson"),
        ("cdek", "sdek"),
        ("cdek", "cdec"),
        ("yandex", "vandex"),
    ],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert blurred(one) != blurred(other)


def test_no_character_reads_differently_the_second_time() -> None:
    surrogates = range(0xD800, 0xE000)
    signs = (chr(code) for code in range(sys.maxunicode + 1) if code not in surrogates)
    assert [sign for sign in signs if latin(read := latin(sign)) != read] == []


@settings(deadline=None)
@given(st.text())
def test_reading_is_settled_and_bounded(text: str) -> None:
    once = latin(text)
    assert latin(once) == once
    assert len(once) <= LONGEST_EXPANSION * len(text)


@settings(deadline=None)
@given(st.text())
def test_blurring_never_lengthens(text: str) -> None:
    assert len(blurred(text)) <= len(text)
