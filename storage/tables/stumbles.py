"""Due items that could not be carried out."""

from __future__ import annotations

from sqlalchemy import BigInteger, Text
from sqlmodel import Field, SQLModel

from storage.tables.columns import KEY


class Stumble(SQLModel, table=True):
    """A record whose time has come and which is not carried out: why, since when, and when it is tried again.

    `failures`: how often its use case failed. `untaken`: how often in a row the database did not take it. `unended`:
    how often in a row its process ended in the middle of it, or of what was carried out at the same time.
    `reason` has nobody's words: the kind of error and the line, or why Accord's own rules refuse.
    """

    organisation_id: str = Field(sa_type=KEY, primary_key=True)
    kind: str = Field(primary_key=True)
    record_id: str = Field(sa_type=KEY, primary_key=True)
    failures: int
    untaken: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    unended: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    since: int = Field(sa_type=BigInteger)
    again_at: int = Field(sa_type=BigInteger)
    reason: str = Field(sa_type=Text)
