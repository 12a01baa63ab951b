"""Measure ``POST /v1/check`` beside a bare FastAPI echo: same machine, run and uvicorn options.

    .venv/bin/python scripts/bench_http.py [--rounds 5] [--requests 2000]

Each server is its own process, pinned to core 0 where the system allows it; the load comes from
this process on another core, over keep-alive connections on the loopback. The servers take turns,
and the median of the rounds is told. A CPU second is the server's own. Linux only.
``measure()`` returns the figures for other scripts.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60
WITHOUT_AGES = {"SVERKA_AGE_LOOKUPS": "false"}
"""No registry is asked by a bench that does not measure ages."""

URLS = (
    "https://youla.id22991.example/pay/8123",
    "https://www.avito.ru/profile/messenger/channel/1",
    "https://shop.example/cart?step=2",
    "https://avito-dostavka.example/order/55120934",
)
ECHO = """
import uvicorn, sys
from fastapi import FastAPI, Request
app = FastAPI()
@app.post("/v1/check")
async def echo(request: Request) -> dict:
    return await request.json()
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_config=None, access_log=False)
"""


@dataclass(frozen=True, slots=True)
class Load:
    """One round against one server: answers a second, latencies in ms, the server's CPU ms each.

    ``cpu_ms`` hardly depends on what else runs on the machine; the other three do.
    """

    per_second: float
    p50: float
    p99: float
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class Start:
    """From the spawn of the process to its first verdict (seconds), and its memory (MB)."""

    seconds: float
    rss_mb: float


@dataclass(frozen=True, slots=True)
class Report:
    """Medians over the rounds."""

    verdict: Load
    echo: Load
    start: Start
    rounds: int

    @property
    def ratio(self) -> float:
        """Verdicts per echo for the same CPU time."""
        return self.echo.cpu_ms / self.verdict.cpu_ms


def payloads(port: int) -> list[bytes]:
    """Return whole HTTP requests, one for each link."""
    bodies = [json.dumps({"url": url}).encode() for url in URLS]
    return [
        b"POST /v1/check HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n%s" % (port, len(body), body)
        for body in bodies
    ]


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> None:
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200 "):
        raise RuntimeError(f"the server answered {head.splitlines()[0]!r}; see its log above")
    length = head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0]
    await reader.readexactly(int(length))


async def drive(pid: int, port: int, requests: int, connections: int) -> Load:
    """Send ``requests`` over ``connections`` keep-alive connections, one at a time on each."""
    texts, latencies = payloads(port), []
    cpu = cpu_seconds(pid)

    async def client(share: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in range(share):
            started = time.perf_counter()
            await _ask(reader, writer, texts[number % len(texts)])
            latencies.append((time.perf_counter() - started) * 1000)
        writer.close()
        await writer.wait_closed()

    started = time.perf_counter()
    await asyncio.gather(*(client(requests // connections) for _ in range(connections)))
    seconds = time.perf_counter() - started
    cuts = statistics.quantiles(latencies, n=100)
    spent = (cpu_seconds(pid) - cpu) * 1000 / len(latencies)
    return Load(len(latencies) / seconds, cuts[49], cuts[98], spent)


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process has used; needs Linux's ``/proc``."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """Return a port of the loopback that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _pin(pid: int, core: int) -> None:
    if hasattr(os, "sched_setaffinity") and len(os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(pid, {core})


@contextmanager
def server(
    command: Sequence[str], port: int, settings: Mapping[str, str] = WITHOUT_AGES
) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """Run a server until the block ends; yields it and the seconds to its first 200."""
    with tempfile.TemporaryDirectory() as folder, Path(folder, "log").open("wb") as log:
        environment = {**os.environ, "SVERKA_DATA_DIR": folder, **settings}
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _pin(process.pid, 0)
            seconds = _first_answer(process, port, started, Path(folder, "log"))
            yield process, seconds
        finally:
            process.terminate()
            process.wait(timeout=15)


def _first_answer(process: subprocess.Popen[bytes], port: int, started: float, log: Path) -> float:
    request = payloads(port)[0].replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)
    while time.perf_counter() - started < START_SECONDS:
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped: {log.read_text()[-2000:]}")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
                wire.sendall(request)
                if wire.recv(12) == b"HTTP/1.1 200":
                    return time.perf_counter() - started
        except OSError:
            time.sleep(0.005)
    raise RuntimeError(f"no answer on port {port} in {START_SECONDS} s")


def rss_mb(pid: int) -> float:
    """Return the resident memory of a process, in MB; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def measure(rounds: int = 5, requests: int = 2000, connections: int = 8) -> Report:
    """Measure both servers in turn; the load runs on another core than the server where it can."""
    own_cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    sverka = str(Path(sys.executable).with_name("sverka"))
    loads: dict[str, list[Load]] = {"verdict": [], "echo": []}
    starts: list[Start] = []
    try:
        for _ in range(rounds):
            for name, found in loads.items():
                port = free_port()
                command = (
                    [sverka, "serve", "--port", str(port)]
                    if name == "verdict"
                    else [sys.executable, "-c", ECHO, str(port)]
                )
                _pin(0, 1)
                with server(command, port) as (process, seconds):
                    asyncio.run(drive(process.pid, port, requests // 4, connections))
                    found.append(asyncio.run(drive(process.pid, port, requests, connections)))
                    if name == "verdict":
                        starts.append(Start(seconds, rss_mb(process.pid)))
    finally:
        if own_cores:
            os.sched_setaffinity(0, own_cores)
    return Report(
        _median(loads["verdict"]),
        _median(loads["echo"]),
        Start(
            statistics.median(start.seconds for start in starts),
            statistics.median(start.rss_mb for start in starts),
        ),
        rounds,
    )


def _median(loads: Sequence[Load]) -> Load:
    return Load(*(statistics.median(column) for column in zip(*map(_row, loads), strict=True)))


def _row(load: Load) -> tuple[float, ...]:
    return load.per_second, load.p50, load.p99, load.cpu_ms


def table(report: Report) -> str:
    """Return the figures as a Markdown table."""
    verdict, echo, start = report.verdict, report.echo, report.start
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return "\n".join(
        (
            "| | `POST /v1/check` | bare FastAPI echo |",
            "|---|---|---|",
            f"| answers a CPU second | {1000 / verdict.cpu_ms:.0f} | {1000 / echo.cpu_ms:.0f} |",
            f"| answers a second | {verdict.per_second:.0f} | {echo.per_second:.0f} |",
            f"| p50, ms (8 connections) | {verdict.p50:.2f} | {echo.p50:.2f} |",
            f"| p99, ms (8 connections) | {verdict.p99:.2f} | {echo.p99:.2f} |",
            "",
            f"Verdicts per echo for the same CPU time: {report.ratio:.2f}.",
            f"Start to first verdict: {start.seconds:.2f} s. Memory: {start.rss_mb:.0f} MB.",
            f"Median of {report.rounds} rounds, {machine}.",
        )
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=2000)
    options = parser.parse_args()
    print(table(measure(options.rounds, options.requests)))


if __name__ == "__main__":
    main()
