"""Types of columns that several tables share."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.dialects import postgresql

# Byte order on both databases, so that keys sort and compare alike whatever the server's locale.
KEY = String().with_variant(postgresql.TEXT(collation="C"), "postgresql")
SEQUENCE = BigInteger().with_variant(Integer, "sqlite")
