"""One long story of six functions, the sponsor and the facilitator: from the first question to a signed charter."""

from __future__ import annotations

from io import StringIO

import pytest

from tests.stories.charter_canaries import DRILL, SAID_BY, nothing_said_in_confidence_was_told
from tests.stories.charter_story import ACTS
from tests.stories.chat import Chat


@pytest.mark.timeout(600)
async def test_six_functions_come_from_contradictions_to_a_signed_charter(everything: StringIO, bot: Chat) -> None:
    for act in ACTS:
        await act(bot)
    await nothing_said_in_confidence_was_told(bot)
    logged = everything.getvalue().casefold()
    assert not [word for word in (*SAID_BY.values(), DRILL) if word in logged]
