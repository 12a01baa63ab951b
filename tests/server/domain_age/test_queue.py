from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from server.settings import Settings
from server.store.age_questions import Claim, Priority, Question, QuestionRepository, Room
from server.store.age_upkeep import FORGOTTEN_AFTER, QueueUpkeep
from server.store.ages import AgeRepository, KeptAge
from server.store.budget import Budget, note_success, note_throttled
from server.store.migrate import open_store
from server.store.registry_servers import PARALLEL, ServerRepository

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
BUDGET = Budget(30)


def later(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


def question(domain: str, server: str = "whois.example") -> Question:
    return Question(domain, "whois", f"{server}:43", server)


def answer(domain: str, status: str = "known") -> KeptAge:
    known = status == "known"
    return KeptAge(
        domain=domain,
        status=status,  # type: ignore[arg-type]
        registered=later(-86_400) if known else None,
        source="whois",
        server="whois.example",
        registrar="REG-RU" if known else "",
        name_servers=("ns1.shop.example",) if known else (),
        answered_at=NOW,
        ask_again_at=later(600),
    )


pytestmark = pytest.mark.anyio


class Clock:
    """A clock that stands where a test puts it."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> dt.datetime:
        return self.time


def at(queue: QuestionRepository, moment: dt.datetime) -> QuestionRepository:
    """Put the queue's clock to a time."""
    assert isinstance(queue.clock, Clock)
    queue.clock.time = moment
    return queue


@pytest.fixture
async def queue(tmp_path: Path) -> AsyncIterator[QuestionRepository]:
    store = await open_store(Settings(data_dir=tmp_path))
    servers = ServerRepository(store, lambda _protocol, _server: BUDGET)
    yield QuestionRepository(servers, Clock())
    await store.close()


async def claim_one(queue: QuestionRepository, moment: dt.datetime) -> Claim | None:
    found = await at(queue, moment).claim(30)
    return found[0] if found else None


async def claims(queue: QuestionRepository, moment: dt.datetime = NOW) -> AsyncIterator[Claim]:
    while (claim := await claim_one(queue, moment)) is not None:
        yield claim


async def drained(queue: QuestionRepository, moment: dt.datetime = NOW) -> list[str]:
    """Ask and settle one after the other as long as the budget lasts."""
    asked = []
    async for claim in claims(queue, moment):
        asked.append(claim.question.domain)
        await at(queue, moment).settle(claim, answer(claim.question.domain), note_success)
    return asked


async def test_a_seller_comes_before_bulk_and_the_earlier_before_the_later(
    queue: QuestionRepository,
) -> None:
    await at(queue, later(-9)).order([question("bulk.ru")], Priority.BULK)
    await at(queue, later(-2)).order([question("second.ru")], Priority.SELLER)
    await at(queue, later(-3)).order([question("first.ru")], Priority.SELLER)
    assert await drained(queue) == ["first.ru", "second.ru", "bulk.ru"]


async def test_a_seller_who_asks_for_an_ordered_domain_makes_it_urgent(
    queue: QuestionRepository,
) -> None:
    await at(queue, later(-9)).order([question("a.ru"), question("b.ru")], Priority.BULK)
    await at(queue, NOW).order([question("b.ru")], Priority.SELLER)
    await at(queue, NOW).order([question("b.ru")], Priority.BULK)
    assert await drained(queue) == ["b.ru", "a.ru"]


async def test_bulk_leaves_a_reserve_for_sellers(queue: QuestionRepository) -> None:
    bulk = [question(f"b{number}.ru") for number in range(40)]
    await at(queue, NOW).order(bulk, Priority.BULK)
    assert len(await drained(queue)) == BUDGET.burst - BUDGET.reserve
    sellers = [question(f"s{number}.ru") for number in range(40)]
    await at(queue, NOW).order(sellers, Priority.SELLER)
    assert len(await drained(queue)) == BUDGET.reserve
    assert len(await queue.waiting([one.domain for one in bulk + sellers])) == 80 - BUDGET.burst


async def test_one_server_without_budget_does_not_stop_the_others(
    queue: QuestionRepository,
) -> None:
    spent = [question(f"s{number}.ru", "busy.example") for number in range(20)]
    await at(queue, NOW).order(spent, Priority.SELLER)
    await drained(queue)
    await at(queue, later(1)).order([question("free.kz", "free.example")], Priority.BULK)
    claim = await claim_one(queue, later(1))
    assert claim is not None
    assert claim.question.domain == "free.kz"


async def test_a_server_is_asked_few_questions_at_a_time(queue: QuestionRepository) -> None:
    await at(queue, NOW).order([question(f"d{n}.ru") for n in range(5)], Priority.SELLER)
    held = [claim async for claim in claims(queue)]
    assert len(held) == PARALLEL
    await at(queue, NOW).settle(held[0], answer(held[0].question.domain), note_success)
    assert await claim_one(queue, NOW) is not None


async def test_a_question_whose_asker_died_is_asked_by_another(queue: QuestionRepository) -> None:
    await at(queue, NOW).order([question("lost.ru")], Priority.SELLER)
    dead = await claim_one(queue, NOW)
    assert dead is not None
    assert await claim_one(queue, later(29)) is None
    heir = await claim_one(queue, later(31))
    assert heir is not None
    assert heir.question == dead.question
    # what the dead one still writes takes nothing from the heir
    await at(queue, later(32)).put_back(dead, note_success)
    assert await claim_one(queue, later(33)) is None
    await at(queue, later(34)).settle(heir, answer("lost.ru"), note_success)
    assert not await queue.waiting(["lost.ru", "done.ru"])


async def test_what_is_answered_is_not_asked_again_before_its_time(
    queue: QuestionRepository,
) -> None:
    await at(queue, NOW).order([question("done.ru")], Priority.SELLER)
    await drained(queue)
    await at(queue, later(599)).order([question("done.ru")], Priority.SELLER)
    assert not await queue.waiting(["lost.ru", "done.ru"])
    await at(queue, later(599)).order([question("done.ru")], Priority.SELLER, again=True)
    assert await queue.waiting(["done.ru"])
    await drained(queue, later(599))
    await at(queue, later(601)).order([question("done.ru")], Priority.SELLER)
    assert await queue.waiting(["done.ru"])


async def test_a_throttled_server_keeps_its_questions_for_later(queue: QuestionRepository) -> None:
    await at(queue, NOW).order([question("a.ru"), question("b.ru")], Priority.SELLER)
    claim = await claim_one(queue, NOW)
    assert claim is not None
    await at(queue, NOW).put_back(claim, lambda row: note_throttled(row, later(3600)))
    assert await claim_one(queue, later(3599)) is None
    assert await queue.resting(["a.ru", "b.ru", "c.ru"]) == {"a.ru", "b.ru"}
    assert sorted(await drained(queue, later(3700))) == ["a.ru", "b.ru"]


async def test_a_known_date_outlives_a_registry_that_fails(queue: QuestionRepository) -> None:
    for status, moment in (("known", NOW), ("unavailable", later(700))):
        await at(queue, moment).order([question("old.ru")], Priority.SELLER)
        claim = await claim_one(queue, moment)
        assert claim is not None
        await at(queue, moment).settle(claim, answer("old.ru", status), note_success)
    kept = (await AgeRepository(queue.store).of(["old.ru"]))["old.ru"]
    assert kept == answer("old.ru")


async def test_onward_the_next_servers_budget_counts(queue: QuestionRepository) -> None:
    await at(queue, NOW).order([question("thin.com", "registry.example")], Priority.SELLER)
    claim = await claim_one(queue, NOW)
    assert claim is not None
    onward = question("thin.com", "registrar.example")
    await at(queue, NOW).go_on(claim, onward, note_success)
    second = await claim_one(queue, NOW)
    assert second is not None
    assert (second.question, second.hops) == (onward, 1)
    for server in ("registry.example", "registrar.example"):
        left = await queue.servers.left("whois", server, NOW)
        assert left.tokens == BUDGET.burst - 1


async def test_questions_that_nobody_can_answer_are_dropped_in_the_end(
    queue: QuestionRepository,
) -> None:
    await at(queue, later(-3 * 86_400)).order([question("old.ru")], Priority.BULK)
    await at(queue, later(-3600)).order([question("new.ru")], Priority.BULK)
    await QueueUpkeep(at(queue, NOW)).drop_old()
    assert await queue.waiting(["old.ru", "new.ru"]) == {"new.ru"}


async def test_a_lease_begins_when_the_database_is_ours_not_when_we_asked_for_it(
    queue: QuestionRepository,
) -> None:
    await at(queue, NOW).order([question("busy.ru")], Priority.SELLER)
    async with queue.store.session(alone=True):
        waiting = asyncio.create_task(queue.claim(30))
        await asyncio.sleep(0.2)
        at(queue, later(40))
    assert await waiting
    assert await claim_one(queue, later(41)) is None


async def test_one_look_takes_questions_for_several_servers(queue: QuestionRepository) -> None:
    places = ["one.example", "two.example", "three.example"]
    for number, place in enumerate(places * 2):
        await at(queue, later(-number)).order([question(f"d{number}.ru", place)], Priority.BULK)
    taken = await at(queue, NOW).claim(30, Room(2, 2))
    assert [claim.question.domain for claim in taken] == ["d5.ru", "d4.ru"]
    rest = await at(queue, NOW).claim(30, Room(9, 9))
    assert [claim.question.domain for claim in rest] == ["d3.ru", "d2.ru", "d1.ru"]


async def test_lists_leave_room_for_sellers(queue: QuestionRepository) -> None:
    for number in range(4):
        place = f"s{number}.example"
        await at(queue, NOW).order([question(f"list{number}.ru", place)], Priority.BULK)
    await at(queue, NOW).order([question("seller.ru", "other.example")], Priority.SELLER)
    taken = await at(queue, NOW).claim(30, Room(all=4, bulk=1))
    assert [claim.question.domain for claim in taken] == ["seller.ru", "list0.ru"]
    assert await at(queue, NOW).claim(30, Room(all=4, bulk=0)) == []


async def test_five_thousand_questions_are_one_write(queue: QuestionRepository) -> None:
    statements: list[str] = []
    event.listen(
        queue.store.engine.sync_engine,
        "before_cursor_execute",
        lambda *found: statements.append(found[2]),
    )
    many = [question(f"d{number}.ru") for number in range(5_000)]
    await at(queue, NOW).order(many, Priority.BULK)
    assert len(await queue.waiting([one.domain for one in many])) == 5_000
    assert sum(text.startswith("INSERT") for text in statements) == 1


async def test_who_lost_the_lease_overwrites_nothing_but_with_a_date(
    queue: QuestionRepository,
) -> None:
    await at(queue, NOW).order([question("race.ru")], Priority.SELLER)
    slow = await claim_one(queue, NOW)
    heir = await claim_one(queue, later(31))
    assert slow is not None
    assert heir is not None
    await at(queue, later(32)).settle(heir, answer("race.ru", "not-found"), note_success)
    await at(queue, later(33)).settle(slow, answer("race.ru", "unavailable"), note_success)
    ages = AgeRepository(queue.store)
    assert (await ages.of(["race.ru"]))["race.ru"].status == "not-found"
    await at(queue, later(34)).settle(slow, answer("race.ru"), note_success)
    assert (await ages.of(["race.ru"]))["race.ru"].status == "known"


async def test_a_clock_that_ran_ahead_and_was_set_right_stops_nobody(
    queue: QuestionRepository,
) -> None:
    ahead = later(86_400)
    names = [f"d{number}.ru" for number in range(BUDGET.burst)]
    await at(queue, ahead).order([question(name) for name in names], Priority.SELLER)
    assert len(await drained(queue, ahead)) == BUDGET.burst
    await at(queue, ahead).order([question("held.ru"), question("late.ru")], Priority.SELLER)
    later_today = ahead + dt.timedelta(seconds=30)
    held, late = await claim_one(queue, later_today), await claim_one(queue, later_today)
    assert held is not None
    assert late is not None
    await at(queue, later_today).try_later(late, note_success, 8)
    assert sorted(await drained(queue, NOW)) == ["held.ru", "late.ru"]


async def test_a_pause_from_a_clock_that_ran_ahead_keeps_nobody_from_asking(
    queue: QuestionRepository,
) -> None:
    ahead = later(3 * 86_400)
    await at(queue, ahead).order([question("a.ru")], Priority.SELLER)
    claim = await claim_one(queue, ahead)
    assert claim is not None
    until = ahead + dt.timedelta(hours=1)
    await queue.put_back(claim, lambda row: note_throttled(row, until))
    assert await queue.resting(["a.ru"]) == {"a.ru"}
    assert await at(queue, NOW).resting(["a.ru"]) == set()


async def test_questions_for_a_resting_server_can_be_sent_elsewhere(
    queue: QuestionRepository,
) -> None:
    first = Question("toy.shop", "rdap", "https://rdap.example/domain/toy.shop", "rdap.example")
    await at(queue, NOW).order([first], Priority.SELLER)
    upkeep = QueueUpkeep(queue)
    assert await upkeep.stuck("rdap") == []
    claim = await claim_one(queue, NOW)
    assert claim is not None
    await queue.put_back(claim, lambda row: note_throttled(row, later(3600)))
    assert await upkeep.stuck("rdap") == ["toy.shop"]
    await upkeep.reroute([question("toy.shop")])
    second = await claim_one(queue, NOW)
    assert second is not None
    assert (second.question, second.hops) == (question("toy.shop"), 1)


async def test_answers_that_nobody_asks_for_any_more_are_forgotten(
    queue: QuestionRepository,
) -> None:
    await at(queue, NOW).order([question("old.ru")], Priority.SELLER)
    await drained(queue)
    ages = AgeRepository(queue.store)
    edge = answer("old.ru").ask_again_at + FORGOTTEN_AFTER
    await QueueUpkeep(at(queue, edge)).drop_old()
    assert await ages.of(["old.ru"])
    await QueueUpkeep(at(queue, edge + dt.timedelta(seconds=1))).drop_old()
    assert not await ages.of(["old.ru"])
