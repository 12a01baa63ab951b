"""Dispatcher: takes questions from the queue, as many at a time as allowed, until it is stopped."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from server.store.engine import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.domain_age.asking import Asker
    from server.store.age_questions import Claim, QuestionRepository

LOOK = 0.5
"""Seconds between two looks at the queue: budgets fill up, other processes leave questions."""

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
        self._asker, self._questions, self._settled = asker, questions, settled
        self._workers = workers
        self._news = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop: asyncio.Task[None] | None = None
        self._stopping = False
        self._tidy_at = 0.0
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
        await asyncio.gather(*self._tasks)

    async def _take(self) -> None:
        while not self._stopping:
            await self._tidy()
            self._news.clear()
            room = self._workers - len(self._tasks)
            claims = await self._claim(room) if room else []
            for claim in claims:
                task = asyncio.create_task(self._work(claim))
                self._tasks.add(task)
                task.add_done_callback(self._done)
            if not claims:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), LOOK)

    async def _claim(self, room: int) -> list[Claim]:
        try:
            return await self._asker.claim(room)
        except StoreError as error:
            self._log.warning("the queue of ages cannot be read", cause=str(error))
            return []

    async def _work(self, claim: Claim) -> None:
        try:
            await self._asker.ask(claim)
        except StoreError as error:  # the lease runs out, and it is asked again
            self._log.warning("an age cannot be kept", cause=str(error))
        finally:
            self._settled(claim.question.domain)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._news.set()

    async def _tidy(self) -> None:
        """Once an hour, drop questions that nobody could answer."""
        if time.monotonic() < self._tidy_at:
            return
        self._tidy_at = time.monotonic() + HOUR
        with suppress(StoreError):
            await self._questions.drop_old()
