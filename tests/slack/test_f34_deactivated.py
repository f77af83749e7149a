"""F34: a decider's account is deactivated, and Slack would still take messages to it. The deputy is asked within a
minute of Accord's knowing, whether an event tells it or the list of users that is read each day.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import bindparam, select

from flows.escalations.records import Happened
from storage.tables import table
from tests.slack.people import SlackChat
from tests.stories.test_escalations import escalate, sees

Found = Callable[[SlackChat], Awaitable[None]]
AUDIT = table("audit")
DONE = select(AUDIT.c.kind, AUDIT.c.record_id, AUDIT.c.command).where(AUDIT.c.organisation_id == bindparam("of"))


async def by_event(bot: SlackChat) -> None:
    await bot.closes(await bot.user("maria"))


async def by_the_list(bot: SlackChat) -> None:
    (await bot.user("maria")).deleted = True
    (installation,) = await bot.side.installations.all()
    await bot.side.syncing.people(installation)


@pytest.mark.parametrize("found", [by_event, by_the_list])
@pytest.mark.parametrize("asked", [True, False], ids=["asked", "not yet asked"])
async def test_f34_the_deputy_is_asked_within_a_minute(plant: SlackChat, found: Found, asked: bool) -> None:
    if asked:
        await escalate(plant)
    direct = plant.team.direct((await plant.user("maria")).id).id
    before = len(plant.team.screen(direct))
    await found(plant)
    if not asked:
        await escalate(plant, send="Send to Jan")
    await plant.until(plant.now + timedelta(seconds=59))
    assert "Jan Lis, the deputy" in await sees(plant, "jan")
    (only,) = await plant.app.store.read("local", lambda records: records.escalations.all())
    assert only.turn.person_id == "jan"
    silent = [event for event in only.history if event.what is Happened.NO_ANSWER]
    assert not silent, "who was not there did not fail to answer"
    await plant.until(plant.now + timedelta(days=1))
    assert len(plant.team.screen(direct)) == before
    rows = await plant.app.store.look(lambda connection: connection.rows(DONE, {"of": "local"}))
    assert ("person", "maria", "PersonLeft") in [tuple(row) for row in rows]
    if asked:
        assert ("escalation", "line3/E-1", "PersonLeft") in [tuple(row) for row in rows]
