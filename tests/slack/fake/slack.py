"""The fake Slack: its workspaces, its server, and what an app may ask of it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from aiohttp import web

from tests.slack.fake.calls import SlackSays
from tests.slack.fake.faults import Called, Trouble, Troubles
from tests.slack.fake.sockets import Sockets
from tests.slack.fake.triggers import ResponseUrl, Triggers
from tests.slack.fake.world import APP_ID, Channel, Team, User

APART = 1.0
"""Seconds between two messages to a channel, where that limit is on."""


def real_now() -> datetime:
    """The time of day."""
    return datetime.now(UTC)


@dataclass
class FakeSlack:
    """One Slack. `now`: the moment that new messages bear; `url`: where it listens, once it was started.

    `paced`: whether one message per second and channel is all it takes; `unlocked`: ends every hanging call.
    """

    now: Callable[[], datetime] = real_now
    paced: bool = False
    app_id: str = APP_ID
    app_token: str = "xapp-1-A0ACCORD-1-fake"
    secret: str = "8f742231b10e8888abcd99yyyzzz85a5"
    url: str = ""
    teams: dict[str, Team] = field(default_factory=dict)
    calls: list[Called] = field(default_factory=list)
    troubles: Troubles = field(default_factory=Troubles)
    triggers: Triggers = field(default_factory=Triggers)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    sockets: Sockets = field(default_factory=Sockets)
    asked_for: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    hooks: str = ""
    """Where response_urls point instead of at this server: https://hooks.slack.com in the real world."""
    slowness: float = 0.0
    """Seconds that every call takes."""
    unlocked: asyncio.Event = field(default_factory=asyncio.Event)
    _runner: web.AppRunner | None = None
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def team(self, team_id: str = "T01", name: str = "acme", enterprise: str = "") -> Team:
        """A workspace with the app in it; made when it is not there yet."""
        if team_id not in self.teams:
            made = Team(team_id, name, f"xoxb-{team_id}-fake", f"U{team_id[1:]}BOT", f"B{team_id[1:]}", enterprise)
            made.users[made.bot_user] = User(made.bot_user, "Accord", bot=True)
            self.teams[team_id] = made
        return self.teams[team_id]

    def person(self, team: Team, name: str, email: str = "", **more: Any) -> User:  # noqa: ANN401
        """Somebody new in a workspace."""
        user_id = f"U{team.id[1:]}{len(team.users):03d}"
        team.users[user_id] = User(user_id, name, email, **more)
        return team.users[user_id]

    def channel(self, team: Team, name: str, *, bot: bool = True, private: bool = False) -> Channel:
        """A new channel with everybody in it."""
        channel_id = f"C{team.id[1:]}{len(team.channels):03d}"
        people = {user.id for user in team.users.values() if not user.bot or bot}
        team.channels[channel_id] = Channel(channel_id, name, members=people, private=private)
        return team.channels[channel_id]

    def by_token(self, token: str) -> Team | None:
        """Whose bot token this is."""
        for team in self.teams.values():
            if token and (token in team.rotation.ends if team.rotation else team.token == token):
                return team
        return None

    def next_ts(self) -> str:
        """The ts of what happens now; later than every one before it."""
        return f"{int(self.now().timestamp())}.{next(self._numbers):06d}"

    def permalink(self, team: Team, channel: str, ts: str) -> str:
        """The address of a message."""
        return f"https://{team.name}.slack.com/archives/{channel}/p{ts.replace('.', '')}"

    def pace(self, team: Team, channel: str) -> None:
        """One message per second and channel, short bursts of three."""
        at, last = self.now().timestamp(), team.posted_at.get(channel, 0.0)
        if self.paced and last - at > 3 * APART:
            raise SlackSays("ratelimited", retry_after=int(last - at) + 1)
        team.posted_at[channel] = max(at, last) + APART

    def made(self, method: str, team: str = "") -> list[Called]:
        """The calls of a method, oldest first."""
        return [call for call in self.calls if call.method == method and team in ("", call.team)]

    def trouble(self, method: str, *troubles: Trouble) -> None:
        """The next calls of this method go wrong."""
        self.troubles.order(method, *troubles)

    async def start(self) -> None:
        """Listens on a loopback port."""
        from tests.slack.fake.server import application

        self._runner = web.AppRunner(application(self), access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stops listening; hanging calls end."""
        self.unlocked.set()
        await self.sockets.close()
        if self._runner is not None:
            with suppress(TimeoutError):
                await self._runner.cleanup()
