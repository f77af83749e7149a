"""Trying a change out: everything happens, up to the last statement, and then it is taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar, cast

from adapters.intake import Engine as AnyEngine
from bot.engine import Engine
from storage.store import Cause, Store, Transaction
from tests.stories.chat import Chat

T = TypeVar("T")


class Undone(Exception):
    """Takes a transaction back with what it would have answered."""

    def __init__(self, answer: object) -> None:
        super().__init__("taken back")
        self.answer = answer


class Rehearsal:
    """A store that keeps nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.read = store.read

    async def run(
        self, organisation_id: str, cause: Cause, work: Callable[[Transaction], T], *, telling: bool = True
    ) -> T:
        """The transaction, written to the database and taken back."""

        def undone(transaction: Transaction) -> None:
            answer = work(transaction)
            transaction.finish()
            raise Undone(answer)

        try:
            await self._store.run(organisation_id, cause, undone, telling=telling)
        except Undone as end:
            return cast(T, end.answer)
        raise AssertionError("it was kept")


def rehearse(bot: Chat) -> None:
    """From now on presses and forms are answered and change nothing."""
    workspace = bot.app.workspace
    assert workspace is not None
    store = cast(Store, Rehearsal(bot.app.store))
    set_engine(bot, Engine(store, workspace.parts.wire, lambda: bot.now, asyncio.Event().set))


def set_engine(bot: Chat, engine: AnyEngine) -> None:
    """From now on presses and forms go to this one."""
    assert bot.app.workspace is not None
    bot.app.workspace.parts = replace(bot.app.workspace.parts, engine=engine)
