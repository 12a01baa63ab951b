"""Names that a generator makes of a brand's own: none is danger by itself, none official."""

from __future__ import annotations

from functools import cache

import pytest

from classifier.address import parse_address
from classifier.brands import default_brands
from classifier.training.judge import Outcome, judge_links
from classifier.training.lookalikes import LookAlike, look_alikes, own_domains
from classifier.verdict import Level

BRANDS = ("avito.ru", "youla.ru", "pochta.ru", "wildberries.ru", "gosuslugi.ru", "kufar.by")
A_FUZZER = 40


@cache
def judged(domain: str) -> list[tuple[LookAlike, Outcome]]:
    own = own_domains(default_brands())
    made = [
        item
        for item in look_alikes((domain, domain), limit=A_FUZZER)
        if parse_address(item.url).registrable_domain not in own
    ]
    return list(zip(made, judge_links([item.url for item in made]), strict=True))


@pytest.mark.parametrize("domain", BRANDS)
def test_likeness_alone_is_never_danger_and_never_official(domain: str) -> None:
    levels = {outcome.level for _, outcome in judged(domain)}
    assert levels <= {Level.CLEAR, Level.UNKNOWN, Level.CAUTION}


@pytest.mark.parametrize(
    "host",
    [
        "gravito.net",
        "folhavitoria.com.br",
        "youlanda.example",
        "wildlife.example",
        "evita.ru",
        "vita-vita.example",
        "pochtamt-museum.example",
    ],
)
def test_words_of_their_own_are_left_alone(host: str) -> None:
    (outcome,) = judge_links([f"https://{host}/"])
    assert not outcome.flagged
