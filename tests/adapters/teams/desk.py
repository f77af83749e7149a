"""A scripted connector, a client for it and clocks that only the test moves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from adapters.teams.client import Connector
from adapters.teams.login import Credentials
from adapters.teams.ports import Conversation, Scope
from tests.adapters.slack.desk import START, Clock
from tests.adapters.teams.scripted import ScriptedTeams, scripted_teams

__all__ = ["START", "Clock", "Desk", "desk"]
TENANT = "0a000000-0000-4000-8000-000000000001"
APP = "0b000000-0000-4000-8000-000000000002"
BOT = f"28:{APP}"
TEAM = "19:team@thread.tacv2"
SECRET = "canary-of-a-secret"  # of nothing


@dataclass
class Desk:
    """What most tests of the client need."""

    teams: ScriptedTeams
    connector: Connector
    clock: Clock

    def conversation(self, conversation_id: str = "19:line@thread.tacv2") -> Conversation:
        """A channel of the team."""
        return Conversation(
            Scope.CHANNEL, conversation_id, self.teams.connector_url, TENANT, BOT, team_id=TEAM, name="line-4"
        )

    def chat(self, name: str = "maria") -> Conversation:
        """The personal chat with somebody."""
        where = self.conversation(f"a:{name}")
        return replace(where, scope=Scope.PERSONAL, user_id=f"aad-{name}", member_id=f"29:{name}", team_id="", name="")


@asynccontextmanager
async def desk() -> AsyncIterator[Desk]:
    """A connector that Accord may call."""
    async with scripted_teams() as teams:
        clock = Clock()
        connector = Connector(
            Credentials(APP, TENANT, SECRET), hosts=(teams.host,), login_url=teams.url, seconds=clock.monotonic
        )
        try:
            yield Desk(teams, connector, clock)
        finally:
            await connector.close()
