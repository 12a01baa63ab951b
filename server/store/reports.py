"""Reports of sellers: kept, counted, read back."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from server.store.tables import ReportRow

if TYPE_CHECKING:
    from classifier.verdict import Versions
    from server.store.engine import Store


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report as it comes in; every text is already redacted."""

    kind: str
    url_shape: str
    host: str
    registrable_domain: str | None
    level: str | None
    reasons: tuple[str, ...]
    comment: str
    versions: Versions


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report as it is kept; ``created_at`` is in UTC."""

    id: str
    created_at: dt.datetime
    kind: str
    url_shape: str
    host: str
    level: str | None
    reasons: tuple[str, ...]
    comment: str


class ReportRepository:
    """Reads and writes reports."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def add(self, report: NewReport) -> KeptReport:
        """Keep a report under a new id and the present time."""
        row = ReportRow(
            id=uuid.uuid4(),
            created_at=dt.datetime.now(dt.UTC),
            kind=report.kind,
            url_shape=report.url_shape,
            host=report.host,
            registrable_domain=report.registrable_domain,
            level=report.level,
            reasons=list(report.reasons),
            comment=report.comment,
            rules_version=report.versions.rules,
            model_version=report.versions.model,
            lists_version=report.versions.lists,
        )
        async with self.store.session() as session:
            session.add(row)
        return _kept(row)

    async def newest(self, limit: int = 100) -> list[KeptReport]:
        """Return the latest reports, newest first."""
        query = select(ReportRow).order_by(ReportRow.created_at.desc(), ReportRow.id).limit(limit)
        async with self.store.session() as session:
            return [_kept(row) for row in (await session.scalars(query)).all()]


def _kept(row: ReportRow) -> KeptReport:
    return KeptReport(
        id=str(row.id),
        created_at=row.created_at,
        kind=row.kind,
        url_shape=row.url_shape,
        host=row.host,
        level=row.level,
        reasons=tuple(row.reasons),
        comment=row.comment,
    )
