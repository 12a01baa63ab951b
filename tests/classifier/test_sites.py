"""SiteIndex: labels one slip away from an official domain under the same ending."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.brands import default_brands
from classifier.sites import SiteIndex

SITES = default_brands().sites


def resembled(domain: str) -> tuple[str, str] | None:
    label, _, ending = domain.partition(".")
    likeness = SITES.resembled(label, ending)
    return (likeness.brand.id, likeness.how) if likeness else None


@pytest.mark.parametrize(
    ("domain", "brand", "how"),
    [
        ("avvito.ru", "avito", "mistyped"),
        ("qvito.ru", "avito", "mistyped"),
        ("avtio.ru", "avito", "mistyped"),
        ("a-vito.ru", "avito", "mistyped"),
        ("avi-to.ru", "avito", "mistyped"),
        ("youka.ru", "yula", "mistyped"),
        ("pocjta.ru", "pochta", "mistyped"),
        ("avíto.ru", "avito", "drawn"),
        ("аvito.ru", "avito", "drawn"),
        ("p0chta.ru", "pochta", "drawn"),
        ("ozom.ru", "ozon", "drawn"),
        ("cclek.ru", "cdek", "drawn"),
    ],
)
def test_a_slip_away_from_an_official_domain(domain: str, brand: str, how: str) -> None:
    assert resembled(domain) == (brand, how)


@pytest.mark.parametrize(
    ("domain", "why"),
    [
        ("avito.ru", "the thing itself"),
        ("avto.ru", "an official domain one letter away"),
        ("avvito.com", "an ending that the brand does not use"),
        ("zzon.ru", "a short label with another first letter"),
        ("olz.pl", "three letters"),
        ("gstatik.com", "no name of a brand"),
        ("avvitto.ru", "two slips"),
        ("flowers.ru", "like nothing"),
        ("avvito.nowhere", "an ending that nobody uses"),
        (".ru", "nothing"),
    ],
)
def test_what_resembles_no_official_domain(domain: str, why: str) -> None:
    assert resembled(domain) is None, why


def test_labels_of_four_letters_and_more_are_known_for_what_they_are() -> None:
    owner = SITES.official("avito", "ru")
    assert owner is not None
    assert owner.id == "avito"
    assert SITES.official("avito", "com") is None
    assert SITES.official("vk", "com") is None, "two labels of two letters meet by chance"


def test_without_brands_nothing_is_resembled() -> None:
    nobody = SiteIndex([])
    assert nobody.resembled("avvito", "ru") is None
    assert nobody.official("avito", "ru") is None


@settings(deadline=None)
@given(st.text(max_size=63), st.sampled_from(["ru", "com", "рф", "co.uk", "example", ""]))
def test_any_label_gets_an_answer(label: str, ending: str) -> None:
    likeness = SITES.resembled(label, ending)
    assert likeness is None or likeness.how in {"mistyped", "drawn"}


def test_no_main_domain_resembles_another() -> None:
    main = [brand.readable_domains[0] for brand in default_brands() if brand.readable_domains]
    plain = [domain for domain in main if "-" not in domain]
    assert len(plain) > len(main) / 2
    assert [domain for domain in plain if resembled(domain)] == []
