"""Measure what the age of a domain adds to a check: known, new, and with a registry that is dead.

    .venv/bin/python scripts/bench_ages.py [--rounds 5] [--requests 300]

Services with and without ages run at the same time and are asked the same in turn; told is the
median of the rounds. All domains end in ``.test`` and are old, so that verdicts are equal but for
the age itself. A dead registry takes connections and never answers. Linux only for CPU figures.
``measure()`` returns the figures for other scripts.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import statistics
import tempfile
import time
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import bench_dead_registry
from age_services import (
    age_settings,
    checks_of,
    domains,
    in_turn,
    keep_ages,
    links,
    medians,
    no_rdap,
    services,
    whois_server,
)
from bench_http import WITHOUT_AGES, cpu_seconds

from classifier.age_subject import age_subject
from classifier.assess import assess
from classifier.case import Case
from server.api.ages import with_age
from server.domain_age.resolver import AgeResolver
from server.settings import EMBEDDED_SCHEME, Settings, load_settings
from server.store.migrate import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from age_services import Peer

BULK = "/v1/check/bulk"
ADDED_MARK = 0.2
"""Milliseconds that a known age may add to a check."""

BULK_CASES = 1000
"""Links in a bulk request, each on a domain of its own."""

AGAIN = 3
"""Times that a bulk is sent when its ages stand in memory."""

NEW = 40
"""New domains a round."""

NEW_WAIT = 5000
"""Milliseconds that their checks may wait; none comes near."""


@dataclass(frozen=True, slots=True)
class Row:
    """Milliseconds without any work for ages, with ``SVERKA_AGE_LOOKUPS=false``, with ages.

    ``added`` is the median over the rounds of what ages took more than no work for them.
    """

    name: str
    bare: float
    off: float | None
    ages: float
    added: float


@dataclass(frozen=True, slots=True)
class Report:
    """All figures; medians over the rounds. ``memory`` is of the services at the end, in MB."""

    rows: tuple[Row, ...]
    memory: Row
    dead: tuple[bench_dead_registry.Dead, ...]
    rounds: int


def row(name: str, rounds: list[dict[str, float]]) -> Row:
    """Return the medians of several rounds."""
    middle = {side: statistics.median(one[side] for one in rounds) for side in rounds[0]}
    added = statistics.median(one["on"] - one["bare"] for one in rounds)
    return Row(name, middle["bare"], middle.get("off"), middle["on"], added)


def in_process(rounds: int, requests: int) -> list[Row]:
    """Measure the endpoint's own work: age and verdict, against the verdict on the same age."""
    names = domains("known", requests)
    with tempfile.TemporaryDirectory(prefix="sverka-bench-") as folder:
        settings = Settings(
            data_dir=Path(folder), rdap_bootstrap=no_rdap(Path(folder)), whois_overrides={}
        )
        keep_ages(settings, names)
        whole, subject = asyncio.run(_in_process(settings, names, rounds))
    return [
        row("in process: the age of a known domain and the verdict", whole),
        row("… of which: whose age to ask", subject),
    ]


async def _in_process(
    settings: Settings, names: list[str], rounds: int
) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    store = await open_store(settings)
    ages = await AgeResolver.open(settings, store)
    facts = (await ages.cached(names)).facts
    cases = [Case(link) for link in links(names)]
    aged = [replace(case, age=facts[name]) for case, name in zip(cases, names, strict=True)]
    whole, subject = [], []
    for _ in range(rounds):
        taken: dict[str, list[float]] = {"bare": [], "on": [], "subject": []}
        for number, (case, same) in enumerate(zip(cases, aged, strict=True)):
            for side in ("bare", "on") if number % 2 else ("on", "bare"):
                started = time.perf_counter()
                assess(same if side == "bare" else await with_age(case, ages, 0))
                taken[side].append((time.perf_counter() - started) * 1000)
            started = time.perf_counter()
            age_subject(case)
            taken["subject"].append((time.perf_counter() - started) * 1000)
        middle = medians(taken)
        whole.append({"bare": middle["bare"], "on": middle["on"]})
        subject.append({"bare": 0.0, "on": middle["subject"]})
    await ages.close()
    await store.close()
    return whole, subject


def over_http(rounds: int, requests: int) -> tuple[list[Row], Row]:
    """Measure checks of known and of new domains, and bulk requests; and the memory after them."""
    names = domains("known", requests)
    lists = [domains(f"bulk{one}x", BULK_CASES) for one in range(rounds)]
    with tempfile.TemporaryDirectory(prefix="sverka-bench-") as folder, whois_server() as place:
        given = age_settings(Path(folder), place)
        keep_ages(load_settings(data_dir=Path(folder)), [*names, *chain.from_iterable(lists)])
        given["SVERKA_DATABASE_URL"] = f"{EMBEDDED_SCHEME}{Path(folder, 'sverka.db')}"
        sides = {"bare": WITHOUT_AGES, "off": WITHOUT_AGES, "on": given}
        with services(sides) as peers:
            rows = [*_checks(peers, names, rounds), *_bulks(peers, lists)]
            memory = {name: peer.memory_mb for name, peer in peers.items()}
            return rows, row("memory", [memory])


def _checks(peers: dict[str, Peer], names: list[str], rounds: int) -> Iterator[Row]:
    questions = checks_of(names, 0)
    in_turn(peers, questions, "known")  # from here on the ages stand in memory
    seen = [_timed(peers, questions) for _ in range(rounds)]
    yield from _rows("`POST /v1/check`, age known", seen)
    seen = [_timed(peers, checks_of(domains(f"new{one}x", NEW), NEW_WAIT)) for one in range(rounds)]
    yield from _rows("`POST /v1/check`, new domain, quick WHOIS", seen)


def _bulks(peers: dict[str, Peer], lists: list[list[str]]) -> Iterator[Row]:
    bodies: list[list[tuple[str, object]]] = [[(BULK, {"items": links(one)})] for one in lists]
    yield from _rows(
        f"bulk of {BULK_CASES}, ages in the database", [_timed(peers, one) for one in bodies]
    )
    yield from _rows(
        f"bulk of {BULK_CASES}, ages in memory", [_timed(peers, one * AGAIN) for one in bodies]
    )


def _timed(
    peers: dict[str, Peer], questions: list[tuple[str, object]]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return the median time to the answer, and the processor time an answer, of each peer."""
    before = {name: cpu_seconds(peer.pid) for name, peer in peers.items()}
    times = medians(in_turn(peers, questions, "known"))
    spent = {name: cpu_seconds(peer.pid) - before[name] for name, peer in peers.items()}
    return times, {name: one * 1000 / len(questions) for name, one in spent.items()}


def _rows(name: str, seen: list[tuple[dict[str, float], dict[str, float]]]) -> Iterator[Row]:
    times, cpu = zip(*seen, strict=True)
    yield row(name, list(times))
    yield row("… CPU of the service, its queue's too", list(cpu))


def measure(rounds: int = 5, requests: int = 300) -> Report:
    """Measure everything; takes two or three minutes."""
    inside = in_process(rounds, requests)
    rows, memory = over_http(rounds, requests)
    return Report((*inside, *rows), memory, bench_dead_registry.measure(), rounds)


def table(report: Report) -> str:
    """Return the figures as Markdown tables."""
    memory = report.memory
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    known = (
        f"| {one.name} | {one.bare:.2f} | {_figure(one.off)} | {one.ages:.2f} | {one.added:+.2f} |"
        for one in report.rows
    )
    return "\n".join(
        (
            "| ms | without ages | `SVERKA_AGE_LOOKUPS=false` | with ages | added |",
            "|---|---:|---:|---:|---:|",
            *known,
            "",
            bench_dead_registry.table(report.dead),
            "",
            f"A known age is to add {ADDED_MARK} ms at most, a dead registry only `wait_ms`.",
            f"Memory after all that: {memory.ages:.0f} MB, without ages {memory.bare:.0f} MB.",
            f"Median of {report.rounds} rounds, {machine}.",
        )
    )


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=300)
    options = parser.parse_args()
    print(table(measure(options.rounds, options.requests)))


if __name__ == "__main__":
    main()
