"""Ages of domains as registries told them, kept for as long as they may be believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from server.store.tables import DomainAgeRow

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from sqlalchemy.ext.asyncio import AsyncSession

    from server.store.engine import Store

AgeAnswer = Literal["known", "not-found", "unavailable"]

AT_ONCE = 500
"""Domains in one query; SQLite takes 32,766 variables, older builds 999."""


@dataclass(frozen=True, slots=True)
class KeptAge:
    """What is kept of one domain; times are in UTC.

    ``registered`` is there for ``known`` only. After ``ask_again_at`` the answer is asked anew.
    """

    domain: str
    status: AgeAnswer
    registered: dt.datetime | None
    source: str | None
    server: str | None
    registrar: str
    name_servers: tuple[str, ...]
    answered_at: dt.datetime
    ask_again_at: dt.datetime


class AgeRepository:
    """Reads what is known of domains' ages."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def of(self, domains: Collection[str]) -> dict[str, KeptAge]:
        """Return what is kept of these domains; one that was never answered is left out."""
        names = list(domains)
        found: dict[str, KeptAge] = {}
        async with self.store.session() as session:
            for start in range(0, len(names), AT_ONCE):
                query = select(DomainAgeRow).where(
                    DomainAgeRow.domain.in_(names[start : start + AT_ONCE])
                )
                found.update((row.domain, _kept(row)) for row in await session.scalars(query))
        return found


async def answered(session: AsyncSession, domains: list[str], now: dt.datetime) -> set[str]:
    """Return those of the domains whose answer need not be asked anew yet."""
    found: set[str] = set()
    for start in range(0, len(domains), AT_ONCE):
        query = select(DomainAgeRow.domain).where(
            DomainAgeRow.domain.in_(domains[start : start + AT_ONCE]),
            DomainAgeRow.ask_again_at > now,
        )
        found.update(await session.scalars(query))
    return found


async def keep(session: AsyncSession, age: KeptAge) -> None:
    """Write an answer; a date that was known stays when the registry now merely fails to answer."""
    values = {name: getattr(age, name) for name in KeptAge.__slots__}
    values["name_servers"] = list(age.name_servers)
    changed = values
    if age.status == "unavailable":
        row = await session.get(DomainAgeRow, age.domain)
        if row is not None and row.status == "known":
            changed = {"ask_again_at": age.ask_again_at}
    statement = insert(DomainAgeRow).values(values)
    await session.execute(statement.on_conflict_do_update(index_elements=["domain"], set_=changed))


def _kept(row: DomainAgeRow) -> KeptAge:
    return KeptAge(
        domain=row.domain,
        status=row.status,  # type: ignore[arg-type]  # only ``keep`` writes it
        registered=row.registered,
        source=row.source,
        server=row.server,
        registrar=row.registrar,
        name_servers=tuple(row.name_servers),
        answered_at=row.answered_at,
        ask_again_at=row.ask_again_at,
    )
