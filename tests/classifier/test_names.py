"""NameIndex: a made-up brand's name typed wrong, drawn otherwise, glued into longer words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.brands import default_brands
from classifier.names import MIN_AT_END, MIN_AT_START, NameIndex, Spelling

if TYPE_CHECKING:
    from classifier.brand import Brand

BRAND = replace(
    default_brands()["avito"],
    id="made-up",
    spellings=("marketolin",),
    main_names=frozenset({"marketolin", "tovarik", "lavo", "rubank"}),
    neighbours=("marketolan", "tovaric"),
)
NAMES = NameIndex(
    [
        Spelling("marketolin", BRAND),
        Spelling("tovarik", BRAND),
        Spelling("lavo", BRAND),
        Spelling("rubank", BRAND),
        Spelling("torgi", BRAND, weak=True),
        Spelling("nickname", BRAND),
    ]
)
ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"


def word(spelling: Spelling | None) -> str | None:
    return spelling.word if spelling else None


@pytest.mark.parametrize(
    "typed",
    [
        "marketolinn",
        "markketolin",
        "marketoiln",
        "marketoln",
        "marketolim",
        "marketolinx",
        "marketolon",
        "markteloin",
        "mrktln",
    ],
)
def test_one_or_two_errors_in_a_long_name(typed: str) -> None:
    assert word(NAMES.mistyped(typed)) == "marketolin"


@pytest.mark.parametrize("typed", ["tovariq", "tovarrik", "tvoarik", "tovrik", "ttovarik"])
def test_one_error_in_a_name_of_seven_letters(typed: str) -> None:
    assert word(NAMES.mistyped(typed)) == "tovarik"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("marketolin", "it is the name"),
        ("marketolan", "an honest neighbour"),
        ("tovaric", "an honest neighbour"),
        ("barketolin", "another first letter"),
        ("tovarqqk", "two errors in seven letters"),
        ("markqtqlqn", "three errors"),
        ("makretoiln", "two errors, one of them among the first letters"),
        ("lavv", "a short name has many honest neighbours"),
        ("rybank", "a common word behind two letters"),
        ("torgy", "a weak name"),
        ("nickneme", "not the brand's main name"),
        ("", "nothing"),
    ],
)
def test_what_is_no_typing_error(typed: str, why: str) -> None:
    assert NAMES.mistyped(typed) is None, why


@pytest.mark.parametrize(
    ("drawing", "name"),
    [
        ("l4vo", "lavo"),
        ("1avo", "lavo"),
        ("lav0", "lavo"),
        ("tovar1k", "tovarik"),
        ("rnarketolin", "marketolin"),
        ("marketo1in", "marketolin"),
        ("nicknarne", "nickname"),
        ("rubamk", "rubank"),
    ],
)
def test_a_name_drawn_with_other_characters(drawing: str, name: str) -> None:
    assert word(NAMES.drawn(drawing)) == name


@pytest.mark.parametrize("drawing", ["lavo", "tovaric", "t0rgi", "lab", "marketolina", ""])
def test_what_is_no_drawing(drawing: str) -> None:
    assert NAMES.drawn(drawing) is None


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("lavopay", "lavo", "pay"),
        ("marketolinpay", "marketolin", "pay"),
        ("mymarketolin", "marketolin", "my"),
        ("payrubank", "rubank", "pay"),
        ("torgimarket", "torgi", "market"),
    ],
)
def test_a_name_at_an_edge_of_a_longer_word(text: str, name: str, rest: str) -> None:
    assert [(found.word, left) for found, left in NAMES.glued(text)] == [(name, rest)]


@pytest.mark.parametrize("text", ["mymarketolins", "lavo", "slavonic", ""])
def test_names_in_the_middle_and_short_ones_at_the_end_are_not_looked_for(text: str) -> None:
    assert list(NAMES.glued(text)) == []


@settings(deadline=None)
@given(st.text(ALPHABET, max_size=30) | st.text(max_size=30))
def test_any_word_is_compared_and_found_parts_make_the_word(text: str) -> None:
    for finder in (NAMES.mistyped, NAMES.drawn):
        found = finder(text)
        assert found is None or found.word != text
    for found, rest in NAMES.glued(text):
        assert text in {found.word + rest, rest + found.word}
        assert len(found.word) >= (MIN_AT_START if text.startswith(found.word) else MIN_AT_END)


def main_names(brand: Brand) -> list[str]:
    return [name for name in brand.main_names if name.isascii() and name.isalpha()]


LONG_NAMES = sorted(
    name
    for brand in default_brands()
    for name in main_names(brand)
    if len(name) >= 9 and not name.endswith(("bank", "online", "express"))
    if name in default_brands().spellings and not default_brands().spellings[name].weak
)


@settings(deadline=None)
@given(st.sampled_from(LONG_NAMES), st.data())
def test_one_error_behind_the_first_letter_of_a_long_name_is_never_missed(
    name: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, len(name) - 2))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    typed = data.draw(
        st.sampled_from(
            [
                name[:at] + name[at + 1 :],
                name[:at] + letter + name[at + 1 :],
                name[:at] + letter + name[at:],
                name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            ]
        )
    )
    names = default_brands().names
    honest = {word for brand in default_brands() for word in brand.neighbours}
    known = typed in names.exact or typed in honest
    assert known or names.mistyped(typed) is not None
