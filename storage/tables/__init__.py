"""The schema; imported by nothing outside `storage`."""

from __future__ import annotations

from sqlalchemy import MetaData, Table
from sqlmodel import SQLModel

from storage.tables import chat, delivery, pace, records, stumbles, system, workspace
from storage.tables.records import AGGREGATES

__all__ = ["AGGREGATES", "METADATA", "chat", "delivery", "pace", "records", "stumbles", "system", "table", "workspace"]

METADATA: MetaData = SQLModel.metadata


def table(name: str) -> Table:
    """The Core table of that name."""
    return METADATA.tables[name]
