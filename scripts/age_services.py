"""Services for the bench of ages: one without any work for ages, one with ages off, others with.

All run at the same time, pinned to core 0 where the system allows it, and are asked in turn: what
else runs on the machine meets them all alike.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bench_http

from server.store.ages import KeptAge, keep
from server.store.migrate import open_store

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from server.settings import Settings

ENDING = "test"
"""Reserved: no registry has it, so only the servers named here can be asked."""

IDLE_SECONDS = 2.0
"""A connection that was quiet for longer is made anew: the service closes it after five."""

ANSWER_SECONDS = 60.0
"""How long an answer is waited for; none comes near."""

LONG_AGO = dt.datetime(2015, 6, 1, tzinfo=dt.UTC)
MANY = "100000"
"""Questions a minute: the bench measures time, not a registry's budget."""

PATIENCE = "60"
"""Seconds that a WHOIS server is waited for: no bench lasts as long."""

WHOIS = "whois.example"
NO_RDAP = '{"version": "1.0", "publication": "2026-01-01T00:00:00Z", "services": []}'
WHOIS_SERVER = bench_http.ROOT / "tests" / "registries" / "whois_server.py"

BARE = """
import sys
from server.api import bulk, check
from server.cli.serve import serve
async def no_age(case, ages, seconds): return case
async def no_ages(domains, ages, priority): return {}
check.with_age, bulk.known_ages, bulk.subject_of = no_age, no_ages, lambda case: None
serve("127.0.0.1", int(sys.argv[1]), reload=False)
"""
"""The service without any work for ages; ``SVERKA_AGE_LOOKUPS=false`` still has some."""


class Peer:
    """A service that runs, and a connection to it that is kept while it is used."""

    def __init__(self, pid: int, port: int) -> None:
        self.pid, self._port = pid, port
        self._used_at = time.monotonic()
        self._wire = self._connected()

    def ask(self, path: str, body: object) -> tuple[float, Any]:
        """Return the milliseconds to the end of the answer, and the answer.

        Raises:
            RuntimeError: the answer is no 200.
        """
        text = json.dumps(body).encode()
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        request = head.encode() + b"Content-Length: %d\r\n\r\n%s" % (len(text), text)
        if time.monotonic() - self._used_at > IDLE_SECONDS:
            self.close()
            self._wire = self._connected()
        started = time.perf_counter()
        self._wire.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        top, _, answer = received.partition(b"\r\n\r\n")
        if not top.startswith(b"HTTP/1.1 200 "):
            raise RuntimeError(f"{path}: the service answered {top.splitlines()[0]!r}")
        length = int(top.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        parts, missing = [answer], length - len(answer)
        while missing > 0:
            parts.append(self._more())
            missing -= len(parts[-1])
        spent = (time.perf_counter() - started) * 1000
        self._used_at = time.monotonic()
        return spent, json.loads(b"".join(parts))

    def close(self) -> None:
        """End the connection."""
        self._wire.close()

    def _connected(self) -> socket.socket:
        wire = socket.create_connection(("127.0.0.1", self._port), ANSWER_SECONDS)
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return wire

    @property
    def memory_mb(self) -> float:
        """The resident memory of the service by now, in MB; 0 where the system does not tell."""
        return bench_http.rss_mb(self.pid)

    def _more(self) -> bytes:
        data = self._wire.recv(1 << 18)
        if not data:
            raise RuntimeError("the service closed the connection")
        return data


def in_turn(
    peers: Mapping[str, Peer], questions: Sequence[tuple[str, object]], status: str
) -> dict[str, list[float]]:
    """Put each question to all peers, in an order that changes; return the milliseconds of each.

    Raises:
        RuntimeError: the peer ``on`` did not tell the status that was meant to be measured.
    """
    taken: dict[str, list[float]] = {name: [] for name in peers}
    names = list(peers)
    for number, (path, body) in enumerate(questions):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            spent, answer = peers[name].ask(path, body)
            taken[name].append(spent)
            some = answer["results"][-1] if "results" in answer else answer
            if name == "on" and some["domain_age"]["status"] != status:
                raise RuntimeError(f"{some['domain_age']} was told where {status} was to be timed")
    return taken


def domains(of: str, count: int) -> list[str]:
    """Return registrable domains; other words in ``of`` make others."""
    return [f"{of}{number}.{ENDING}" for number in range(count)]


def links(names: list[str]) -> list[str]:
    """Return a link on each domain: a brand before it, its bare host, an ordinary shop."""
    shapes = (
        "https://youla.{}/pay/8123",
        "https://{}/order/55120934",
        "https://www.{}/cart?step=2",
    )
    return [shapes[number % len(shapes)].format(name) for number, name in enumerate(names)]


def checks_of(names: list[str], wait: int) -> list[tuple[str, object]]:
    """Return a check of a link on each domain, which may wait so many milliseconds for its age."""
    return [(f"/v1/check?wait_ms={wait}", {"url": link}) for link in links(names)]


def medians(taken: Mapping[str, list[float]]) -> dict[str, float]:
    """Return the median of each peer's times."""
    return {name: statistics.median(times) for name, times in taken.items()}


def age_settings(folder: Path, place: str, seconds: str = PATIENCE) -> dict[str, str]:
    """Return settings under which one WHOIS server on the loopback is asked, and nobody else."""
    return {
        "SVERKA_AGE_LOOKUPS": "true",
        "SVERKA_WHOIS_OVERRIDES": json.dumps({ENDING: place}),
        "SVERKA_WHOIS_PER_MINUTE": MANY,
        "SVERKA_WHOIS_TIMEOUT_SECONDS": seconds,
        "SVERKA_RDAP_BOOTSTRAP": no_rdap(folder),
    }


def no_rdap(folder: Path) -> str:
    """Return the path of a list without RDAP servers, written into the folder."""
    path = folder / "no_rdap.json"
    path.write_text(NO_RDAP, encoding="ascii")
    return str(path)


def keep_ages(settings: Settings, domains: Collection[str]) -> None:
    """Write the dates of old domains into a database, as if a registry had told them just now."""
    now = dt.datetime.now(dt.UTC)
    later = now + dt.timedelta(days=90)

    async def write() -> None:
        store = await open_store(settings)
        async with store.session(alone=True) as session:
            for name in domains:
                age = KeptAge(name, "known", LONG_AGO, "whois", WHOIS, "", (), now, later)
                await keep(session, age)
        await store.close()

    asyncio.run(write())


@contextmanager
def whois_server() -> Iterator[str]:
    """Run a WHOIS server that answers at once, in its own process; yields its ``host:port``."""
    command = [sys.executable, str(WHOIS_SERVER)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None  # noqa: S101 - asked for a pipe above
            yield f"127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


@contextmanager
def services(kinds: Mapping[str, Mapping[str, str]]) -> Iterator[dict[str, Peer]]:
    """Run services by name, each with its settings; ``bare`` has no work for ages at all."""
    sverka = str(Path(sys.executable).with_name("sverka"))
    own_cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    with ExitStack() as running:
        if len(own_cores) > 1:
            running.callback(os.sched_setaffinity, 0, own_cores)
            os.sched_setaffinity(0, own_cores - {min(own_cores)})
        peers = {}
        for name, settings in kinds.items():
            port = bench_http.free_port()
            command = [sverka, "serve", "--port", str(port)]
            if name == "bare":
                command = [sys.executable, "-c", BARE, str(port)]
            started = bench_http.server(command, port, settings)
            process, _ = running.enter_context(started)
            peers[name] = running.enter_context(closing(Peer(process.pid, port)))
        yield peers
