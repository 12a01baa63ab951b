"""Ages of domains, questions about them, and the budgets of registries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.store.tables import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "domain_ages",
        sa.Column("domain", sa.String(255), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("registered", UtcDateTime(), nullable=True),
        sa.Column("source", sa.String(8), nullable=True),
        sa.Column("server", sa.String(255), nullable=True),
        sa.Column("registrar", sa.Text(), nullable=False),
        sa.Column("name_servers", sa.JSON(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.Column("ask_again_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("domain", name="pk_domain_ages"),
    )
    op.create_table(
        "age_questions",
        sa.Column("domain", sa.String(255), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("protocol", sa.String(8), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("server", sa.String(255), nullable=False),
        sa.Column("hops", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("domain", name="pk_age_questions"),
    )
    op.create_index("ix_age_questions_server", "age_questions", ["server", "due_at"])
    op.create_index("ix_age_questions_priority", "age_questions", ["priority", "asked_at"])
    op.create_table(
        "registry_servers",
        sa.Column("server", sa.String(255), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("counted_at", UtcDateTime(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("paused_until", UtcDateTime(), nullable=True),
        sa.Column("pause", sa.String(16), nullable=True),
        sa.PrimaryKeyConstraint("server", name="pk_registry_servers"),
    )


def downgrade() -> None:
    op.drop_table("registry_servers")
    op.drop_table("age_questions")
    op.drop_table("domain_ages")
