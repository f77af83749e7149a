"""Chat platforms: installations, accounts, channels, kept texts, waits and OAuth states."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Adds the tables; the release before this one does not look at them."""
    make_installations()
    make_accounts()
    make_spots()
    make_the_rest()


def column(name: str, kind: sa.types.TypeEngine[int] | sa.types.TypeEngine[str], *, empty: bool = False) -> sa.Column:  # type: ignore[type-arg]
    """A column that may be empty only when it says so."""
    return sa.Column(name, kind, nullable=empty)


def make_installations() -> None:
    """Where Accord is installed."""
    op.create_table(
        "installation",
        column("platform", KEY),
        column("enterprise_id", KEY),
        column("team_id", KEY),
        column("organisation_id", KEY),
        column("name", sa.String()),
        column("token", sa.Text()),
        column("bot_id", sa.String()),
        column("bot_user_id", sa.String()),
        column("scopes", sa.Text()),
        column("paused", sa.Text()),
        sa.PrimaryKeyConstraint("platform", "enterprise_id", "team_id"),
    )
    op.create_index("installation_organisation", "installation", ["platform", "organisation_id"])


def make_accounts() -> None:
    """Whose account is whose."""
    op.create_table(
        "account",
        column("organisation_id", KEY),
        column("platform", KEY),
        column("user_id", KEY),
        column("name", sa.String()),
        column("email", sa.String(), empty=True),
        column("address", KEY, empty=True),
        column("zone", sa.String(), empty=True),
        column("kind", sa.String()),
        column("active", sa.Integer()),
        column("direct", sa.String()),
        column("person_id", KEY, empty=True),
        sa.PrimaryKeyConstraint("organisation_id", "platform", "user_id"),
    )
    op.create_index("account_person", "account", ["organisation_id", "platform", "person_id"])
    op.create_index("account_address", "account", ["organisation_id", "platform", "address"])


def make_spots() -> None:
    """The channels there are."""
    op.create_table(
        "spot",
        column("organisation_id", KEY),
        column("platform", KEY),
        column("channel_id", KEY),
        column("name", KEY),
        column("member", sa.Integer()),
        column("archived", sa.Integer()),
        column("private", sa.Integer()),
        sa.PrimaryKeyConstraint("organisation_id", "platform", "channel_id"),
    )
    op.create_index("spot_name", "spot", ["organisation_id", "platform", "name"])


def make_the_rest() -> None:
    """Long texts of buttons, waits that a platform asked for, and OAuth states that were given out."""
    op.create_table(
        "kept_text",
        column("organisation_id", KEY),
        column("digest", KEY),
        column("body", sa.Text()),
        column("at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("organisation_id", "digest"),
    )
    op.create_index("kept_text_at", "kept_text", ["at"])
    op.create_table(
        "wait",
        column("platform", KEY),
        column("team_id", KEY),
        column("method", KEY),
        column("until", sa.BigInteger()),
        sa.PrimaryKeyConstraint("platform", "team_id", "method"),
    )
    op.create_table(
        "oauth_state",
        column("digest", KEY),
        column("at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("digest"),
    )
