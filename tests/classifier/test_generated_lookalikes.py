"""Names that a generator makes of a brand's own: most are flagged, none is danger by itself.

The yardstick is one that anybody could write in three lines: one typing error away from the
brand's label, accents dropped. It knows no honest names, which is why it alone is no product.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import pytest
from rapidfuzz.distance import OSA

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


def one_error_away(url: str, label: str) -> bool:
    """Tell whether an address's label is one typing error from a brand's, accents dropped."""
    written = unicodedata.normalize("NFD", parse_address(url).registrable_label)
    plain = "".join(sign for sign in written if not unicodedata.combining(sign))
    return OSA.distance(plain, label) <= 1


@pytest.mark.parametrize("domain", BRANDS)
def test_likeness_alone_is_never_danger_and_never_official(domain: str) -> None:
    levels = {outcome.level for _, outcome in judged(domain)}
    assert levels <= {Level.CLEAR, Level.UNKNOWN, Level.CAUTION}


@pytest.mark.parametrize("domain", BRANDS)
def test_more_are_flagged_than_by_counting_typing_errors(domain: str) -> None:
    found = judged(domain)
    flagged = sum(outcome.flagged for _, outcome in found)
    baseline = sum(one_error_away(item.url, item.label) for item, _ in found)
    assert flagged >= baseline, sorted(item.url for item, outcome in found if not outcome.flagged)


def test_nineteen_of_twenty_are_flagged_over_all_brands() -> None:
    found = [pair for domain in BRANDS for pair in judged(domain)]
    assert sum(outcome.flagged for _, outcome in found) / len(found) >= 0.95


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
