"""A workspace in which /escalate and the others are somebody else's: Accord's have other names there (K11)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.slack.fake.slack import FakeSlack
from tests.slack.living import known, serving, settings
from tests.stories.test_escalations import FILLED, load

NAMES = {"/align": "/accord", "/escalate": "/tradeoff", "/decisions": "/accord-log"}


async def test_k11_commands_go_by_the_names_that_they_have_here(
    slack: FakeSlack, database: str, tmp_path: Path
) -> None:
    async with serving(slack, replace(settings(slack, database), commands=NAMES)) as served:
        await known(served.app)
        bot = served.chat(slack.team(), served.app.organisation)
        bot.gestures.commands = tuple(NAMES.values())
        await load(bot, tmp_path)
        assert (await bot.post("ben", "say", {"text": "/tradeoff Which day?", "channel": "#line3"})).kind == "form"
        shown = await bot.fill("ben", FILLED)
        assert shown.kind == "message", shown.problems
        await bot.press("ben", "Send to Maria")
        assert "Decision needed" in await bot.sees("maria")
        told = await bot.say("ben", "/accord help")
        assert "/tradeoff" in told
        assert not [own for own in NAMES if f"{own} " in told]
        mistyped = await bot.say("ben", "/accord stauts")
        assert mistyped.startswith("I do not know /accord stauts. Did you mean /accord status? Type /accord help")
        assert "Nothing has been decided yet." in await bot.say("ben", "/accord-log", "line3")
