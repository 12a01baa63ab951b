from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain_age.whois_charset import decode

FIRM = "Рога и Копыта, г. Тула"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "koi8-r", "cp1251"])
@pytest.mark.parametrize("firm", [FIRM, FIRM.lower(), "domain: x\norg: Ромашка\nadmin: Иванов"])
def test_cyrillic_is_read_in_any_charset(charset: str, firm: str) -> None:
    assert decode(firm.encode(charset)) == firm


def test_ukrainian_letters_are_read_in_koi8() -> None:
    assert decode("Київські ґанки".encode("koi8-u")) == "Київські ґанки"


@pytest.mark.parametrize("firm", ["Müller Gebäude GmbH", "Société Générale", "Øresund å"])
def test_western_names_are_read_in_latin_1(firm: str) -> None:
    assert decode(firm.encode("latin-1")) == firm
    assert decode(firm.encode("utf-8")) == firm


def test_the_tables_charset_wins_over_looks_but_not_over_utf_8() -> None:
    assert decode("登録年月日".encode("iso2022_jp"), "iso2022_jp").encode("iso2022_jp")
    assert decode(FIRM.encode("cp1251"), "koi8-r") != FIRM
    assert decode(FIRM.encode(), "cp1251") == FIRM


def test_a_character_cut_in_two_does_not_change_the_charset() -> None:
    assert decode(FIRM.encode()[:-1]) == FIRM[:-1]


def test_controls_that_could_rewrite_a_terminal_are_dropped() -> None:
    assert decode("a\x1b[2Jb\x07\r\nc\rd\x9b31m\te\u202ef\x00".encode()) == "a[2Jb\nc\nd31m\tef"


@given(st.binary(max_size=2_000), st.sampled_from(["", "cp1251", "koi8-u", "latin-1"]))
def test_any_bytes_become_text(data: bytes, charset: str) -> None:
    text = decode(data, charset)
    assert all(sign.isprintable() or sign in "\t\n" or ord(sign) > 0x9F for sign in text)
