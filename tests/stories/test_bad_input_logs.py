"""A36: whatever people say, whatever goes wrong, in whichever chat: with all logs wide open there is no word of it."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from tests.stories.chat import Chat
from tests.stories.two_plants import LINE3_SAYS, LINE4_SAYS, two_plants

SECRETS = (LINE3_SAYS, LINE4_SAYS, "@example.com", "Maria Nowak", "xoxb-", "Bearer ")


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
