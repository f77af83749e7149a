"""People can be due: an absence that begins or is over hands over what waits for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the indexes of what is due; the release before this one leaves the column empty."""
    waiting = sa.text("due_at IS NOT NULL")
    op.create_index("person_due", "person", ["due_at"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_index(
        "person_due_of", "person", ["organisation_id", "due_at"], sqlite_where=waiting, postgresql_where=waiting
    )
