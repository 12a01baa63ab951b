"""Labels of moderators: kept with who and when, never overwritten, the latest one counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import func, select

from server.store.tables import LabelRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select

    from server.store.engine import Store

LabelName = Literal["scam", "honest"]

MAX_AUTHOR = 64
"""Characters of a moderator's name."""


@dataclass(frozen=True, slots=True)
class NewLabel:
    """A label as it comes in; every text is already redacted."""

    label: LabelName
    url_shape: str
    host: str
    registrable_domain: str | None
    note: str
    author: str


@dataclass(frozen=True, slots=True)
class KeptLabel:
    """A label as it is kept; ``created_at`` is in UTC."""

    url_shape: str
    label: str
    created_at: dt.datetime
    author: str
    note: str


class LabelRepository:
    """Reads and writes labels."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def add(self, labels: Iterable[NewLabel]) -> int:
        """Keep labels under the present time, all or none; return how many."""
        now = dt.datetime.now(dt.UTC)
        rows = [
            LabelRow(
                created_at=now,
                author=label.author,
                label=label.label,
                url_shape=label.url_shape,
                host=label.host,
                registrable_domain=label.registrable_domain,
                note=label.note,
            )
            for label in labels
        ]
        async with self.store.session() as session:
            session.add_all(rows)
        return len(rows)

    async def current(self) -> list[KeptLabel]:
        """Return the latest label of each address, sorted by address."""
        latest = select(func.max(LabelRow.id)).group_by(LabelRow.url_shape)
        return await self._read(select(LabelRow).where(LabelRow.id.in_(latest)))

    async def history(self, url_shape: str) -> list[KeptLabel]:
        """Return all labels of one address, oldest first."""
        return await self._read(select(LabelRow).where(LabelRow.url_shape == url_shape))

    async def _read(self, query: Select[LabelRow]) -> list[KeptLabel]:
        ordered = query.order_by(LabelRow.url_shape, LabelRow.id)
        async with self.store.session() as session:
            return [_kept(row) for row in (await session.scalars(ordered)).all()]


def _kept(row: LabelRow) -> KeptLabel:
    return KeptLabel(row.url_shape, row.label, row.created_at, row.author, row.note)
