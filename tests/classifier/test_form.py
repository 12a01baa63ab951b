"""What a form asks for beside the card, step by step, and on whose host."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.assess import assess
from classifier.case import Case, Field, Flow, Form, PageFacts
from classifier.verdict import Level

URL = "https://page.invalid/"
NUMBER, EXPIRY = Field(label="Номер карты"), Field(placeholder="ММ/ГГ")
CVV = Field(label="CVV", type="password", maxlength=3)
CARD = (NUMBER, EXPIRY, CVV)
BALANCE = Field(label="Остаток на карте")
PIN = Field(label="ПИН-код карты", maxlength=4)
WORD = Field(label="Кодовое слово")
SEED = Field(label="Сид-фраза", tag="textarea", type="textarea")
CODE = Field(label="Код из СМС", autocomplete="one-time-code")
LOGIN, PASSWORD = Field(label="Логин от банка"), Field(label="Пароль от банка", type="password")


def page(*fields: Field, button: str = "Далее", earlier: tuple[str, ...] = ()) -> PageFacts:
    flow = Flow(len(earlier) + 1, earlier) if earlier else None
    return PageFacts(forms=(Form(fields=fields, buttons=(button,)),), flow=flow)


def level(facts: PageFacts, url: str = URL) -> Level:
    return assess(Case(url, page=facts)).level


ASKED = [
    ("balance", (*CARD, BALANCE)),
    ("balance and code, number in disguise", (EXPIRY, CVV, BALANCE)),
    ("balance after four parts", (*[Field(type="tel", maxlength=4)] * 4, CVV, BALANCE)),
    ("pin", (*CARD, PIN)),
    ("secret word", (*CARD, WORD)),
    ("secret word at the bank's door", (LOGIN, PASSWORD, WORD)),
    ("wallet", (*CARD, SEED)),
    ("bank login", (*CARD, LOGIN)),
]


@pytest.mark.parametrize("fields", [fields for _, fields in ASKED], ids=[name for name, _ in ASKED])
def test_what_no_payment_and_no_payout_needs(fields: tuple[Field, ...]) -> None:
    assert level(page(*fields)) is Level.DANGER
    assert level(page(*fields), "https://www.avito.ru/") is Level.OFFICIAL


ALONE = [(NUMBER,), CARD, (BALANCE,), (WORD,), (SEED,), (CODE,), (PIN,), (NUMBER, CODE)]


@pytest.mark.parametrize("fields", ALONE, ids=lambda fields: fields[0].label)
def test_what_honest_pages_ask_for_too(fields: tuple[Field, ...]) -> None:
    assert level(page(*fields, button="Оплатить")) is Level.CLEAR


STEPS = [
    (("card",), BALANCE, Level.DANGER),
    (("receive", "card"), BALANCE, Level.DANGER),
    (("card",), WORD, Level.DANGER),
    (("card",), SEED, Level.DANGER),
    (("card", "balance"), CODE, Level.DANGER),
    (("receive", "card"), CODE, Level.CAUTION),
    (("card",), CODE, Level.CLEAR),
    (("code",), NUMBER, Level.CLEAR),
]


@pytest.mark.parametrize(("earlier", "field", "expected"), STEPS)
def test_steps_of_one_flow(earlier: tuple[str, ...], field: Field, expected: Level) -> None:
    assert level(page(field, earlier=earlier)) is expected


def test_a_frame_of_a_provider_does_not_excuse_the_question_beside_it() -> None:
    facts = replace(page(*CARD, BALANCE), iframes=("widget.cloudpayments.ru",))
    assert level(facts) is Level.DANGER


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([*CARD, BALANCE, PIN, CODE, LOGIN]), max_size=5),
    st.sampled_from([BALANCE, PIN, WORD, SEED, CODE, LOGIN, PASSWORD, CVV]),
    st.sampled_from(["Далее", "Оплатить", "Получить деньги"]),
)
def test_one_more_question_never_calms(fields: list[Field], extra: Field, button: str) -> None:
    before = assess(Case(URL, page=page(*fields, button=button)))
    after = assess(Case(URL, page=page(*fields, extra, button=button)))
    assert after.level.risk >= before.level.risk
    assert after.score >= before.score
