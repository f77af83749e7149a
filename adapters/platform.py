"""What delivery needs of a chat platform. New features add no method here: the message is rich, the port narrow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias, runtime_checkable

from flows.messages import Address, Message

Reference: TypeAlias = str
"""Where a message is on the platform's screen. Only the platform that gave it can read it."""


@dataclass(frozen=True)
class Outgoing:
    """One message on its way. The platform finds the person's account or the channel now, not when it was queued.

    `key`: its place on screen, stored with the message where the platform can (Slack metadata), so that `look_up`
    finds it. `thread`: the message it hangs under. `late`: sent well after it was meant to be; the drawing says so.
    `since`: no attempt was made before this moment; None where nobody knows. `second`: the copy for the other chat of
    an organisation that has two; `beside`: where the other of the two is shown, None while it is not. `version`: counts
    what was shown under the key. `again`: the platform itself asked it to wait before; it goes before the others.
    `look_first`: whether the person's account still works is asked before it is sent, for somebody waits for them.
    """

    organisation_id: str
    key: str
    to: Address
    message: Message
    thread: Reference | None = None
    late: bool = False
    since: datetime | None = None
    second: bool = False
    beside: Reference | None = None
    version: int = 1
    again: bool = False
    look_first: bool = False


class Platform(Protocol):
    """Sends, edits and finds messages. Raises only the errors below; anything else is a bug."""

    @property
    def name(self) -> str:
        """For logs and figures: web, slack, teams."""

    async def send(self, post: Outgoing) -> Reference:
        """Shows a new message."""

    async def update(self, reference: Reference, post: Outgoing) -> Reference:
        """Replaces a message in place; doing it twice does it once. Raises Gone when it is no longer there."""

    async def look_up(self, post: Outgoing) -> Reference | None:
        """The message that `send` showed for this address and key, or None when there is none.

        Raises Ambiguous where the platform cannot tell.
        """


@runtime_checkable
class Retracting(Protocol):
    """A platform that can take away what it has shown, for a message that was sent twice."""

    async def retract(self, organisation_id: str, reference: Reference) -> None:
        """Takes the message away; one that is not there any more is no error. Raises PlatformError."""


class PlatformError(Exception):
    """A message could not be sent; the text says why, without anybody's words or secrets."""


class Unreachable(PlatformError):
    """Surely not sent: no connection, or the platform is down and said so before it took anything."""


class Throttled(PlatformError):
    """Surely not sent: too many; ask again after `retry_after`."""

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__(f"asked to wait {retry_after.total_seconds():.0f} s")
        self.retry_after = retry_after


class Held(Throttled):
    """Not even asked, since the platform would say that it is too many: no attempt was made."""


class Gone(PlatformError):
    """The message, channel or account is no longer there."""


class Ambiguous(PlatformError):
    """Perhaps sent, perhaps not: a timeout, a broken connection, a server error."""


class Unfinished(Ambiguous):
    """Surely shown, and something that belongs to it is not done yet: it is looked up, which sees to the rest."""


class Superfluous(PlatformError):
    """There is no second place for this copy: nothing is missing, and nobody needs to know."""


class Refused(PlatformError):
    """Surely not sent: the platform says no to this message."""
