"""F36: whatever is open is either due some day, or people know of it: an exhausted escalation whose last person is
still there, a contradiction, a proposal.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from flows.escalations.records import EscalationState
from storage.open_items import overlooked
from storage.store import Transaction
from tests.storage.clerk import Clerk
from tests.stories import test_contradictions, test_goal
from tests.stories.chat import WARSAW, Chat, running
from tests.stories.plant import fill
from tests.stories.plant import load as load_round
from tests.stories.test_escalations import escalate, load, sees

MONDAYS = tuple(datetime(2026, 11, 30, 9, 1, tzinfo=WARSAW) + timedelta(weeks=n) for n in range(2))


@pytest.fixture
async def bot(database_url: str) -> AsyncIterator[Chat]:
    async with running(database_url) as chat:
        yield chat


async def test_an_exhausted_escalation_is_known_to_those_who_can_act_and_stands_in_every_digest(
    bot: Chat, tmp_path: Path
) -> None:
    await load(bot, tmp_path)
    await escalate(bot)
    for monday in MONDAYS:
        await bot.until(monday)
        (only,) = await bot.app.store.read("local", lambda records: records.escalations.all())
        assert only.state is EscalationState.EXHAUSTED
        told = [line.text for line in await bot.lines("ewa", "line3") if line.key.startswith("digest/")][-1]
        assert "E-1 “Cut over on 8 May or a week later?”: " in told
    for who in ("adam", "ewa", "ben"):
        assert "Nobody decided in time. It stays open" in await sees(bot, who)
    assert await bot.app.store.look(overlooked) == []


async def forgets(bot: Chat) -> set[str]:
    """Every proposal and contradiction loses its moment; which kinds are found to have none."""

    def forget(records: Transaction) -> None:
        for proposal in records.proposals.all():
            records.proposals.put(replace(proposal, due_at=None))
        for contradiction in records.contradictions.all():
            records.contradictions.put(replace(contradiction, due_at=None))

    assert await bot.app.store.look(overlooked) == []
    await Clerk(bot.app.store, bot.now, "local").does(forget)
    return {item.kind for item in await bot.app.store.look(overlooked)}


async def test_a_proposal_that_nobody_would_look_at_again_is_woken(bot: Chat) -> None:
    await test_goal.asked(bot)
    assert await forgets(bot) == {"proposal"}
    await bot.app.maintain()
    assert await bot.app.store.look(overlooked) == []
    await bot.wait(days=15)
    (proposal,) = await bot.app.store.read("local", lambda records: records.proposals.all())
    assert not proposal.is_open


async def test_a_contradiction_that_nobody_would_look_at_again_is_woken(bot: Chat) -> None:
    await load_round(bot)
    await fill(bot, "maria", {test_contradictions.STOP: "not_acceptable"})
    await fill(bot, "adam", {test_contradictions.STOP: "acceptable"})
    for who in ("piotr", "ben"):
        await fill(bot, who, {test_contradictions.STOP: "no_view"})
    assert await forgets(bot) == {"contradiction"}
    await bot.app.maintain()
    assert await bot.app.store.look(overlooked) == []
    await bot.wait(days=8)
    assert "C-1" in await bot.say("piotr", "/align contradictions", "line3")
