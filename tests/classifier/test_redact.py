from __future__ import annotations

import json
import re
import string
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.address import parse_address
from classifier.redact import MAX_PATH_SHAPE, path_shape, query_names, redact_text, redact_url

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "redact.json").read_text("utf-8"))

SEPARATORS = st.sampled_from(["", " ", "-", ".", "\u00a0"])


@pytest.mark.parametrize(("text", "expected"), VECTORS["text"])
def test_text(text: str, expected: str) -> None:
    assert redact_text(text) == expected


@pytest.mark.parametrize(("path", "expected"), VECTORS["path"])
def test_path(path: str, expected: str) -> None:
    assert path_shape(path) == expected


@pytest.mark.parametrize(("query", "expected"), VECTORS["query"])
def test_query(query: str, expected: list[str]) -> None:
    assert list(query_names(query)) == expected


@given(
    st.text(),
    st.lists(st.from_regex(r"[0-9]{4}", fullmatch=True), min_size=3),
    SEPARATORS,
    st.text(),
)
def test_no_card_survives(before: str, groups: list[str], separator: str, after: str) -> None:
    shown = redact_text(before + separator.join(groups) + after)
    assert not any(group in shown for group in groups)


@given(st.from_regex(r"[0-9]{4,40}", fullmatch=True), st.text(max_size=20))
def test_query_values_never_survive(secret: str, name: str) -> None:
    address = parse_address(f"https://shop.example/?a={secret}")
    assert secret not in redact_url(address)
    assert secret not in "".join(query_names(f"?{name}={secret}"))


def test_time_grows_no_faster_than_the_text() -> None:
    def seconds(size: int) -> float:
        started = time.process_time()
        for filler in ("a", "a1", "1 ", "a.", "Покупатель: ", "A "):
            redact_text(filler * size)
        return time.process_time() - started

    seconds(1_000)
    assert seconds(40_000) < 40 * max(seconds(5_000), 0.005)


@given(st.text())
def test_redaction_settles(text: str) -> None:
    once = redact_text(text)
    assert redact_text(once) == once


def test_url_keeps_host_and_shape_only() -> None:
    address = parse_address(
        "https://ivan:secret@youla.id22991.site/pay/8123?card=4111111111111111#x"
    )
    assert redact_url(address) == "https://youla.id22991.site/pay/{n}?card"


ENCODED = st.text(max_size=40).map(
    lambda text: "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "replace"))
)


@given(st.one_of(ENCODED, st.text(max_size=60)), st.text("%25/;;+Ff0aи@", max_size=30))
def test_a_path_keeps_only_what_an_address_may_show(one: str, other: str) -> None:
    shown = path_shape(f"/{one}{other}")
    assert not set(shown) - set("{}/_.~!$'()*,:@=-" + string.ascii_letters + string.digits)
    if len(shown) < MAX_PATH_SHAPE:
        assert path_shape(shown) == shown


@given(st.from_regex(r"[0-9]{4,8}", fullmatch=True), st.integers(0, 7))
def test_no_encoding_hides_a_number(number: str, rounds: int) -> None:
    hidden = number
    for _ in range(rounds):
        hidden = "".join(f"%{ord(character):02x}" for character in hidden)
    assert not re.search(r"\d", path_shape(f"/{hidden}"))
    assert not re.search(r"\d", "".join(query_names(f"?{hidden}=1")))
