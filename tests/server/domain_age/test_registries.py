"""How often a server may be asked: by setting, by its published terms, by default."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from server.domain_age.registries import Registries

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.settings import Settings

pytestmark = pytest.mark.anyio

OWN = {"whois.nic.site": 9, "whois.nic.store": 5, "whois.tcinet.ru": 7, "rdap.example": 3}


@pytest.mark.parametrize(
    ("protocol", "server", "set_alone", "by_default"),
    [
        ("whois", "whois.tcinet.ru", 7, 30),
        ("whois", "whois.radix.host", 5, 44),  # the least of what is said of one operator's names
        ("whois", "whois.bakery.example", 44, 44),
        ("rdap", "rdap.example", 3, 55),
        ("rdap", "rdap.bakery.example", 55, 55),
    ],
)
async def test_the_budget_of_a_server(
    aged: Callable[..., Settings], protocol: str, server: str, set_alone: int, by_default: int
) -> None:
    common = {"whois_per_minute": 44, "rdap_per_minute": 55, "whois_overrides": {}}
    for budgets, expected in ((OWN, set_alone), ({}, by_default)):
        registries = await Registries.open(aged(**common, server_budgets=budgets))
        assert registries.budget_of(protocol, server).per_minute == expected
        await registries.close()
