"""A workspace of an Enterprise Grid: everything works there, and another enterprise's is another workspace (A16)."""

from __future__ import annotations

from pathlib import Path

from tests.slack.fake.slack import FakeSlack
from tests.slack.living import running
from tests.stories.test_escalations import decide, escalate, load, sees


async def test_a16_a_workspace_of_a_grid_is_itself_and_no_other(
    slack: FakeSlack, database: str, tmp_path: Path
) -> None:
    slack.team("T01", "acme", "E01")
    async with running(slack, database) as bot:
        await load(bot, tmp_path)
        await escalate(bot)
        await decide(bot, "maria", rationale="The line is ready.")
        assert "The line is ready." in await sees(bot, "ben")
        ben = await bot.user("ben")
        kind, payload = bot.gestures.command(ben, bot.team.named("line3"), "/align status") or ("", {})
        for enterprise in ("E02", ""):
            told = await bot.give("ben", ben, (kind, {**payload, "enterprise_id": enterprise}))
            assert "not set up in this workspace" in told.text
        opened = {"type": "app_home_opened", "user": ben.id, "channel": "D1", "tab": "home"}
        event = bot.work.payloads.event(opened)
        event["authorizations"][0]["enterprise_id"] = "E02"
        calls = len(slack.calls)
        assert (await bot.carry("events_api", event)).status == 200
        assert len(slack.calls) == calls
