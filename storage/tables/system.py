"""What is known of the database itself."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import BigInteger, Text
from sqlmodel import Field, SQLModel

from storage.tables.columns import KEY


class SystemNote(SQLModel, table=True):
    """One thing to know, such as why this Accord is to stay silent; see `storage.notes`."""

    __tablename__: ClassVar[str] = "system_note"
    name: str = Field(sa_type=KEY, primary_key=True)
    value: str = Field(sa_type=Text)
    at: int = Field(sa_type=BigInteger)
