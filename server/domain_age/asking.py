"""Asking: a claimed question is put to its server, and what came of it is settled in the store."""

from __future__ import annotations

import asyncio
import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

import structlog

from server.domain_age.errors import Forbidden, LookupFailed, Throttled, Unreachable, Unreadable
from server.domain_age.steps import Missing, Onward, Step
from server.logs import describe
from server.store.age_questions import ROOM, Question, utc_now
from server.store.ages import KeptAge
from server.store.budget import note_failure, note_success, note_throttled, note_untried

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.domain_age.registries import Registries
    from server.domain_age.steps import Answer, Found
    from server.settings import Settings
    from server.store.age_questions import Claim, QuestionRepository, Room
    from server.store.ages import AgeAnswer
    from server.store.tables import RegistryServerRow

    Note = Callable[[RegistryServerRow], None]

MOST_HOPS = 4
"""Servers that may lead on to another; the longest honest chain (RDAP, redirect, registry's WHOIS,
registrar's WHOIS) has three. Beyond it, RDAP gives way to the registry's WHOIS a last time."""

MOST_TRIES = 3
"""Attempts at one server that does not answer, before the age counts as unavailable."""

FIRST_WAIT = 2.0
"""Seconds before the second attempt; the third waits four times as long."""

LEASE_MARGIN = 20.0
"""Seconds that a lease outlives the longest look-up: time to write down what came of it, also
when the database is busy."""


def question_for(domain: str, step: Step) -> Question:
    """Return a step as the queue keeps it."""
    return Question(domain, step.protocol, step.target, step.server)


def step_of(question: Question) -> Step:
    """Return a step that the queue kept."""
    return Step("rdap" if question.protocol == "rdap" else "whois", question.target)


class Asker:
    """Puts claimed questions to registries and settles them."""

    def __init__(
        self, settings: Settings, registries: Registries, questions: QuestionRepository
    ) -> None:
        self._registries, self._questions = registries, questions
        self._known = dt.timedelta(days=settings.age_known_days)
        self._retry = dt.timedelta(seconds=settings.age_retry_seconds)
        self._under_way: set[asyncio.Task[Answer]] = set()
        self._log = structlog.get_logger("sverka.age")

    def stop(self) -> None:
        """Break off what is being asked; those questions go back to the queue."""
        for task in self._under_way:
            task.cancel()

    async def claim(self, room: Room = ROOM, only: str = "") -> list[Claim]:
        """Take the most urgent questions that can be asked now and that there is room for."""
        return await self._questions.claim(self._registries.longest + LEASE_MARGIN, room, only)

    async def ask(self, claim: Claim) -> Answer | LookupFailed | None:
        """Ask one server and settle what came of it; return it for those who want to look.

        None: it was broken off by ``stop``.
        """
        place = claim.question
        task = asyncio.create_task(self._registries.ask(step_of(place), place.domain))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        try:
            answer = await task
        except LookupFailed as failure:
            self._log.info("registry", server=place.server, failed=type(failure).__name__)
            await self._failed(claim, failure)
            return failure
        except asyncio.CancelledError:
            await self._questions.put_back(claim, note_untried)
            return None
        except Exception as error:  # noqa: BLE001 - a server's words must not stop the others' questions
            self._log.error("registry", server=place.server, **describe(error))
            await self._settle(claim, "unavailable", note_untried)
            return Unreadable(f"{place.server}: its answer met a fault of ours")
        self._log.debug("registry", server=place.server, outcome=type(answer.outcome).__name__)
        await self._answered(claim, answer)
        return answer

    async def _answered(self, claim: Claim, answer: Answer) -> None:
        outcome = answer.outcome
        if isinstance(outcome, Onward):
            onward = (
                question_for(claim.question.domain, outcome.step)
                if claim.hops < MOST_HOPS
                else self._another(claim)
            )
            if onward is not None:
                await self._questions.go_on(claim, onward, note_success)
            else:
                await self._settle(claim, "unavailable", note_success)
        elif isinstance(outcome, Missing):
            await self._settle(claim, "not-found", note_success)
        else:
            await self._settle(claim, "known", note_success, outcome)

    async def _failed(self, claim: Claim, failure: LookupFailed) -> None:
        note = _note_of(failure)
        another = self._another(claim)
        if another is not None:
            await self._questions.go_on(claim, another, note)
        elif isinstance(failure, Throttled):
            await self._questions.put_back(claim, note)
        elif isinstance(failure, Unreachable) and claim.tries + 1 < MOST_TRIES:
            wait = FIRST_WAIT * 4**claim.tries
            await self._questions.try_later(claim, note, wait)
        else:
            await self._settle(claim, "unavailable", note)

    def _another(self, claim: Claim) -> Question | None:
        """Return the registry's WHOIS when RDAP came to nothing; from there nothing leads back."""
        if claim.question.protocol != "rdap":
            return None
        return self.whois_question(claim.question.domain)

    def whois_question(self, domain: str) -> Question | None:
        """Return the question for the WHOIS of a domain's registry, if it has one."""
        steps = self._registries.steps_for(domain)
        whois = (step for step in steps if step.protocol == "whois")
        return next((question_for(domain, step) for step in whois), None)

    async def _settle(
        self, claim: Claim, status: AgeAnswer, note: Note, found: Found | None = None
    ) -> None:
        time = utc_now()
        age = KeptAge(
            domain=claim.question.domain,
            status=status,
            registered=found.registered if found else None,
            source=claim.question.protocol if status != "unavailable" else None,
            server=claim.question.server,
            registrar=found.registrar if found else "",
            name_servers=found.name_servers if found else (),
            answered_at=time,
            ask_again_at=time + (self._known if found else self._retry),
        )
        await self._questions.settle(claim, age, note)


def _note_of(failure: LookupFailed) -> Note:
    """Return what a failure says of the server; one that answers nonsense is at least there."""
    if isinstance(failure, Throttled):
        until = utc_now() + dt.timedelta(seconds=failure.retry_after)
        return partial(note_throttled, until=until)
    if isinstance(failure, Unreachable):
        return partial(note_failure, now=utc_now())
    return note_untried if isinstance(failure, Forbidden) else note_success
