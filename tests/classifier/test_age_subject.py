"""Which name a registry may be asked about, and for which cases none is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.address import AddressError, parse_address
from classifier.age_subject import age_subject, registered_name
from classifier.assess import default_lists, target_of
from classifier.brands import default_brands
from classifier.case import Case
from classifier.suffixes import SUFFIX_LIST, is_private_suffix, split_host

NAMES = [
    # address, the registered name, whether its age belongs into a case
    ("https://youla.id22991.site/pay/8123", "id22991.site", True),
    ("https://bakery.co.uk/", "bakery.co.uk", True),
    ("https://магазин.рф/", "xn--80aairftm.xn--p1ai", True),
    ("HTTPS://WWW.BAKERY.RU.", "bakery.ru", True),
    ("bakery.ru", "bakery.ru", True),
    ("https://x.city.kawasaki.jp/", "city.kawasaki.jp", True),
    # behind a redirecting page stands another; what hides its target has no age to tell
    ("https://vk.com/away.php?to=https%3A%2F%2Favito.bakery.ru%2F", "vk.com", "bakery.ru"),
    ("https://vk.com/away.php?to=%ff%fe", "vk.com", False),
    ("https://clck.ru/3AbCdE", "clck.ru", False),
    # known organisations
    ("https://www.avito.ru/elista", "avito.ru", False),
    ("https://forms.yandex.ru/u/65f", "yandex.ru", False),
    # strangers share the name
    ("https://avito.vercel.app/", None, False),
    ("https://a.b.github.io/", None, False),
    ("https://shop.bitrix24.site/", "bitrix24.site", False),
    ("https://x.y.compute.amazonaws.com/", None, False),
    ("https://bakery.com.ru:8443/x?y#z", None, False),
    # no name at all
    ("http://203.0.113.7/", None, False),
    ("http://[2001:db8::1]/", None, False),
    ("https://co.uk/", None, False),
    ("https://vercel.app/", None, False),
    ("http://localhost/", None, False),
    # whether somebody sells names here, the registries' lists say
    ("https://printer.local/", "printer.local", True),
    ("https://avito.bakery.example/", "bakery.example", True),
]


@pytest.mark.parametrize(("url", "name", "asked"), NAMES)
def test_the_name_and_whether_its_age_is_asked(
    url: str, name: str | None, *, asked: bool | str
) -> None:
    assert registered_name(parse_address(url)) == name
    expected = name if asked is True else asked or None
    assert age_subject(Case(url)) == expected


def test_lists_may_be_handed_in() -> None:
    assert age_subject(Case("https://bakery.ru/"), default_lists()) == "bakery.ru"


@pytest.mark.parametrize("url", ["", "not a url", "ftp://bakery.ru/"])
def test_what_is_no_address_is_refused_as_everywhere(url: str) -> None:
    with pytest.raises(AddressError):
        age_subject(Case(url))


def test_official_domains_are_never_asked_but_have_names() -> None:
    for brand in default_brands():
        for domain in brand.domains:
            assert age_subject(Case(f"https://{domain}/")) is None
            address = parse_address(f"https://{domain}/")
            if not is_private_suffix(address.suffix):
                assert registered_name(address) == address.registrable_domain


def test_every_suffix_of_the_list_is_the_companys_or_the_registrys() -> None:
    public, private = SUFFIX_LIST.read_text("utf-8").split("// ===BEGIN PRIVATE DOMAINS===")
    for part, is_private in ((public, False), (private, True)):
        rules = [line for line in part.splitlines() if line and not line.startswith(("//", "!"))]
        assert len(rules) > 1000
        for rule in rules:
            host = parse_address(f"https://bakery-1.{rule.replace('*', 'any')}/").host
            suffix = split_host(host)[1]
            assert is_private_suffix(suffix) is is_private, rule


hosts = st.from_regex(r"[a-z0-9-]{1,12}(\.[a-z0-9-]{1,12}){0,4}", fullmatch=True)
SUFFIXES = st.sampled_from("ru com vercel.app co.uk example test local xn--p1ai ck".split())


@settings(deadline=None, max_examples=300)
@given(hosts, SUFFIXES)
def test_a_subject_is_always_a_registrable_domain_in_ascii(host: str, suffix: str) -> None:
    case = Case(f"https://{host}.{suffix}/")
    try:
        address = target_of(case).address
    except AddressError:
        return
    subject = age_subject(case)
    assert subject in {None, address.registrable_domain}
    if subject is not None:
        assert subject.isascii()
        assert subject == subject.lower()
        assert subject == registered_name(address)
        assert split_host(subject)[0] == subject
