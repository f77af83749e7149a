"""When a message was first shown: whose answer is awaited must have been asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column; the release before this one leaves it empty, which means: when it was last shown."""
    op.add_column("posted", sa.Column("first_at", sa.BigInteger(), nullable=True))
