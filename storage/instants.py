"""Instants as the database keeps them: microseconds since 1970 in UTC, so that no driver has to convert."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """The instant as microseconds; raises TypeError for a naive time."""
    return (at - EPOCH) // MICROSECOND


def instant(number: int) -> datetime:
    """The microseconds as an instant in UTC."""
    return EPOCH + timedelta(microseconds=number)


def micros_or_none(at: datetime | None) -> int | None:
    """`micros` for what may be missing."""
    return None if at is None else micros(at)


def instant_or_none(number: int | None) -> datetime | None:
    """`instant` for what may be missing."""
    return None if number is None else instant(number)
