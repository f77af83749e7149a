"""R1: the fake Slack with a share of its calls going wrong, and everybody's account in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random

from bot.slack_settings import SlackSettings
from tests.slack.fake.faults import Fault, Trouble, Troubles
from tests.slack.fake.slack import FakeSlack
from tests.slack.fake.world import Team

TEAM = "T0FAULTS12345"
SETTLED: frozenset[str] = frozenset({"auth.test"})
"""Calls that never go wrong: who asks them at the start waits a quarter of a minute before asking again."""


@dataclass
class Odds(Troubles):
    """Calls go wrong by chance. `shares`: of all calls, by fault; `only`: the methods, all when it is empty.

    `had`: what went wrong, by method and fault.
    """

    shares: Mapping[Fault, float] = field(default_factory=dict)
    only: frozenset[str] = frozenset()
    random: Random = field(default_factory=lambda: Random(1))  # noqa: S311  # faults, not secrets
    had: Counter[tuple[str, Fault]] = field(default_factory=Counter)

    def take(self, method: str, team: str) -> Trouble | None:
        ordered = super().take(method, team)
        if ordered is not None or method in SETTLED or (self.only and method not in self.only):
            return ordered
        drawn = self.random.random()
        for fault, share in self.shares.items():
            drawn -= share
            if drawn < 0:
                self.had[method, fault] += 1
                return Trouble(fault, retry_after=1)
        return None


@asynccontextmanager
async def flaky_slack(shares: Mapping[Fault, float] | None = None, seed: int = 1) -> AsyncIterator[FakeSlack]:
    """A Slack that listens, with one empty workspace. `shares`: see `Odds`."""
    fake = FakeSlack(troubles=Odds(shares=shares or {}, random=Random(seed)))  # noqa: S311
    fake.team(TEAM)
    await fake.start()
    try:
        yield fake
    finally:
        await fake.stop()


def odds(slack: FakeSlack) -> Odds:
    """What goes wrong there."""
    assert isinstance(slack.troubles, Odds)
    return slack.troubles


def team(slack: FakeSlack) -> Team:
    """Its one workspace."""
    return slack.team(TEAM)


def slack_settings(slack: FakeSlack, api: str = "") -> SlackSettings:
    """For a process of ours. `api`: on the way to this Slack, where that is not the straight one."""
    return SlackSettings(signing_secret=slack.secret, bot_token=team(slack).token, api_url=f"{api or slack.url}/api/")


def environment(slack: FakeSlack, database: str, api: str = "") -> dict[str, str]:
    """The same as settings of a process of its own."""
    chosen = slack_settings(slack, api)
    return {
        "ACCORD_DATABASE": database,
        "ACCORD_ESCALATIONS_A_MINUTE": "999999",
        "SLACK_SIGNING_SECRET": chosen.signing_secret,
        "SLACK_BOT_TOKEN": chosen.bot_token,
        "SLACK_API_URL": chosen.api_url,
    }
