"""From what is asked to what is answered: who asks, which command, the engine, and the answer as Teams shows it.

Whatever changes is committed when `answer` returns; showing it beside the request is an errand that follows.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, assert_never
from weakref import WeakValueDictionary

from adapters.errands import Errands
from adapters.keeping import TOO_OLD
from adapters.naming import Called
from adapters.once import Once
from adapters.shapes import whole
from adapters.teams import answers
from adapters.teams.answers import Answer, Body, Told
from adapters.teams.asked import (
    ActionFetched,
    ActionSubmitted,
    Asked,
    DialogFetched,
    DialogSubmitted,
    FromPerson,
    Ignored,
    Installed,
    MembersChanged,
    Origin,
    Pressed,
    Refreshed,
    Removed,
    Renamed,
    Typed,
)
from adapters.teams.changes import Changes
from adapters.teams.files import shared
from adapters.teams.filling import pressed
from adapters.teams.keeping import NotOurs, wanted
from adapters.teams.parts import Parts
from adapters.teams.pen import COMMAND, FORM, Pen
from adapters.teams.pointing import Pointing
from adapters.teams.ports import Scope
from adapters.teams.repeats import Repeats
from adapters.teams.seats import Nobody, Seat, Seats, Unheard
from adapters.teams.sending import Sender
from adapters.teams.submitting import Submitting
from flows.commands import Command
from flows.effects import Refusal
from flows.errors import FlowError, Invalid
from flows.files import GiveFiles
from flows.phrases import Who

LATER = "Accord cannot save anything just now, so nothing was done. Please try again in a minute."
UNSURE = "Accord was too slow, so it may or may not have been done. Please look before you try again."
UNHEARD = "Teams does not say just now who you are, so nothing was done. Please try again in a minute."
ONLY_TEXT = "Accord reads only text. Please type it, or send a link."
Fetched: TypeAlias = DialogFetched | ActionFetched
Submitted: TypeAlias = DialogSubmitted | ActionSubmitted


@dataclass(frozen=True)
class Reply:
    """What the request itself is answered."""

    status: int = 200
    body: Body | None = None


class Asking:
    """Answers everything that Teams sends."""

    def __init__(self, parts: Parts, errands: Errands) -> None:
        self._parts = parts
        self._errands = errands
        self.seats = Seats(parts)
        self._sender = Sender(parts)
        self._changes = Changes(parts, errands)
        self._pointing = Pointing(parts, self.seats)
        self._submitting = Submitting(parts, self.seats)
        self._repeats = Repeats(parts.seconds)
        self._turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
        self._shown = Once()

    async def answer(self, organisation_id: str, asked: Asked) -> Reply:
        """The answer, once everything is committed. Raises Unavailable when nothing was done."""
        match asked:
            case Ignored():
                return Reply(asked.status)
            case Installed() | Removed() | MembersChanged() | Renamed():
                await self._changes.take(organisation_id, asked)
                return Reply()
            case Refreshed():
                return Reply(body=answers.said(""))
        async with self._turn(organisation_id, asked.origin):
            return await self._in_turn(organisation_id, asked)

    def sorry(self, asked: Asked, *, done: bool | None) -> Reply:
        """When nothing was done (False), or nobody knows whether it was (None). The client repeats an invoke."""
        text = UNSURE if done is None else LATER
        match asked:
            case Pressed() if asked.invoked:
                return Reply(503, answers.failed(503, text))
            case Typed() | Pressed() if asked.origin.conversation.scope is Scope.PERSONAL:
                self._tell(asked.origin, text)
        return Reply(503)

    def _turn(self, organisation_id: str, origin: Origin) -> asyncio.Lock:
        """One after the other for each person, in the order in which they did it."""
        key = organisation_id, origin.user_id or origin.member_id
        turn = self._turns.get(key)
        if turn is None:
            turn = self._turns[key] = asyncio.Lock()
        return turn

    async def _in_turn(self, organisation_id: str, asked: FromPerson) -> Reply:
        if isinstance(asked, Typed | Pressed) and asked.origin.user_id:
            await self._parts.places.keep(organisation_id, asked.origin.conversation)
        try:
            seat = await self.seats.seat(organisation_id, asked.origin)
        except Nobody as nobody:
            return self._politely(asked, str(nobody))
        except Unheard:
            return self._politely(asked, UNHEARD)
        try:
            answered = await self._answered(seat, asked)
        except NotOurs:
            return self._politely(asked, Called(self._parts.names).text(TOO_OLD))
        if answered.kept:
            await self._parts.shelf.put(organisation_id, answered.kept)
        if answered.showing is not None and self._shown.first(f"{seat.whose}/{self._repeats.key(asked.origin)}"):
            self._errands.begin(seat.whose, self._sender.show(seat, answered.showing, asked.origin.thread))
        return Reply(body=answered.body)

    async def _answered(self, seat: Seat, asked: FromPerson) -> Answer:
        match asked:
            case Typed():
                return await self._typed(seat, asked)
            case Pressed() if FORM in asked.data:
                return await self._form_in_chat(seat, asked)
            case Pressed():
                return await self._pressed(seat, asked)
            case DialogFetched() | ActionFetched():
                told = await self._outcome(seat, asked)
                return answers.opened(await self._pen(seat, asked.origin, told), told)
            case DialogSubmitted() | ActionSubmitted() if COMMAND in asked.data:
                return await self._answered(seat, DialogFetched(asked.origin, asked.data))
            case DialogSubmitted() | ActionSubmitted():
                return await self._dialog(seat, asked)
            case Refreshed():
                return Answer(answers.said(""))
            case _:
                assert_never(asked)

    async def _typed(self, seat: Seat, asked: Typed) -> Answer:
        told = await self._outcome(seat, asked)
        if told is None:
            return Answer()
        return answers.typed(await self._pen(seat, asked.origin, told), told)

    async def _pressed(self, seat: Seat, asked: Pressed) -> Answer:
        told = await self._outcome(seat, asked)
        pen = await self._pen(seat, asked.origin, told)
        if asked.invoked:
            return answers.pressed(pen, told, meets=await self._sender.chat(seat) is not None)
        return Answer() if told is None else answers.typed(pen, told)

    async def _form_in_chat(self, seat: Seat, asked: Pressed) -> Answer:
        sent = await self._submitting.send(seat, asked.data, self._repeats.key(asked.origin))
        pen = await self._pen(seat, asked.origin, (sent.outcome, sent.filled.form))
        if sent.page is not None:
            return answers.chat_page(pen, sent.page, card_id=asked.card_id)
        return answers.sent_in_chat(pen, sent.outcome, sent.filled, asked.card_id)

    async def _dialog(self, seat: Seat, asked: Submitted) -> Answer:
        sent = await self._submitting.send(seat, asked.data, self._repeats.key(asked.origin))
        pen = await self._pen(seat, asked.origin, (sent.outcome, sent.filled.form))
        if sent.page is not None:
            return answers.task_page(pen, sent.page)
        return answers.sent_off(pen, sent.outcome, sent.filled)

    async def _outcome(self, seat: Seat, asked: Typed | Pressed | Fetched) -> Told | None:
        """What the engine says of the command that is meant. Raises NotOurs and Unavailable."""
        try:
            command = await self._command(seat, asked)
        except FlowError as refusal:
            return Refusal(refusal.phrase)
        return await self._parts.engine.run(seat.actor, command, self._repeats.key(asked.origin))

    async def _command(self, seat: Seat, asked: Typed | Pressed | Fetched) -> Command:
        match asked:
            case Typed():
                if asked.files:
                    return await self._files(seat, asked)
                if not asked.text and asked.origin.conversation.scope is Scope.PERSONAL:
                    raise Invalid(ONLY_TEXT)
                return self._parts.grammar.parse(asked.text, await self.seats.place(seat.organisation_id, asked.origin))
            case ActionFetched():
                return await self._pointing.command(seat, asked)
            case Pressed() | DialogFetched():
                held = asked.data.get(COMMAND)
                if not isinstance(held, str) or not whole(held):
                    raise NotOurs
                digest = wanted(held)
                kept = await self._parts.shelf.get(seat.organisation_id, digest) if digest else None
                return pressed(self._parts.wire, asked.data, kept)
            case _:
                assert_never(asked)

    async def _files(self, seat: Seat, asked: Typed) -> Command:
        place = await self.seats.place(seat.organisation_id, asked.origin)
        return GiveFiles(await shared(self._parts.fetch, asked.files), asked.text, place.channel, place.thread)

    async def _pen(self, seat: Seat, origin: Origin, told: object) -> Pen:
        """Draws for this person, with everybody mentioned who is named."""
        users: Mapping[str, str] = await self.seats.users(seat.organisation_id, told)
        zone = await self.seats.zone(seat, origin) if told is not None else None

        def mention(who: Who) -> str | None:
            return users.get(who.person_id)

        return Pen(
            wire=self._parts.wire,
            mention=mention,
            zone=zone,
            names=self._parts.names,
            dialogs=self._parts.dialogs,
            nonce=secrets.token_hex(4),
            picker=self._parts.picker,
        )

    def _politely(self, asked: FromPerson, text: str) -> Reply:
        """A sentence for somebody who cannot ask anything here; nothing is done."""
        match asked:
            case Pressed() if asked.invoked:
                return Reply(body=answers.said(text))
            case DialogFetched() | DialogSubmitted() | ActionFetched() | ActionSubmitted():
                return Reply(body=answers.task_said(text))
        if text and asked.origin.conversation.scope is Scope.PERSONAL:
            self._tell(asked.origin, text)
        return Reply()

    def _tell(self, origin: Origin, text: str) -> None:
        """A sentence of ours where it was asked."""
        whose = f"{origin.conversation.tenant_id}/{origin.user_id}"
        self._errands.begin(whose, self._sender.tell(origin.conversation, text, origin.thread))
