"""Alarms: what only whoever runs Accord can put right, and whether its administrators were told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Adds the table, a kind of record like the others; the release before this one does not look at it."""
    op.create_table(
        "alarm",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("project_id", KEY, nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "id"),
    )
    op.create_index("alarm_project", "alarm", ["organisation_id", "project_id", "number"])
    op.create_index("alarm_person", "alarm", ["organisation_id", "person_id", "state"])
    waiting = sa.text("due_at IS NOT NULL")
    op.create_index("alarm_due", "alarm", ["due_at"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_index(
        "alarm_due_of", "alarm", ["organisation_id", "due_at"], sqlite_where=waiting, postgresql_where=waiting
    )
