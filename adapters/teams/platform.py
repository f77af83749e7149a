"""Teams as a chat platform: a post becomes an activity with a card.

Nothing can be looked up in Teams: after an unclear answer delivery sends a post once more that must not be lost, and
one that must not be doubled not at all. A card that Teams cannot take goes as plain text: a post is never lost to its
looks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from secrets import token_hex

import structlog

from adapters.drawing import local
from adapters.pictures import draw_light
from adapters.platform import Ambiguous, Gone, Outgoing, Reference, Refused, Unreachable
from adapters.teams.activities import with_card, with_text
from adapters.teams.errors import NotThere, SaidNo, about_of
from adapters.teams.meanings import About
from adapters.teams.parts import Parts
from adapters.teams.pen import Drawn, Pen
from adapters.teams.pictures import Pictures
from adapters.teams.places import Routes
from adapters.teams.ports import Activity, Conversation, Scope
from adapters.teams.render import message
from adapters.teams.seats import Seats
from flows.errors import Unavailable
from flows.messages import Picture, ToPerson
from flows.phrases import Instant

log = structlog.get_logger("accord.teams")

PREPARING = 2.8
"""Seconds until the message itself must be on its way; a call of the connector has its own time."""
THREAD = ";messageid="
NO_DATABASE = "the database cannot be used just now"
TOO_SLOW = "Teams did not say in time where the message goes"
CANNOT_LOOK = "Teams does not let Accord look whether it is there"


class TeamsPlatform:
    """Fits `adapters.platform.Platform`. A reference is "<conversation id>[;messageid=<thread>]/<activity id>"."""

    def __init__(self, parts: Parts, routes: Routes, draw_picture: Callable[[Picture], bytes] = draw_light) -> None:
        self._parts = parts
        self._routes = routes
        self._seats = Seats(parts)
        self._pictures = Pictures(parts.wire, draw_picture)

    @property
    def name(self) -> str:
        """For logs and figures."""
        return "teams"

    async def send(self, post: Outgoing) -> Reference:
        """Shows a new message."""
        try:
            async with asyncio.timeout(PREPARING):
                conversation = await self._routes.of(post.organisation_id, post.to, look_first=post.look_first)
                ways = await self._ways(post)
        except Unavailable:
            raise Unreachable(NO_DATABASE) from None
        except Ambiguous as error:  # in doubt is only what was asked before: the message itself was not sent
            raise Unreachable(str(error)) from None
        except TimeoutError:
            raise Unreachable(TOO_SLOW) from None
        try:
            return await self._sent(conversation, ways, _root(conversation, post.thread))
        except (Refused, Gone) as error:
            await self._routes.learn(post.organisation_id, post.to, conversation, error)
            raise

    async def update(self, reference: Reference, post: Outgoing) -> Reference:
        """Replaces a message in place; raises Gone when it, or Accord, is not there any more."""
        where, activity_id = split(reference)
        try:
            async with asyncio.timeout(PREPARING):
                conversation = await self._routes.find(post.organisation_id, where.partition(THREAD)[0])
                ways = await self._ways(post)
        except Unavailable:
            raise Unreachable(NO_DATABASE) from None
        except TimeoutError:
            raise Unreachable(TOO_SLOW) from None
        await self._updated(replace(conversation, conversation_id=where), activity_id, ways)
        return reference

    async def look_up(self, post: Outgoing) -> Reference | None:
        """Raises Ambiguous: Teams cannot tell."""
        log.info("cannot be looked up in teams", key=post.key)
        raise Ambiguous(CANNOT_LOOK)

    async def retract(self, organisation_id: str, reference: Reference) -> None:
        """Takes a message of Accord's own away; one that is gone is no error."""
        where, activity_id = split(reference)
        try:
            conversation = await self._routes.find(organisation_id, where.partition(THREAD)[0])
            await self._parts.talk.delete(replace(conversation, conversation_id=where), activity_id)
        except Unavailable:
            raise Unreachable(NO_DATABASE) from None
        except Gone:
            log.info("it was gone already in teams")

    async def close(self) -> None:
        """Ends what runs beside the posts."""
        await self._routes.close()

    async def _sent(self, conversation: Conversation, ways: Sequence[Activity], thread: str) -> Reference:
        """Shows it in the first way that Teams takes, in its thread, or beside it where that is gone."""
        where = f"{conversation.conversation_id}{THREAD}{thread}" if thread else conversation.conversation_id
        for last, way in _marked(ways):
            try:
                return f"{where}/{await self._parts.talk.post(conversation, way, thread)}"
            except SaidNo as error:
                if last or error.about is not About.CONTENT:
                    raise
                log.warning("a message is shown more simply", code=error.code)
            except NotThere as error:
                if not thread:
                    raise
                log.info("a reply is shown outside its thread", code=error.code)
                return await self._sent(conversation, ways, "")
        raise Refused("there is nothing to show")

    async def _updated(self, conversation: Conversation, activity_id: str, ways: Sequence[Activity]) -> None:
        for last, way in _marked(ways):
            try:
                await self._parts.talk.update(conversation, activity_id, way)
                return
            except SaidNo as error:
                if last or about_of(error) is not About.CONTENT:
                    raise
                log.warning("a message is shown more simply", code=error.code)

    async def _ways(self, post: Outgoing) -> list[Activity]:
        """As a card; as text."""
        drawn = await self._drawn(post)
        await self._parts.shelf.put(post.organisation_id, drawn.kept)
        return [with_card(drawn), with_text(drawn.text)]

    async def _drawn(self, post: Outgoing) -> Drawn:
        users = await self._seats.users(post.organisation_id, post.message)
        zone = await self._zone(post)
        pictures = await self._pictures.of(post.message)
        pen = Pen(
            self._parts.wire,
            lambda who: users.get(who.person_id),
            zone=zone,
            names=self._parts.names,
            dialogs=self._parts.dialogs,
            nonce=token_hex(6),
        )

        def draw_card() -> Drawn:
            year = None if zone is None else local(Instant(self._parts.now()), zone).year
            return message(replace(pen, year=year), post.message, pictures=pictures, late=post.late)

        return await asyncio.to_thread(draw_card)  # the first date in a zone reads the zone's file

    async def _zone(self, post: Outgoing) -> str | None:
        """The reader's; None for several readers."""
        if not isinstance(post.to, ToPerson):
            return None
        return await self._parts.accounts.zone(post.organisation_id, post.to.person_id)


def split(reference: Reference) -> tuple[str, str]:
    """The conversation, with its thread, and the activity's id. Raises Gone for what was never a message in Teams."""
    where, slash, activity_id = reference.rpartition("/")
    if not (where and slash and activity_id):
        raise Gone("this is not a message in Teams")
    return where, activity_id


def _root(conversation: Conversation, thread: Reference | None) -> str:
    """The activity to hang under: that of the thread's beginning; "" where the conversation is another one, or has no
    threads."""
    if thread is None or conversation.scope is not Scope.CHANNEL:
        return ""
    where, activity_id = split(thread)
    above, _, root = where.partition(THREAD)
    return (root or activity_id) if above == conversation.conversation_id else ""


def _marked(ways: Sequence[Activity]) -> Sequence[tuple[bool, Activity]]:
    """Each way, and whether it is the last."""
    return [(way is ways[-1], way) for way in ways]
