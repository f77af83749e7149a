"""A36: whatever people say, whatever goes wrong, in whichever chat: with all logs wide open there is no word of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import structlog

from bot.logs import set_up_logs
from tests.stories.chat import Chat
from tests.stories.two_plants import LINE3_SAYS, LINE4_SAYS, two_plants

SECRETS = (LINE3_SAYS, LINE4_SAYS, "@example.com", "Maria Nowak", "xoxb-", "Bearer ")


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


async def test_a36_the_lives_of_two_projects_leave_no_word_in_any_log(
    everything: StringIO, bot: Chat, tmp_path: Path
) -> None:
    await two_plants(bot, tmp_path)
    assert LINE3_SAYS in await bot.sees("adam", "line3")
    await bot.say("adam", f"/align status {LINE3_SAYS}")
    await bot.say("rita", f"/escalate {LINE3_SAYS}?", "line3")
    await bot.wait(days=8)
    said = everything.getvalue()
    assert [secret for secret in SECRETS if secret in said] == []
