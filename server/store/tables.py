"""Tables of the store; the migrations in ``migrations/versions`` make exactly these."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Float,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware UTC time; SQLite would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse a naive time, store any other in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; use an aware datetime")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return an aware UTC time."""
        if not isinstance(value, dt.datetime):
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Base(DeclarativeBase):
    """Base of all tables; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class ReportRow(Base):
    """A seller's message about a link; no column can hold who sent it or what was typed."""

    __tablename__ = "reports"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    kind: Mapped[str] = mapped_column(String(16))
    url_shape: Mapped[str] = mapped_column(Text)
    host: Mapped[str] = mapped_column(String(255), index=True)
    registrable_domain: Mapped[str | None] = mapped_column(String(255), index=True)
    level: Mapped[str | None] = mapped_column(String(16))
    reasons: Mapped[list[str]] = mapped_column(JSON)
    comment: Mapped[str] = mapped_column(Text)
    rules_version: Mapped[str] = mapped_column(String(64))
    model_version: Mapped[str] = mapped_column(String(64))
    lists_version: Mapped[str] = mapped_column(String(64))


class LabelRow(Base):
    """A moderator's judgement of an address; a later one of the same address stands above it."""

    __tablename__ = "labels"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    author: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(16))
    url_shape: Mapped[str] = mapped_column(Text, index=True)
    host: Mapped[str] = mapped_column(String(255), index=True)
    registrable_domain: Mapped[str | None] = mapped_column(String(255))
    note: Mapped[str] = mapped_column(Text)


class DomainAgeRow(Base):
    """What a registry said of a domain; the latest answer stands."""

    __tablename__ = "domain_ages"

    domain: Mapped[str] = mapped_column(String(255), primary_key=True)
    status: Mapped[str] = mapped_column(String(16))
    registered: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    source: Mapped[str | None] = mapped_column(String(8))
    server: Mapped[str | None] = mapped_column(String(255))
    registrar: Mapped[str] = mapped_column(Text)
    name_servers: Mapped[list[str]] = mapped_column(JSON)
    answered_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    ask_again_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class AgeQuestionRow(Base):
    """A domain whose age is to be asked: whom next, and who of us is asking just now."""

    __tablename__ = "age_questions"
    __table_args__ = (
        Index("ix_age_questions_server", "server", "due_at"),
        Index("ix_age_questions_priority", "priority", "asked_at"),
    )

    domain: Mapped[str] = mapped_column(String(255), primary_key=True)
    priority: Mapped[int]
    asked_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    protocol: Mapped[str] = mapped_column(String(8))
    target: Mapped[str] = mapped_column(Text)
    server: Mapped[str] = mapped_column(String(255))
    hops: Mapped[int]
    tries: Mapped[int]
    lease: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    leased_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class RegistryServerRow(Base):
    """How many questions a registry's server may be asked now, and since when it fails."""

    __tablename__ = "registry_servers"

    server: Mapped[str] = mapped_column(String(255), primary_key=True)
    tokens: Mapped[float] = mapped_column(Float)
    counted_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    failures: Mapped[int]
    paused_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    pause: Mapped[str | None] = mapped_column(String(16))
