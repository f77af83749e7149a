"""Organisations take turns: what one has very much of delays no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import TypeVar

from sqlalchemy import ColumnElement, Executable, func, select
from sqlalchemy.orm import aliased

T = TypeVar("T")


def in_turn(items: Iterable[T], organisation: Callable[[T], str]) -> Iterable[T]:
    """The same items: the first of every organisation, then the second of every one, and so on."""
    queues: dict[str, list[T]] = {}
    for item in items:
        queues.setdefault(organisation(item), []).append(item)
    return (item for turn in zip_longest(*queues.values()) for item in turn if item is not None)


def organisations(column: ColumnElement[str], where: ColumnElement[bool]) -> Executable:
    """The organisations with a row where that holds; one step through an index for each, however many rows each has."""
    found = select(func.min(column).label("organisation_id")).where(where).cte("found", recursive=True)
    before = aliased(found)
    following = select(func.min(column)).where(where, column > before.c.organisation_id).scalar_subquery()
    found = found.union_all(select(following).where(before.c.organisation_id.is_not(None)))
    return select(found.c.organisation_id).where(found.c.organisation_id.is_not(None))
