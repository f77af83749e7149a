"""Shortcuts: on a message, which becomes an escalation or a decision, and everywhere, for what waits for me."""

from __future__ import annotations

from datetime import UTC, datetime

from adapters.slack.asked import Pointed, Shortcut
from adapters.slack.parts import Parts
from adapters.slack.seats import Seat, Seats
from adapters.slack.spoken import words
from flows.commands import Command
from flows.decisions.commands import OpenRecordDecision
from flows.errors import Invalid
from flows.escalations.commands import OpenEscalate

ESCALATE, RECORD, HOME = "escalate_this", "record_decision", "accord_home"
LONGEST = 3000
"""Characters of a message that go into a form."""


class Shortcuts:
    """Turns a shortcut into its command."""

    def __init__(self, parts: Parts, seats: Seats) -> None:
        self._home = parts.grammar.home
        self._seats = seats

    async def command(self, seat: Seat, asked: Shortcut) -> Command:
        """What it means. Raises Invalid for a shortcut that Accord does not have."""
        if asked.callback == HOME:
            return self._home
        if asked.message is None or asked.callback not in (ESCALATE, RECORD):
            raise Invalid("Accord does not know this shortcut. Type /align help to see what it understands.")
        return await self._about(seat, asked.callback, asked.message)

    async def _about(self, seat: Seat, callback: str, message: Pointed) -> Command:
        place = await self._seats.place(seat.organisation_id, message.channel_id, message.channel)
        names = await self._seats.names(seat.organisation_id, message.text)
        text = words(message.text, names, seat.installation.bot_user_id)[:LONGEST]
        author = await self._author(seat, message)
        if callback == ESCALATE:
            return OpenEscalate(place.channel, text, link=message.link, author=author)
        return OpenRecordDecision(place.channel, text, message.link, author, _said_at(message))

    async def _author(self, seat: Seat, message: Pointed) -> str:
        """The person where their account is known, else just a name."""
        if not message.author:
            return message.by
        account = await self._seats.known(seat.organisation_id, message.author)
        return "" if account is None else account.person_id or account.name


def _said_at(message: Pointed) -> datetime:
    return datetime.fromtimestamp(int(message.at.partition(".")[0]), UTC)
