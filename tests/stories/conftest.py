"""Every story runs on both databases and on every platform, and ends with every change audited.

Beside the local workspace, a platform is played on SQLite only; ACCORD_STORIES=all plays it on PostgreSQL, too.
"""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator, Iterator
from functools import partial
from io import StringIO

import pytest
import structlog

from bot.logs import set_up_logs
from storage.verifying import verify
from tests.slack.fake.slack import FakeSlack
from tests.slack.living import running as running_on_slack
from tests.stories.chat import Chat, Running
from tests.stories.chat import running as running_on_web
from tests.teams.fake.teams import FakeTeams
from tests.teams.living import running as running_on_teams

WIDE = os.environ.get("ACCORD_STORIES") == "all"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is told elsewhere, or of the local workspace alone."""
    left_out = [item for item in items if _left_out(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _left_out(item: pytest.Item) -> bool:
    played = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    if played.get("platform", "web") == "web":
        return False
    narrow = played.get("database_url") == "postgresql" and not WIDE
    return narrow or item.get_closest_marker("web_only") is not None


@pytest.fixture(params=["web", "slack", "teams"])
def platform(request: pytest.FixtureRequest) -> str:
    """Where people are: the local workspace, Slack, Teams."""
    return str(request.param)


@pytest.fixture
async def running(platform: str) -> AsyncIterator[Running]:
    """Starts Accord on this platform."""
    if platform == "web":
        yield running_on_web
        return
    if platform == "slack":
        slack = FakeSlack()
        await slack.start()
        yield partial(running_on_slack, slack)
        await slack.stop()
        return
    teams = FakeTeams()
    await teams.start()
    yield partial(running_on_teams, teams)
    await teams.stop()


@pytest.fixture
async def bot(database_url: str, running: Running) -> AsyncIterator[Chat]:
    """A running Accord on Monday 23 November 2026, 09:00 in Warsaw."""
    async with running(database_url) as chat:
        yield chat
        report = await verify(chat.app.store)
        assert report.problems == ()


@pytest.fixture
def everything(running: object) -> Iterator[StringIO]:
    """All that anybody logs at DEBUG, ours and every library's, as `serve` writes it."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    root.handlers.clear()
    written = StringIO()
    set_up_logs(written, logging.DEBUG, logging.DEBUG)
    yield written
    structlog.reset_defaults()
    root.handlers[:], level = before
    root.setLevel(level)
