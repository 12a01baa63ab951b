"""Many processes on one database: budgets hold, each domain is asked once, nothing is lost."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from whois_server import WhoisServer

from server.domain_age.resolver import AgeResolver
from server.store.budget import Budget
from server.store.migrate import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.settings import Settings

PROCESS = Path(__file__).with_name("soak_process.py")
ENDINGS = ("ru", "su", "by", "kz", "ua", "md", "uz", "kg")
PROCESSES, DOMAINS, QUESTIONS = 4, 2_000, 10_000
PER_MINUTE = 300
"""A hundred at once, the rest at 3.4 a second: 250 domains of each ending take 45 seconds."""

DELAY = 2.0
"""Seconds by which a question may reach its server later than its token was taken."""


def spawn(
    settings: Settings, place: Path, domains: int, questions: int, seed: int
) -> subprocess.Popen[str]:
    place.write_text(settings.model_dump_json(exclude={"database_url"}), encoding="utf-8")
    command = [sys.executable, str(PROCESS), str(place), str(domains), str(questions), str(seed)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.timeout(300)
def test_ten_thousand_questions_from_four_processes(
    aged: Callable[..., Settings], tmp_path: Path
) -> None:
    with ExitStack() as stack:
        servers = {ending: stack.enter_context(WhoisServer()) for ending in ENDINGS}
        settings = aged(
            whois_overrides={ending: server.place for ending, server in servers.items()},
            whois_per_minute=PER_MINUTE,
            whois_timeout_seconds=10,
            database_timeout_seconds=30,
        )
        running = [
            spawn(settings, tmp_path / f"{seed}.json", DOMAINS, QUESTIONS // PROCESSES, seed)
            for seed in range(PROCESSES)
        ]
        ended = [process.communicate(timeout=240) for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES, [e for _, e in ended]
    results = [json.loads(out) for out, _ in ended]
    asked = Counter(question.domain for server in servers.values() for question in server.questions)
    assert sum(result["asked"] for result in results) == QUESTIONS
    assert set(asked.values()) == {1}, "a domain was asked twice"
    assert all(result["known"] == len(asked) for result in results)
    assert len(asked) > DOMAINS * 0.98  # so many of them are met by 10,000 random questions
    for server in servers.values():
        assert_within(Budget(PER_MINUTE), sorted(question.at for question in server.questions))
    for result in results:
        assert not {"unavailable", "not-asked"} & set(result["statuses"])
        before, after = result["memory"]
        assert after < before + 30, "memory grows"


def assert_within(budget: Budget, times: list[float]) -> None:
    """No stretch of time holds more questions than a full burst and the tokens of that time."""
    for first, began in enumerate(times):
        for last in range(first + budget.burst, len(times)):
            tokens = budget.burst + budget.rate * (times[last] - began + DELAY)
            assert last - first + 1 <= tokens


@pytest.mark.timeout(120)
def test_a_process_killed_in_the_middle_loses_no_question(
    aged: Callable[..., Settings], whois: WhoisServer, tmp_path: Path
) -> None:
    domains = 60
    names = {f"slow-{number}.ru" for number in range(4)} | {f"d{n}.ru" for n in range(domains)}
    settings = aged(
        whois_overrides={"ru": whois.place},
        server_budgets={whois.place: 1_000},
        whois_timeout_seconds=5,
    )

    async def order() -> None:
        store = await open_store(settings)
        resolver = await AgeResolver.open(settings.model_copy(update={"age_lookups": False}), store)
        resolver._settings = settings
        await resolver.order(sorted(names, reverse=True))  # the slow ones first
        await resolver.close()
        await store.close()

    async def left() -> set[str]:
        store = await open_store(settings)
        resolver = await AgeResolver.open(settings.model_copy(update={"age_lookups": False}), store)
        waiting = set(await resolver.questions.waiting(names))
        known = set((await resolver.cached(names)).facts)
        await resolver.close()
        await store.close()
        assert waiting | known == names, "a question is lost"
        assert not waiting & known
        return waiting

    asyncio.run(order())
    victim = spawn(settings, tmp_path / "victim.json", domains, domains, 1)
    ends = time.monotonic() + 30
    while len(whois.questions) < 2 and time.monotonic() < ends:
        time.sleep(0.02)
    os.kill(victim.pid, signal.SIGKILL)
    victim.communicate()
    assert asyncio.run(left()), "it was killed too late"
    heir = spawn(settings, tmp_path / "heir.json", domains, domains, 2)
    _, errors = heir.communicate(timeout=90)
    assert heir.returncode == 0, errors
    assert asyncio.run(left()) == set()
