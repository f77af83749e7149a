"""Slack as a chat platform: a post becomes a message that can be found again by its key.

Every message carries the hash of its key as metadata, so that after an unclear answer it is looked up before anything
is sent again. A message that Slack cannot take as it is drawn goes as plain text: a post is never lost to its looks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import NamedTuple

import structlog

from adapters.pictures import draw
from adapters.platform import Ambiguous, Gone, Outgoing, PlatformError, Reference, Refused, Unreachable
from adapters.slack.errors import SaidNo, Unfamiliar, code_of, refusal
from adapters.slack.history import CannotTell, find
from adapters.slack.meanings import About
from adapters.slack.parts import Parts
from adapters.slack.pen import Block, Pen
from adapters.slack.pictures import Pictures
from adapters.slack.pins import Pins
from adapters.slack.places import NOT_TO_THEM, Place, Places, split
from adapters.slack.ports import Installation
from adapters.slack.render import message
from adapters.slack.seats import Seats
from flows.errors import Unavailable
from flows.messages import Picture
from flows.plain import Plain

log = structlog.get_logger("accord.slack")

EVENT_TYPE = "accord_post"
PROCESSING = 1.5
"""Seconds that Slack may need before a file it has just taken can be shown."""
MARGIN = timedelta(minutes=2)
"""How far Slack's clock may be from ours when an earlier attempt is looked for."""
NOT_INSTALLED = "Accord is not installed in a Slack workspace of this organisation"
NO_DATABASE = "the database cannot be used just now"

Arguments = Mapping[str, Plain]
LITERALLY: Arguments = {"parse": "none", "link_names": False}
BARE: Arguments = {"unfurl_links": False, "unfurl_media": False}


class Way(NamedTuple):
    """One way to show a message. `after`: seconds to wait before it is tried."""

    text: str
    blocks: Sequence[Block]
    after: float = 0.0


class Asking(NamedTuple):
    """By which method. `first`: Slack asked this message to wait before, so that it goes before others."""

    installation: Installation
    method: str
    first: bool


class SlackPlatform:
    """Fits `adapters.platform.Platform`. A reference is "<channel id>/<ts>"."""

    def __init__(self, parts: Parts, draw_picture: Callable[[Picture], bytes] = draw) -> None:
        self._parts = parts
        self._web = parts.web
        self._seats = Seats(parts)
        self._places = Places(parts.web, parts.accounts, parts.spots, parts.now)
        self._pins = Pins(parts.web, parts.now)
        self._pictures = Pictures(parts.web, parts.wire, draw_picture, parts.pictures_within)

    @property
    def name(self) -> str:
        """For logs and figures."""
        return "slack"

    async def send(self, post: Outgoing) -> Reference:
        """Shows a new message."""
        try:
            installation = await self._installation(post)
            place = await self._places.of(installation, post.to, look_first=post.look_first)
            ways = await self._ways(installation, post)
        except Unavailable:
            raise Unreachable(NO_DATABASE) from None
        except Ambiguous as error:  # in doubt is only what was asked before: the message itself was not sent
            raise Unreachable(str(error)) from None
        reference = await self._sent(installation, place, post, ways)
        return await self._pins.shown(installation, reference, post)

    async def update(self, reference: Reference, post: Outgoing) -> Reference:
        """Replaces a message in place; raises Gone when Slack does not have it, or does not let it be changed."""
        channel, at = split(reference)
        try:
            installation = await self._installation(post)
            ways = await self._ways(installation, post)
        except Unavailable:
            raise Unreachable(NO_DATABASE) from None
        where: Arguments = {"channel": channel, "ts": at, **LITERALLY, "metadata": _metadata(post)}
        try:
            await self._shown(Asking(installation, "chat.update", post.again), where, ways)
        except Unfamiliar as error:
            raise _not_known(error) from None  # done twice it is done once: there is nothing to look up
        except Gone as error:
            await self._pins.left(installation, reference, post, error)
            raise
        return await self._pins.changed(installation, reference, post)

    async def look_up(self, post: Outgoing) -> Reference | None:
        """The message that carries the post's key; raises Ambiguous where the conversation cannot be read.

        Where only this look failed it raises Unreachable, so that it looks again instead of sending again.
        """
        try:
            installation = await self._installation(post)
            channel = await self._places.readable(installation, post.to)
            at = await self._found(installation, channel, post)
        except Unavailable:
            raise Unreachable(NO_DATABASE) from None
        except (Refused, Gone, Unfamiliar) as error:
            raise Ambiguous(f"Slack does not let Accord look whether it is there: {error}") from None
        except CannotTell:
            raise
        except Ambiguous as error:
            raise Unreachable(str(error)) from None
        if at is None:
            return None
        await self._pins.put(installation, f"{channel}/{at}", post)
        return f"{channel}/{at}"

    async def retract(self, organisation_id: str, reference: Reference) -> None:
        """Takes a message of Accord's own away; one that is gone is no error."""
        channel, at = split(reference)
        try:
            installation = await self._parts.installations.of(organisation_id)
            if installation is None:
                raise Refused(NOT_INSTALLED)
            await self._web.call(installation, "chat.delete", {"channel": channel, "ts": at})
        except Unavailable:
            raise Unreachable(NO_DATABASE) from None
        except Gone:
            log.info("it was gone already", method="chat.delete")

    async def close(self) -> None:
        """Ends what runs beside the posts."""
        await self._places.close()

    async def _found(self, installation: Installation, channel: str, post: Outgoing) -> str | None:
        """In its thread, then beside it: Slack may have taken no reply there."""
        key, since = _digest(post.key), None if post.since is None else post.since - MARGIN
        where, at = _within(channel, post), None
        if "thread_ts" in where:
            try:
                at = await find(self._web, installation, where, key, since)
            except SaidNo as error:
                if error.about is not About.MESSAGE:
                    raise
        return at or await find(self._web, installation, {"channel": channel}, key, since)

    async def _sent(self, installation: Installation, place: Place, post: Outgoing, ways: Sequence[Way]) -> Reference:
        where: Arguments = {**_within(place.channel, post), **LITERALLY, **BARE, "metadata": _metadata(post)}
        try:
            answer = await self._shown(Asking(installation, "chat.postMessage", post.again), where, ways)
        except Unfamiliar as error:
            return await self._found_after_all(post, error)
        except (Refused, Gone) as error:
            if place.account is not None and code_of(error) == "channel_not_found":
                return await self._sent_anew(installation, place, post, ways)
            await self._places.learn(installation, place, error)
            raise
        channel, at = answer.get("channel"), answer.get("ts")
        if not (isinstance(channel, str) and isinstance(at, str)):
            raise Ambiguous("Slack did not say where it put the message")
        await self._places.posted(installation, place, channel)
        return f"{channel}/{at}"

    async def _sent_anew(
        self, installation: Installation, place: Place, post: Outgoing, ways: Sequence[Way]
    ) -> Reference:
        """Direct messages that are not where they were are opened again, by the account."""
        if place.account is None or place.channel == place.account.user_id:
            raise refusal(NOT_TO_THEM)
        return await self._sent(installation, Place(place.account.user_id, place.account), post, ways)

    async def _found_after_all(self, post: Outgoing, error: Unfamiliar) -> Reference:
        """Slack's answer means nothing to us, so it is looked for at once; what is not there was surely refused."""
        try:
            found = await self.look_up(post)
        except PlatformError:
            raise error from None  # perhaps it is there
        if found is None:
            raise _not_known(error) from None
        return found

    async def _shown(self, asking: Asking, where: Arguments, ways: Sequence[Way]) -> Arguments:
        """Shows it in the first way that Slack takes."""
        refused: SaidNo | None = None
        for way in ways:
            if way.after:
                await asyncio.sleep(way.after)
            asked = {**where, "text": way.text, "blocks": list(way.blocks)}
            try:
                return await self._unthreaded(asking, asked)
            except SaidNo as error:
                if error.about is not About.CONTENT:
                    raise
                log.warning("a message is shown more simply", code=error.code, blocks=len(way.blocks))
                refused = error
        raise refused or Refused("there is nothing to show")

    async def _unthreaded(self, asking: Asking, asked: Arguments) -> Arguments:
        """In its thread, or beside it where Slack takes no replies there."""
        installation, method, first = asking
        try:
            return await self._web.call(installation, method, asked, first=first)
        except SaidNo as error:
            if error.about is not About.MESSAGE or "thread_ts" not in asked:
                raise
            log.info("a reply is shown outside its thread", code=error.code)
            alone = {name: value for name, value in asked.items() if name != "thread_ts"}
            return await self._web.call(installation, method, alone, first=first)

    async def _ways(self, installation: Installation, post: Outgoing) -> list[Way]:
        """As drawn; once more after a moment for a fresh picture; without pictures; as text."""
        users = await self._seats.users(post.organisation_id, post.message)
        pen = Pen(self._parts.wire, lambda who: users.get(who.person_id), self._parts.names)
        uploaded = await self._pictures.of(installation, post.message)
        full = message(pen, post.message, pictures=uploaded.ids, late=post.late)
        plain = message(pen, post.message, late=post.late) if uploaded.ids else full
        await self._parts.shelf.put(post.organisation_id, tuple({*full.kept, *plain.kept}))
        ways = [Way(full.text, full.blocks)]
        if uploaded.fresh and uploaded.ids:
            ways.append(Way(full.text, full.blocks, PROCESSING))
        if uploaded.ids:
            ways.append(Way(plain.text, plain.blocks))
        return [*ways, Way(full.text, ())]

    async def _installation(self, post: Outgoing) -> Installation:
        found = await self._parts.installations.of(post.organisation_id)
        if found is None:
            raise Refused(NOT_INSTALLED)
        return found


def _within(channel: str, post: Outgoing) -> dict[str, Plain]:
    """The conversation, and the thread where it hangs under a message of the same one."""
    if post.thread is None:
        return {"channel": channel}
    above, at = split(post.thread)
    return {"channel": channel, "thread_ts": at} if above == channel else {"channel": channel}


def _metadata(post: Outgoing) -> Plain:
    return {"event_type": EVENT_TYPE, "event_payload": {"key": _digest(post.key)}}


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def _not_known(error: Unfamiliar) -> PlatformError:
    return SaidNo(error.code, About.REQUEST, f"it was refused, and Accord does not know why ({error.code})")
