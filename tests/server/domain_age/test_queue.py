from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from server.settings import Settings
from server.store.age_questions import Claim, Priority, Question, QuestionRepository
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


@pytest.fixture
async def queue(tmp_path: Path) -> AsyncIterator[QuestionRepository]:
    store = await open_store(Settings(data_dir=tmp_path))
    yield QuestionRepository(ServerRepository(store, lambda _protocol, _server: BUDGET))
    await store.close()


async def claims(queue: QuestionRepository, moment: dt.datetime = NOW) -> AsyncIterator[Claim]:
    while (claim := await queue.claim(moment, 30)) is not None:
        yield claim


async def drained(queue: QuestionRepository, moment: dt.datetime = NOW) -> list[str]:
    """Ask and settle one after the other as long as the budget lasts."""
    asked = []
    async for claim in claims(queue, moment):
        asked.append(claim.question.domain)
        await queue.settle(claim, answer(claim.question.domain), note_success, moment)
    return asked


async def test_a_seller_comes_before_bulk_and_the_earlier_before_the_later(
    queue: QuestionRepository,
) -> None:
    await queue.order([question("bulk.ru")], Priority.BULK, later(-9))
    await queue.order([question("second.ru")], Priority.SELLER, later(-2))
    await queue.order([question("first.ru")], Priority.SELLER, later(-3))
    assert await drained(queue) == ["first.ru", "second.ru", "bulk.ru"]


async def test_a_seller_who_asks_for_an_ordered_domain_makes_it_urgent(
    queue: QuestionRepository,
) -> None:
    await queue.order([question("a.ru"), question("b.ru")], Priority.BULK, later(-9))
    await queue.order([question("b.ru")], Priority.SELLER, NOW)
    await queue.order([question("b.ru")], Priority.BULK, NOW)
    assert await drained(queue) == ["b.ru", "a.ru"]


async def test_bulk_leaves_a_reserve_for_sellers(queue: QuestionRepository) -> None:
    bulk = [question(f"b{number}.ru") for number in range(40)]
    await queue.order(bulk, Priority.BULK, NOW)
    assert len(await drained(queue)) == BUDGET.burst - BUDGET.reserve
    sellers = [question(f"s{number}.ru") for number in range(40)]
    await queue.order(sellers, Priority.SELLER, NOW)
    assert len(await drained(queue)) == BUDGET.reserve
    assert await queue.count() == 80 - BUDGET.burst


async def test_one_server_without_budget_does_not_stop_the_others(
    queue: QuestionRepository,
) -> None:
    spent = [question(f"s{number}.ru", "busy.example") for number in range(20)]
    await queue.order(spent, Priority.SELLER, NOW)
    await drained(queue)
    await queue.order([question("free.kz", "free.example")], Priority.BULK, later(1))
    claim = await queue.claim(later(1), 30)
    assert claim is not None
    assert claim.question.domain == "free.kz"


async def test_a_server_is_asked_few_questions_at_a_time(queue: QuestionRepository) -> None:
    await queue.order([question(f"d{n}.ru") for n in range(5)], Priority.SELLER, NOW)
    held = [claim async for claim in claims(queue)]
    assert len(held) == PARALLEL
    await queue.settle(held[0], answer(held[0].question.domain), note_success, NOW)
    assert await queue.claim(NOW, 30) is not None


async def test_a_question_whose_asker_died_is_asked_by_another(queue: QuestionRepository) -> None:
    await queue.order([question("lost.ru")], Priority.SELLER, NOW)
    dead = await queue.claim(NOW, 30)
    assert dead is not None
    assert await queue.claim(later(29), 30) is None
    heir = await queue.claim(later(31), 30)
    assert heir is not None
    assert heir.question == dead.question
    # what the dead one still writes takes nothing from the heir
    await queue.put_back(dead, note_success, later(32))
    assert await queue.claim(later(33), 30) is None
    await queue.settle(heir, answer("lost.ru"), note_success, later(34))
    assert await queue.count() == 0


async def test_what_is_answered_is_not_asked_again_before_its_time(
    queue: QuestionRepository,
) -> None:
    await queue.order([question("done.ru")], Priority.SELLER, NOW)
    await drained(queue)
    await queue.order([question("done.ru")], Priority.SELLER, later(599))
    assert await queue.count() == 0
    await queue.order([question("done.ru")], Priority.SELLER, later(599), again=True)
    assert await queue.count() == 1
    await drained(queue, later(599))
    await queue.order([question("done.ru")], Priority.SELLER, later(601))
    assert await queue.count() == 1


async def test_a_throttled_server_keeps_its_questions_for_later(queue: QuestionRepository) -> None:
    await queue.order([question("a.ru"), question("b.ru")], Priority.SELLER, NOW)
    claim = await queue.claim(NOW, 30)
    assert claim is not None
    await queue.put_back(claim, lambda row: note_throttled(row, later(3600)), NOW)
    assert await queue.claim(later(3599), 30) is None
    assert await queue.servers.paused({"whois.example"}, later(3599)) == {"whois.example"}
    assert sorted(await drained(queue, later(3700))) == ["a.ru", "b.ru"]


async def test_a_known_date_outlives_a_registry_that_fails(queue: QuestionRepository) -> None:
    for status, moment in (("known", NOW), ("unavailable", later(700))):
        await queue.order([question("old.ru")], Priority.SELLER, moment)
        claim = await queue.claim(moment, 30)
        assert claim is not None
        await queue.settle(claim, answer("old.ru", status), note_success, moment)
    kept = (await AgeRepository(queue.store).of(["old.ru"]))["old.ru"]
    assert kept == answer("old.ru")


async def test_onward_the_next_servers_budget_counts(queue: QuestionRepository) -> None:
    await queue.order([question("thin.com", "registry.example")], Priority.SELLER, NOW)
    claim = await queue.claim(NOW, 30)
    assert claim is not None
    onward = question("thin.com", "registrar.example")
    await queue.go_on(claim, onward, note_success, NOW)
    second = await queue.claim(NOW, 30)
    assert second is not None
    assert (second.question, second.hops) == (onward, 1)
    for server in ("registry.example", "registrar.example"):
        left = await queue.servers.left("whois", server, NOW)
        assert left.tokens == BUDGET.burst - 1


async def test_questions_that_nobody_can_answer_are_dropped_in_the_end(
    queue: QuestionRepository,
) -> None:
    await queue.order([question("old.ru")], Priority.BULK, later(-3 * 86_400))
    await queue.order([question("new.ru")], Priority.BULK, later(-3600))
    await queue.drop_old(NOW)
    assert await queue.waiting(["old.ru", "new.ru"]) == {"new.ru": "whois.example"}
