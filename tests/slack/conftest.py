"""Slack-only stories: a fake Slack, and Accord in one workspace of it on Monday 23 November 2026, 09:00 in Warsaw."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.verifying import verify
from tests.slack.fake.slack import FakeSlack
from tests.slack.living import running
from tests.slack.people import SlackChat
from tests.stories.test_escalations import load


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    """Nobody is there yet but the app."""
    fake = FakeSlack()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def database(tmp_path: Path) -> str:
    """Where everything is kept."""
    return f"sqlite:///{tmp_path / 'accord.db'}"


@pytest.fixture
async def bot(slack: FakeSlack, database: str) -> AsyncIterator[SlackChat]:
    """Accord in one workspace, with nothing set up."""
    async with running(slack, database) as chat:
        yield chat
        assert (await verify(chat.app.store)).problems == ()


@pytest.fixture
async def plant(bot: SlackChat, tmp_path: Path) -> SlackChat:
    """The project of the escalation stories is set up; nothing has been escalated."""
    await load(bot, tmp_path)
    return bot
