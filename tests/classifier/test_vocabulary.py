"""The vocabulary holds every word that the lexicon's patterns look for, and nobody's name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from classifier.assess import assess
from classifier.examples import case_of
from classifier.rules import default_rules
from classifier.textnorm import plain
from classifier.vocabulary import default_vocabulary, words_in

if TYPE_CHECKING:
    from classifier.case import Case, Field, Form, PageFacts

PATTERNS = [
    ("баланс карты", {"баланс", "карты*"}),
    (r"\bбаланс\b", {"баланс"}),
    (r"\bномер\w* (?:\w+ ){0,3}карт", {"номер", "номер*", "карт*"}),
    ("(?:код|цифры) с оборот", {"код", "цифры", "оборот*"}),
    ("получ(?:ить|ение) денег$", {"получить", "получение", "денег"}),
    ("оплат[уы]?(?! картой) сейчас", {"оплат", "оплату", "оплаты", "сейчас*"}),
    ("(?<!не )оплатил", {"оплатил*"}),
    (r"\{n\}|\d[\d ]* ?руб\b", {"руб"}),
    (r"card[ _-]?num\b", {"card", "num", "cardnum"}),
    ("[а-я]+банк$", {"банк"}),
    (r"a\.b", set()),
]


@pytest.mark.parametrize(("pattern", "words"), PATTERNS)
def test_words_of_a_pattern(pattern: str, words: set[str]) -> None:
    re.compile(pattern)
    assert words_in(pattern) == words


@pytest.mark.parametrize("word", ["карта", "картой", "баланса", "номером", "cvv", "card", "saldo"])
def test_words_of_a_question_are_held(word: str) -> None:
    assert default_vocabulary().holds(word)


NAMES = "картавцев пинчук банкин остатнов cardin pinsky балансов смсова иван петров ivan мария"


@pytest.mark.parametrize("name", NAMES.split())
def test_names_are_not(name: str) -> None:
    assert not default_vocabulary().holds(name)


def known(text: str) -> str:
    words = re.findall(r"[^\W\d_]+|\{n\}", plain(text))
    return " ".join(word for word in words if word == "{n}" or default_vocabulary().holds(word))


def in_known_words(facts: PageFacts) -> PageFacts:
    """Return the page as the extension tells of it once somebody has begun to type."""

    def field(one: Field) -> Field:
        said = (known(one.label), known(one.placeholder), known(one.aria))
        return replace(one, label=said[0], placeholder=said[1], aria=said[2])

    def form(one: Form) -> Form:
        buttons = tuple(known(button) for button in one.buttons)
        return replace(one, fields=tuple(map(field, one.fields)), buttons=buttons)

    return replace(facts, forms=tuple(map(form, facts.forms)))


EXAMPLES = [
    (rule.id, case_of(example))
    for rule in default_rules()
    if rule.id.startswith("form.")
    for example in rule.match
    if example.html
]


@pytest.mark.parametrize(("rule", "case"), EXAMPLES, ids=lambda value: str(value)[:30])
def test_a_forms_question_is_understood_in_known_words(rule: str, case: Case) -> None:
    assert case.page is not None
    cut = replace(case, page=in_known_words(case.page))
    assert rule in {reason.id for reason in assess(cut).reasons}
