"""Resolver: how old a domain is, as far as it is known, without letting anybody wait for long.

What was answered comes from memory or the store. What was not is ordered: the question stands in
the store's queue, some process asks the registry when its budget allows, and the next check has the
answer. Nothing that a registry or the network does raises here.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Self

import structlog

from server.domain_age.asking import Asker, question_for
from server.domain_age.dispatcher import Dispatcher
from server.domain_age.facts import NOT_ASKED, PENDING, UNAVAILABLE, Known, fact_of, is_fresh
from server.domain_age.flights import Flights
from server.domain_age.memory import Memory
from server.domain_age.registries import Registries
from server.logs import describe
from server.store.age_questions import Priority, QuestionRepository, utc_now
from server.store.ages import AgeRepository
from server.store.engine import StoreError
from server.store.registry_servers import ServerRepository

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from classifier.case import AgeFact
    from server.domain_age.steps import Step
    from server.settings import Settings
    from server.store.ages import KeptAge
    from server.store.engine import Store

FOREIGN_LOOK = 0.2
"""Seconds between two looks into the store for answers that another process got."""

STORE_SECONDS = 0.1
"""How long a check waits for the store at least; asked for one domain, it answers in a tenth."""

STALE_SECONDS = 60.0
"""How long an old answer is repeated from memory while it is asked anew."""


class AgeResolver:
    """Ages of domains for checks; one a process."""

    def __init__(self, settings: Settings, store: Store, registries: Registries) -> None:
        self._settings, self.registries = settings, registries
        self.servers = ServerRepository(store, registries.budget_of)
        self.questions = QuestionRepository(self.servers)
        self.ages = AgeRepository(store)
        self.asker = Asker(settings, registries, self.questions)
        self._memory = Memory()
        self._flights = Flights()
        self._arrivals: list[str] = []
        self._due: dict[str, None] = {}
        self._reading = self._ordering = False
        self._dispatcher = Dispatcher(
            self.asker, self.questions, settings.age_workers, self._look_soon
        )
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._log = structlog.get_logger("sverka.age")

    @classmethod
    async def open(cls, settings: Settings, store: Store) -> Self:
        """Read the lists of registries and begin to ask.

        Raises:
            SettingsError: a list that a setting names cannot be used.
        """
        resolver = cls(settings, store, await Registries.open(settings))
        if settings.age_lookups:
            resolver._dispatcher.start()
            resolver._keep(asyncio.create_task(resolver._look_for_foreign()))
        return resolver

    async def close(self) -> None:
        """Stop asking; questions that wait stay in the store."""
        self._stopping.set()
        try:
            await self._dispatcher.close()
            while self._tasks:  # one that reads may leave one that writes behind
                await asyncio.gather(*self._tasks)
        finally:
            await self.registries.close()

    async def ask(self, domain: str, wait_seconds: float) -> AgeFact:
        """Return the age of a registrable domain, in ASCII; wait for it at most so long.

        An age that is not there in time comes as ``pending``; a registry that cannot be asked
        now, or gives no date, as ``unavailable``; where no server is known, as ``not-asked``.
        """
        remembered = self._memory.get(domain)
        if remembered is not None:
            return fact_of(remembered)
        with self._flights.boarded(domain) as (flight, new):
            if new:
                self._arrivals.append(domain)
                self._read_soon()
            return await flight.wait(wait_seconds, STORE_SECONDS) or PENDING

    async def cached(self, domains: Collection[str]) -> Known:
        """Return what is known of the domains by now, and which are to be asked (anew)."""
        ages = {domain: age for domain in domains if (age := self._memory.get(domain))}
        missing = [domain for domain in domains if domain not in ages]
        if missing:
            try:
                kept = await self.ages.of(missing)
            except StoreError as error:
                self._log.warning("ages cannot be read", cause=str(error))
                kept = {}
            ages |= {domain: age for domain, age in kept.items() if self._tellable(age)}
        due = [domain for domain in domains if domain not in ages or not is_fresh(ages[domain])]
        return Known({domain: fact_of(age) for domain, age in ages.items()}, due)

    async def order(
        self, domains: Collection[str], priority: Priority = Priority.BULK
    ) -> dict[str, AgeFact]:
        """Have the domains asked in the background; return their state."""
        if not self._settings.age_lookups:
            return {}
        try:
            wanted = await self._put_in_queue(domains, priority)
        except StoreError as error:
            self._log.warning("ages cannot be ordered", cause=str(error))
            return dict.fromkeys(domains, UNAVAILABLE)
        return dict.fromkeys(wanted, PENDING)

    def _read_soon(self) -> None:
        if not self._reading:
            self._reading = True
            self._keep(asyncio.create_task(self._read_arrivals()))

    async def _read_arrivals(self) -> None:
        """Look into the store for all who arrived while it was busy with those before.

        Questions are written apart, so that nobody whose answer is there waits for a writer.
        """
        try:
            while self._arrivals:
                domains, self._arrivals = list(dict.fromkeys(self._arrivals)), []
                with self._told_unavailable(domains):
                    due = await self._read(domains)
                    self._due.update(dict.fromkeys(due))
                if self._due and not self._ordering:
                    self._ordering = True
                    self._keep(asyncio.create_task(self._order_due()))
        finally:
            self._reading = False

    async def _read(self, domains: list[str]) -> list[str]:
        """Tell what the store knows; return the domains that are to be asked (anew)."""
        kept = await self.ages.of(domains)
        self._land({name: fact_of(age) for name, age in kept.items() if self._tellable(age)})
        due = [domain for domain in domains if domain not in kept or not is_fresh(kept[domain])]
        wanted = self._routes(due) if self._settings.age_lookups else {}
        self._land({domain: NOT_ASKED for domain in due if domain not in wanted})
        for domain in domains:  # who cannot wait has waited long enough
            if flight := self._flights.get(domain):
                flight.begin()
        return list(wanted)

    async def _order_due(self) -> None:
        """Put questions in the queue, and tell who waits when nothing will come of them soon."""
        try:
            while self._due:
                domains, self._due = list(self._due), {}
                with self._told_unavailable(domains):
                    await self._put_in_queue(domains, Priority.SELLER)
                    resting = await self.questions.resting(domains)
                    self._land(dict.fromkeys(resting, UNAVAILABLE))
        finally:
            self._ordering = False

    async def _put_in_queue(self, domains: Collection[str], priority: Priority) -> list[str]:
        """Order the domains where there is a server that may be asked; return them."""
        routes = self._routes(domains)
        if not routes:
            return []
        paused = await self.servers.paused(utc_now())
        wanted = {
            domain: next((step for step in steps if step.server not in paused), steps[0])
            for domain, steps in routes.items()
        }
        questions = [question_for(domain, step) for domain, step in wanted.items()]
        await self.questions.order(questions, priority)
        self._dispatcher.wake()
        return list(wanted)

    def _routes(self, domains: Collection[str]) -> dict[str, tuple[Step, ...]]:
        routes = {domain: self.registries.steps_for(domain) for domain in domains}
        return {domain: steps for domain, steps in routes.items() if steps}

    def _tellable(self, age: KeptAge) -> bool:
        """Whether an answer may be told, an old date too while it is asked anew; remember it."""
        if is_fresh(age):
            self._memory.keep(age, (age.ask_again_at - utc_now()).total_seconds())
        elif age.status == "known":
            self._memory.keep(age, STALE_SECONDS)
        else:
            return False
        return True

    @contextmanager
    def _told_unavailable(self, domains: list[str]) -> Iterator[None]:
        """When the store fails, or we do, let nobody wait for nothing."""
        try:
            yield
        except StoreError as error:
            self._log.warning("ages cannot be looked up", cause=str(error))
            self._land(dict.fromkeys(domains, UNAVAILABLE))
        except Exception as error:  # noqa: BLE001 - an age must not fail a check
            self._log.error("ages cannot be looked up", **describe(error))
            self._land(dict.fromkeys(domains, UNAVAILABLE))

    def _land(self, facts: Mapping[str, AgeFact]) -> None:
        """Tell facts to those who wait for them."""
        for domain, fact in facts.items():
            if flight := self._flights.get(domain):
                flight.land(fact)

    def _look_soon(self, domain: str) -> None:
        """Tell those who wait for a domain that its question was just asked."""
        if self._flights.get(domain) is not None:
            self._keep(asyncio.create_task(self._look([domain])))

    async def _look_for_foreign(self) -> None:
        while not self._stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), FOREIGN_LOOK)
            if waiting := self._flights.under_way():
                await self._look(waiting)

    async def _look(self, domains: list[str]) -> None:
        """Tell those who wait what the store has by now, or that nothing will come soon."""
        with self._told_unavailable(domains):
            kept = await self.ages.of(domains)
            fresh = {domain: age for domain, age in kept.items() if is_fresh(age)}
            open_ones = [domain for domain in domains if domain not in fresh]
            resting = await self.questions.resting(open_ones) if open_ones else set()
            told = {name: fact_of(age) for name, age in fresh.items() if self._tellable(age)}
            self._land(told | dict.fromkeys(resting, UNAVAILABLE))

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
