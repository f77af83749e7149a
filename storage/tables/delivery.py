"""What came in and what goes out."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import KEY, SEQUENCE


class Inbox(SQLModel, table=True):
    """One row per handled event, with the reply that was given."""

    __table_args__ = (Index("inbox_at", "at"),)
    organisation_id: str = Field(sa_type=KEY, primary_key=True)
    event_id: str = Field(sa_type=KEY, primary_key=True)
    at: int = Field(sa_type=BigInteger)
    reply: str = Field(sa_type=Text)


class Outbox(SQLModel, table=True):
    """A post on its way; gone from here once it is on screen.

    `seq` is the order within the address. `ready_at`: not sent before; of one that was set aside, when it was.
    `wake_at`: when somebody should look at the address because of this row; at most one row per address once delivery
    has seen them. `uncertain`: an attempt was started and nobody knows how it ended. `unended`: attempts in a row whose
    end nobody saw, without one under way.
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
            "outbox_wake_of",
            "organisation_id",
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
        Index(
            "outbox_deadly",
            "ready_at",
            sqlite_where=text("unended >= 5 AND state = 'parked'"),
            postgresql_where=text("unended >= 5 AND state = 'parked'"),
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
    unended: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    reason: str = Field(sa_type=Text)


class Posted(SQLModel, table=True):
    """What is on screen under a key, and where. `at`: when it was last shown or changed."""

    organisation_id: str = Field(sa_type=KEY, primary_key=True)
    key: str = Field(sa_type=KEY, primary_key=True)
    version: int
    address: str = Field(sa_type=KEY)
    reference: str
    digest: str
    at: int = Field(sa_type=BigInteger)
    first_at: int | None = Field(sa_type=BigInteger)


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
