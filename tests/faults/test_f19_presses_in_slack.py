"""F19 in Slack: a hundred escalations, fifty presses at once on each: one wins each, and the others hear who."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.slack.fake.slack import FakeSlack
from tests.slack.living import running
from tests.slack.pressing import all_pressed, is_fair
from tests.stories.test_escalations import load

ESCALATIONS, PRESSES = 100, 50


@pytest.mark.faults
@pytest.mark.timeout(900)
async def test_f19_fifty_press_at_once_on_each_of_a_hundred_escalations(database_url: str, tmp_path: Path) -> None:
    slack = FakeSlack()
    await slack.start()
    try:
        async with running(slack, database_url) as bot:
            await load(bot, tmp_path)
            answers = await all_pressed(bot, ESCALATIONS, PRESSES)
    finally:
        await slack.stop()
    assert len(answers) == ESCALATIONS
    assert [each for each in answers if not is_fair(each)] == []
