"""The schema. An aggregate is a row: columns for what is asked, the frozen record as JSON in `body` (docs/adr/0002)."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import BigInteger, Index, Integer, MetaData, String, Table, Text, UniqueConstraint, text
from sqlalchemy.dialects import postgresql
from sqlmodel import Field, SQLModel

# Byte order on both databases, so that keys sort and compare alike whatever the server's locale.
KEY = String().with_variant(postgresql.TEXT(collation="C"), "postgresql")
SEQUENCE = BigInteger().with_variant(Integer, "sqlite")


class Aggregate(SQLModel):
    """The shape all records share. `version` counts changes; `hash` is that of the record's newest audit entry."""

    organisation_id: str = Field(sa_type=KEY, primary_key=True)
    id: str = Field(sa_type=KEY, primary_key=True)
    version: int
    hash: str
    project_id: str | None = Field(sa_type=KEY)
    state: str | None
    person_id: str | None = Field(sa_type=KEY)
    number: int | None
    due_at: int | None = Field(sa_type=BigInteger)
    body: str = Field(sa_type=Text)


def asked(name: str) -> tuple[Index, ...]:
    """The indexes for what every aggregate is asked by."""
    return (
        Index(f"{name}_project", "organisation_id", "project_id", "number"),
        Index(f"{name}_person", "organisation_id", "person_id", "state"),
    )


def asked_and_due(name: str) -> tuple[Index, ...]:
    """… and for the tick, which must not notice how many wait: only rows with a due time are in these indexes."""
    waiting = text("due_at IS NOT NULL")
    return (
        *asked(name),
        Index(f"{name}_due", "due_at", sqlite_where=waiting, postgresql_where=waiting),
        Index(f"{name}_due_of", "organisation_id", "due_at", sqlite_where=waiting, postgresql_where=waiting),
    )


class Person(Aggregate, table=True):
    __table_args__ = asked("person")


class Project(Aggregate, table=True):
    __table_args__ = asked("project")


class Round(Aggregate, table=True):
    __table_args__ = asked_and_due("round")


class View(Aggregate, table=True):
    __table_args__ = asked_and_due("view")


class Escalation(Aggregate, table=True):
    __table_args__ = asked_and_due("escalation")


class Decision(Aggregate, table=True):
    __table_args__ = asked("decision")


class Digest(Aggregate, table=True):
    __table_args__ = asked_and_due("digest")


class Setup(Aggregate, table=True):
    __table_args__ = asked("setup")


class Template(Aggregate, table=True):
    __table_args__ = asked("template")


class Inbox(SQLModel, table=True):
    """One row per handled event, with the reply that was given."""

    __table_args__ = (Index("inbox_at", "at"),)
    organisation_id: str = Field(sa_type=KEY, primary_key=True)
    event_id: str = Field(sa_type=KEY, primary_key=True)
    at: int = Field(sa_type=BigInteger)
    reply: str = Field(sa_type=Text)


class Audit(SQLModel, table=True):
    """Who did what, when, to which record; append-only. `note`: why a command was refused."""

    __table_args__ = (
        UniqueConstraint("organisation_id", "kind", "record_id", "version", name="audit_entry"),
        Index("audit_organisation", "organisation_id", "seq"),
    )
    seq: int = Field(sa_type=SEQUENCE, primary_key=True)
    organisation_id: str = Field(sa_type=KEY)
    kind: str
    record_id: str = Field(sa_type=KEY)
    version: int
    at: int = Field(sa_type=BigInteger)
    actor_id: str
    command: str
    note: str = Field(sa_type=Text)
    digest: str
    prev: str
    hash: str


class AuditSeal(SQLModel, table=True):
    """A block of an organisation's audit entries: those with `after` < seq <= `upto`, chained to the block before."""

    __tablename__: ClassVar[str] = "audit_seal"
    organisation_id: str = Field(sa_type=KEY, primary_key=True)
    number: int = Field(primary_key=True)
    after: int = Field(sa_type=BigInteger)
    upto: int = Field(sa_type=BigInteger)
    entries: int
    prev: str
    hash: str


class Outbox(SQLModel, table=True):
    """A post on its way; gone from here once it is on screen.

    `seq` is the order within the address. `ready_at`: not sent before. `wake_at`: when somebody should look at the
    address because of this row; at most one row per address once delivery has seen them. `uncertain`: an attempt was
    started and nobody knows how it ended.
    """

    __table_args__ = (
        UniqueConstraint("organisation_id", "key", "version", name="outbox_version"),
        Index(
            "outbox_wake",
            "wake_at",
            sqlite_where=text("wake_at IS NOT NULL"),
            postgresql_where=text("wake_at IS NOT NULL"),
        ),
        Index(
            "outbox_withdrawn",
            "seq",
            sqlite_where=text("state = 'withdrawn'"),
            postgresql_where=text("state = 'withdrawn'"),
        ),
        Index("outbox_lane", "organisation_id", "address", "seq"),
    )
    seq: int = Field(sa_type=SEQUENCE, primary_key=True)
    organisation_id: str = Field(sa_type=KEY)
    key: str = Field(sa_type=KEY)
    version: int
    address: str = Field(sa_type=KEY)
    message: str = Field(sa_type=Text)
    digest: str
    promise: str
    thread: str | None = Field(sa_type=KEY)
    ready_at: int = Field(sa_type=BigInteger)
    wake_at: int | None = Field(sa_type=BigInteger)
    expires: int | None = Field(sa_type=BigInteger)
    state: str
    uncertain: int
    attempts: int
    reason: str = Field(sa_type=Text)


class Posted(SQLModel, table=True):
    """What is on screen under a key, and where."""

    organisation_id: str = Field(sa_type=KEY, primary_key=True)
    key: str = Field(sa_type=KEY, primary_key=True)
    version: int
    address: str = Field(sa_type=KEY)
    reference: str
    digest: str
    at: int = Field(sa_type=BigInteger)


class Lane(SQLModel, table=True):
    """An address being delivered to: nobody else may before `blocked_until`; `lease` tells an old sender from a new."""

    organisation_id: str = Field(sa_type=KEY, primary_key=True)
    address: str = Field(sa_type=KEY, primary_key=True)
    lease: int = Field(sa_type=BigInteger)
    blocked_until: int = Field(sa_type=BigInteger)


class DeliveryLog(SQLModel, table=True):
    """What an administrator may ask about later: unclear answers of the platform, posts dropped or set aside."""

    __tablename__: ClassVar[str] = "delivery_log"
    __table_args__ = (Index("delivery_log_at", "organisation_id", "at"),)
    seq: int = Field(sa_type=SEQUENCE, primary_key=True)
    organisation_id: str = Field(sa_type=KEY)
    at: int = Field(sa_type=BigInteger)
    key: str = Field(sa_type=KEY)
    version: int
    address: str = Field(sa_type=KEY)
    what: str
    reason: str = Field(sa_type=Text)


class WebMessage(SQLModel, table=True):
    """A line on the local workspace's screen.

    `number` is its place, `change` the number of its latest change, from one sequence for the whole workspace.
    """

    __tablename__: ClassVar[str] = "web_message"
    __table_args__ = (
        UniqueConstraint("organisation_id", "channel", "key", name="web_message_key"),
        UniqueConstraint("organisation_id", "change", name="web_message_change"),
        Index("web_message_thread", "organisation_id", "channel", "thread", "number"),
        Index("web_message_changes", "organisation_id", "channel", "change"),
    )
    number: int = Field(sa_type=SEQUENCE, primary_key=True)
    organisation_id: str = Field(sa_type=KEY)
    channel: str = Field(sa_type=KEY)
    key: str = Field(sa_type=KEY)
    thread: str | None = Field(sa_type=KEY)
    author: str = Field(sa_type=KEY)
    body: str = Field(sa_type=Text)
    at: int = Field(sa_type=BigInteger)
    edited_at: int | None = Field(sa_type=BigInteger)
    change: int = Field(sa_type=BigInteger)


class WebMark(SQLModel, table=True):
    """How far somebody has read a channel of the local workspace."""

    __tablename__: ClassVar[str] = "web_mark"
    organisation_id: str = Field(sa_type=KEY, primary_key=True)
    person_id: str = Field(sa_type=KEY, primary_key=True)
    channel: str = Field(sa_type=KEY, primary_key=True)
    number: int = Field(sa_type=BigInteger)


class WebSetting(SQLModel, table=True):
    """A setting of the local workspace, such as its clock's offset."""

    __tablename__: ClassVar[str] = "web_setting"
    organisation_id: str = Field(sa_type=KEY, primary_key=True)
    name: str = Field(sa_type=KEY, primary_key=True)
    value: str = Field(sa_type=Text)


AGGREGATES = ("person", "project", "round", "view", "escalation", "decision", "digest", "setup", "template")
"""The tables of records."""
METADATA: MetaData = SQLModel.metadata


def table(name: str) -> Table:
    """The Core table of that name."""
    return METADATA.tables[name]
