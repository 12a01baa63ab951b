"""``sverka age``: what is known of one domain's registration, asked of its registry if need be."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classifier.address import AddressError, parse_address
from classifier.age_subject import registered_name
from server.cli.failure import WORK_ERROR, Failure
from server.domain_age.asking import question_for, step_of
from server.domain_age.errors import LookupFailed
from server.domain_age.facts import fact_of
from server.domain_age.resolver import AgeResolver
from server.domain_age.whois_charset import printable
from server.errors import StartError
from server.logs import configure
from server.settings import load_settings
from server.store.age_questions import Priority, utc_now
from server.store.migrate import open_store

if TYPE_CHECKING:
    from server.domain_age.steps import Answer
    from server.settings import Settings
    from server.store.age_questions import Question
    from server.store.ages import KeptAge
    from server.store.registry_servers import BudgetLeft

LOOK = 0.1
"""Seconds between two tries to take the question, when budget or another process stands before."""


@dataclass(frozen=True, slots=True)
class _Said:
    """One server's answer, or why there is none (``failed``)."""

    server: str
    text: str
    failed: bool


@dataclass(frozen=True, slots=True)
class _Shown:
    """All that is told of a domain; ``elsewhere``: another process got the last answer."""

    domain: str
    age: KeptAge | None
    waits: bool
    said: tuple[_Said, ...]
    elsewhere: bool
    budgets: tuple[BudgetLeft, ...]


def age(name: str, *, raw: bool, wait: float, as_json: bool) -> None:
    """Print a domain's age, its source and the budget left; with ``raw`` ask anew and show it.

    Raises:
        Failure: the name is no domain that a registry knows of, or the store cannot be used.
    """
    domain = _domain(name)
    try:
        settings = load_settings()
        # a failed server is told in the answer itself; stdout is the answer's alone
        quiet = {"log_level": "debug" if settings.log_level == "debug" else "warning"}
        configure(settings.model_copy(update={**quiet, "log_format": "console"}))
        shown = asyncio.run(_look(settings, domain, raw=raw, wait=wait))
    except StartError as error:
        raise Failure(str(error), WORK_ERROR) from error
    print(json.dumps(_json(shown), ensure_ascii=False) if as_json else _text(shown))


def _domain(name: str) -> str:
    try:
        address = parse_address(name)
    except AddressError as error:
        raise Failure(f"DOMAIN: {error}") from error
    domain = registered_name(address)
    if domain is None:
        raise Failure(
            f"DOMAIN: {address.host} is nobody's own registered domain (an IP address, a public "
            "ending, or a name below a host that many share); give one such as shop.ru"
        )
    return domain


async def _look(settings: Settings, domain: str, *, raw: bool, wait: float) -> _Shown:
    store = await open_store(settings)
    try:
        resolver = await AgeResolver.open(settings.model_copy(update={"age_lookups": False}), store)
        try:
            said, elsewhere = await _asked(settings, resolver, domain, raw=raw, wait=wait)
            return await _shown(resolver, domain, said, elsewhere=raw and elsewhere)
        finally:
            await resolver.close()
    finally:
        await store.close()


async def _asked(
    settings: Settings, resolver: AgeResolver, domain: str, *, raw: bool, wait: float
) -> tuple[tuple[_Said, ...], bool]:
    """Ask until the question is settled or the time is over.

    Return what the servers said, and whether it was another process that settled it.
    """
    steps = resolver.registries.steps_for(domain)
    if not steps:
        ending = domain.rpartition(".")[2]
        raise Failure(
            f"no registry server is known for .{ending}; name one in SVERKA_WHOIS_OVERRIDES, "
            f'such as {{"{ending}": "whois.example:43"}}'
        )
    if not settings.age_lookups:
        return (), False
    await resolver.questions.order([question_for(domain, steps[0])], Priority.SELLER, again=raw)
    said: list[_Said] = []
    elsewhere = True
    ends = time.monotonic() + wait
    while domain in await resolver.questions.waiting([domain]):
        claims = await resolver.asker.claim(only=domain)
        elsewhere = not claims
        if claims:
            answer = await resolver.asker.ask(claims[0])
            if answer is None:
                break
            said.append(_said(claims[0].question, answer))
            continue
        if time.monotonic() >= ends:
            return _to_tell(said, raw=raw), False
        await asyncio.sleep(LOOK)
    return _to_tell(said, raw=raw), elsewhere


def _said(question: Question, answer: Answer | LookupFailed) -> _Said:
    host = step_of(question).host
    if isinstance(answer, LookupFailed):
        return _Said(host, printable(str(answer)), failed=True)
    return _Said(host, answer.raw, failed=False)


def _to_tell(said: list[_Said], *, raw: bool) -> tuple[_Said, ...]:
    return tuple(one for one in said if raw or one.failed)


async def _shown(
    resolver: AgeResolver, domain: str, said: tuple[_Said, ...], *, elsewhere: bool
) -> _Shown:
    kept = (await resolver.ages.of([domain])).get(domain)
    waits = domain in await resolver.questions.waiting([domain])
    places = {step.server: step for step in resolver.registries.steps_for(domain)}
    budgets = [
        await resolver.servers.left(step.protocol, step.server, utc_now())
        for step in places.values()
    ]
    return _Shown(domain, kept, waits, said, elsewhere, tuple(budgets))


def _json(shown: _Shown) -> dict[str, Any]:
    kept, fact = shown.age, fact_of(shown.age) if shown.age else None
    return {
        "domain": shown.domain,
        "status": _status(shown),
        "registered": kept.registered.isoformat() if kept and kept.registered else None,
        "days": fact.days if fact else None,
        "source": kept.source if kept else None,
        "server": kept.server if kept else None,
        "registrar": (kept.registrar or None) if kept else None,
        "name_servers": list(kept.name_servers) if kept else [],
        "answered_at": kept.answered_at.isoformat() if kept else None,
        "budgets": [
            {
                "server": left.server,
                "left": int(left.tokens),
                "per_minute": left.per_minute,
                "paused_until": left.paused_until.isoformat() if left.paused_until else None,
                "pause": left.pause,
            }
            for left in shown.budgets
        ],
        "raw": [{"server": one.server, "text": one.text} for one in shown.said if not one.failed],
        "failed": [{"server": one.server, "cause": one.text} for one in shown.said if one.failed],
        "asked_elsewhere": shown.elsewhere,
    }


def _status(shown: _Shown) -> str:
    if shown.age is not None and (shown.age.status == "known" or not shown.waits):
        return shown.age.status
    return "pending" if shown.waits else "not-asked"


def _text(shown: _Shown) -> str:
    data = _json(shown)
    lines = [f"{data['domain']}: {_sentence(shown, data)}"]
    if data["source"]:
        lines.append(
            f"source: {data['source']} {data['server']}, asked {data['answered_at'][:19]}Z"
        )
    if data["registrar"]:
        lines.append(f"registrar: {data['registrar']}")
    if data["name_servers"]:
        lines.append(f"name servers: {', '.join(data['name_servers'])}")
    lines += [_budget_line(left) for left in shown.budgets]
    for one in shown.said:
        lines += (
            [f"failed: {one.text}"] if one.failed else ["", f"--- {one.server}", one.text.strip()]
        )
    if shown.elsewhere:
        lines.append(
            "raw: another process asked just now, and the servers' words are with it; run it again"
        )
    return "\n".join(lines)


def _sentence(shown: _Shown, data: dict[str, Any]) -> str:
    status = data["status"]
    if status == "known":
        return f"registered {data['registered'][:10]}, {data['days']} days ago"
    if status == "not-found":
        return "the registry knows no such domain"
    if status == "pending":
        return "the question waits in the queue; ask again later"
    if status == "not-asked":
        return "not asked: SVERKA_AGE_LOOKUPS is false"
    again = shown.age.ask_again_at.isoformat()[:19] if shown.age else ""
    return f"the registry gave no date; it is asked again after {again}Z"


def _budget_line(left: BudgetLeft) -> str:
    line = f"budget: {left.server}: {int(left.tokens)} questions now, {left.per_minute} a minute"
    if left.paused_until is None:
        return line
    return f"{line}; {left.pause}, left alone until {left.paused_until.isoformat()[:19]}Z"
