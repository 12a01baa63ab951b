"""Run by alembic for every command; the connection comes from the caller, never from a file."""

from __future__ import annotations

from alembic import context

from server.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
# the caller holds the transaction, so that the check of the version and the change are one step
context.run_migrations()
