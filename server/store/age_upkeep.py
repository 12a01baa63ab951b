"""Upkeep of the queue: questions sent elsewhere when their server rests, old rows dropped."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from server.store.age_questions import free
from server.store.tables import AgeQuestionRow, DomainAgeRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.store.age_questions import Question, QuestionRepository

GIVEN_UP_AFTER = dt.timedelta(days=2)
"""Questions that nobody could answer for so long are dropped; the next check asks anew."""

FORGOTTEN_AFTER = dt.timedelta(days=180)
"""An answer that nobody has asked for so long after its time is dropped."""

MOST_REROUTED = 200
"""Questions that are sent elsewhere in one go."""


class QueueUpkeep:
    """Keeps a queue of questions moving and small."""

    def __init__(self, questions: QuestionRepository) -> None:
        self.servers, self.store = questions.servers, questions.store
        self.clock = questions.clock

    async def stuck(self, protocol: str) -> list[str]:
        """Return domains that wait for a server of this protocol that is left alone."""
        now = self.clock()
        resting = await self.servers.paused(now)
        query = select(AgeQuestionRow.domain).where(
            AgeQuestionRow.protocol == protocol,
            AgeQuestionRow.server.in_(resting),
            free(now, ""),
        )
        async with self.store.session() as session:
            return list(await session.scalars(query.limit(MOST_REROUTED))) if resting else []

    async def reroute(self, questions: Sequence[Question]) -> None:
        """Have waiting questions asked elsewhere; those that are being asked by now stay."""
        async with self.store.session(alone=True) as session:
            now = self.clock()
            for one in questions:
                elsewhere = update(AgeQuestionRow).where(free(now, one.domain))
                place = {"protocol": one.protocol, "target": one.target, "server": one.server}
                await session.execute(elsewhere.values(hops=AgeQuestionRow.hops + 1, **place))

    async def drop_old(self) -> None:
        """Drop questions that nobody could answer in time, and answers nobody has asked for since.

        An answer goes ``FORGOTTEN_AFTER`` the day when it was to be asked anew.
        """
        now = self.clock()
        async with self.store.session(alone=True) as session:
            await session.execute(
                delete(AgeQuestionRow).where(AgeQuestionRow.asked_at < now - GIVEN_UP_AFTER)
            )
            await session.execute(
                delete(DomainAgeRow).where(DomainAgeRow.ask_again_at < now - FORGOTTEN_AFTER)
            )
