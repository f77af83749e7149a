"""One long story of six functions, the sponsor and the facilitator: from the first question to a signed charter."""

from __future__ import annotations

import pytest

from tests.stories.charter_story import ACTS
from tests.stories.chat import Chat


@pytest.mark.timeout(600)
async def test_six_functions_come_from_contradictions_to_a_signed_charter(bot: Chat) -> None:
    for act in ACTS:
        await act(bot)
