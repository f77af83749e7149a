"""What Teams sends to an app: activities with a token of the Bot Framework, and again when no answer comes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import aiohttp

from tests.slack.fake.delivering import Reply
from tests.slack.fake.json import Json
from tests.teams.fake.keys import claims_for

if TYPE_CHECKING:
    from tests.teams.fake.teams import FakeTeams

PATIENCE = 5.0
"""Seconds that Teams waits for the answer to an invoke."""
ATTEMPTS = 3
"""Of an invoke: the client tries twice more."""


class HttpCarrier:
    """Requests to the app's endpoint. `now`: seconds for the token; `patience`: seconds until it is tried again."""

    def __init__(self, teams: FakeTeams, url: str, now: Callable[[], float] = time.time) -> None:
        self.teams, self.url, self.now = teams, url, now
        self.patience = PATIENCE

    def token(self) -> str:
        """A good token, signed with the newest key."""
        return self.teams.keys.signing.token(claims_for(self.teams.app_id, self.teams.service_url, self.now()))

    async def carry(self, activity: Json, token: str | None = None) -> Reply:
        """One request."""
        body = json.dumps(activity).encode()
        given = self.token() if token is None else token
        headers = {"Content-Type": "application/json; charset=utf-8", "Authorization": f"Bearer {given}"}
        limit = aiohttp.ClientTimeout(total=self.patience)
        try:
            async with (
                aiohttp.ClientSession(timeout=limit) as session,
                session.post(self.url, data=body, headers=headers, allow_redirects=False) as response,
            ):
                return Reply(response.status, await response.text(), dict(response.headers))
        except (TimeoutError, aiohttp.ClientError):
            return Reply(0, "", {})

    async def press(self, activity: Json) -> Reply:
        """An invoke as a client sends it: again, under another activity id, when it is not answered well in time."""
        reply = await self.carry(activity)
        for number in range(1, ATTEMPTS):
            if reply.status and reply.status < 500:
                break
            reply = await self.carry(again(activity, number))
        return reply


def again(activity: Json, number: int) -> Json:
    """The same press, as the client repeats it."""
    return {**activity, "id": f"{activity['id']}-{number}"}
