"""F08: a platform is down for three hours. It is tried once a minute for each message at most, and when it is back
everything that still matters is there within a minute, says that it is late, and nothing stale comes along.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from adapters.platform import Outgoing, Reference, Unreachable
from flows.effects import Post, Promise
from flows.messages import Message, ToPerson
from flows.phrases import Phrase
from tests.stories.post_office import START, Office, office
from tests.stories.unreliable_platform import Chat

__all__ = ["office"]

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
DOWN = timedelta(hours=3)
ESCALATIONS = 12


class Down(Chat):
    """Refuses until it is back; remembers when it was tried and by which message."""

    back: datetime = START + DOWN

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.tries: list[tuple[datetime, str]] = []
        self.came: dict[str, datetime] = {}

    async def send(self, post: Outgoing) -> Reference:
        self.tries.append((self.office.clerk.now, post.key))
        if self.office.clerk.now < self.back:
            raise Unreachable("connection refused")
        self.came[post.key] = self.office.clerk.now
        return await super().send(post)


def ask(number: int) -> Post:
    words = Phrase("{words}", words=f"Please decide {number}.")
    return Post(f"escalation/p/E-{number}/card/x", ToPerson(f"decider{number}"), Message(words))


def nudge(number: int) -> Post:
    """Worth nothing after two hours."""
    words = Phrase("{words}", words="A reminder.")
    to = ToPerson(f"late{number}")
    return Post(f"round/p/{number}/nudge/1", to, Message(words), Promise.NEVER_DOUBLED, expires=START + 2 * DOWN / 3)


async def test_three_hours_down(office: Office) -> None:
    platform = Down(office)
    office.chat = platform
    sender = office.restarted()
    await office.clerk.posts(*(ask(n) for n in range(ESCALATIONS)), *(nudge(n) for n in range(4)))
    end = START + DOWN + 61 * SECOND
    while office.clerk.now < end:
        await sender.delivers()
        near = office.clerk.now > START + DOWN - MINUTE
        office.clerk.now += SECOND if near or office.clerk.now < START + 2 * MINUTE else 30 * SECOND
    steady = [(at, key) for at, key in platform.tries if START + 3 * MINUTE < at < platform.back]
    per_message = Counter(key for _, key in steady)
    assert max(per_message.values()) <= DOWN // MINUTE - 3, "once a minute at most"
    early = {at for at, _ in platform.tries if START + 20 * SECOND < at < START + MINUTE}
    assert len(early) >= ESCALATIONS // 2, "not all in the same second"
    assert set(platform.came) == {ask(n).key for n in range(ESCALATIONS)}, "everything, and no stale reminder"
    assert max(platform.came.values()) - platform.back <= MINUTE + SECOND
    assert all(shown.late for shown in platform.screen.values()), "and says that it is late"
    assert len(platform.screen) == ESCALATIONS
