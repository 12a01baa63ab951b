"""Flights: domains on their way to an answer; all who ask for one wait for the same answer."""

from __future__ import annotations

import asyncio
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.case import AgeFact


class Flight:
    """One domain on its way.

    ``begun`` is done when the store was asked; ``fact`` when nothing better will come soon.
    """

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.begun: asyncio.Future[None] = loop.create_future()
        self.fact: asyncio.Future[AgeFact] = loop.create_future()
        self.waiting = 0

    def begin(self) -> None:
        """Tell that the store was asked."""
        if not self.begun.done():
            self.begun.set_result(None)

    def land(self, fact: AgeFact) -> None:
        """Tell the fact, to all who wait."""
        self.begin()
        if not self.fact.done():
            self.fact.set_result(fact)

    async def wait(self, seconds: float, at_least: float) -> AgeFact | None:
        """Return the fact, None when it does not come in time.

        The store is given ``at_least`` so many seconds even by those who cannot wait: it may know.
        """
        ends = time.monotonic() + seconds
        await asyncio.wait({self.begun}, timeout=max(seconds, at_least))
        if not self.fact.done():
            await asyncio.wait({self.fact}, timeout=max(0.0, ends - time.monotonic()))
        return self.fact.result() if self.fact.done() else None


class Flights:
    """All domains that somebody in this process waits for."""

    def __init__(self) -> None:
        self._open: dict[str, Flight] = {}

    @contextmanager
    def boarded(self, domain: str) -> Iterator[tuple[Flight, bool]]:
        """Give the domain's flight, and whether it is new; it ends with its last passenger."""
        flight = self._open.get(domain)
        new = flight is None or flight.fact.done()
        if flight is None or new:
            flight = self._open[domain] = Flight()
        flight.waiting += 1
        try:
            yield flight, new
        finally:
            flight.waiting -= 1
            if not flight.waiting and self._open.get(domain) is flight:
                del self._open[domain]

    def get(self, domain: str) -> Flight | None:
        """Return the domain's flight if somebody waits for it."""
        return self._open.get(domain)

    def under_way(self) -> list[str]:
        """Return the domains whose question stands in the queue."""
        return [
            domain
            for domain, flight in self._open.items()
            if flight.begun.done() and not flight.fact.done()
        ]
