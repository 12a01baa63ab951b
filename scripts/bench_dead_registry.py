"""Measure checks of new domains whose registry takes connections and never answers.

    .venv/bin/python scripts/bench_dead_registry.py [--checks 30]

Beside them the same checks without ages, in turn: a dead registry may cost nothing beyond
``wait_ms``, and nothing at all once it is known to be dead. ``measure()`` returns the figures.
"""

from __future__ import annotations

import argparse
import socket
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from age_services import age_settings, checks_of, domains, in_turn, services
from bench_http import WITHOUT_AGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from age_services import Peer

WAITS = (0, 300, 800)
"""``wait_ms`` of the questions; the extension asks with 0 first, 800 is the default."""

CHECKS = 30
"""Checks a wait; each takes its wait."""

QUICK_FAILURE = "0.2"
"""Seconds after which the service gives up, where three failures are wanted soon."""

REST_SECONDS = 30
PENDING = "pending"
SIDES = {"bare": "without ages", "off": "`SVERKA_AGE_LOOKUPS=false`", "on": "with ages"}


@dataclass(frozen=True, slots=True)
class Dead:
    """Milliseconds of checks beyond their ``wait``, which is 0 where nothing is waited for."""

    name: str
    wait: int
    median: float
    p95: float


def measure(checks: int = CHECKS) -> tuple[Dead, ...]:
    """Measure; the registry is a listener on the loopback that nobody serves."""
    with (
        tempfile.TemporaryDirectory(prefix="sverka-bench-") as folder,
        socket.create_server(("127.0.0.1", 0), backlog=64) as deaf,
    ):
        place = f"127.0.0.1:{deaf.getsockname()[1]}"
        silent = age_settings(Path(folder), place)
        failing = age_settings(Path(folder), place, QUICK_FAILURE)
        kinds = {"bare": WITHOUT_AGES, "off": WITHOUT_AGES, "on": silent, "rests": failing}
        with services(kinds) as peers:
            rests = {"on": peers.pop("rests")}
            in_turn(peers, checks_of(domains("warm", 5), 0), PENDING)
            taken = _waits(peers, checks)
            _until_it_rests(rests["on"])
            resting = in_turn(rests, checks_of(domains("rest", checks), 800), "unavailable")["on"]
    rows = [Dead(SIDES[side], wait, *_spread(times, wait)) for (side, wait), times in taken.items()]
    return (*rows, Dead("with ages, once it rests (`wait_ms=800`)", 0, *_spread(resting, 0)))


def _waits(peers: dict[str, Peer], checks: int) -> dict[tuple[str, int], list[float]]:
    """Return the milliseconds by side and wait; the waits take turns."""
    asked = {wait: checks_of(domains(f"dead{wait}x", checks), wait) for wait in WAITS}
    found: dict[tuple[str, int], list[float]] = {}
    for number in range(checks):
        for wait, questions in asked.items():
            for side, times in in_turn(peers, [questions[number]], PENDING).items():
                found.setdefault((side, wait if side == "on" else 0), []).extend(times)
    return found


def _until_it_rests(peer: Peer) -> None:
    ends = time.monotonic() + REST_SECONDS
    for question in checks_of(domains("fails", 1000), 800):
        if peer.ask(*question)[1]["domain_age"]["status"] == "unavailable":
            return
        if time.monotonic() > ends:
            break
    raise RuntimeError(f"the dead registry was still asked after {REST_SECONDS} s")


def _spread(times: list[float], wait: int) -> tuple[float, float]:
    return statistics.median(times) - wait, statistics.quantiles(times, n=20)[18] - wait


def table(figures: Iterable[Dead]) -> str:
    """Return the figures as a Markdown table."""
    return "\n".join(
        (
            "| dead WHOIS, new domains | `wait_ms` | median beyond it, ms | p95 beyond it, ms |",
            "|---|---:|---:|---:|",
            *(f"| {one.name} | {one.wait} | {one.median:.2f} | {one.p95:.2f} |" for one in figures),
        )
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--checks", type=int, default=CHECKS)
    print(table(measure(parser.parse_args().checks)))


if __name__ == "__main__":
    main()
