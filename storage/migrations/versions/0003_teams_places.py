"""Where Accord may write in Microsoft Teams."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Adds the table; the release before this one does not look at it."""
    op.create_table(
        "teams_place",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("conversation_id", KEY, nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("service_url", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("bot_id", sa.String(), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("team_id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "conversation_id"),
    )
    op.create_index("teams_place_user", "teams_place", ["organisation_id", "user_id"])
    op.create_index("teams_place_team", "teams_place", ["organisation_id", "team_id"])
