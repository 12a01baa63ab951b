"""A WHOIS server on the loopback with the real protocol (RFC 3912) and all its bad habits.

In a test: ``with WhoisServer() as server: ...`` (``server.place`` is its ``host:port``). In another
process: ``python tests/registries/whois_server.py --port 4343 --log questions.jsonl``.

What it answers is told by the first label of the domain asked about: ``free-1.ru`` is free,
``busy-1.ru`` is throttled and so on (``whois_answers.HABITS``); any other name is registered, in
the format of the ending's registry, ``days3-x.ru`` for three days, the rest since 2015.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import socketserver
import struct
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from whois_answers import HABITS, Habit, record_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PIECE = b"% nothing to read here\n" * 2_000


@dataclass(frozen=True, slots=True)
class Question:
    """One question that arrived: seconds of ``time.time`` and the line without its end."""

    at: float
    line: str

    @property
    def domain(self) -> str:
        """The last word of the line, as registries' options stand before it."""
        return self.line.split()[-1] if self.line.split() else ""


class WhoisServer:
    """The server, in threads of its own; it serves from ``__enter__`` to ``__exit__``.

    Args:
        answers: domain to the bytes that it gets, before any habit.
        port: 0 takes any free one.
        told: called with each question as it arrives.
    """

    def __init__(
        self,
        answers: Mapping[str, bytes] | None = None,
        port: int = 0,
        told: Callable[[Question], None] | None = None,
    ) -> None:
        self.answers = dict(answers or {})
        self.closing = threading.Event()
        self._questions: list[Question] = []
        self._told = told
        self._tcp = _Tcp(("127.0.0.1", port), _Handler)
        self._tcp.whois = self
        self._thread = threading.Thread(target=self._tcp.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._tcp.shutdown()
        self._tcp.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        return int(self._tcp.server_address[1])

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def questions(self) -> list[Question]:
        return list(self._questions)

    def answer(self, line: str) -> Habit:
        """Note a question; return what it gets."""
        question = Question(time.time(), line)
        self._questions.append(question)
        if self._told:
            self._told(question)
        if question.domain in self.answers:
            return Habit(self.answers[question.domain])
        first = question.domain.partition("-")[0].partition(".")[0]
        return HABITS.get(first) or Habit(record_for(question.domain))


class _Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = True
    request_queue_size = 512
    whois: WhoisServer


class _Handler(socketserver.StreamRequestHandler):
    server: _Tcp

    def handle(self) -> None:
        try:
            line = self.rfile.readline(1_024).decode("latin-1").strip()
            self._say(self.server.whois.answer(line))
        except OSError:
            return  # who asked went away; a real registry does not mind either

    def _say(self, habit: Habit) -> None:
        closing = self.server.whois.closing
        if habit.pause and closing.wait(habit.pause):
            return
        self.connection.sendall(habit.data)
        for _ in range(0, habit.more, len(PIECE)):
            self.connection.sendall(PIECE)
            if closing.is_set():
                return
        while habit.drip and not closing.wait(habit.drip):
            self.connection.sendall(b".")
        if habit.stays_open:
            self._until_gone(closing)
        if habit.resets:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())  # closed before the base class ends it politely

    def _until_gone(self, closing: threading.Event) -> None:
        self.connection.settimeout(0.05)
        while not closing.is_set():
            try:
                if not self.connection.recv(64):
                    return
            except TimeoutError:
                continue


def main() -> None:
    """Serve until interrupted; the port goes to stdout, each question to the log as JSON."""
    options = argparse.ArgumentParser(description=main.__doc__)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--log", type=Path)
    given = options.parse_args()
    lock = threading.Lock()

    def note(question: Question) -> None:
        with lock, given.log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(asdict(question)) + "\n")

    with WhoisServer(port=given.port, told=note if given.log else None) as server:
        print(server.port, flush=True)  # noqa: T201 - whoever started it waits for the port
        try:
            server.closing.wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
