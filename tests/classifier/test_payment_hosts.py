"""The list of payment hosts: what it finds, what it must not, and how it refuses a wrong file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.brands import default_brands
from classifier.data_files import DataError
from classifier.payment_hosts import load_payment_hosts, payment_host

if TYPE_CHECKING:
    from pathlib import Path

HOSTS = load_payment_hosts()
LABELS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("host", "provider", "role", "user_content"),
    [
        ("yookassa.ru", "YooKassa", "psp", False),
        ("securepay.tinkoff.ru", "T-Bank", "bank-page", False),
        ("widget.cloudpayments.ru", "CloudPayments", "widget", False),
        ("orders.cloudpayments.ru", "CloudPayments", "psp", False),
        ("js.stripe.com", "Stripe", "widget", False),
        ("buy.stripe.com", "Stripe", "psp", True),
        ("acs1.sbrf.ru", "Sber", "acs", False),
        ("3ds.payment.ru", "PSB", "acs", False),
        ("some-shop.server.paykeeper.ru", "PayKeeper", "psp", True),
        ("some-shop.payform.ru", "Prodamus", "psp", True),
    ],
)
def test_finds_the_closest_host(host: str, provider: str, role: str, *, user_content: bool) -> None:
    found = payment_host(host)
    assert found is not None
    assert (found.provider, found.role, found.user_content) == (provider, role, user_content)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "ru",
        "stripe.com",
        "js.stripe.com.example",
        "notyookassa.ru",
        "yookassa.ru-pay.example",
        "sbrf.ru",
        "oplatagosuslug.ru",
        "pay.freekassa.ru",
    ],
)
def test_knows_nothing_of_other_hosts(host: str) -> None:
    assert payment_host(host) is None


@given(LABELS)
def test_everything_below_a_host_is_the_provider_s(label: str) -> None:
    for host, entry in HOSTS.items():
        below = payment_host(f"{label}.{host}")
        assert below is not None
        assert below.host in (host, f"{label}.{host}")
        assert below.provider == entry.provider or below.host != host


@given(LABELS)
def test_a_host_as_a_label_of_a_stranger_is_not_the_provider_s(label: str) -> None:
    for host in HOSTS:
        assert payment_host(f"{host}.{label}.example") is None
        assert payment_host(f"{host}-{label}.example") is None


def test_strangers_words_are_marked_as_in_the_brand_files() -> None:
    """A host that a brand file calls strangers' content is so here as well."""
    brands = default_brands()
    for host, entry in HOSTS.items():
        if (owner := brands.official_host(host)) and owner[1].user_content:
            assert entry.user_content, host


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("hosts: []", "hosts"),
        ("hosts: [{host: a.test, provider: A, role: psp}]", "confirmed"),
        ("hosts: [{host: a.test, provider: A, role: shop, confirmed: x}]", "role"),
        ("hosts: [{host: 'https://a.test', provider: A, role: psp, confirmed: x}]", "host"),
        (
            "hosts:\n- &entry {host: a.test, provider: A, role: psp, confirmed: x}\n- *entry",
            "a.test stands twice",
        ),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "payment_hosts.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"lexicon/payment_hosts\.yml") as error:
        load_payment_hosts(path)
    assert told in str(error.value)
