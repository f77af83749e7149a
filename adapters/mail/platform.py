"""Mail as a platform: sends, and changes nothing that was sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from adapters.mail.letter import ident, letter
from adapters.mail.memory import Memory
from adapters.mail.ports import Reader, Readers, is_address
from adapters.mail.relay import Line
from adapters.naming import Called
from adapters.platform import Gone, Outgoing, PlatformError, Reference, Refused, Throttled, Unreachable
from flows.errors import Unavailable
from flows.messages import ToPerson

AT_ONCE = 8
"""Mails on their way at a time: few, so that a slow relay never takes the room of the chats."""
SOON = timedelta(seconds=2)
LONGEST_REST = timedelta(minutes=1)
"""The longest for which a relay that cannot be reached is left alone."""
GOODBYE = 5.0
"""Seconds for what is on its way when the process ends."""


class MailPlatform:
    """Fits `adapters.platform.Platform`.

    A relay may take longer than delivery waits: then the mail goes on beside it, and `look_up` knows how it ended. Of
    what another process has sent nobody can tell. `now`: the process's clock.
    """

    name = "mail"

    def __init__(self, line: Line, readers: Readers, now: Callable[[], datetime], called: Called) -> None:
        self.line = line
        self._readers = readers
        self._now = now
        self._called = called
        self._going: dict[str, asyncio.Task[PlatformError | None]] = {}
        self._ended = Memory()
        self._failures = 0
        self._again = datetime.min.replace(tzinfo=UTC)

    async def send(self, post: Outgoing) -> Reference:
        """Hands a new mail to the relay; returns its Message-ID."""
        reader, name = await self._reader(post), ident(post, self.line.relay)
        self._check_may_go(name)
        task = asyncio.create_task(self._carry(post, reader))
        self._going[name] = task
        task.add_done_callback(lambda done: self._end(name, done))
        error = await asyncio.shield(task)
        if error is not None:
            raise error
        return name

    async def update(self, reference: Reference, post: Outgoing) -> Reference:
        """Raises Gone: what is in somebody's mailbox stays as it is, so news is a new mail."""
        raise Gone(f"{post.key} is in a mailbox as {reference}, where nothing can be changed")

    async def look_up(self, post: Outgoing) -> Reference | None:
        """How it ended, where this process sent it."""
        name = ident(post, self.line.relay)
        if name in self._going:
            raise Unreachable("the mail relay has not answered yet")
        return name if self._ended.was_taken(name) else None

    async def close(self) -> None:
        """Lets what is on its way end, for a moment."""
        going = list(self._going.values())
        if going:
            await asyncio.wait(going, timeout=GOODBYE)
        for task in going:
            task.cancel()
        await asyncio.gather(*going, return_exceptions=True)

    async def _reader(self, post: Outgoing) -> Reader:
        """Who gets it. Raises Gone and Refused."""
        if not isinstance(post.to, ToPerson):
            raise Refused("channels have no mail address")
        try:
            reader = await self._readers.of(post.organisation_id, post.to, post.key)
        except Unavailable as error:
            raise Unreachable("the database cannot be used") from error
        if reader is None:
            raise Gone("there is no mail address")
        if not is_address(reader.address):
            raise Refused("this is no address to which a mail can be sent")
        return reader

    def _check_may_go(self, name: str) -> None:
        """Raises Unreachable and Throttled when this is not the moment."""
        now = self._now()
        if now < self._again <= now + LONGEST_REST:
            raise Unreachable("the mail relay could not be reached moments ago")
        if name in self._going or len(self._going) >= AT_ONCE:
            raise Throttled(SOON)
        held = self._ended.held(name, now)
        if held:
            raise Throttled(held)

    async def _carry(self, post: Outgoing, reader: Reader) -> PlatformError | None:
        """Sends it; returns what went wrong."""
        try:
            mail = await asyncio.to_thread(letter, post, reader, self.line.relay, self._now(), self._called)
            await self.line.hand_over(reader.address, mail)
        except PlatformError as error:
            return error
        return None

    def _end(self, name: str, task: asyncio.Task[PlatformError | None]) -> None:
        """Remembers how it ended; where it did not come to an end, nobody can tell."""
        del self._going[name]
        if task.cancelled() or task.exception() is not None:
            return
        error, now = task.result(), self._now()
        self._ended.note(name, error, now)
        self._failures = self._failures + 1 if isinstance(error, Unreachable) else 0
        rest = timedelta(seconds=2 ** min(self._failures, 6)) if self._failures else timedelta()
        self._again = now + min(rest, LONGEST_REST)
