"""Dispatcher: takes questions from the queue, as many at a time as allowed, until it is stopped."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from server.logs import describe
from server.store.age_questions import Priority, Room
from server.store.age_upkeep import QueueUpkeep
from server.store.engine import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.domain_age.asking import Asker
    from server.store.age_questions import Claim, QuestionRepository

LOOK = 0.5
"""Seconds between two looks at the queue: budgets fill up, other processes leave questions."""

REROUTE = 2.0
"""Seconds between two looks for questions whose RDAP server is left alone."""

HOUR = 3600.0


class Dispatcher:
    """One loop a process; ``settled`` is told the domain of every question that was asked."""

    def __init__(
        self,
        asker: Asker,
        questions: QuestionRepository,
        workers: int,
        settled: Callable[[str], None],
    ) -> None:
        self._asker, self._settled = asker, settled
        self._workers = workers
        self._news = asyncio.Event()
        self._upkeep = QueueUpkeep(questions)
        self._tasks: dict[asyncio.Task[None], Priority] = {}
        self._loop: asyncio.Task[None] | None = None
        self._stopping = False
        self._reroute_at = self._drop_at = 0.0
        self._log = structlog.get_logger("sverka.age")

    def start(self) -> None:
        """Begin to take questions."""
        self._loop = asyncio.create_task(self._take())

    def wake(self) -> None:
        """Look at the queue now: there is something new in it."""
        self._news.set()

    async def close(self) -> None:
        """Stop; questions that are being asked go back to the queue.

        Only what waits for the network is broken off, never what writes to the database.
        """
        self._stopping = True
        self.wake()
        if self._loop is not None:
            await self._loop
        self._asker.stop()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _take(self) -> None:
        while not self._stopping:
            self._news.clear()
            if not await self._take_some():
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), LOOK)

    async def _take_some(self) -> bool:
        """Begin to ask what there is room for; whatever goes wrong, the next look may do better."""
        try:
            await self._tidy()
            room = self._room()
            claims = await self._asker.claim(room) if room.all else []
        except StoreError as error:
            self._log.warning("the queue of ages cannot be read", cause=str(error))
            return False
        except Exception as error:  # noqa: BLE001 - the loop must live: nobody else asks registries
            self._log.error("the queue of ages cannot be read", **describe(error))
            return False
        for claim in claims:
            task = asyncio.create_task(self._work(claim))
            self._tasks[task] = claim.priority
            task.add_done_callback(self._done)
        return bool(claims)

    def _room(self) -> Room:
        """Return what may be begun; lists get half, lest their slow registries stop sellers."""
        lists = sum(priority is Priority.BULK for priority in self._tasks.values())
        share = max(1, self._workers // 2)
        return Room(self._workers - len(self._tasks), max(0, share - lists))

    async def _work(self, claim: Claim) -> None:
        try:
            await self._asker.ask(claim)
        except StoreError as error:  # the lease runs out, and it is asked again
            self._log.warning("an age cannot be kept", cause=str(error))
        finally:
            self._settled(claim.question.domain)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.pop(task)
        self._news.set()

    async def _tidy(self) -> None:
        """Now and then, send what RDAP cannot answer to WHOIS, and drop what is old."""
        clock = time.monotonic()
        if clock >= self._reroute_at:
            self._reroute_at = clock + REROUTE
            stuck = await self._upkeep.stuck("rdap")
            elsewhere = [self._asker.whois_question(domain) for domain in stuck]
            if found := [question for question in elsewhere if question is not None]:
                await self._upkeep.reroute(found)
        if clock >= self._drop_at:
            self._drop_at = clock + HOUR
            await self._upkeep.drop_old()
