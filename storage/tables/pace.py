"""How often something may happen in an organisation within a minute."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from storage.tables.columns import KEY


class Slot(SQLModel, table=True):
    """One of the times that `what` may happen in a minute; `at`: when it was taken last. See `storage.slots`."""

    organisation_id: str = Field(sa_type=KEY, primary_key=True)
    what: str = Field(sa_type=KEY, primary_key=True)
    number: int = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger)
