"""Addresses: what a person pastes, what a scammer writes, what the standards' tables demand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.address import MAX_URL_LENGTH, AddressError, parse_address, refang

HOSTS = [
    # (what stands in the chat, the host a browser opens, what somebody registered)
    ("avito.ru", "avito.ru", "avito.ru"),
    ("AVITO.RU/Moskva", "avito.ru", "avito.ru"),
    ("https://avito.ru./", "avito.ru", "avito.ru"),
    ("avito.ru:8080/x", "avito.ru", "avito.ru"),
    ("localhost:8000", "localhost", None),
    ("//shop.example/x", "shop.example", "shop.example"),
    ("http:\\\\shop.example\\x", "shop.example", "shop.example"),
    # a backslash ends the host, an @ after it is only path
    ("http://avito.ru\\@evil.test/", "avito.ru", "avito.ru"),
    ("https://avito.ru@evil.test/", "evil.test", "evil.test"),
    ("http://avito.ru%2eevil.test/", "avito.ru.evil.test", "evil.test"),
    ("http://av\tito.ru/", "avito.ru", "avito.ru"),
    ("http://\uff41vito.ru/", "avito.ru", "avito.ru"),
    ("http://avito\u3002ru/", "avito.ru", "avito.ru"),
    ("почта.рф", "xn--80a1acny.xn--p1ai", "xn--80a1acny.xn--p1ai"),
    ("http://0x7f.1/", "127.0.0.1", None),
    ("http://[::1]:80/", "[::1]", None),
    # strangers share these suffixes
    ("avito.vercel.app", "avito.vercel.app", "avito.vercel.app"),
    ("https://vercel.app/", "vercel.app", None),
    # an ending nobody registered yet counts as a suffix
    ("pay.shop.unlisted", "pay.shop.unlisted", "shop.unlisted"),
    # made harmless for quoting
    ("hxxps://avito[.]ru/x", "avito.ru", "avito.ru"),
    ("hxxp[:]//avito(.)ru", "avito.ru", "avito.ru"),
    ("avito[dot]ru", "avito.ru", "avito.ru"),
]

REFUSED = [
    ("", "url-empty"),
    ("   ", "url-empty"),
    ("просто текст", "url-invalid"),
    ("javascript:alert(1)", "url-scheme"),
    ("javascript:1", "url-scheme"),
    ("data:text/html,<b>x</b>", "url-scheme"),
    ("mailto:ivan@mail.example", "url-scheme"),
    ("http://", "url-invalid"),
    ("http://a\ud800b.ru/", "url-invalid"),
    ("https://xn--a-\u00e4.example/", "url-invalid"),
    ("http://1.2.3.4.5.6/", "url-invalid"),
    ("https://" + "a" * MAX_URL_LENGTH, "url-too-long"),
]


@pytest.mark.parametrize(("text", "host", "registrable"), HOSTS)
def test_host(text: str, host: str, registrable: str | None) -> None:
    address = parse_address(text)
    assert (address.host, address.registrable_domain) == (host, registrable)


@pytest.mark.parametrize(("text", "code"), REFUSED, ids=lambda value: repr(value)[:40])
def test_refused_with_remedy(text: str, code: str) -> None:
    with pytest.raises(AddressError) as caught:
        parse_address(text)
    assert caught.value.code == code
    assert len(str(caught.value)) > 20


def test_error_shows_no_query() -> None:
    with pytest.raises(AddressError) as caught:
        parse_address("ftp://shop.example/?card=4111111111111111")
    assert "4111" not in str(caught.value)


def test_labels_are_read_in_unicode() -> None:
    address = parse_address("https://www.avito.xn--e1afmkfd.xn--p1ai/")
    assert address.subdomain_labels == ("www", "avito")
    assert address.registrable_label == "пример"


@given(st.text(max_size=300))
def test_any_text_gives_an_address_or_an_address_error(text: str) -> None:
    try:
        address = parse_address(text)
    except AddressError:
        return
    assert address.host == address.host.lower()
    if address.registrable_domain:
        assert address.host.endswith(address.registrable_domain)


@given(st.from_regex(r"[a-z]{1,10}(\.[a-z]{1,10}){1,3}", fullmatch=True))
def test_surroundings_never_change_the_host(host: str) -> None:
    expected = parse_address(host).host
    for text in (
        f"http://{host}",
        f"HTTPS://{host.upper()}/",
        f"https://{host}:443/#x",
        f" {host} ",
    ):
        assert parse_address(text).host == expected


@given(st.from_regex(r"[a-z]{1,10}(\.[a-z]{1,10}){1,3}", fullmatch=True))
def test_refang_undoes_defanging(host: str) -> None:
    defanged = "hxxps://" + host.replace(".", "[.]")
    assert refang(defanged) == f"https://{host}"
