"""Servers of registries as all processes on this database see them: budget left, pauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from server.store.budget import Budget, is_paused, tokens_at
from server.store.tables import AgeQuestionRow, RegistryServerRow

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from server.store.engine import Store

PARALLEL = 2
"""Questions to one server at the same time: registries' terms frown on more."""


@dataclass(frozen=True, slots=True)
class BudgetLeft:
    """What is left of a server's budget: so many questions may be asked at once.

    ``pause`` tells why it is left alone until ``paused_until`` (UTC): throttled or failing.
    """

    server: str
    per_minute: int
    tokens: float
    paused_until: dt.datetime | None
    pause: str | None


@dataclass(frozen=True, slots=True)
class OpenServers:
    """Servers that may be asked now, by whose question it is; sellers may use the reserve too."""

    for_sellers: tuple[str, ...]
    for_all: tuple[str, ...]


class ServerRepository:
    """Reads how things stand with servers.

    ``budget_of`` gives a server's budget from its protocol and name.
    """

    def __init__(self, store: Store, budget_of: Callable[[str, str], Budget]) -> None:
        self.store = store
        self.budget_of = budget_of

    async def left(self, protocol: str, server: str, now: dt.datetime) -> BudgetLeft:
        """Return what is left of a server's budget."""
        budget = self.budget_of(protocol, server)
        async with self.store.session() as session:
            row = await session.get(RegistryServerRow, server)
        if row is None:
            return BudgetLeft(server, budget.per_minute, float(budget.burst), None, None)
        paused = is_paused(row, now)
        return BudgetLeft(
            server,
            budget.per_minute,
            max(0.0, tokens_at(row, budget, now)),
            row.paused_until if paused else None,
            row.pause if paused else None,
        )

    async def paused(self, now: dt.datetime) -> set[str]:
        """Return all servers that are left alone at this time."""
        query = select(RegistryServerRow).where(RegistryServerRow.paused_until > now)
        async with self.store.session() as session:
            return {row.server for row in await session.scalars(query) if is_paused(row, now)}

    async def open(
        self, session: AsyncSession, free: ColumnElement[bool], now: dt.datetime
    ) -> OpenServers:
        """Return which servers of the ``free`` questions may be asked now, within a transaction."""
        wanted = select(AgeQuestionRow.server, AgeQuestionRow.protocol).where(free).distinct()
        places = (await session.execute(wanted)).all()
        names = [server for server, _ in places]
        known = select(RegistryServerRow).where(RegistryServerRow.server.in_(names))
        rows = {row.server: row for row in await session.scalars(known)}
        asked = await _being_asked(session, names, now)
        sellers, everybody = [], []
        for server, protocol in places:
            if asked.get(server, 0) >= PARALLEL:
                continue
            row, budget = rows.get(server), self.budget_of(protocol, server)
            if row is not None and is_paused(row, now):
                continue
            tokens = budget.burst if row is None else tokens_at(row, budget, now)
            if tokens >= 1:
                sellers.append(server)
            if tokens >= 1 + budget.reserve:
                everybody.append(server)
        return OpenServers(tuple(sellers), tuple(everybody))


async def server_row(
    session: AsyncSession, server: str, budget: Budget, now: dt.datetime
) -> RegistryServerRow:
    """Return a server's row, made with a full budget when it was never asked."""
    row = await session.get(RegistryServerRow, server)
    if row is None:
        row = RegistryServerRow(
            server=server, tokens=float(budget.burst), counted_at=now, failures=0
        )
        session.add(row)
    return row


async def _being_asked(
    session: AsyncSession, servers: list[str], now: dt.datetime
) -> dict[str, int]:
    query = (
        select(AgeQuestionRow.server, func.count())
        .where(AgeQuestionRow.server.in_(servers), AgeQuestionRow.leased_until > now)
        .group_by(AgeQuestionRow.server)
    )
    return dict((await session.execute(query)).all())
