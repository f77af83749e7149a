"""Trigger ids and response_urls: how an app may answer what somebody did, and for how long."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from itertools import count

from tests.slack.fake.calls import SlackSays
from tests.slack.fake.world import Message

LIFE = 3.0
"""Seconds of a trigger id."""
USES = 5
"""Of a response_url."""


@dataclass
class Trigger:
    """What one gesture allows."""

    team: str
    user: str
    since: float
    spent: bool = False


@dataclass
class Triggers:
    """Every trigger that was given out."""

    given: dict[str, Trigger] = field(default_factory=dict)
    numbers: count[int] = field(default_factory=lambda: count(1))
    life: float = LIFE

    def issue(self, team: str, user: str) -> str:
        """A new trigger id."""
        trigger_id = f"{next(self.numbers)}.{team[1:]}.{user[1:]}"
        self.given[trigger_id] = Trigger(team, user, asyncio.get_running_loop().time())
        return trigger_id

    def spend(self, team: str, trigger_id: str) -> str:
        """The user whose trigger it is; it opens one view, within `life`."""
        trigger = self.given.get(trigger_id)
        if trigger is None or trigger.team != team:
            raise SlackSays("invalid_trigger_id")
        if trigger.spent:
            raise SlackSays("exchanged_trigger_id")
        if asyncio.get_running_loop().time() - trigger.since > self.life:
            raise SlackSays("expired_trigger_id")
        trigger.spent = True
        return trigger.user


@dataclass
class ResponseUrl:
    """Where a gesture in a conversation may be answered: five times. `ts`: the message it was made on, "" for none."""

    team: str
    channel: str
    user: str
    ts: str = ""
    uses: int = 0
    shown: list[Message] = field(default_factory=list)
    """What was answered only to who made the gesture."""
