"""The memory of the local workspace."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import KEY, SEQUENCE


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
