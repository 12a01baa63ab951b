"""Registries: whom to ask about a domain, how often, and the asking itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from server.domain_age.rdap import Rdap
from server.domain_age.rdap_bootstrap import Bootstrap
from server.domain_age.whois import Whois
from server.domain_age.whois_back_ends import back_end_of
from server.domain_age.whois_servers import WhoisServers
from server.net import AddressPolicy
from server.store.budget import Budget

if TYPE_CHECKING:
    from server.domain_age.steps import Answer, Step
    from server.settings import Settings


class Registries:
    """All registries that can be asked, as the settings have them."""

    def __init__(self, settings: Settings, bootstrap: Bootstrap, servers: WhoisServers) -> None:
        self._settings, self._bootstrap, self._servers = settings, bootstrap, servers
        self._single: dict[str, int] = {}
        for name, per_minute in settings.server_budgets.items():  # of one operator's, the least
            owner = back_end_of(name)
            self._single[owner] = min(per_minute, self._single.get(owner, per_minute))
        policy = AddressPolicy(settings.allowed_networks, bootstrap.trusted | servers.trusted)
        self._rdap = Rdap(policy, settings.rdap_timeout_seconds, settings.rdap_max_bytes)
        self._whois = Whois(
            servers, policy, settings.whois_timeout_seconds, settings.whois_max_bytes
        )

    @classmethod
    async def open(cls, settings: Settings) -> Self:
        """Read the lists of servers.

        Raises:
            SettingsError: a list that a setting names cannot be used.
        """
        servers = WhoisServers.load(settings.whois_overrides)
        plain = AddressPolicy(settings.allowed_networks)
        bootstrap = await Bootstrap.load(settings.rdap_bootstrap, settings.data_dir, plain)
        return cls(settings, bootstrap, servers)

    async def close(self) -> None:
        """Close all connections."""
        await self._rdap.close()

    @property
    def longest(self) -> float:
        """Seconds that one question may take at most."""
        return max(self._settings.rdap_timeout_seconds, self._settings.whois_timeout_seconds)

    def steps_for(self, domain: str) -> tuple[Step, ...]:
        """Return whom to ask, best first: RDAP where the registry has it, WHOIS else."""
        both = (self._bootstrap.step_for(domain), self._servers.step_for(domain))
        return tuple(step for step in both if step is not None)

    def budget_of(self, protocol: str, server: str) -> Budget:
        """Return how often a server may be asked, by setting, published terms or default."""
        single = self._single.get(server)
        if protocol == "rdap":
            return Budget(single or self._settings.rdap_per_minute)
        published = self._servers.per_minute(server)
        return Budget(single or published or self._settings.whois_per_minute)

    async def ask(self, step: Step, domain: str) -> Answer:
        """Put one question to one server.

        Raises:
            LookupFailed: it gave no answer that can be used.
        """
        asked = self._rdap if step.protocol == "rdap" else self._whois
        return await asked.ask(step, domain)
