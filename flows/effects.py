"""What a use case asks for: posts queued in its transaction, and a reply to the requester."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from flows.forms import Form
from flows.messages import Address, Message
from flows.phrases import Phrase
from flows.quickly_made import quickly_made


class Promise(StrEnum):
    """What delivery does after an ambiguous answer of the platform (design.md §4)."""

    NEVER_LOST = "never_lost"
    NEVER_DOUBLED = "never_doubled"
    REFRESH = "refresh"
    """Edits what is on screen; not sent at all where nothing is on screen yet."""


@dataclass(frozen=True)
class Card:
    """A message that is drawn when it is sent, from the records as they are then, by the drawing of that name.

    Each time it is queued it counts as changed. What is drawn is never older than what is known when it is sent, and
    however often something changes meanwhile, it is drawn once. `of`: a record's id; `part`: what of it.
    """

    drawing: str
    of: str
    part: str = ""


Content = Message | Card
"""What a post shows."""


@quickly_made
@dataclass(frozen=True)
class Post:
    """A message with an address and a key. Same key + new content = edit in place, never a second message.

    `thread`: the key of the post it hangs under. `not_before`: earliest sending of a *new* message (an edit in place is
    silent and goes at once). `expires`: not worth sending after this moment; it is dropped and logged.
    """

    key: str
    to: Address
    message: Content
    promise: Promise = Promise.NEVER_LOST
    thread: str | None = None
    not_before: datetime | None = None
    expires: datetime | None = None


Reply = Message | Form


@dataclass(frozen=True)
class Refusal:
    """What the requester is told instead of a reply: a sentence, and for a form the problem at each field."""

    phrase: Phrase
    problems: Mapping[str, Phrase] = field(default_factory=dict)


Outcome = Message | Form | Refusal | None
"""What the engine answers to a command; None when all there is to see is in the posts."""


@dataclass(frozen=True)
class Moved:
    """What waits for its time goes to this person at `at` instead: all of it, or the post with this key."""

    person_id: str
    at: datetime
    key: str | None = None


@quickly_made
@dataclass(frozen=True)
class Effects:
    """`posts` are queued in the transaction; `reply` is shown now, to the requester only.

    `withdraw`: key prefixes; posts under them that are still waiting are dropped in the same transaction, so that
    nobody is reminded of what is already done. `moved`: whose waiting posts go at another time.
    """

    posts: tuple[Post, ...] = ()
    reply: Reply | None = None
    withdraw: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()


NOTHING = Effects()
