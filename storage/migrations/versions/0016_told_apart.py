"""Why a due item stumbles is counted apart; what was set aside because it ends processes is found by index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds two columns, which the release before leaves as they are, and the index."""
    for name in ("untaken", "unended"):
        op.add_column("stumble", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    deadly = sa.text("unended >= 5 AND state = 'parked'")
    op.create_index("outbox_deadly", "outbox", ["ready_at"], sqlite_where=deadly, postgresql_where=deadly)
