"""One process of the soak: asks for random domains as checks do, then waits until all are known.

Prints one JSON line: how often it asked, what came of it, the longest answer, memory on the way.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import time
from collections import Counter
from pathlib import Path

import structlog

from server.domain_age.resolver import AgeResolver
from server.settings import Settings
from server.store.migrate import open_store

AT_A_TIME = 20
WAIT = 0.05


def memory_mb() -> float:
    """Return the memory that this process holds at present."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def soak(
    settings: Settings, domains: list[str], questions: int, seed: int
) -> dict[str, object]:
    chance = random.Random(seed)
    asked = [chance.choice(domains) for _ in range(questions)]
    store = await open_store(settings)
    resolver = await AgeResolver.open(settings, store)
    statuses: Counter[str] = Counter()
    longest, memory = 0.0, []

    async def ask(domain: str) -> None:
        nonlocal longest
        started = time.monotonic()
        statuses[(await resolver.ask(domain, WAIT)).status.value] += 1
        longest = max(longest, time.monotonic() - started)

    for start in range(0, questions, AT_A_TIME):
        await asyncio.gather(*(ask(domain) for domain in asked[start : start + AT_A_TIME]))
        memory.append(memory_mb())
    while await resolver.questions.waiting(domains):  # noqa: ASYNC110 - others empty it as well
        await asyncio.sleep(0.2)
    known = (await resolver.cached(domains)).facts
    memory.append(memory_mb())
    await resolver.close()
    await store.close()
    return {
        "asked": questions,
        "statuses": statuses,
        "known": len(known),
        "longest": longest,
        "memory": [memory[len(memory) // 5], memory[-1]],
    }


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    place, count, questions, seed = Path(sys.argv[1]), *map(int, sys.argv[2:5])
    own = Settings.model_validate_json(place.read_text("utf-8"))
    endings = sorted(own.whois_overrides)
    names = [f"d{number}.{endings[number % len(endings)]}" for number in range(count)]
    sys.stdout.write(json.dumps(asyncio.run(soak(own, names, questions, seed))))
