"""Resolver: how old a domain is, as far as it is known, without letting anybody wait for long.

What was answered comes from memory or the store. What was not is ordered: the question stands in
the store's queue, some process asks the registry when its budget allows, and the next check has the
answer. Nothing that a registry or the network does raises here.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Self

import structlog

from classifier.case import AgeFact, AgeStatus
from server.domain_age.asking import Asker, question_for
from server.domain_age.dispatcher import Dispatcher
from server.domain_age.flights import Flights
from server.domain_age.memory import Memory
from server.domain_age.registries import Registries
from server.store.age_questions import Priority, QuestionRepository, utc_now
from server.store.ages import AgeRepository
from server.store.engine import StoreError
from server.store.registry_servers import ServerRepository

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from server.settings import Settings
    from server.store.age_questions import Question
    from server.store.ages import KeptAge
    from server.store.engine import Store

FOREIGN_LOOK = 0.2
"""Seconds between two looks into the store for answers that another process got."""

STORE_SECONDS = 0.1
"""How long a check waits for the store at least; asked for one domain, it answers in a tenth."""

STALE_SECONDS = 60.0
"""How long an old answer is repeated from memory while it is asked anew."""

PENDING = AgeFact(AgeStatus.PENDING)
UNAVAILABLE = AgeFact(AgeStatus.UNAVAILABLE)
NOT_ASKED = AgeFact()


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
        self._intake: asyncio.Task[None] | None = None
        self._dispatcher = Dispatcher(
            self.asker, self.questions, settings.age_workers, self._look_soon
        )
        self._looks: set[asyncio.Task[None]] = set()
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
        await self._dispatcher.close()
        await asyncio.gather(*self._looks)
        if self._intake is not None:
            await self._intake
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
                if self._intake is None or self._intake.done():
                    self._intake = asyncio.create_task(self._take_in())
            return await flight.wait(wait_seconds, STORE_SECONDS) or PENDING

    async def cached(self, domains: Collection[str]) -> dict[str, AgeFact]:
        """Return what is known of the domains by now; the others are left out."""
        known = {domain: age for domain in domains if (age := self._memory.get(domain))}
        missing = [domain for domain in domains if domain not in known]
        if missing:
            try:
                kept = await self.ages.of(missing)
            except StoreError as error:
                self._log.warning("ages cannot be read", cause=str(error))
                kept = {}
            for age in kept.values():
                if age.status == "known" or is_fresh(age):
                    self._remember(age)
                    known[age.domain] = age
        return {domain: fact_of(age) for domain, age in known.items()}

    async def order(
        self, domains: Collection[str], priority: Priority = Priority.BULK
    ) -> dict[str, AgeFact]:
        """Have the domains asked in the background; return their state."""
        if not self._settings.age_lookups:
            return {}
        wanted = self._questions(domains)
        try:
            await self.questions.order(list(wanted.values()), priority)
        except StoreError as error:
            self._log.warning("ages cannot be ordered", cause=str(error))
            return dict.fromkeys(domains, UNAVAILABLE)
        self._dispatcher.wake()
        return dict.fromkeys(wanted, PENDING)

    async def _take_in(self) -> None:
        """Begin all flights that arrived while the store was busy with those before."""
        while self._arrivals:
            domains, self._arrivals = list(dict.fromkeys(self._arrivals)), []
            try:
                due = await self._read(domains)
                await self._order_due(due)
            except StoreError as error:
                self._log.warning("ages cannot be looked up", cause=str(error))
                self._land(dict.fromkeys(domains, UNAVAILABLE))

    async def _read(self, domains: list[str]) -> list[str]:
        """Tell what the store knows; return the domains that are to be asked (anew)."""
        kept = await self.ages.of(domains)
        for age in kept.values():
            if is_fresh(age):
                self._remember(age)
            elif age.status == "known":
                self._memory.keep(age, STALE_SECONDS)
        told = {
            domain: fact_of(age)
            for domain, age in kept.items()
            if is_fresh(age) or age.status == "known"
        }
        self._land(told)
        for domain in domains:  # who cannot wait has waited long enough
            if flight := self._flights.get(domain):
                flight.begin()
        return [domain for domain in domains if domain not in kept or not is_fresh(kept[domain])]

    async def _order_due(self, domains: list[str]) -> None:
        """Put questions in the queue, and tell who waits when nothing will come of them soon."""
        wanted = self._questions(domains) if self._settings.age_lookups else {}
        self._land({domain: NOT_ASKED for domain in domains if domain not in wanted})
        if not wanted:
            return
        await self.questions.order(list(wanted.values()), Priority.SELLER)
        self._dispatcher.wake()
        self._land(dict.fromkeys(await self.questions.resting(wanted), UNAVAILABLE))

    def _land(self, facts: Mapping[str, AgeFact]) -> None:
        """Tell facts to those who wait for them."""
        for domain, fact in facts.items():
            if flight := self._flights.get(domain):
                flight.land(fact)

    def _questions(self, domains: Collection[str]) -> dict[str, Question]:
        routes = {domain: self.registries.steps_for(domain) for domain in domains}
        return {domain: question_for(domain, steps[0]) for domain, steps in routes.items() if steps}

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
        try:
            kept = await self.ages.of(domains)
            fresh = {domain: age for domain, age in kept.items() if is_fresh(age)}
            open_ones = [domain for domain in domains if domain not in fresh]
            resting = await self.questions.resting(open_ones) if open_ones else set()
        except StoreError:
            return  # the next look may do better
        for age in fresh.values():
            self._remember(age)
        facts = {domain: fact_of(age) for domain, age in fresh.items()}
        self._land(facts | dict.fromkeys(resting, UNAVAILABLE))

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._looks.add(task)
        task.add_done_callback(self._looks.discard)

    def _remember(self, age: KeptAge) -> None:
        self._memory.keep(age, (age.ask_again_at - utc_now()).total_seconds())


def is_fresh(age: KeptAge) -> bool:
    """Whether an answer need not be asked anew yet."""
    return age.ask_again_at > utc_now()


def fact_of(age: KeptAge) -> AgeFact:
    """Return an answer as the core takes it: whole days up to now, the date in UTC."""
    if age.registered is None:
        return AgeFact(AgeStatus(age.status), source=age.source)
    days = (utc_now() - age.registered).days
    return AgeFact(AgeStatus.KNOWN, days, age.registered.date(), age.source)
