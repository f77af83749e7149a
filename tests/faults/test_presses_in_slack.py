"""A hundred escalations in Slack, fifty presses at once on each: exactly one wins each, the others hear who (F19)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.slack.fake.slack import FakeSlack
from tests.slack.living import running
from tests.slack.pressing import all_pressed, is_fair
from tests.stories.test_escalations import load

pytestmark = pytest.mark.faults
ESCALATIONS, PRESSES = 100, 50


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
