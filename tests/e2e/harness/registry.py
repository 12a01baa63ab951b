"""The registry that the service under test asks: one WHOIS server on loopback for every ending."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from whois_answers import GTLD, filled
from whois_server import WhoisServer

if TYPE_CHECKING:
    from whois_answers import Habit

TABLE = Path(__file__).resolve().parents[3] / "server" / "domain_age" / "data" / "whois_servers.yml"


def whois_endings() -> set[str]:
    """The last label of every ending for which the service knows a real WHOIS server."""
    table = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    below = " ".join(table["own_host"].values()).split()
    below += [name for terms in table["servers"].values() for name in terms.get("endings", ())]
    return {name.rpartition(".")[2] for name in below}


class Registry(WhoisServer):
    """A WHOIS server whose answers about single domains can be kept back; ages are since 2015."""

    def __init__(self) -> None:
        super().__init__()
        self._held: dict[str, threading.Event] = {}

    def overrides(self, *more: str) -> dict[str, str]:
        """What makes a service ask here instead of any real registry; ``more``: endings besides."""
        return dict.fromkeys([*whois_endings(), *more], self.place)

    def is_young(self, domain: str, days: int) -> None:
        """Tell of a domain that it was registered so many days ago."""
        since = dt.datetime.now(dt.UTC) - dt.timedelta(days)
        self.answers[domain] = filled(GTLD, domain, since).replace("\n", "\r\n").encode()

    def hold(self, domain: str) -> None:
        """Take questions about a domain, but answer none before ``release``."""
        self._held[domain] = threading.Event()

    def release(self, domain: str) -> None:
        """Answer the questions about a domain that wait."""
        self._held[domain].set()

    def lines(self, domain: str) -> list[str]:
        """What was asked, word for word, in questions that name a domain or a host below it."""
        return [question.line for question in self.questions if domain in question.line]

    def answer(self, line: str) -> Habit:
        """Note a question; return what it gets, once it may be answered."""
        habit = super().answer(line)
        released = self._held.get(line)
        while released and not released.wait(0.05) and not self.closing.is_set():
            continue
        return habit
