"""run(actor, command) and tick(): one transaction each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TypeVar, cast

import structlog

from adapters.drawing import draw_text
from bot.attempts import where_raised
from bot.commands import CHANGES, LOOKS, ON_TICK, UNKEPT
from bot.commands.area import UseCase
from bot.crowds import ENDLESS, refusal
from bot.lately import since_now
from bot.stumbling import Stumbling, why_refused
from flows.commands import CLOCK, Actor, Command
from flows.effects import Effects, Outcome, Refusal
from flows.errors import FlowError, InvalidForm, NotAllowed, Unavailable
from flows.linking import known_as
from flows.rounds.when_active import released
from flows.wire import Wire
from storage.store import Cause, Conflict, Due, Store
from storage.stumbles import Stumble
from storage.transaction import AlreadyHandled, Transaction

T = TypeVar("T")
ATTEMPTS = 4
BATCH = 200
TRIALS = 1.0
"""Seconds of a tick for items that go alone, though always for one of them: the others have their turn between."""
log = structlog.get_logger("accord.engine")


class Engine:
    """Takes commands to the store, one transaction each, and answers with what the requester sees."""

    def __init__(
        self,
        store: Store,
        wire: Wire,
        now: Callable[[], datetime],
        wake: Callable[[], None],
        *,
        escalations_a_minute: int = ENDLESS + 1,
        alive: Callable[[], float] | None = None,
    ) -> None:
        self._store = store
        self._wire = wire
        self._nothing = wire.dump(None, ANSWER)
        self._now = now
        self._wake = wake
        self._most = escalations_a_minute
        self._alive = alive or since_now()
        self.stumbling = Stumbling(store, self._alive)
        self.left_some = False
        """Whether the last tick had no time for all that goes alone."""

    async def run(self, actor: Actor, command: Command, event_id: str) -> Outcome:
        """Carries `command` out once per `event_id`; a repeat gets the first answer and changes nothing.

        Raises flows.errors.Unavailable when the database cannot take it; then nothing has changed.
        """
        look = LOOKS.get(type(command))
        if look is not None:
            return await self._looked(look, actor, command)
        change = CHANGES[type(command)]
        event = f"{actor.person_id}/{event_id}"  # nobody is shown an answer that was somebody else's
        cause = Cause(actor.person_id, type(command).__name__, self._now(), event)

        def work(transaction: Transaction) -> Outcome:
            if not transaction.inbox.begin(event, self._nothing):
                return self._wire.load(ANSWER, transaction.inbox.seen(event) or self._nothing)
            outcome = refusal(transaction, command, self._most) or _carry_out(
                change, transaction, actor, command, cause.now
            )
            if outcome is not None and type(command) not in UNKEPT:
                transaction.inbox.answer(event, self._wire.dump(outcome, ANSWER))
            return outcome

        try:
            outcome = await self._attempt(actor, cause, work)
        except (Conflict, AlreadyHandled):
            return refused(Conflict())
        self._wake()
        return outcome

    async def _looked(self, look: UseCase, actor: Actor, command: Command) -> Outcome:
        """An answer that changes nothing, but that somebody is there."""
        now = self._now()

        def work(transaction: Transaction) -> tuple[Outcome, bool]:
            return _outcome(look, transaction, actor, command, now), bool(released(transaction, actor, now))

        def release(transaction: Transaction) -> None:
            for moved in released(transaction, actor, now):
                transaction.move(moved)

        outcome, waits = await self._store.read(actor.organisation_id, work)
        if waits:
            with suppress(Unavailable):  # the reminder comes before the day ends anyway
                await self._attempt(actor, Cause(actor.person_id, type(command).__name__, now), release)
                self._wake()
        return outcome

    async def _attempt(
        self, actor: Actor, cause: Cause, work: Callable[[Transaction], T], *, telling: bool = True
    ) -> T:
        """Runs `work`; when somebody else was faster, again on what is there now. `telling`: see `Store.run`."""
        for _ in range(ATTEMPTS - 1):
            try:
                return await self._store.run(actor.organisation_id, cause, work, telling=telling)
            except (Conflict, AlreadyHandled):
                continue
        return await self._store.run(actor.organisation_id, cause, work, telling=telling)

    async def tick(self) -> int:
        """Asks the database what is due and carries it out; returns how many items moved."""
        now = self._now()
        await self.stumbling.begin(now)
        most = BATCH + len(self.stumbling.known)  # those that fail keep nobody out
        found = await self._store.due(now, most)
        if len(found) < most:
            await self.stumbling.settled(found, now)
        due = [item for item in found if self.stumbling.may_try(item, now)]
        doubtful = [item for item in due if self.stumbling.is_doubtful(item)]
        moved = await self._together([item for item in due if item not in doubtful], now)
        moved += await self._one_by_one(self.stumbling.alone(doubtful), now)
        if due:
            self._wake()
        return moved

    async def _one_by_one(self, items: Sequence[Due], now: datetime) -> int:
        moved, since, self.left_some = 0, self._alive(), False
        for tried, item in enumerate(items, 1):
            moved += await self._together([item], now)
            self.left_some = tried < len(items) and self._alive() - since >= TRIALS
            if self.left_some:
                break
        return moved

    async def _together(self, items: Sequence[Due], now: datetime) -> int:
        if not items:
            return 0
        async with self.stumbling.noted(items, now):
            return sum(await asyncio.gather(*(self._move(item, now) for item in items)))

    async def _move(self, item: Due, now: datetime) -> bool:
        command = ON_TICK[item.kind](item.id)
        actor = Actor(item.organisation_id, CLOCK)
        change = CHANGES[type(command)]

        elsewhere: list[bool] = []

        def work(transaction: Transaction) -> Outcome:
            elsewhere[:] = [not transaction.take(item, now)]
            return None if elsewhere[0] else _carry_out(change, transaction, actor, command, now)

        try:
            cause = Cause(CLOCK, type(command).__name__, now, item=item.id)
            outcome = await self._attempt(actor, cause, work, telling=False)
        except Unavailable as error:
            await self.stumbling.not_taken(item, now, str(error))
            return False
        except Exception as error:  # noqa: BLE001  # the edge of the tick: one broken item must not hold up all the others
            reason = f"{type(error).__name__} at {where_raised(error)}"
            if self.stumbling.is_news(item, reason):  # no traceback: to draw one holds up the loop, and reads files
                log.error("due item failed", kind=item.kind, id=item.id, reason=reason)
            await self.stumbling.failed(item, now, reason)
            return False
        if elsewhere[0]:
            return False  # another process has it, or has just carried it out
        if isinstance(outcome, Refusal):
            reason = why_refused(outcome.phrase)
            if self.stumbling.is_news(item, reason):
                log.error("due item refused", kind=item.kind, id=item.id, reason=reason)
            await self.stumbling.failed(item, now, reason)
            return False
        await self.stumbling.went_well(item)
        return True

    @property
    def broken(self) -> Mapping[Due, Stumble]:
        """Due items whose use case failed: how often, why, and when they are tried again."""
        return self.stumbling.known


ANSWER = cast(type[Outcome], Outcome)
"""What the inbox keeps of an answer; a union works as a type on the wire."""


def _carry_out(use_case: UseCase, transaction: Transaction, actor: Actor, command: Command, now: datetime) -> Outcome:
    try:
        effects = use_case(transaction, known_as(transaction, actor), command, now)
    except FlowError as refusal:
        transaction.forget()
        if isinstance(refusal, NotAllowed):
            transaction.audit_refusal(type(command).__name__, draw_text(refusal.phrase))
        return refused(refusal)
    for prefix in effects.withdraw:
        transaction.withdraw(prefix)
    for moved in (*effects.moved, *released(transaction, actor, now)):
        transaction.move(moved)
    transaction.queue(effects.posts)
    return effects.reply


def _outcome(use_case: UseCase, transaction: Transaction, actor: Actor, command: Command, now: datetime) -> Outcome:
    try:
        effects: Effects = use_case(transaction, known_as(transaction, actor), command, now)
    except FlowError as refusal:
        return refused(refusal)
    return effects.reply


def refused(refusal: FlowError) -> Refusal:
    """What the requester is told."""
    told = Refusal(refusal.phrase)
    return replace(told, problems=refusal.problems) if isinstance(refusal, InvalidForm) else told
