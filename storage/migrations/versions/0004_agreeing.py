"""What agreeing needs: contradictions that are worked on, proposals, red lines, evidence, charters, drills, pulses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(postgresql.TEXT(collation="C"), "postgresql")
KINDS = ("contradiction", "proposal", "red_line", "evidence", "charter", "drill", "pulse")


def upgrade() -> None:
    """Adds the tables; the release before this one does not look at them."""
    for kind in KINDS:
        make(kind)


def make(kind: str) -> None:
    """One kind of record like the others, and the indexes by which it is asked and found when it is due."""
    op.create_table(
        kind,
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
    op.create_index(f"{kind}_project", kind, ["organisation_id", "project_id", "number"])
    op.create_index(f"{kind}_person", kind, ["organisation_id", "person_id", "state"])
    waiting = sa.text("due_at IS NOT NULL")
    op.create_index(f"{kind}_due", kind, ["due_at"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_index(
        f"{kind}_due_of", kind, ["organisation_id", "due_at"], sqlite_where=waiting, postgresql_where=waiting
    )
