"""Due items that could not be carried out."""

from __future__ import annotations

from sqlalchemy import BigInteger, Text
from sqlmodel import Field, SQLModel

from storage.tables.columns import KEY


class Stumble(SQLModel, table=True):
    """A record whose time has come and whose use case fails: how often since `since`, why, and when it is tried again.

    `reason` has nobody's words: the kind of error and the line, or why Accord's own rules refuse.
    """

    organisation_id: str = Field(sa_type=KEY, primary_key=True)
    kind: str = Field(primary_key=True)
    record_id: str = Field(sa_type=KEY, primary_key=True)
    failures: int
    since: int = Field(sa_type=BigInteger)
    again_at: int = Field(sa_type=BigInteger)
    reason: str = Field(sa_type=Text)
