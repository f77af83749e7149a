"""A chat platform for delivery: it shows what it is sent, and misbehaves as it is told to."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from adapters.platform import Ambiguous, Gone, Outgoing, Platform, PlatformError, Reference

LOST_ANSWER = Ambiguous("the answer was lost")


@dataclass
class Shown:
    """One message on the screen."""

    key: str
    where: str
    words: str
    thread: str | None
    late: bool


def words_of(post: Outgoing) -> str:
    summary = post.message.summary
    return summary if isinstance(summary, str) else str(summary.values["words"])


@dataclass
class Chat:
    """`troubles`: what befalls the next calls, one each: an error before anything is shown, LOST_ANSWER after it was
    shown, or None. `finds`: whether it can look messages up by key."""

    finds: bool = True
    troubles: deque[PlatformError | Exception | None] = field(default_factory=deque)
    screen: dict[Reference, Shown] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    again: list[bool] = field(default_factory=list)
    gate: asyncio.Event | None = None
    name: str = "chat"

    def trouble(self, *troubles: PlatformError | Exception | None) -> None:
        self.troubles.extend(troubles)

    @property
    def said(self) -> list[str]:
        """What is on screen, oldest first."""
        return [shown.words for shown in self.screen.values()]

    async def send(self, post: Outgoing) -> Reference:
        self.calls.append(f"send {post.key}")
        self.again.append(post.again)
        if self.gate is not None:
            await self.gate.wait()
        reference = f"ref-{len(self.calls)}"
        self._act(reference, post)
        return reference

    async def update(self, reference: Reference, post: Outgoing) -> Reference:
        self.calls.append(f"update {post.key}")
        if reference not in self.screen:
            raise Gone("deleted")
        self._act(reference, post)
        return reference

    async def look_up(self, post: Outgoing) -> Reference | None:
        self.calls.append(f"look up {post.key}")
        if not self.finds:
            raise Ambiguous("no way to look it up")
        return next((reference for reference, shown in self.screen.items() if shown.key == post.key), None)

    def _act(self, reference: Reference, post: Outgoing) -> None:
        trouble = self.troubles.popleft() if self.troubles else None
        if trouble is not None and trouble is not LOST_ANSWER:
            raise trouble
        where = f"{post.organisation_id} {post.to}"
        self.screen[reference] = Shown(post.key, where, words_of(post), post.thread, post.late)
        if trouble is LOST_ANSWER:
            raise LOST_ANSWER


@dataclass
class Switched:
    """A platform that can be switched off; `trouble` is what every call meets then."""

    platform: Platform
    trouble: Exception | None = None

    @property
    def name(self) -> str:
        return self.platform.name

    async def send(self, post: Outgoing) -> Reference:
        self._check()
        return await self.platform.send(post)

    async def update(self, reference: Reference, post: Outgoing) -> Reference:
        self._check()
        return await self.platform.update(reference, post)

    async def look_up(self, post: Outgoing) -> Reference | None:
        self._check()
        return await self.platform.look_up(post)

    def _check(self) -> None:
        if self.trouble is not None:
            raise self.trouble


def sends(calls: Iterable[str]) -> list[str]:
    """The keys that were sent as new messages."""
    return [call.removeprefix("send ") for call in calls if call.startswith("send ")]
