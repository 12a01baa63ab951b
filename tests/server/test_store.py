from __future__ import annotations

import asyncio
import datetime as dt
import os
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import downgrade
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select
from sqlalchemy.exc import StatementError
from starlette.testclient import TestClient

from classifier.verdict import Versions
from server.app import create_app
from server.errors import StartError
from server.settings import load_settings
from server.store.engine import Store, StoreError, remedy_for
from server.store.migrate import MIGRATIONS, alembic_config, open_store
from server.store.reports import NewReport, ReportRepository
from server.store.schema import HEAD
from server.store.tables import Base, ReportRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection

    from server.settings import Settings

OPEN_AND_CLOSE = """
import asyncio, pathlib, sys
from server.settings import Settings
from server.store.migrate import open_store

async def go():
    store = await open_store(Settings(data_dir=pathlib.Path(sys.argv[1])))
    await store.close()

asyncio.run(go())
"""

NEW = NewReport(
    kind="scam",
    url_shape="https://a.test/{n}",
    host="a.test",
    registrable_domain="a.test",
    level="danger",
    reasons=("form.balance-asked",),
    comment="",
    versions=Versions("r", "m", "l"),
)


def execute(settings: Settings, statement: str) -> list[tuple[object, ...]]:
    database = sqlite3.connect(settings.data_dir / "sverka.db")
    try:
        with database:
            return database.execute(statement).fetchall()
    finally:
        database.close()


async def with_store(settings: Settings, work: Callable[[Connection], object]) -> object:
    store = await open_store(settings)
    try:
        async with store.engine.connect() as connection:
            return await connection.run_sync(work)
    finally:
        await store.close()


def test_the_migrations_make_exactly_the_tables(settings: Settings) -> None:
    def differences(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection), Base.metadata)

    assert asyncio.run(with_store(settings, differences)) == []


def test_the_head_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [HEAD]


def test_the_way_back_leaves_nothing(settings: Settings) -> None:
    def back(connection: Connection) -> object:
        downgrade(alembic_config(connection), "base")
        return inspect(connection).get_table_names()

    assert asyncio.run(with_store(settings, back)) == ["alembic_version"]


def test_reports_outlive_the_process(settings: Settings) -> None:
    async def keep() -> str:
        store = await open_store(settings)
        kept = await ReportRepository(store).add(NEW)
        await store.close()
        return kept.id

    async def read() -> list[str]:
        store = await open_store(settings)
        found = await ReportRepository(store).newest()
        await store.close()
        assert found[0].reasons == NEW.reasons
        assert found[0].created_at.utcoffset() == dt.timedelta(0)
        return [row.id for row in found]

    ids = [asyncio.run(keep()), asyncio.run(keep())]
    assert asyncio.run(read()) == ids[::-1]


def test_readers_do_not_wait_for_writers(settings: Settings) -> None:
    asyncio.run(with_store(settings, lambda _: None))
    assert execute(settings, "PRAGMA journal_mode") == [("wal",)]


def test_many_reports_at_once_are_all_kept(settings: Settings) -> None:
    async def keep() -> int:
        store = await open_store(settings)
        reports = ReportRepository(store)
        await asyncio.gather(*(reports.add(NEW) for _ in range(40)))
        found = await reports.newest(limit=100)
        await store.close()
        return len(found)

    assert asyncio.run(keep()) == 40


def test_several_processes_may_start_at_once(settings: Settings) -> None:
    command = [sys.executable, "-c", OPEN_AND_CLOSE, str(settings.data_dir)]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(3)]
    for process in running:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors.decode()
    assert execute(settings, "SELECT version_num FROM alembic_version") == [(HEAD,)]


def test_a_naive_time_is_refused(settings: Settings) -> None:
    async def keep() -> None:
        store: Store = await open_store(settings)
        try:
            async with store.session() as session:
                naive = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - the fault
                session.add(ReportRow(id=uuid.uuid4(), created_at=naive))
        finally:
            await store.close()

    with pytest.raises(StatementError, match="no time zone"):
        asyncio.run(keep())


def test_a_file_that_is_no_database_is_told(settings: Settings) -> None:
    settings.create_data_dir()
    (settings.data_dir / "sverka.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match=r"SVERKA_DATABASE_URL: cannot use .*not a database"):
        asyncio.run(open_store(settings))


def test_a_database_in_use_is_waited_for_again_and_not_moved_away(settings: Settings) -> None:
    hasty = settings.model_copy(update={"database_timeout_seconds": 0.05})

    async def work() -> None:
        store = await open_store(hasty)
        try:
            with closing(sqlite3.connect(hasty.data_dir / "sverka.db")) as other:
                other.isolation_level = None
                other.execute("BEGIN IMMEDIATE")
                with pytest.raises(StoreError, match=r"locked\); .*try again") as told:
                    async with store.session(alone=True) as session:
                        await session.execute(select(ReportRow))
                with pytest.raises(StoreError, match=r"in use .*try again") as refused:
                    await open_store(hasty)
        finally:
            await store.close()
        assert "damaged" not in f"{told.value} {refused.value}"

    asyncio.run(work())


@pytest.mark.parametrize(
    ("cause", "remedy"),
    [
        ("database is locked", "try again"),
        ("too many wait for it", "try again"),
        ("database or disk is full", "make room"),
        ("attempt to write a readonly database", "let this user write"),
        ("unable to open database file", "let this user write"),
        ("database disk image is malformed", "put a copy"),
    ],
)
def test_every_fault_of_the_database_has_a_remedy(cause: str, remedy: str) -> None:
    assert remedy in remedy_for(cause)


def test_a_newer_schema_is_told(settings: Settings) -> None:
    asyncio.run(with_store(settings, lambda _: None))
    execute(settings, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="schema 9999 is unknown to this version"):
        asyncio.run(open_store(settings))


def test_a_failed_start_is_one_line_without_a_traceback(settings: Settings) -> None:
    settings.create_data_dir()
    (settings.data_dir / "sverka.db").write_bytes(b"no database at all" * 100)
    command = [sys.executable, "-m", "uvicorn", "--factory", "server.app:create_app", "--port", "0"]
    environment = {**os.environ, "SVERKA_DATA_DIR": str(settings.data_dir)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "Sverka cannot start. SVERKA_DATABASE_URL: cannot use" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_app_does_not_start_without_its_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    app = create_app(load_settings(data_dir=tmp_path / "file" / "data"))
    with pytest.raises(StartError, match="SVERKA_DATA_DIR"), TestClient(app):
        pass


def test_ready_when_all_is_there(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert ready["status"] == "ready"
    assert ready["rules"] > 0


def test_not_ready_when_the_schema_is_another(client: TestClient, settings: Settings) -> None:
    execute(settings, "UPDATE alembic_version SET version_num = '0000'")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["type"] == "/problems/not-ready"
    assert "0000" in response.json()["detail"]
    assert client.get("/healthz").status_code == 200


def test_not_ready_when_the_database_is_damaged(client: TestClient, settings: Settings) -> None:
    execute(settings, "DROP TABLE alembic_version")
    assert client.get("/readyz").status_code == 503
