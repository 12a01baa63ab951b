"""Resolver: how old a domain is, as far as it is known, without letting anybody wait for long.

What was answered comes from memory or the store. What was not is ordered: the question stands in
the store's queue, some process asks the registry when its budget allows, and the next check has the
answer. Nothing that a registry or the network does raises here.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import structlog

from classifier.case import AgeFact, AgeStatus
from server.domain_age.asking import Asker, now, question_for
from server.domain_age.dispatcher import Dispatcher
from server.domain_age.memory import Memory
from server.domain_age.registries import Registries
from server.store.age_questions import Priority, QuestionRepository
from server.store.ages import AgeRepository
from server.store.engine import StoreError
from server.store.registry_servers import ServerRepository

if TYPE_CHECKING:
    from collections.abc import Collection

    from server.settings import Settings
    from server.store.ages import KeptAge
    from server.store.engine import Store

FOREIGN_LOOK = 0.2
"""Seconds between two looks into the store for answers that another process got."""

STALE_SECONDS = 60.0
"""How long an old answer is repeated from memory while it is asked anew."""

PENDING = AgeFact(AgeStatus.PENDING)
UNAVAILABLE = AgeFact(AgeStatus.UNAVAILABLE)
NOT_ASKED = AgeFact()


@dataclass(slots=True)
class _Flight:
    """One domain on its way; all who ask for it wait for the same ``fact``."""

    fact: asyncio.Future[AgeFact]
    begun: asyncio.Task[None]
    waiting: int = 0


class AgeResolver:
    """Ages of domains for checks; one a process."""

    def __init__(self, settings: Settings, store: Store, registries: Registries) -> None:
        self._settings, self.registries = settings, registries
        self.servers = ServerRepository(store, registries.budget_of)
        self.questions = QuestionRepository(self.servers)
        self.ages = AgeRepository(store)
        self.asker = Asker(settings, registries, self.questions)
        self._memory = Memory()
        self._flights: dict[str, _Flight] = {}
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
        begun = [flight.begun for flight in self._flights.values()]
        await asyncio.gather(*self._looks, *begun)
        await self.registries.close()

    async def ask(self, domain: str, wait_seconds: float) -> AgeFact:
        """Return the age of a registrable domain, in ASCII; wait for it at most so long.

        An age that is not there in time comes as ``pending``; a registry that cannot be asked
        now, or gives no date, as ``unavailable``; where no server is known, as ``not-asked``.
        """
        remembered = self._memory.get(domain)
        if remembered is not None:
            return fact_of(remembered)
        ends = time.monotonic() + wait_seconds
        flight = self._flights.get(domain)
        if flight is None:
            fact: asyncio.Future[AgeFact] = asyncio.get_running_loop().create_future()
            flight = _Flight(fact, asyncio.create_task(self._begin(domain, fact)))
            self._flights[domain] = flight
        flight.waiting += 1
        try:
            await asyncio.shield(flight.begun)
            if not flight.fact.done():
                await asyncio.wait({flight.fact}, timeout=max(0.0, ends - time.monotonic()))
            return flight.fact.result() if flight.fact.done() else PENDING
        finally:
            flight.waiting -= 1
            if (not flight.waiting or flight.fact.done()) and self._flights.get(domain) is flight:
                del self._flights[domain]

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
                if age.status == "known" or self._is_fresh(age):
                    self._remember(age)
                    known[age.domain] = age
        return {domain: fact_of(age) for domain, age in known.items()}

    async def order(self, domains: Collection[str]) -> dict[str, AgeFact]:
        """Have the domains asked in the background, after sellers' ones; return their state."""
        if not self._settings.age_lookups:
            return {}
        routes = {domain: self.registries.steps_for(domain) for domain in domains}
        wanted = [question_for(domain, steps[0]) for domain, steps in routes.items() if steps]
        try:
            await self.questions.order(wanted, Priority.BULK, now())
        except StoreError as error:
            self._log.warning("ages cannot be ordered", cause=str(error))
            return dict.fromkeys(domains, UNAVAILABLE)
        self._dispatcher.wake()
        return {domain: PENDING for domain, steps in routes.items() if steps}

    async def _begin(self, domain: str, fact: asyncio.Future[AgeFact]) -> None:
        """Tell the fact from the store, or put the question in the queue."""
        try:
            found = await self._at_once(domain)
        except StoreError as error:
            self._log.warning("an age cannot be looked up", cause=str(error))
            found = UNAVAILABLE
        if found is not None and not fact.done():
            fact.set_result(found)

    async def _at_once(self, domain: str) -> AgeFact | None:
        """Return the fact where nobody need be waited for; else order it and return None."""
        kept = (await self.ages.of([domain])).get(domain)
        if kept is not None and self._is_fresh(kept):
            self._remember(kept)
            return fact_of(kept)
        stale = kept if kept is not None and kept.status == "known" else None
        steps = self.registries.steps_for(domain) if self._settings.age_lookups else ()
        if not steps:
            return fact_of(stale) if stale else NOT_ASKED
        await self.questions.order([question_for(domain, steps[0])], Priority.SELLER, now())
        self._dispatcher.wake()
        if stale:
            self._memory.keep(stale, STALE_SECONDS)
            return fact_of(stale)
        return UNAVAILABLE if await self._resting([domain]) else None

    async def _resting(self, domains: Collection[str]) -> set[str]:
        """Return those of the waiting domains whose server is left alone for now."""
        places = await self.questions.waiting(domains)
        paused = await self.servers.paused(set(places.values()), now())
        return {domain for domain, server in places.items() if server in paused}

    def _look_soon(self, domain: str) -> None:
        """Tell those who wait for a domain that its question was just asked."""
        if domain in self._flights:
            self._keep(asyncio.create_task(self._look([domain])))

    async def _look_for_foreign(self) -> None:
        while not self._stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), FOREIGN_LOOK)
            if self._flights:
                await self._look(list(self._flights))

    async def _look(self, domains: list[str]) -> None:
        """Tell those who wait what the store has by now, or that nothing will come soon."""
        try:
            kept = await self.ages.of(domains)
            fresh = {domain: age for domain, age in kept.items() if self._is_fresh(age)}
            open_ones = [domain for domain in domains if domain not in fresh]
            resting = await self._resting(open_ones) if open_ones else set()
        except StoreError:
            return  # the next look may do better
        for domain, age in fresh.items():
            self._remember(age)
            self._land(domain, fact_of(age))
        for domain in resting:
            self._land(domain, UNAVAILABLE)

    def _land(self, domain: str, fact: AgeFact) -> None:
        flight = self._flights.get(domain)
        if flight is not None and not flight.fact.done():
            flight.fact.set_result(fact)

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._looks.add(task)
        task.add_done_callback(self._looks.discard)

    def _is_fresh(self, age: KeptAge) -> bool:
        return age.ask_again_at > now()

    def _remember(self, age: KeptAge) -> None:
        self._memory.keep(age, (age.ask_again_at - now()).total_seconds())


def fact_of(age: KeptAge) -> AgeFact:
    """Return an answer as the core takes it: whole days up to now, the date in UTC."""
    if age.registered is None:
        return AgeFact(AgeStatus(age.status), source=age.source)
    days = (now() - age.registered).days
    return AgeFact(AgeStatus.KNOWN, days, age.registered.date(), age.source)
