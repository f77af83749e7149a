"""Tokens that end: what they are exchanged for, when they end, and who exchanges them just now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the columns; the release before this one leaves them as they are."""
    op.add_column("installation", sa.Column("refresh_token", sa.Text(), nullable=False, server_default=""))
    op.add_column("installation", sa.Column("expires_at", sa.BigInteger(), nullable=True))
    op.add_column("installation", sa.Column("refreshing_until", sa.BigInteger(), nullable=True))
