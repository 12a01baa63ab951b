"""What must hold for every host: an answer, one verdict for one link, no danger by likeness."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import ada_url
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from classifier.address import AddressError, parse_address
from classifier.assess import assess, assess_many, rules_alone
from classifier.brands import default_brands
from classifier.case import Case
from classifier.lexicon import default_lexicon
from classifier.verdict import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.brand import Brand
    from classifier.verdict import Verdict

BRANDS = tuple(default_brands())
SIGNS_OF_URLS = "/?#@:\\%[]"
NAMES = sorted(word for brand in BRANDS for word in (*brand.spellings, *brand.weak_spellings))
MAIN_NAMES = sorted(
    {
        name
        for brand in BRANDS
        for name in brand.main_names
        if name.isalpha() and name in brand.spellings
    }
)
ENDINGS = st.sampled_from("ru com рф pl shop icu example vercel.app com.ru co.uk".split())

texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=SIGNS_OF_URLS),
    min_size=1,
    max_size=20,
)
letters = st.characters(categories=["Ll", "Lo", "Nd"], max_codepoint=0x52F) | st.sampled_from(
    "日本語ไทยӏ"
)
words = st.text(letters, min_size=1, max_size=12) | st.sampled_from(
    [*NAMES, *"pay www 4821 id22991 dostavka оплата ru com".split()]
)
labels = st.lists(words, min_size=1, max_size=3).map("-".join)
hosts = st.builds(
    lambda left, ending: ".".join((*left, ending)),
    st.lists(labels, min_size=1, max_size=4),
    ENDINGS,
)


def judged(url: str) -> Verdict:
    return assess(Case(url), knowledge=rules_alone())


def understood(host: str) -> Verdict:
    """Judge a host that a browser understands and that somebody registered."""
    try:
        verdict = judged(f"https://{host}/")
    except AddressError:
        reject()
    assume(verdict.registrable_domain is not None)
    return verdict


def said(verdict: Verdict) -> tuple[Level, float, list[tuple[str, dict[str, str]]]]:
    return verdict.level, verdict.score, [(item.id, dict(item.params)) for item in verdict.reasons]


def said_shortly(verdict: Verdict) -> tuple[Level, float, list[str]]:
    return verdict.level, verdict.score, [item.id for item in verdict.reasons]


@settings(deadline=None)
@given(st.text(max_size=300) | hosts | st.lists(texts, max_size=60).map(".".join))
def test_any_text_gets_a_verdict_or_is_no_address(text: str) -> None:
    (result,) = assess_many([Case(text)])
    if isinstance(result, AddressError):
        assert result.code
        assert str(result)
        return
    assert 0 <= result.score <= 1
    assert all(reason.title and reason.text for reason in result.reasons)


@settings(deadline=None, max_examples=200)
@given(hosts)
def test_one_link_written_otherwise_has_one_verdict(host: str) -> None:
    expected = understood(host)
    written = expected.host
    for url in (
        f"http://{written}/",
        f"https://{written}",
        f"{written}/",
        f"https://{written.upper()}/",
        f"https://{written}:8443/#fragment",
        f"https://{written}./",
    ):
        assert said(judged(url)) == said(expected), url
    assert said_shortly(judged(f"https://www.{written}/")) == said_shortly(expected)


@settings(deadline=None, max_examples=200)
@given(hosts)
def test_punycode_and_letters_have_one_verdict(host: str) -> None:
    expected = understood(host)
    letters, punycode = expected.host_unicode, expected.host
    assert said(judged(f"https://{punycode}/")) == said(expected)
    assert said(judged(f"https://{letters}/")) == said(expected)
    assert ada_url.URL(f"https://{letters}/").hostname == punycode


LURES = st.sampled_from(sorted(word for word in default_lexicon().lures if word.isascii()))
DIGITS = st.integers(100, 99_999).map(str)
CHEAP = st.sampled_from(sorted(default_lexicon().cheap_endings))
PLAIN_ENDINGS = st.sampled_from("ru com рф pl shop icu example co.uk".split())
SHAPES = st.sampled_from(["{}", "{}-market", "my-{}", "{}.flowers", "m.{}.flowers", "{}pay"])


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(MAIN_NAMES), SHAPES, PLAIN_ENDINGS, LURES, DIGITS, CHEAP)
def test_more_risk_beside_a_name_never_lowers_the_level(  # noqa: PLR0913, PLR0917 - all axes
    name: str, shape: str, ending: str, lure: str, digits: str, cheap: str
) -> None:
    left = shape.format(name)
    base = judged(f"https://{left}.{ending}/")
    assume(base.level is not Level.OFFICIAL)
    for host in (
        f"{lure}.{left}.{ending}",
        f"{left}-{lure}.{ending}",
        f"{lure}-{left}.{ending}",
        f"{left}{digits}.{ending}",
        f"{left}-{digits}.{ending}",
        f"id{digits}.{left}.{ending}",
        f"{left}.{cheap}",
    ):
        verdict = judged(f"https://{host}/")
        if verdict.level is Level.OFFICIAL or is_bystander(verdict):
            continue
        assert verdict.level.risk >= base.level.risk, host


def is_bystander(verdict: Verdict) -> bool:
    return default_brands().is_bystander(verdict.registrable_domain or "")


def one_edit_away(name: str, at: int, letter: str) -> Iterator[str]:
    at %= len(name)
    yield name[:at] + name[at + 1 :]
    yield name[:at] + letter + name[at:]
    yield name[:at] + letter + name[at + 1 :]
    yield name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]


LETTERS = st.sampled_from(f"{string.ascii_lowercase}{string.digits}-аеорсухіӏéüо0")
OWN_NAMES = sorted({name for brand in BRANDS for name in brand.main_names})
OWN_ENDINGS = sorted(
    {
        ending
        for brand in BRANDS
        for ending in brand.endings
        if parse_address(f"x.{ending}").suffix == parse_address(f"x.{ending}").host[2:]
    }
)


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(OWN_NAMES), st.integers(0, 30), LETTERS, ENDINGS | st.sampled_from(OWN_ENDINGS)
)
def test_likeness_alone_is_never_danger(name: str, at: int, letter: str, ending: str) -> None:
    for label in one_edit_away(name, at, letter):
        for host in (f"{label}.{ending}", f"www.{label}.{ending}"):
            try:
                verdict = judged(f"https://{host}/")
            except AddressError:
                continue
            assert verdict.level is not Level.DANGER, host


@pytest.mark.parametrize("brand", BRANDS, ids=lambda brand: brand.id)
def test_all_official_domains_are_official(brand: Brand) -> None:
    assert {judged(f"https://{domain}/").level for domain in brand.domains} <= {Level.OFFICIAL}


OFFICIAL = sorted({domain for brand in BRANDS for domain in brand.domains})
PATHS = st.sampled_from(
    ["", "order/812399", "pay-oplata/id22991", "avito.ru-pay.example", "card.apk", "%D0%B0?n=1"]
)
QUERIES = st.text(string.ascii_letters + string.digits + "=&.-:/@", max_size=30)


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(OFFICIAL),
    st.sampled_from(["", "www.", "pay.", "avito.", "id22991.", "a.b.c.", "аvito."]),
    PATHS,
    QUERIES,
)
def test_an_official_domain_is_official_whatever_stands_around_it(
    domain: str, subdomain: str, path: str, query: str
) -> None:
    url = f"https://{subdomain}{domain}/{path}?{query}"
    _, entry = default_brands().official(parse_address(url)) or (None, None)
    assume(entry is not None and not entry.user_content)
    assert judged(url).level is Level.OFFICIAL
