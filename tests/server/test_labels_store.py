from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

import pytest

from server.cli.failure import Failure
from server.cli.labels.record import new_label
from server.store.labels import LabelRepository
from server.store.migrate import open_store

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server.settings import Settings
    from server.store.labels import KeptLabel


def with_labels(
    settings: Settings, work: Callable[[LabelRepository], Awaitable[list[KeptLabel]]]
) -> list[KeptLabel]:
    async def run() -> list[KeptLabel]:
        store = await open_store(settings)
        try:
            return await work(LabelRepository(store))
        finally:
            await store.close()

    return asyncio.run(run())


def test_the_latest_label_of_an_address_counts_and_none_is_lost(settings: Settings) -> None:
    first = new_label("https://a.test/pay/12345", "scam", "", settings)
    second = new_label("https://a.test/pay/99999", "honest", "проверено", settings)
    other = new_label("https://b.test/", "scam", "", settings)

    async def keep(labels: LabelRepository) -> list[KeptLabel]:
        await labels.add([first, other])
        await labels.add([second])
        return await labels.current()

    current = with_labels(settings, keep)
    assert [(row.url_shape, row.label) for row in current] == [
        ("https://a.test/pay/{n}", "honest"),
        ("https://b.test/", "scam"),
    ]
    history = with_labels(settings, lambda labels: labels.history("https://a.test/pay/{n}"))
    assert [row.label for row in history] == ["scam", "honest"]
    assert all(row.author == "local" for row in history)
    assert all(row.created_at.utcoffset() == dt.timedelta(0) for row in history)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.test/p/4111111111111111",
        "https://a.test/p?card=4111111111111111",
        "https://a.test/p#4111111111111111",
        "https://4111111111111111@a.test/p",
        "https://a.test/p/4111-1111-1111-1111",
        "https://a.test/%34111111111111111",
        "https://4111111111111111.test/",
    ],
)
def test_no_card_number_is_kept(settings: Settings, url: str) -> None:
    made = new_label(url, "scam", "карта 4111 1111 1111 1111, тел. +79001234567", settings)
    kept = f"{made.url_shape} {made.host} {made.registrable_domain} {made.note}"
    assert "1111" not in kept
    assert "9001234567" not in kept


def test_what_is_no_address_or_no_label_is_told(settings: Settings) -> None:
    with pytest.raises(Failure, match="only http and https"):
        new_label("mailto:a@b.test", "scam", "", settings)
    with pytest.raises(Failure, match="known are scam and honest"):
        new_label("https://a.test/", "bad", "", settings)
