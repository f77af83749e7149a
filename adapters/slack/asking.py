"""From what is asked to what is answered: who asks, which command, the engine, and the answer as Slack shows it.

Whatever changes is committed when `answer` returns; showing it beside the request is an errand that follows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, assert_never
from weakref import WeakValueDictionary

import structlog

from adapters.errands import Errands
from adapters.keeping import TOO_OLD, NotOurs, choice_in, command_in, is_menu, wanted
from adapters.naming import Called
from adapters.once import Once
from adapters.slack.answers import Answer, Body, Told, answer, sentence
from adapters.slack.asked import (
    Asked,
    FromPerson,
    HomeOpened,
    Ignored,
    Options,
    Origin,
    Pressed,
    Removed,
    Shortcut,
    SlashCommand,
    SpotChanged,
    Submitted,
    Typed,
    UserChanged,
)
from adapters.slack.changes import Changes
from adapters.slack.files import shared
from adapters.slack.filling import Filling
from adapters.slack.home import Homes
from adapters.slack.parts import Parts
from adapters.slack.pen import Pen
from adapters.slack.ports import Workspace
from adapters.slack.seats import Nobody, Seat, Seats, Unheard
from adapters.slack.sending import HOOKS, Respond, Sender
from adapters.slack.shapes import whole
from adapters.slack.shortcuts import Shortcuts
from adapters.slack.spoken import mentions, words
from adapters.slack.views import said
from flows.commands import Command
from flows.effects import Outcome, Refusal
from flows.errors import FlowError, Invalid
from flows.files import GiveFiles
from flows.messages import Message
from flows.phrases import Who

log = structlog.get_logger("accord.slack")
TOO_MANY = "app_rate_limited"
LATER = "Accord cannot save anything just now, so nothing was done. Please try again in a minute."
UNSURE = "Accord was too slow, so it may or may not have been done. Please look before you try again."
UNHEARD = "Slack does not say just now who you are, so nothing was done. Please try again in a minute."
Spoken: TypeAlias = Typed | SlashCommand | Pressed | Shortcut


@dataclass(frozen=True)
class Reply:
    """What the request itself is answered."""

    status: int = 200
    body: Body | None = None


class Asking:
    """Answers everything that Slack sends. `hooks`: the origin that response_urls must have."""

    def __init__(self, parts: Parts, errands: Errands, hooks: str = HOOKS) -> None:
        self._parts = parts
        self._errands = errands
        self.seats = Seats(parts)
        self.changes = Changes(parts)
        self.sender = Sender(parts.web, hooks)
        self._homes = Homes(parts, self.sender, errands, self.pen)
        self._shortcuts = Shortcuts(parts, self.seats)
        self._filling = Filling(parts, self.seats)
        self._turns: WeakValueDictionary[tuple[Workspace, str], asyncio.Lock] = WeakValueDictionary()
        self._shown = Once()

    async def answer(self, asked: Asked) -> Reply:
        """The answer, once everything is committed. Raises Unavailable when nothing was done."""
        match asked:
            case Ignored():
                if asked.why == TOO_MANY:
                    log.warning("slack leaves out events of a workspace: there were too many within an hour")
                return Reply()
            case Removed() | UserChanged() | SpotChanged():
                await self.changes.take(asked)
                return Reply()
            case Options():
                return Reply(body={"options": []})
        async with self._turn(asked.origin):
            return await self._in_turn(asked)

    def _turn(self, origin: Origin) -> asyncio.Lock:
        """One after the other for each person, in the order in which they did it."""
        key = origin.workspace, origin.user_id
        turn = self._turns.get(key)
        if turn is None:
            turn = self._turns[key] = asyncio.Lock()
        return turn

    async def _in_turn(self, asked: FromPerson) -> Reply:
        try:
            seat = await self.seats.seat(asked.origin)
        except Nobody as nobody:
            return self._politely(asked, str(nobody))
        except Unheard:
            if isinstance(asked, Typed | HomeOpened):
                raise
            return self._politely(asked, UNHEARD)
        try:
            return await self._seated(seat, asked)
        except NotOurs:
            return self._politely(asked, Called(self._parts.names).text(TOO_OLD))

    def sorry(self, asked: Asked, *, done: bool | None) -> Reply:
        """When nothing was done (False), or nobody knows whether it was (None).

        Slack repeats an event, a form stays open with everything that was typed, and for the rest people are told.
        """
        match asked:
            case SlashCommand() | Pressed() | Shortcut():
                self._tell(asked, UNSURE if done is None else LATER)
        return Reply(503)

    async def _seated(self, seat: Seat, asked: FromPerson) -> Reply:
        match asked:
            case HomeOpened():
                self._homes.opened(seat, asked)
                return Reply()
            case Submitted():
                answered = await self._filling.answer(seat, asked, self.pen)
                await self._keep(seat, answered)
                self._homes.refresh(seat)
                return Reply(body=answered.body)
            case Typed() | SlashCommand() | Pressed() | Shortcut():
                return await self._spoken(seat, asked)
            case _:
                assert_never(asked)

    async def _spoken(self, seat: Seat, asked: Spoken) -> Reply:
        try:
            command = await self._command(seat, asked)
        except FlowError as refusal:
            answered = await self._answered(seat, asked, Refusal(refusal.phrase), self._parts.grammar.home)
        else:
            if command is None:
                return Reply()
            outcome = await self._parts.engine.run(seat.actor, command, asked.origin.key)
            answered = await self._answered(seat, asked, outcome, command)
        if self._shown.first(f"{_whose(seat)}/{asked.origin.key}"):
            for showing in answered.showings:
                self._errands.begin(_whose(seat), self.sender.show(seat.installation, showing))
            self._homes.refresh(seat)
        return Reply(body=answered.body)

    async def _answered(self, seat: Seat, asked: Spoken, outcome: Outcome, command: Command) -> Answer:
        told: Told | None = outcome
        pen = await self.pen(seat, told)
        answered = answer(pen, asked, told, command)
        await self._keep(seat, answered)
        return answered

    async def _keep(self, seat: Seat, answered: Answer) -> None:
        """Before it is shown, what its buttons stand for is there."""
        if answered.kept:
            await self._parts.shelf.put(seat.organisation_id, answered.kept)

    async def _command(self, seat: Seat, asked: Spoken) -> Command | None:
        """What is meant; None where it is not for Accord. Raises FlowError, and NotOurs."""
        match asked:
            case Typed():
                return await self._typed(seat, asked)
            case SlashCommand():
                text = await self._words(seat, asked.text)
                place = await self.seats.place(seat.organisation_id, asked.channel_id, asked.channel)
                return self._parts.grammar.parse(f"{asked.name} {text}".strip(), place)
            case Pressed():
                return await self._pressed(seat, asked)
            case Shortcut():
                return await self._shortcuts.command(seat, asked)
            case _:
                assert_never(asked)

    async def _typed(self, seat: Seat, asked: Typed) -> Command | None:
        direct = asked.channel_id.startswith("D")
        if not direct and not (asked.mention or mentions(asked.text, seat.installation.bot_user_id)):
            return None
        text = await self._words(seat, asked.text)
        if not text and direct and not asked.files:
            raise Invalid("Accord reads only text. Please type it, or send a link.")
        place = await self.seats.place(seat.organisation_id, asked.channel_id, thread=asked.thread)
        if asked.files:
            files = await shared(self._parts.web, seat.installation, asked.files)
            return GiveFiles(files, text, place.channel, place.thread)
        return self._parts.grammar.parse(text, place)

    async def _words(self, seat: Seat, text: str) -> str:
        names = await self.seats.names(seat.organisation_id, text)
        return words(text, names, seat.installation.bot_user_id)

    async def _pressed(self, seat: Seat, asked: Pressed) -> Command | None:
        """The command of a button or of a line of a menu; None for a button that only leads to an address."""
        if not asked.value:
            return None
        organisation_id, wire = seat.organisation_id, self._parts.wire
        held = asked.action if is_menu(asked.action) else asked.value
        digest = wanted(held)
        kept = await self._parts.shelf.get(organisation_id, digest) if digest else None
        if is_menu(asked.action):
            return choice_in(wire, asked.action, asked.value, kept)
        if not whole(asked.value):
            raise NotOurs
        return command_in(wire, asked.value, kept)

    async def pen(self, seat: Seat, told: object) -> Pen:
        """Draws for this workspace, with everybody mentioned who is named."""
        users: Mapping[str, str] = await self.seats.users(seat.organisation_id, told)

        def mention(who: Who) -> str | None:
            return users.get(who.person_id)

        return Pen(self._parts.wire, mention, self._parts.names)

    def _politely(self, asked: FromPerson, text: str) -> Reply:
        """A sentence for somebody who cannot ask anything here, where there is a place for it; nothing is done."""
        match asked:
            case SlashCommand() if text:
                return Reply(body=sentence(text))
            case Pressed() | Shortcut() if text:
                self._tell(asked, text)
            case Submitted() if text and asked.view.fields:
                return Reply(body={"response_action": "errors", "errors": {asked.view.fields[0]: text}})
            case Submitted() if text:
                shown = said(Pen(self._parts.wire, lambda _: None, self._parts.names), Message(text))
                return Reply(body={"response_action": "update", "view": shown.view})
        return Reply()

    def _tell(self, asked: SlashCommand | Pressed | Shortcut, text: str) -> None:
        """Without a token, through the address that came along."""
        if self.sender.takes(asked.response_url):
            errand = self.sender.show(None, Respond(asked.response_url, sentence(text)))
            self._errands.begin(f"{asked.origin.workspace.team_id}/{asked.origin.user_id}", errand)


def _whose(seat: Seat) -> str:
    return f"{seat.organisation_id}/{seat.account.user_id}"
