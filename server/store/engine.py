"""The store: one database engine and its sessions, opened at start and closed at the end."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from server.errors import StartError
from server.store.schema import HEAD, schema_version

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection

    from server.settings import Settings

CHECK_SECONDS = 3
"""How long readiness waits for the database."""


class StoreError(StartError):
    """The database cannot be used; the message names it and the remedy."""


class Store:
    """Sessions on one database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)
        locking = engine.execution_options(write_lock=True)
        self._alone = async_sessionmaker(locking, expire_on_commit=False)
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def session(self, *, alone: bool = False) -> AsyncIterator[AsyncSession]:
        """Give a session whose work is committed at the end, or undone on an error.

        ``alone``: nobody else writes from its first look on, so that what it read stays true.

        Raises:
            StoreError: the database is locked for too long, full, or damaged.
        """
        try:
            if alone:
                # in turn, since those who wait for the database's own lock poll and overtake
                async with self._turn, self._alone.begin() as session:
                    yield session
            else:
                async with self._sessions.begin() as session:
                    yield session
        except (DBAPIError, PoolTimeout) as error:
            # the driver's own words ("database is locked") hold no values
            cause = error.orig if isinstance(error, DBAPIError) else "too many wait for it"
            raise StoreError(
                f"The database did not do its part ({cause}); {remedy_for(cause)}"
            ) from error

    async def check(self) -> None:
        """Prove that the database answers and that its schema is the newest one.

        Raises:
            StoreError: it does not, or the schema is another.
        """
        try:
            async with asyncio.timeout(CHECK_SECONDS), self.engine.connect() as connection:
                found = await connection.run_sync(schema_version)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            raise StoreError("The database does not answer; see the log") from error
        if found != HEAD:
            raise StoreError(
                f"The database schema is {found or 'empty'}, this version needs {HEAD}; restart it"
            )

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()


def is_busy(cause: object) -> bool:
    """Tell whether the driver's words mean that others use the database, and nothing worse."""
    return any(word in str(cause) for word in ("locked", "busy", "too many wait"))


def remedy_for(cause: object) -> str:
    """Return what to do, from the driver's words about what went wrong."""
    if is_busy(cause):
        return "other work on it takes long; try again in a moment"
    words = str(cause)
    if "full" in words:
        return "make room on its disk"
    if "readonly" in words or "unable to open" in words:
        return "let this user write to the file and its folder"
    return "if that stays so, stop the service and put a copy of the file in its place"


def open_engine(settings: Settings) -> AsyncEngine:
    """Return an engine on the embedded SQLite, set for several readers and one writer at a time."""
    engine = create_async_engine(
        settings.database_url, connect_args={"timeout": settings.database_timeout_seconds}
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # the driver's own transactions would not cover DDL; _begin opens them instead
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    locked = connection.get_execution_options().get("write_lock", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if locked else "BEGIN")
