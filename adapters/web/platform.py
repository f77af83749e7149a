"""The local workspace as a chat platform: sending is putting a line into its memory, once per key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from adapters.drawing import LATE
from adapters.platform import Gone, Outgoing, Reference, Unreachable
from adapters.web.memory import ACCORD, Entry, Memory, channel_of
from adapters.web.pinned import Pinned
from adapters.web.ports import LOCAL
from adapters.web.roster import Rosters
from adapters.web.watchers import Watchers
from flows.errors import Unavailable
from flows.messages import Message, Text


class WebPlatform:
    """Fits `adapters.platform.Platform`. A reference is the key of the line."""

    def __init__(self, memory: Memory, rosters: Rosters, now: Callable[[], datetime], watchers: Watchers) -> None:
        self._memory = memory
        self._pinned = Pinned(memory)
        self._rosters = rosters
        self._now = now
        self._watchers = watchers

    @property
    def name(self) -> str:
        """For logs and figures."""
        return "web"

    async def send(self, post: Outgoing) -> Reference:
        """Shows a message; a second time under the same key edits it in place."""
        channel = _channel(post)
        await self._check_known(channel)
        return await self._put(channel, post.key, post)

    async def update(self, reference: Reference, post: Outgoing) -> Reference:
        """Edits a message in place; raises Gone when it was never here."""
        channel = _channel(post)
        try:
            line = await self._memory.line(channel, reference)
        except Unavailable as error:
            raise Unreachable("the database of the local workspace cannot be used") from error
        if line is None:
            raise Gone("no such message in the local workspace")
        return await self._put(channel, reference, post)

    async def look_up(self, post: Outgoing) -> Reference | None:
        """The reference of what is shown under this key."""
        try:
            line = await self._memory.line(_channel(post), post.key)
        except Unavailable as error:
            raise Unreachable("the database of the local workspace cannot be used") from error
        return None if line is None else line.key

    async def _put(self, channel: str, key: str, post: Outgoing) -> Reference:
        body = _late(post.message) if post.late else post.message
        try:
            if body.pinned:
                await self._pinned.note(channel, key)
            await self._memory.put(Entry(channel, key, ACCORD, body, self._now(), thread=post.thread))
        except Unavailable as error:
            raise Unreachable("the database of the local workspace cannot be used") from error
        self._watchers.notify()
        return key

    async def _check_known(self, channel: str) -> None:
        if not (await self._rosters.current()).has(channel) and not (await self._rosters.fresh()).has(channel):
            raise Gone("no such person or channel in the local workspace")


def _channel(post: Outgoing) -> str:
    """Where it is shown. Raises Gone for another organisation's: its people may be called like ours."""
    if post.organisation_id != LOCAL:
        raise Gone("the local workspace belongs to another organisation")
    return channel_of(post.to)


def _late(message: Message) -> Message:
    return replace(message, blocks=(*(message.blocks or (Text(message.summary),)), LATE))
