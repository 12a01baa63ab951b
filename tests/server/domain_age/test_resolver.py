"""The whole way from a domain to its age, over real sockets and a real database."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as few
from hypothesis import strategies as st
from rdap_server import RdapServer, Said, misbehaving, redirect, registered, throttled
from sqlalchemy import select
from whois_answers import HABITS

from classifier.case import AgeFact, AgeStatus
from server.domain_age.asking import MOST_HOPS
from server.domain_age.resolver import AgeResolver
from server.store.age_questions import Priority
from server.store.budget import note_throttled
from server.store.migrate import open_store
from server.store.tables import AgeQuestionRow, DomainAgeRow, RegistryServerRow

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from whois_server import WhoisServer

    from server.settings import Settings

pytestmark = pytest.mark.anyio

LONG = 20.0
"""Seconds that no answer on the loopback takes; a test that waits so long has failed."""


@asynccontextmanager
async def open_resolver(settings: Settings) -> AsyncIterator[AgeResolver]:
    store = await open_store(settings)
    resolver = await AgeResolver.open(settings, store)
    try:
        yield resolver
    finally:
        await resolver.close()
        await store.close()


async def settled(resolver: AgeResolver, domain: str) -> AgeFact:
    """Ask until the answer is final."""
    async with asyncio.timeout(LONG):
        fact = await resolver.ask(domain, LONG)
        while fact.status is AgeStatus.PENDING:
            fact = await resolver.ask(domain, LONG)
    return fact


async def waiting(resolver: AgeResolver) -> set[str]:
    """Return all domains that stand in the queue."""
    async with resolver.ages.store.session() as session:
        return set(await session.scalars(select(AgeQuestionRow.domain)))


async def until_empty(resolver: AgeResolver) -> None:
    """Wait until no question waits."""
    async with asyncio.timeout(LONG):
        while await waiting(resolver):  # noqa: ASYNC110 - another task empties it
            await asyncio.sleep(0.05)


async def grow_old(resolver: AgeResolver, domain: str) -> None:
    """Let the time come when an answer is to be asked anew."""
    async with resolver.ages.store.session() as session:
        row = await session.get_one(DomainAgeRow, domain)
        row.ask_again_at = row.answered_at


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds that another task brings about."""
    async with asyncio.timeout(LONG):
        while not holds():  # noqa: ASYNC110 - the other side is a server in a thread
            await asyncio.sleep(0.02)


async def test_whois_where_there_is_no_rdap(
    aged: Callable[..., Settings], whois: WhoisServer
) -> None:
    async with open_resolver(aged()) as resolver:
        fact = await resolver.ask("days3-x.ru", LONG)
    assert (fact.status, fact.days, fact.source) == (AgeStatus.KNOWN, 3, "whois")
    assert fact.registered == (dt.datetime.now(dt.UTC) - dt.timedelta(days=3)).date()
    assert [question.line for question in whois.questions] == ["days3-x.ru"]


async def test_rdap_first_where_the_registry_has_it(
    aged: Callable[..., Settings], whois: WhoisServer, rdap: RdapServer
) -> None:
    rdap.table["toy.shop"] = registered("toy.shop", "2020-02-02T00:00:00Z")
    async with open_resolver(aged()) as resolver:
        fact = await resolver.ask("toy.shop", LONG)
        kept = (await resolver.ages.of(["toy.shop"]))["toy.shop"]
    assert (fact.status, fact.registered) == (AgeStatus.KNOWN, dt.date(2020, 2, 2))
    assert (fact.source, kept.registrar) == ("rdap", "A Registrar")
    assert kept.name_servers == ("ns1.hosting.example", "ns2.hosting.example")
    assert [question.domain for question in rdap.asked] == ["toy.shop"]
    assert whois.questions == []


@pytest.mark.parametrize("trouble", [misbehaving("close"), throttled("600")], ids=["dead", "busy"])
async def test_whois_steps_in_where_rdap_fails(
    aged: Callable[..., Settings], rdap: RdapServer, trouble: object
) -> None:
    rdap.table["days5-x.shop"] = trouble  # type: ignore[assignment]
    async with open_resolver(aged()) as resolver:
        fact = await resolver.ask("days5-x.shop", LONG)
    assert (fact.status, fact.days, fact.source) == (AgeStatus.KNOWN, 5, "whois")


async def test_a_redirect_to_a_private_address_is_not_followed(
    aged: Callable[..., Settings], rdap: RdapServer, whois: WhoisServer
) -> None:
    rdap.table["evil.shop"] = redirect(f"http://{whois.place}/domain/evil.shop")
    async with open_resolver(aged(whois_overrides={"shop": ""})) as resolver:
        fact = await settled(resolver, "evil.shop")
    assert fact.status is AgeStatus.UNAVAILABLE
    assert whois.questions == []


@pytest.mark.parametrize("whois_too", [False, True])
async def test_redirects_without_end_come_to_an_end(
    aged: Callable[..., Settings],
    rdap: RdapServer,
    whois: WhoisServer,
    whois_too: bool,  # noqa: FBT001 - a case of the table
) -> None:
    name = "days5-circle.shop"
    with RdapServer(["other"]) as other:
        rdap.table[name] = redirect(other.target(name))
        other.table[name] = redirect(rdap.target(name))
        places = {"shop": whois.place if whois_too else ""}
        settings = aged(allowed_networks=["127.0.0.0/8"], whois_overrides=places)
        async with open_resolver(settings) as resolver:
            fact = await settled(resolver, name)
    assert fact.status in {AgeStatus.UNAVAILABLE, AgeStatus.KNOWN}
    assert rdap.asked
    assert other.asked
    assert len(rdap.asked) + len(other.asked) + len(whois.questions) <= MOST_HOPS + 2


@pytest.mark.parametrize("name", ["free-1.ru", "free-2.xn--p1ai"])
async def test_a_free_domain_is_not_found(aged: Callable[..., Settings], name: str) -> None:
    async with open_resolver(aged()) as resolver:
        assert (await resolver.ask(name, LONG)).status is AgeStatus.NOT_FOUND


@pytest.mark.parametrize("habit", ["garbage", "closed", "reset", "half", "silent", "drips", "huge"])
async def test_a_server_that_gives_no_date_makes_the_age_unavailable_never_old(
    aged: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch, habit: str
) -> None:
    monkeypatch.setattr("server.domain_age.asking.FIRST_WAIT", 0.01)
    async with open_resolver(aged(whois_timeout_seconds=0.3)) as resolver:
        fact = await settled(resolver, f"{habit}-1.ru")
    assert fact == AgeFact(AgeStatus.UNAVAILABLE)


@pytest.mark.parametrize("habit", ["latin", "koi", "cp1251", "lingers"])
async def test_odd_answers_with_a_date_are_understood(
    aged: Callable[..., Settings], habit: str
) -> None:
    async with open_resolver(aged()) as resolver:
        fact = await settled(resolver, f"{habit}-1.ru")
    assert (fact.status, fact.registered) == (AgeStatus.KNOWN, dt.date(2015, 6, 1))


async def test_many_who_ask_for_one_domain_ask_the_registry_once(
    aged: Callable[..., Settings], whois: WhoisServer
) -> None:
    async with open_resolver(aged()) as resolver:
        facts = await asyncio.gather(*(resolver.ask("days9-x.ru", LONG) for _ in range(50)))
        again = await resolver.ask("days9-x.ru", 0)
    assert {fact.days for fact in (*facts, again)} == {9}
    assert len(whois.questions) == 1


async def test_the_next_process_knows_what_this_one_asked(
    aged: Callable[..., Settings], whois: WhoisServer
) -> None:
    for _ in range(2):
        async with open_resolver(aged()) as resolver:
            assert (await resolver.ask("days9-x.ru", LONG)).days == 9
    assert len(whois.questions) == 1


async def test_one_process_hears_what_another_was_told(aged: Callable[..., Settings]) -> None:
    settings = aged()
    async with open_resolver(settings) as other:
        own = settings.model_copy(update={"age_lookups": False})
        async with open_resolver(own) as resolver:
            assert (await resolver.ask("days9-x.ru", 0)).status is AgeStatus.NOT_ASKED
            await settled(other, "days9-x.ru")
            assert (await resolver.ask("days9-x.ru", 0)).days == 9


async def test_who_cannot_wait_gets_pending_and_the_next_question_the_age(
    aged: Callable[..., Settings], whois: WhoisServer
) -> None:
    async with open_resolver(aged(whois_timeout_seconds=10)) as resolver:
        assert (await resolver.ask("slow-1.ru", 0)).status is AgeStatus.PENDING
        fact = await settled(resolver, "slow-1.ru")
    assert fact.status is AgeStatus.KNOWN
    assert len(whois.questions) == 1


@pytest.mark.parametrize(("habit", "least"), [("busy", 30), ("banned", 3600)])
async def test_a_registry_that_asks_for_patience_is_left_alone(
    aged: Callable[..., Settings], whois: WhoisServer, habit: str, least: float
) -> None:
    async with open_resolver(aged()) as resolver:
        assert (await resolver.ask(f"{habit}-1.ru", LONG)).status is AgeStatus.UNAVAILABLE
        assert (await resolver.ask("days3-x.ru", LONG)).status is AgeStatus.UNAVAILABLE
        now = dt.datetime.now(dt.UTC)
        left = await resolver.servers.left("whois", whois.place, now)
        assert left.pause == "throttled"
        assert left.paused_until is not None
        assert (left.paused_until - now).total_seconds() > least - 10
        # both wait for the registry to be itself again
        assert await waiting(resolver) == {f"{habit}-1.ru", "days3-x.ru"}
    assert len(whois.questions) == 1


async def test_a_dead_registry_is_left_alone_after_a_few_failures(
    aged: Callable[..., Settings], whois: WhoisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.domain_age.asking.FIRST_WAIT", 0.01)
    async with open_resolver(aged()) as resolver:
        assert (await settled(resolver, "reset-1.ru")).status is AgeStatus.UNAVAILABLE
        asked = len(whois.questions)
        assert (await resolver.ask("days3-x.ru", LONG)).status is AgeStatus.UNAVAILABLE
        left = await resolver.servers.left("whois", whois.place, dt.datetime.now(dt.UTC))
    assert left.pause == "failing"
    assert len(whois.questions) == asked == 3


async def test_an_old_answer_is_told_while_it_is_asked_anew(
    aged: Callable[..., Settings], whois: WhoisServer
) -> None:
    async with open_resolver(aged()) as resolver:
        await settled(resolver, "days9-x.ru")
        await grow_old(resolver, "days9-x.ru")
    async with open_resolver(aged()) as resolver:
        assert (await resolver.ask("days9-x.ru", 0)).days == 9
        await until(lambda: len(whois.questions) == 2)
        await until_empty(resolver)


async def test_what_was_ordered_in_bulk_is_known_later(aged: Callable[..., Settings]) -> None:
    domains = [f"days{number}-x.ru" for number in range(1, 5)]
    async with open_resolver(aged()) as resolver:
        assert (await resolver.cached(domains)).facts == {}
        ordered = await resolver.order(domains)
        assert {fact.status for fact in ordered.values()} == {AgeStatus.PENDING}
        await until_empty(resolver)
        known = (await resolver.cached(domains)).facts
    assert sorted(fact.days or 0 for fact in known.values()) == [1, 2, 3, 4]


async def test_an_old_date_is_asked_anew_by_lists_too(
    aged: Callable[..., Settings], whois: WhoisServer
) -> None:
    async with open_resolver(aged()) as resolver:
        await settled(resolver, "days9-x.ru")
        await grow_old(resolver, "days9-x.ru")
    async with open_resolver(aged()) as resolver:
        known = await resolver.cached(["days9-x.ru"])
        assert known.facts["days9-x.ru"].days == 9
        assert known.due == ["days9-x.ru"]
        await resolver.order(known.due)
        await until_empty(resolver)
    assert len(whois.questions) == 2


async def test_while_rdap_rests_whois_is_asked_at_once(
    aged: Callable[..., Settings], rdap: RdapServer
) -> None:
    rdap.table["days1-a.shop"] = throttled("86400")
    async with open_resolver(aged()) as resolver:
        first = await resolver.ask("days1-a.shop", LONG)
        second = await resolver.ask("days2-b.shop", LONG)
    assert (first.days, first.source) == (1, "whois")
    assert (second.days, second.source) == (2, "whois")
    assert len(rdap.asked) == 1


async def test_questions_that_wait_for_a_resting_rdap_go_to_whois(
    aged: Callable[..., Settings], rdap: RdapServer
) -> None:
    quiet = aged(age_lookups=False)
    async with open_resolver(quiet) as resolver:
        await resolver._put_in_queue(["days4-c.shop"], Priority.BULK)
        claim = (await resolver.asker.claim())[0]
        later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
        await resolver.questions.put_back(claim, lambda row: note_throttled(row, later))
    async with open_resolver(aged()) as resolver:
        await until_empty(resolver)
        assert (await resolver.ask("days4-c.shop", 0)).source == "whois"
    assert rdap.asked == []


async def test_rdap_servers_that_lead_in_a_circle_give_way_to_whois(
    aged: Callable[..., Settings], rdap: RdapServer, tmp_path: Path
) -> None:
    with RdapServer(["test"]) as other:
        rdap.table["days6-d.shop"] = redirect(f"{other.address}domain/days6-d.shop")
        other.table["days6-d.shop"] = redirect(f"{rdap.address}domain/days6-d.shop")
        both = tmp_path / "both.json"
        services = [[["shop"], [rdap.address]], [["test"], [other.address]]]
        both.write_text(
            json.dumps(
                {"version": "1.0", "publication": "2026-11-01T00:00:00Z", "services": services}
            )
        )
        async with open_resolver(aged(rdap_bootstrap=str(both))) as resolver:
            fact = await settled(resolver, "days6-d.shop")
        assert (fact.days, fact.source) == (6, "whois")
        assert len(rdap.asked) + len(other.asked) == MOST_HOPS + 1


async def test_what_is_known_is_told_while_a_writer_holds_the_database(
    aged: Callable[..., Settings],
) -> None:
    async with open_resolver(aged()) as resolver:
        await settled(resolver, "days9-x.ru")
    async with open_resolver(aged()) as resolver:
        async with resolver.ages.store.session(alone=True):
            late = asyncio.create_task(resolver.ask("days3-x.ru", LONG))
            await asyncio.sleep(0.2)  # its question waits for the writer
            assert (await resolver.ask("days9-x.ru", 0.5)).days == 9
        assert (await late).days == 3


async def test_a_stop_in_the_middle_of_a_probe_leaves_the_probe_to_the_next(
    aged: Callable[..., Settings], whois: WhoisServer
) -> None:
    async with open_resolver(aged(whois_timeout_seconds=30)) as resolver:
        await resolver.ask("silent-1.ru", 0.5)
        async with resolver.ages.store.session() as session:
            row = await session.get_one(RegistryServerRow, whois.place)
            row.failures = 5
            row.paused_until = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=60)
            row.pause = "failing"
    async with open_resolver(aged(age_lookups=False)) as resolver:
        left = await resolver.servers.left("whois", whois.place, dt.datetime.now(dt.UTC))
        assert left.paused_until is None
        async with resolver.ages.store.session() as session:
            assert (await session.get_one(RegistryServerRow, whois.place)).failures == 5


async def test_a_fault_while_the_queue_is_read_does_not_end_the_asking(
    aged: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_resolver(aged()) as resolver:
        right = resolver.asker.claim
        faults = iter([RuntimeError("a damaged row")])

        async def claim(*found: Any) -> Any:
            if fault := next(faults, None):
                raise fault
            return await right(*found)

        monkeypatch.setattr(resolver.asker, "claim", claim)
        assert (await resolver.ask("days3-x.ru", LONG)).days == 3
        assert next(faults, None) is None


async def test_a_date_a_little_ahead_is_today(
    aged: Callable[..., Settings], rdap: RdapServer
) -> None:
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(hours=5)
    rdap.table["new.shop"] = registered("new.shop", soon.isoformat())
    async with open_resolver(aged()) as resolver:
        assert (await settled(resolver, "new.shop")).days == 0


async def test_an_ending_without_a_server_is_not_asked(aged: Callable[..., Settings]) -> None:
    async with open_resolver(aged()) as resolver:
        assert (await resolver.ask("bakery.example", LONG)).status is AgeStatus.NOT_ASKED
        assert await resolver.order(["bakery.example"]) == {}
        assert not await waiting(resolver)


async def test_a_stop_gives_the_question_back(aged: Callable[..., Settings]) -> None:
    settings = aged(whois_timeout_seconds=30)
    async with open_resolver(settings) as resolver:
        await resolver.ask("silent-1.ru", 0.5)
    async with open_resolver(settings.model_copy(update={"age_lookups": False})) as resolver:
        assert await resolver.asker.claim(only="silent-1.ru")


@pytest.mark.parametrize("habit", sorted(HABITS))
async def test_whatever_a_server_does_the_question_ends(
    aged: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch, habit: str
) -> None:
    monkeypatch.setattr("server.domain_age.asking.FIRST_WAIT", 0.01)
    async with open_resolver(aged(whois_timeout_seconds=0.3)) as resolver:
        fact = await settled(resolver, f"{habit}-9.ru")
        assert fact.status is not AgeStatus.PENDING
        assert await resolver.ask("days3-x.ru", 0) != AgeFact()


@given(data=st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
@few(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_text_of_a_server_ever_raises(
    aged: Callable[..., Settings],
    whois: WhoisServer,
    rdap: RdapServer,
    tmp_path_factory: pytest.TempPathFactory,
    data: bytes,
) -> None:
    whois.answers["hostile.ru"] = data
    rdap.table["hostile.shop"] = Said(body=data)
    asked = len(whois.questions), len(rdap.asked)

    async def ask() -> list[AgeFact]:
        # a database of its own: what the last text did to the server's standing is not for this one
        fresh = aged(data_dir=tmp_path_factory.mktemp("data"))
        async with open_resolver(fresh) as resolver:
            return [await settled(resolver, "hostile.ru"), await settled(resolver, "hostile.shop")]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("server.domain_age.asking.FIRST_WAIT", 0.01)
        facts = asyncio.run(ask())
    assert all(fact.status is not AgeStatus.PENDING for fact in facts)
    assert len(whois.questions) > asked[0]
    assert len(rdap.asked) > asked[1]
