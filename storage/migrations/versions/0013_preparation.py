"""Preparations: what a sponsor was told before the start, has confirmed, and who stands in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Adds the table, a kind of record like the others; the release before this one does not look at it."""
    op.create_table(
        "preparation",
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
    op.create_index("preparation_project", "preparation", ["organisation_id", "project_id", "number"])
    op.create_index("preparation_person", "preparation", ["organisation_id", "person_id", "state"])
