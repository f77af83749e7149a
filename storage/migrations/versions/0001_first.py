"""The first schema: records as rows, inbox, outbox, audit, and the local workspace's memory."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(postgresql.TEXT(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer, "sqlite")
KINDS = ("person", "project", "round", "view", "escalation", "decision", "digest", "setup", "template")
CLOCKED = ("round", "view", "escalation", "digest")
APPEND_ONLY = ("audit", "audit_seal")


def upgrade() -> None:
    """Makes every table."""
    for kind in KINDS:
        make_aggregate(kind)
    make_audit()
    make_inbox()
    make_outbox()
    make_delivery()
    make_workspace()
    for name in APPEND_ONLY:
        forbid_changes(name)


def column(name: str, kind: sa.types.TypeEngine[int] | sa.types.TypeEngine[str], *, empty: bool = False) -> sa.Column:  # type: ignore[type-arg]
    """A column that may be empty only when it says so."""
    return sa.Column(name, kind, nullable=empty)


def make_aggregate(kind: str) -> None:
    """One kind of record, and its indexes; those on `due_at` hold only rows that have one."""
    op.create_table(
        kind,
        column("organisation_id", KEY),
        column("id", KEY),
        column("version", sa.Integer()),
        column("hash", sa.String()),
        column("project_id", KEY, empty=True),
        column("state", sa.String(), empty=True),
        column("person_id", KEY, empty=True),
        column("number", sa.Integer(), empty=True),
        column("due_at", sa.BigInteger(), empty=True),
        column("body", sa.Text()),
        sa.PrimaryKeyConstraint("organisation_id", "id"),
    )
    op.create_index(f"{kind}_project", kind, ["organisation_id", "project_id", "number"])
    op.create_index(f"{kind}_person", kind, ["organisation_id", "person_id", "state"])
    if kind in CLOCKED:
        waiting = sa.text("due_at IS NOT NULL")
        op.create_index(f"{kind}_due", kind, ["due_at"], sqlite_where=waiting, postgresql_where=waiting)
        op.create_index(
            f"{kind}_due_of", kind, ["organisation_id", "due_at"], sqlite_where=waiting, postgresql_where=waiting
        )


def make_audit() -> None:
    """The audit trail and its seals."""
    op.create_table(
        "audit",
        column("seq", SEQUENCE),
        column("organisation_id", KEY),
        column("kind", sa.String()),
        column("record_id", KEY),
        column("version", sa.Integer()),
        column("at", sa.BigInteger()),
        column("actor_id", sa.String()),
        column("command", sa.String()),
        column("note", sa.Text()),
        column("digest", sa.String()),
        column("prev", sa.String()),
        column("hash", sa.String()),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("organisation_id", "kind", "record_id", "version", name="audit_entry"),
    )
    op.create_index("audit_organisation", "audit", ["organisation_id", "seq"])
    op.create_table(
        "audit_seal",
        column("organisation_id", KEY),
        column("number", sa.Integer()),
        column("after", sa.BigInteger()),
        column("upto", sa.BigInteger()),
        column("entries", sa.Integer()),
        column("prev", sa.String()),
        column("hash", sa.String()),
        sa.PrimaryKeyConstraint("organisation_id", "number"),
    )


def make_inbox() -> None:
    """What came in."""
    op.create_table(
        "inbox",
        column("organisation_id", KEY),
        column("event_id", KEY),
        column("at", sa.BigInteger()),
        column("reply", sa.Text()),
        sa.PrimaryKeyConstraint("organisation_id", "event_id"),
    )
    op.create_index("inbox_at", "inbox", ["at"])


def make_outbox() -> None:
    """What goes out."""
    op.create_table(
        "outbox",
        column("seq", SEQUENCE),
        column("organisation_id", KEY),
        column("key", KEY),
        column("version", sa.Integer()),
        column("address", KEY),
        column("message", sa.Text()),
        column("digest", sa.String()),
        column("promise", sa.String()),
        column("thread", KEY, empty=True),
        column("ready_at", sa.BigInteger()),
        column("wake_at", sa.BigInteger(), empty=True),
        column("expires", sa.BigInteger(), empty=True),
        column("state", sa.String()),
        column("uncertain", sa.Integer()),
        column("attempts", sa.Integer()),
        column("reason", sa.Text()),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("organisation_id", "key", "version", name="outbox_version"),
    )
    awake = sa.text("wake_at IS NOT NULL")
    op.create_index("outbox_wake", "outbox", ["wake_at"], sqlite_where=awake, postgresql_where=awake)
    withdrawn = sa.text("state = 'withdrawn'")
    op.create_index("outbox_withdrawn", "outbox", ["seq"], sqlite_where=withdrawn, postgresql_where=withdrawn)
    op.create_index("outbox_lane", "outbox", ["organisation_id", "address", "seq"])


def make_delivery() -> None:
    """What became of it, and where."""
    op.create_table(
        "posted",
        column("organisation_id", KEY),
        column("key", KEY),
        column("version", sa.Integer()),
        column("address", KEY),
        column("reference", sa.String()),
        column("digest", sa.String()),
        column("at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("organisation_id", "key"),
    )
    op.create_table(
        "lane",
        column("organisation_id", KEY),
        column("address", KEY),
        column("lease", sa.BigInteger()),
        column("blocked_until", sa.BigInteger()),
        sa.PrimaryKeyConstraint("organisation_id", "address"),
    )
    op.create_table(
        "delivery_log",
        column("seq", SEQUENCE),
        column("organisation_id", KEY),
        column("at", sa.BigInteger()),
        column("key", KEY),
        column("version", sa.Integer()),
        column("address", KEY),
        column("what", sa.String()),
        column("reason", sa.Text()),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("delivery_log_at", "delivery_log", ["organisation_id", "at"])


def make_workspace() -> None:
    """The memory of the local workspace."""
    op.create_table(
        "web_message",
        column("number", SEQUENCE),
        column("organisation_id", KEY),
        column("channel", KEY),
        column("key", KEY),
        column("thread", KEY, empty=True),
        column("author", KEY),
        column("body", sa.Text()),
        column("at", sa.BigInteger()),
        column("edited_at", sa.BigInteger(), empty=True),
        column("change", sa.BigInteger()),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("organisation_id", "channel", "key", name="web_message_key"),
        sa.UniqueConstraint("organisation_id", "change", name="web_message_change"),
    )
    op.create_index("web_message_thread", "web_message", ["organisation_id", "channel", "thread", "number"])
    op.create_index("web_message_changes", "web_message", ["organisation_id", "channel", "change"])
    op.create_table(
        "web_mark",
        column("organisation_id", KEY),
        column("person_id", KEY),
        column("channel", KEY),
        column("number", sa.BigInteger()),
        sa.PrimaryKeyConstraint("organisation_id", "person_id", "channel"),
    )
    op.create_table(
        "web_setting",
        column("organisation_id", KEY),
        column("name", KEY),
        column("value", sa.Text()),
        sa.PrimaryKeyConstraint("organisation_id", "name"),
    )


def forbid_changes(name: str) -> None:
    """Rows of this table can be added, and nothing else."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {name}_no_{deed.lower()} BEFORE {deed} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
    )
