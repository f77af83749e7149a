"""Teams-only stories: a fake Teams, and Accord in one tenant of it on Monday 23 November 2026, 09:00 in Warsaw."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.verifying import verify
from tests.stories.test_escalations import load
from tests.teams.fake.teams import FakeTeams
from tests.teams.living import running
from tests.teams.people import TeamsChat


@pytest.fixture
async def teams() -> AsyncIterator[FakeTeams]:
    """Nobody is there yet but the app."""
    fake = FakeTeams()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def database(tmp_path: Path) -> str:
    """Where everything is kept."""
    return f"sqlite:///{tmp_path / 'accord.db'}"


@pytest.fixture
async def bot(teams: FakeTeams, database: str) -> AsyncIterator[TeamsChat]:
    """Accord in one tenant, with nothing set up."""
    async with running(teams, database) as chat:
        yield chat
        assert (await verify(chat.app.store)).problems == ()


@pytest.fixture
async def plant(bot: TeamsChat, tmp_path: Path) -> TeamsChat:
    """The project of the escalation stories is set up; nothing has been escalated."""
    await load(bot, tmp_path)
    return bot
