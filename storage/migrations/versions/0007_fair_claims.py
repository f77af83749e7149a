"""An index by which delivery finds what every organisation has to send, however much one of them has."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds it; the release before does not need it."""
    waiting = sa.text("wake_at IS NOT NULL")
    op.create_index(
        "outbox_wake_of",
        "outbox",
        ["organisation_id", "wake_at"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
