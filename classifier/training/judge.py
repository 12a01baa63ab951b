"""Verdicts on many links: the core's own ``assess``, on one or two processes."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from signal import SIG_IGN, SIGINT, signal
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from classifier.address import AddressError
from classifier.assess import assess_many
from classifier.case import Case
from classifier.training.knowledge import knowledge_with
from classifier.verdict import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from classifier.training.knowledge import Candidate
    from classifier.verdict import Verdict

Given = TypeVar("Given")
Made = TypeVar("Made")

CHUNK = 2000
"""Links that a process takes at once."""

WORTH_A_PROCESS = 20_000
"""With fewer links, starting processes costs more than they save."""


class Outcome(NamedTuple):
    """What an evaluation keeps of a verdict; ``level`` is None when the text is no web address."""

    level: Level | None
    score: float
    reasons: str

    @property
    def flagged(self) -> bool:
        """Whether the seller is warned at all: caution or danger."""
        return self.level is not None and self.level.risk >= Level.CAUTION.risk


def outcome_of(verdict: Verdict | AddressError) -> Outcome:
    """Return what is kept of one answer of the core."""
    if isinstance(verdict, AddressError):
        return Outcome(None, 0.0, verdict.code)
    reasons = ";".join(reason.id for reason in verdict.reasons)
    return Outcome(verdict.level, verdict.score, reasons)


def judge_links(links: Sequence[str], model: Candidate | None = None) -> list[Outcome]:
    """Return the outcomes of links without their pages, in order."""
    answers = assess_many(map(Case, links), knowledge=knowledge_with(model))
    return [outcome_of(answer) for answer in answers]


def judge_all(
    links: Iterable[str],
    jobs: int,
    advance: Callable[[int], None],
    model: Candidate | None = None,
) -> dict[str, Outcome]:
    """Judge every distinct link once; ``advance`` is told how many more are done."""
    distinct = list(dict.fromkeys(links))
    chunks = [distinct[start : start + CHUNK] for start in range(0, len(distinct), CHUNK)]
    judged: dict[str, Outcome] = {}
    work = partial(judge_links, model=model)
    for chunk, outcomes in zip(chunks, spread(work, chunks, jobs, len(distinct)), strict=True):
        judged.update(zip(chunk, outcomes, strict=True))
        advance(len(chunk))
    return judged


def spread(
    work: Callable[[Given], Made], chunks: Iterable[Given], jobs: int, size: int
) -> Iterator[Made]:
    """Yield the result for each chunk, in order; on several processes when it is worth it.

    ``size`` is the work of all chunks together, in links or what takes as long.
    """
    if jobs == 1 or size < WORTH_A_PROCESS:
        yield from map(work, chunks)
        return
    # fresh processes: a fork of one that runs threads (a progress bar does) may never wake up
    context = get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_leave_interrupts) as pool:
        running: deque[Future[Made]] = deque()
        for chunk in chunks:
            running.append(pool.submit(work, chunk))
            if len(running) > 2 * jobs:  # the rest of the chunks need not stand in memory
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


def _leave_interrupts() -> None:
    """Leave Ctrl-C to the process that waits for this one: it ends the run in order."""
    signal(SIGINT, SIG_IGN)
