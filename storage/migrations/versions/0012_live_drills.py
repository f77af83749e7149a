"""Live drills: marked tests through the real path of a decision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(postgresql.TEXT(collation="C"), "postgresql")
KIND = "live_drill"


def upgrade() -> None:
    """Adds the table, like those of other records; the release before this one does not look at it."""
    op.create_table(
        KIND,
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
    op.create_index(f"{KIND}_project", KIND, ["organisation_id", "project_id", "number"])
    op.create_index(f"{KIND}_person", KIND, ["organisation_id", "person_id", "state"])
    waiting = sa.text("due_at IS NOT NULL")
    op.create_index(f"{KIND}_due", KIND, ["due_at"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_index(
        f"{KIND}_due_of", KIND, ["organisation_id", "due_at"], sqlite_where=waiting, postgresql_where=waiting
    )
