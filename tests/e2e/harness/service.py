"""The real service as a process of its own, on a free port, with a data directory of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

START_SECONDS = 30
"""Generous on purpose: two cores may be shared with other test runs."""


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


def free_port() -> int:
    """A loopback port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def service(data: Path) -> Iterator[Service]:
    """Start ``sverka serve`` and wait until it answers ``/readyz``.

    Raises:
        ServiceError: it stopped at once or was not ready in time.
    """
    data.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = Path(sys.executable).with_name("sverka")
    journal = data / "service.log"
    environment = {**os.environ, "SVERKA_DATA_DIR": str(data)}
    with journal.open("wb") as out:
        process = subprocess.Popen(
            [str(command), "serve", "--host", "127.0.0.1", "--port", str(port)],
            env=environment,
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
