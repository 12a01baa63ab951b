"""The real service as a process of its own, on a free port, with a data directory of its own."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

START_SECONDS = 30
"""Generous on purpose: two cores may be shared with other test runs."""

AGE_WAIT_MS = 4_000
"""Longer than a registry behind loopback needs on a busy machine, and so long that a question which
ought not to wait for an age, but does, is seen to."""

WHOIS_SECONDS = 30
"""So long that a registry whose answer a test keeps back is not asked a second time meanwhile."""


class ServiceError(RuntimeError):
    """The service did not start; the message carries what it printed."""


@dataclass(frozen=True, slots=True)
class Service:
    """A running service."""

    port: int
    data: Path

    @property
    def url(self) -> str:
        """The address that the extension is given."""
        return f"http://127.0.0.1:{self.port}"

    def check(self, url: str, lang: str = "ru") -> dict[str, Any]:
        """The service's own verdict on a bare link."""
        request = urllib.request.Request(
            f"{self.url}/v1/check?lang={lang}",
            data=json.dumps({"url": url}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            verdict: dict[str, Any] = json.load(answer)
            return verdict

    def rows(self, query: str) -> list[Any]:
        """What its database answers."""
        (file,) = self.data.glob("*.db")
        with closing(sqlite3.connect(file)) as database:
            return database.execute(query).fetchall()

    def registries_asked(self) -> set[str]:
        """Every registry's server for which it had a question, as ``host:port``."""
        return {server for (server,) in self.rows("select server from registry_servers")}


def free_port() -> int:
    """A loopback port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _environment(data: Path, whois: Mapping[str, str] | None) -> dict[str, str]:
    """The settings of a service that asks nobody but the given servers, whatever the shell has."""
    no_rdap = data / "no_rdap.json"
    no_rdap.write_text('{"services": []}', encoding="utf-8")
    settings = {
        "SVERKA_DATA_DIR": str(data),
        "SVERKA_AGE_LOOKUPS": "true" if whois else "false",
        "SVERKA_RDAP_BOOTSTRAP": str(no_rdap),
        "SVERKA_WHOIS_OVERRIDES": json.dumps(dict(whois or {})),
        "SVERKA_AGE_WAIT_MS": str(AGE_WAIT_MS),
        "SVERKA_WHOIS_TIMEOUT_SECONDS": str(WHOIS_SECONDS),
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith("SVERKA_")}
    return others | settings


@contextmanager
def service(data: Path, whois: Mapping[str, str] | None = None) -> Iterator[Service]:
    """Start ``sverka serve`` and wait until it answers ``/readyz``.

    ``whois`` says which local server tells the ages under an ending, as ``host:port``; without it
    nobody is asked how old a domain is.

    Raises:
        ServiceError: it stopped at once or was not ready in time.
    """
    data.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = Path(sys.executable).with_name("sverka")
    journal = data / "service.log"
    with journal.open("wb") as out:
        process = subprocess.Popen(
            [str(command), "serve", "--host", "127.0.0.1", "--port", str(port)],
            env=_environment(data, whois),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_ready(process, port, journal)
            yield Service(port, data)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_ready(process: subprocess.Popen[bytes], port: int, journal: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise ServiceError(f"sverka serve is not ready:\n{journal.read_text(errors='replace')[-2000:]}")
