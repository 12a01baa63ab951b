"""Chat cues: what messages do, as codes, and what the codes mean beside a link."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier import cues
from classifier.assess import assess
from classifier.case import Case, Message
from classifier.cues import cue_patterns, cues_of
from classifier.data_files import DataError
from classifier.rules import default_rules
from classifier.verdict import Level

VECTORS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "chat_cues.json").read_text(encoding="utf-8")
)
CODES = (
    cues.OFF_PLATFORM,
    cues.PAID_ALREADY,
    cues.PAYOUT_NUDGE,
    cues.OBFUSCATED_LINK,
    cues.APK_LINK,
)
ALL = tuple(sorted(CODES))
IMITATION = "https://youla.id22991.site/order/8123"
NAMELESS = "https://vyplata-zakaza.example/order/1"


def level(url: str, *codes: str, direction: str = "in") -> Level:
    return assess(Case(url, message=Message(direction=direction, cues=codes))).level


def rules_of(url: str, *codes: str, direction: str = "in") -> set[str]:
    verdict = assess(Case(url, message=Message(direction=direction, cues=codes)))
    return {reason.id for reason in verdict.reasons}


@pytest.mark.parametrize("message", VECTORS["messages"], ids=lambda m: m["text"][:30])
def test_cues_of_a_message(message: dict[str, Any]) -> None:
    assert sorted(cues_of(message["text"])) == sorted(message["cues"])


@pytest.mark.parametrize("path", VECTORS["paths"], ids=lambda p: p["path"])
def test_the_end_of_a_path_is_read_as_in_a_message(path: dict[str, Any]) -> None:
    assert sorted(cues_of(path["path"])) == path["cues"]


def test_the_lexicon_and_the_signals_know_the_same_cues() -> None:
    assert set(cue_patterns()) == set(CODES)
    shared = [m["cues"] for m in VECTORS["messages"]]
    assert set(itertools.chain(*shared)) == set(CODES), "a vector for every cue"


def test_examples_of_rules_name_cues_that_exist() -> None:
    examples = [e for rule in default_rules() for e in (*rule.match, *rule.clean)]
    named = {cue for e in examples if e.message for cue in e.message.cues}
    assert named
    assert named <= set(CODES)


@pytest.mark.parametrize("pattern", [r"\bтг\b", r"(?i)тг", r"\d+", r"(?P<a>тг)", r"тг\w"])
def test_a_pattern_that_javascript_reads_otherwise_is_refused(pattern: str) -> None:
    with pytest.raises(DataError, match=r"chat\.yml: off-platform"):
        cues._joined("off-platform", (pattern,))


@given(st.text(max_size=300), st.sampled_from(["", " ватсап", " оплатил "]))
def test_any_text_gives_known_codes(text: str, word: str) -> None:
    found = cues_of(text + word)
    assert found <= set(CODES)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]{0,39}", code) for code in found)


HONEST = [
    # the words of honest people, and the links that they send
    ("https://www.avito.ru/elista/foto/1", ALL),
    ("https://youla.ru/", ALL),
    ("https://www.cdek.ru/ru/tracking", ALL),
    ("https://shop.example/film", ("off-platform", "payout-nudge")),
    ("https://disk.yandex.ru/d/photos", ("off-platform",)),
    ("https://disk.yandex.ru/d/photos", ("paid-already",)),
    ("https://t.me/photo_album", ("obfuscated-link",)),
    # providers' own checkouts
    ("https://securepayments.sberbank.ru/payment/1", ("off-platform", "paid-already")),
    ("https://yookassa.ru/checkout/1", ("off-platform", "paid-already", "payout-nudge")),
    ("https://vk.com/album1", ("off-platform", "obfuscated-link")),
]


@pytest.mark.parametrize(("url", "codes"), HONEST)
def test_cues_beside_an_honest_link_accuse_nobody(url: str, codes: tuple[str, ...]) -> None:
    without = assess(Case(url)).level
    assert without.risk < Level.CAUTION.risk
    assert level(url, *codes) is without


@pytest.mark.parametrize("url", [IMITATION, NAMELESS, "https://shop.example/"])
def test_the_sellers_own_message_accuses_nobody(url: str) -> None:
    found = rules_of(url, *ALL, direction="out")
    assert level(url, *ALL, direction="out") is assess(Case(url)).level
    assert not {rule for rule in found if rule.startswith(("chat.", "link.apk"))}


def test_the_sellers_own_program_accuses_nobody() -> None:
    assert level("https://files.example/mine.apk", direction="out") is Level.CLEAR


@given(
    st.sampled_from(["https://files.example/a.apk", IMITATION, NAMELESS, "https://t.me/order"]),
    st.sets(st.sampled_from(CODES)),
)
def test_a_message_of_which_nobody_knows_whose_it_is_is_never_dangerous(
    url: str, codes: set[str]
) -> None:
    assert level(url, *codes, direction="unknown").risk <= Level.CAUTION.risk
    assert assess(Case(url, message=Message(cues=tuple(codes)))).level is level(
        url, *codes, direction="unknown"
    )


@pytest.mark.parametrize("direction", ["in", "unknown"])
def test_a_word_about_money_counts_whoever_is_known_to_say_it(direction: str) -> None:
    assert level(NAMELESS, "paid-already", "off-platform", direction=direction) is Level.CAUTION


@pytest.mark.parametrize(
    "url", ["https://www.rustore.ru/get/avito.apk", "https://play.google.com/x.apk"]
)
def test_a_program_from_a_store_is_no_trap(url: str) -> None:
    assert level(url, "apk-link") is Level.CLEAR
    assert level("https://rustore.ru.trap.example/x.apk", "apk-link") is Level.DANGER


@pytest.mark.parametrize(
    "host", ["t.me", "forms.yandex.ru", "payform.ru", "avito.server.paykeeper.ru"]
)
def test_two_cues_count_on_known_hosts_where_strangers_write(host: str) -> None:
    url = f"https://{host}/order"
    assert level(url, "paid-already") is assess(Case(url)).level
    assert level(url, "paid-already", "off-platform") is Level.CAUTION
    assert level(url, *(set(ALL) - {"apk-link"})) is Level.CAUTION


def test_the_textbook_fraud_is_not_passed_over() -> None:
    said = "Оформил доставку, деньги ждут. Напишите в ватсап"
    verdict = assess(Case(NAMELESS, message=Message("in", "avito", tuple(cues_of(said)))))
    assert verdict.level is Level.CAUTION
    assert verdict.reasons[0].id == "chat.paid-and-lure"


WORSE = [
    (IMITATION, ("paid-already",), Level.DANGER, "chat.paid-and-imitation"),
    (IMITATION, ("off-platform",), Level.CAUTION, "chat.moves-elsewhere"),
    (IMITATION, ("payout-nudge",), Level.CAUTION, "chat.payout-nudge"),
    (NAMELESS, ("paid-already",), Level.CAUTION, "chat.paid-and-lure"),
    ("https://shop.example/film", ("paid-already",), Level.UNKNOWN, "chat.paid-and-link"),
    ("https://film-online.example/info", ("paid-already",), Level.UNKNOWN, "chat.paid-and-link"),
    ("https://shop.example/zakaz", ("paid-already",), Level.CAUTION, "chat.paid-and-lure"),
    ("https://a.example/", ("paid-already", "payout-nudge"), Level.CAUTION, "chat.paid-and-lure"),
    ("https://id22991.example/", ("paid-already",), Level.CAUTION, "chat.paid-and-lure"),
    (NAMELESS, ("payout-nudge",), Level.UNKNOWN, "chat.payout-nudge"),
    (NAMELESS, ("off-platform",), Level.UNKNOWN, "chat.moves-elsewhere"),
    ("https://order-3819.example/", ("off-platform",), Level.UNKNOWN, "chat.moves-elsewhere"),
    ("https://bit.ly/3xyz", ("payout-nudge",), Level.UNKNOWN, "chat.payout-nudge"),
    (NAMELESS, ("obfuscated-link",), Level.CAUTION, "chat.obfuscated-link"),
    (NAMELESS, ("apk-link",), Level.DANGER, "link.apk-in-chat"),
    ("https://files.example/a.apk", (), Level.DANGER, "link.apk-in-chat"),
]


@pytest.mark.parametrize(("url", "codes", "expected", "rule"), WORSE)
def test_cues_beside_a_link_that_looks_wrong(
    url: str, codes: tuple[str, ...], expected: Level, rule: str
) -> None:
    assert level(url, *codes) is expected
    assert rule in rules_of(url, *codes)


def test_an_apk_outside_a_chat_is_a_caution() -> None:
    assert assess(Case("https://files.example/a.apk?x=1")).level is Level.CAUTION


def test_codes_of_a_newer_extension_say_nothing() -> None:
    assert assess(Case(NAMELESS, message=Message("in", cues=("qr-request",)))).reasons == (
        assess(Case(NAMELESS)).reasons
    )


URLS = st.sampled_from(
    [IMITATION, NAMELESS, "https://www.avito.ru/", "https://clck.ru/x", "https://a.example/b.apk"]
)
CUES = st.sets(st.sampled_from(CODES))


@given(URLS, CUES, CUES)
def test_more_cues_never_lower_the_level(url: str, some: set[str], more: set[str]) -> None:
    assert level(url, *(some | more)).risk >= level(url, *some).risk >= assess(Case(url)).level.risk
