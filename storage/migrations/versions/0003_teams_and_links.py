"""Where Accord may write in Microsoft Teams, which people turned out to be one, and in which chat they are."""

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
    """Adds the tables; the release before this one does not look at them."""
    make_places()
    make_links()
    make_last_chats()


def make_places() -> None:
    """The conversations of Teams."""
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


def make_links() -> None:
    """Codes that join accounts, and what came of them; a kind of record like the others."""
    op.create_table(
        "link",
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
    op.create_index("link_project", "link", ["organisation_id", "project_id", "number"])
    op.create_index("link_person", "link", ["organisation_id", "person_id", "state"])


def make_last_chats() -> None:
    """Where people did something last."""
    op.create_table(
        "last_chat",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("platform", KEY, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "person_id"),
    )
