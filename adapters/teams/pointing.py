"""Actions of the message extension: a message becomes an escalation or a decision."""

from __future__ import annotations

from datetime import UTC, datetime

from adapters.teams.asked import ActionFetched, Pointed
from adapters.teams.parts import Parts
from adapters.teams.seats import Seat, Seats
from flows.commands import Command
from flows.decisions.commands import OpenRecordDecision
from flows.errors import Invalid
from flows.escalations.commands import OpenEscalate

ESCALATE, RECORD = "escalate_this", "record_decision"
LONGEST = 3000
"""Characters of a message that go into a form."""
NO_MESSAGE = Pointed("", "", "", "", "")


class Pointing:
    """Turns an action into its command."""

    def __init__(self, parts: Parts, seats: Seats) -> None:
        self._accounts = parts.accounts
        self._seats = seats

    async def command(self, seat: Seat, asked: ActionFetched) -> Command:
        """What it means. Raises Invalid for an action that Accord does not have."""
        if asked.command not in (ESCALATE, RECORD):
            raise Invalid("Accord does not know this action. Type /align help to see what it understands.")
        message = asked.message or NO_MESSAGE
        place = await self._seats.place(seat.organisation_id, asked.origin)
        author, text = await self._author(seat, message), message.text[:LONGEST]
        if asked.command == ESCALATE:
            return OpenEscalate(place.channel, text, link=message.link, author=author)
        return OpenRecordDecision(place.channel, text, message.link, author, _said_at(message))

    async def _author(self, seat: Seat, message: Pointed) -> str:
        """The person where their account is known, else just a name."""
        if not message.author:
            return message.by
        account = await self._accounts.find(seat.organisation_id, message.author)
        return message.by if account is None else account.person_id or account.name


def _said_at(message: Pointed) -> datetime | None:
    """When it was written; Teams' moments without a zone are in UTC."""
    if not message.at:
        return None
    try:
        at = datetime.fromisoformat(message.at)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
