"""Attempts to send a post whose end nobody saw are counted, so that one that ends its process is given up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column; the release before this one leaves it as it is."""
    op.add_column("outbox", sa.Column("unended", sa.Integer(), nullable=False, server_default="0"))
