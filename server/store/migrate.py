"""Bringing the database to the newest schema at start; several processes may start at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from server.store.engine import Store, StoreError, is_busy, open_engine, remedy_for
from server.store.schema import HEAD, schema_version

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

    from server.settings import Settings

MIGRATIONS = Path(__file__).parent / "migrations"


async def open_store(settings: Settings) -> Store:
    """Open the database, made and migrated where needed.

    Raises:
        StoreError: the file is no database, cannot be written, is in use for too long, or was made
            by a newer version.
    """
    settings.create_data_dir()
    engine = open_engine(settings)
    try:
        async with engine.connect() as connection:
            locked = await connection.execution_options(write_lock=True)
            async with locked.begin():
                await locked.run_sync(upgrade)
    except (SQLAlchemyError, OSError) as error:
        await engine.dispose()
        cause = getattr(error, "orig", None) or error
        if is_busy(cause):
            raise StoreError(
                f"{settings.database_url} is in use ({cause}); {remedy_for(cause)}"
            ) from error
        raise StoreError(
            f"SVERKA_DATABASE_URL: cannot use {settings.database_url} ({cause}); "
            "name a file that this user may write, or move the damaged one away"
        ) from error
    except StoreError:
        await engine.dispose()
        raise
    return Store(engine)


def upgrade(connection: Connection) -> None:
    """Apply what is missing, inside the caller's transaction."""
    found = schema_version(connection)
    if found == HEAD:
        return
    # loading alembic takes longer than all other work of a start
    from alembic import command  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    try:
        command.upgrade(alembic_config(connection), "head")
    except CommandError as error:
        raise StoreError(
            f"The database schema {found} is unknown to this version, which needs {HEAD}; "
            "start the version that made it, or name another database in SVERKA_DATABASE_URL"
        ) from error


def alembic_config(connection: Connection) -> Config:
    """Return alembic's settings, bound to an open connection."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
