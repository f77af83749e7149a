"""The Home tab: published when somebody opens it, and again after what they do while it is likely on their screen."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from adapters.errands import Errands
from adapters.slack.asked import HomeOpened
from adapters.slack.parts import Parts
from adapters.slack.pen import Pen, View
from adapters.slack.render import home
from adapters.slack.seats import Seat
from adapters.slack.sending import Call, Sender
from flows.effects import Outcome
from flows.errors import Unavailable
from flows.messages import Message
from flows.plain import Plain

FRESH = timedelta(hours=1)
"""How long after it was opened a Home tab is redrawn."""
MOST = 10_000
SETTLING = 0.3
"""Seconds in which several presses make one redrawing."""

PenFor = Callable[[Seat, Outcome], Awaitable[Pen]]


class Homes:
    """Who has opened their Home tab lately, and what it shows."""

    def __init__(self, parts: Parts, sender: Sender, errands: Errands, pen_for: PenFor) -> None:
        self._parts = parts
        self._sender = sender
        self._errands = errands
        self._pen_for = pen_for
        self._opened: OrderedDict[tuple[str, str], datetime] = OrderedDict()
        self._waiting: set[tuple[str, str]] = set()

    def opened(self, seat: Seat, asked: HomeOpened) -> None:
        """It came on somebody's screen: it is drawn anew."""
        key = _key(seat)
        self._opened[key] = self._parts.now()
        self._opened.move_to_end(key)
        while len(self._opened) > MOST:
            self._opened.popitem(last=False)
        self._errands.begin(_whose(seat), self._publish(seat, asked.hash))

    def refresh(self, seat: Seat) -> None:
        """Somebody did something: their Home tab follows if they have opened it in the last hour."""
        key = _key(seat)
        opened = self._opened.get(key)
        if opened is None or self._parts.now() - opened > FRESH or key in self._waiting:
            return
        self._waiting.add(key)
        self._errands.begin(_whose(seat), self._soon(seat))

    async def _soon(self, seat: Seat) -> None:
        try:
            await asyncio.sleep(SETTLING)
        finally:
            self._waiting.discard(_key(seat))
        await self._publish(seat)

    async def _publish(self, seat: Seat, seen: str = "") -> None:
        try:
            outcome = await self._parts.engine.run(seat.actor, self._parts.grammar.home, "home")
            if not isinstance(outcome, Message):
                return
            view: View = home(await self._pen_for(seat, outcome), outcome)
            await self._parts.shelf.put(seat.organisation_id, view.kept)
        except Unavailable:
            return  # it is drawn again when it is opened again
        arguments: Mapping[str, Plain] = {"user_id": seat.account.user_id, "view": view.view}
        if seen:
            arguments = {**arguments, "hash": seen}
        await self._sender.show(seat.installation, Call("views.publish", arguments))


def _key(seat: Seat) -> tuple[str, str]:
    return seat.organisation_id, seat.account.user_id


def _whose(seat: Seat) -> str:
    return f"{seat.organisation_id}/{seat.account.user_id}"
