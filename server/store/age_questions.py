"""Questions about ages that wait for a registry: durable, shared by processes, most urgent first.

A question stands here until it is answered or given up. Whoever asks holds a lease on it: when the
process dies, the lease runs out and another one goes on. The budget of the server is taken in the
same transaction as the lease, so that all processes together keep within it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from server.store.ages import answered, keep
from server.store.budget import spend
from server.store.registry_servers import ServerRepository, server_row
from server.store.tables import AgeQuestionRow

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from server.store.ages import KeptAge
    from server.store.tables import RegistryServerRow

    Note = Callable[[RegistryServerRow], None]

LONGEST_WAIT = dt.timedelta(hours=1)
"""No lease and no wait between two tries is longer: a time beyond comes from a clock gone wrong."""


def utc_now() -> dt.datetime:
    """Return the present time in UTC."""
    return dt.datetime.now(dt.UTC)


class Priority(IntEnum):
    """Whose question comes first."""

    BULK = 1
    SELLER = 2


@dataclass(frozen=True, slots=True)
class Room:
    """How many more questions may be asked at the same time, and how many of them for lists."""

    all: int
    bulk: int


ROOM = Room(1, 1)
"""Room for one question, whosever it is."""


@dataclass(frozen=True, slots=True)
class Question:
    """A domain and whom to ask: protocol, target, and the server that the target stands on."""

    domain: str
    protocol: str
    target: str
    server: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A question that this process asks now; ``lease`` proves that it still holds it.

    ``hops`` counts the servers that led on to another, ``tries`` the failures at the present one.
    """

    question: Question
    priority: Priority
    hops: int
    tries: int
    lease: uuid.UUID


class QuestionRepository:
    """Orders, hands out and settles questions.

    ``clock`` is read when the database is ours: waiting for it may have taken longer than a lease.
    """

    def __init__(
        self, servers: ServerRepository, clock: Callable[[], dt.datetime] = utc_now
    ) -> None:
        self.servers, self.clock = servers, clock
        self.store = servers.store

    async def order(
        self,
        questions: Sequence[Question],
        priority: Priority,
        *,
        again: bool = False,
    ) -> None:
        """Put questions in the queue; one that waits there already only becomes more urgent.

        One that another process has answered meanwhile is left out, unless it is asked ``again``.
        """
        statement = insert(AgeQuestionRow)
        urgent = func.max(AgeQuestionRow.priority, statement.excluded.priority)
        upsert = statement.on_conflict_do_update(
            index_elements=["domain"], set_={"priority": urgent}
        )
        async with self.store.session(alone=True) as session:
            now = self.clock()
            names = [one.domain for one in questions]
            done = set() if again else await answered(session, names, now)
            rows = [_row(one, priority, now) for one in questions if one.domain not in done]
            if rows:
                # one statement for all rows; the session would write it anew for each block
                await (await session.connection()).execute(upsert, rows)

    async def claim(self, lease_seconds: float, room: Room = ROOM, only: str = "") -> list[Claim]:
        """Take the most urgent questions whose servers may be asked now, and a token for each.

        ``only`` names the one domain that is wanted. None: nothing can be asked at this time.
        """
        async with self.store.session() as session:  # looking first keeps the writers' lock free
            if not await self._next(session, self.clock(), room, only):
                return []
        async with self.store.session(alone=True) as session:
            now = self.clock()
            taken = await self._next(session, now, room, only)
            for row in taken:
                budget = self.servers.budget_of(row.protocol, row.server)
                spend(await server_row(session, row.server, budget, now), budget, now)
                row.lease = uuid.uuid4()
                row.leased_until = now + dt.timedelta(seconds=lease_seconds)
            return [_claim(row) for row in taken]

    async def settle(self, claim: Claim, age: KeptAge, note: Note) -> None:
        """Keep the answer, take the question from the queue; ``note`` tells how its server did."""
        async with self.store.session(alone=True) as session:
            await self._note(session, claim, note)
            ours = await session.execute(
                delete(AgeQuestionRow).where(*_held(claim)).returning(AgeQuestionRow.domain)
            )
            # who lost the lease was overtaken: but a date is a date
            if ours.first() is not None or age.status == "known":
                await keep(session, age)

    async def go_on(self, claim: Claim, onward: Question, note: Note) -> None:
        """Let another server be asked next; its own budget decides when."""
        place = {
            "protocol": onward.protocol,
            "target": onward.target,
            "server": onward.server,
            "hops": claim.hops + 1,
            "tries": 0,
        }
        await self._change(claim, note, place)

    async def try_later(self, claim: Claim, note: Note, seconds: float) -> None:
        """Ask the same server again after a failure."""
        due_at = self.clock() + dt.timedelta(seconds=seconds)
        await self._change(claim, note, {"due_at": due_at, "tries": claim.tries + 1})

    async def put_back(self, claim: Claim, note: Note) -> None:
        """Let the question wait as before: its server had no time, or this process stops."""
        await self._change(claim, note, {})

    async def waiting(self, domains: Collection[str]) -> set[str]:
        """Return those of the domains that stand in the queue."""
        query = select(AgeQuestionRow.domain).where(AgeQuestionRow.domain.in_(list(domains)))
        async with self.store.session() as session:
            return set(await session.scalars(query))

    async def resting(self, domains: Collection[str]) -> set[str]:
        """Return those of the domains whose question waits for a server that is left alone."""
        paused = await self.servers.paused(self.clock())
        query = select(AgeQuestionRow.domain).where(
            AgeQuestionRow.domain.in_(list(domains)),
            AgeQuestionRow.leased_until.is_(None),
            AgeQuestionRow.server.in_(paused),
        )
        async with self.store.session() as session:
            return set(await session.scalars(query)) if paused else set()

    async def _next(
        self, session: AsyncSession, now: dt.datetime, room: Room, only: str
    ) -> list[AgeQuestionRow]:
        """Return the most urgent questions that can be asked now, at most one of each server."""
        due = free(now, only)
        servers = await self.servers.open(session, due, now)
        if not servers.for_sellers:
            return []
        askable = or_(
            AgeQuestionRow.server.in_(servers.for_all),
            and_(
                AgeQuestionRow.server.in_(servers.for_sellers),
                AgeQuestionRow.priority == Priority.SELLER,
            ),
        )
        urgent = (AgeQuestionRow.priority.desc(), AgeQuestionRow.asked_at)
        place = func.row_number().over(partition_by=AgeQuestionRow.server, order_by=urgent)
        ranked = select(AgeQuestionRow.domain, place.label("place")).where(due, askable).subquery()
        first = select(ranked.c.domain).where(ranked.c.place == 1)
        query = select(AgeQuestionRow).where(AgeQuestionRow.domain.in_(first))
        rows = list(await session.scalars(query.order_by(*urgent).limit(room.all)))
        sellers = [row for row in rows if row.priority >= Priority.SELLER]
        return sellers + [row for row in rows if row.priority < Priority.SELLER][: room.bulk]

    async def _change(self, claim: Claim, note: Note, values: dict[str, Any]) -> None:
        freed = update(AgeQuestionRow).where(*_held(claim))
        async with self.store.session(alone=True) as session:
            await self._note(session, claim, note)
            await session.execute(freed.values(lease=None, leased_until=None, **values))

    async def _note(self, session: AsyncSession, claim: Claim, note: Note) -> None:
        place = claim.question
        budget = self.servers.budget_of(place.protocol, place.server)
        note(await server_row(session, place.server, budget, self.clock()))


def _claim(row: AgeQuestionRow) -> Claim:
    if row.lease is None:
        raise AssertionError("a question that is claimed has a lease")
    question = Question(row.domain, row.protocol, row.target, row.server)
    return Claim(question, Priority(row.priority), row.hops, row.tries, row.lease)


def free(now: dt.datetime, only: str) -> ColumnElement[bool]:
    """Return the condition under which a question is due and nobody asks it."""
    leased, due_at = AgeQuestionRow.leased_until, AgeQuestionRow.due_at
    unheld = or_(leased.is_(None), leased <= now, leased > now + LONGEST_WAIT)
    due = and_(or_(due_at <= now, due_at > now + LONGEST_WAIT), unheld)
    return and_(due, AgeQuestionRow.domain == only) if only else due


def _held(claim: Claim) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return AgeQuestionRow.domain == claim.question.domain, AgeQuestionRow.lease == claim.lease


def _row(question: Question, priority: Priority, now: dt.datetime) -> dict[str, Any]:
    return {
        "domain": question.domain,
        "priority": int(priority),
        "asked_at": now,
        "due_at": now,
        "protocol": question.protocol,
        "target": question.target,
        "server": question.server,
        "hops": 0,
        "tries": 0,
    }
