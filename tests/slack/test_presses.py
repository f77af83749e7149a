"""Many press at once on the same cards, by real requests: one wins each, and everybody else hears who (F19)."""

from __future__ import annotations

from pathlib import Path

from tests.slack.fake.slack import FakeSlack
from tests.slack.living import running
from tests.slack.pressing import all_pressed, is_fair
from tests.stories.test_escalations import load


async def test_f19_one_press_wins_on_each_card_and_the_others_hear_who(
    slack: FakeSlack, database_url: str, tmp_path: Path
) -> None:
    async with running(slack, database_url) as bot:
        await load(bot, tmp_path)
        answers = await all_pressed(bot, 4, 50)
        assert len(answers) == 4
        assert [each for each in answers if not is_fair(each)] == []
