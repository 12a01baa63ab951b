"""Which schema the database has and which one this code needs, without loading migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

if TYPE_CHECKING:
    from sqlalchemy import Connection

HEAD = "0003"
"""The newest revision in ``migrations/versions``; a test holds the two equal."""


def schema_version(connection: Connection) -> str | None:
    """Return the revision that the database stands at, None when it has no tables yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar()
    return revision
