"""F34: a decider's account is deactivated, and Slack would still take messages to it. The deputy is asked within a
minute of Accord's knowing, whether an event tells it, the list of users that is read each day, or the look at the
account before a step's message is sent.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import bindparam, select

from flows.escalations.records import Happened
from storage.tables import table
from tests.slack.fake.faults import Fault, Trouble
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


async def test_f34_before_a_step_the_account_is_looked_at_though_nothing_was_heard_of_it(plant: SlackChat) -> None:
    maria = await plant.user("maria")
    maria.deleted = True
    before = len(plant.team.screen(plant.team.direct(maria.id).id))
    await escalate(plant)
    await plant.until(plant.now + timedelta(seconds=59))
    assert "Jan Lis, the deputy" in await sees(plant, "jan")
    assert len(plant.team.screen(plant.team.direct(maria.id).id)) == before
    (only,) = await plant.app.store.read("local", lambda records: records.escalations.all())
    assert only.turn.person_id == "jan"
    assert Happened.NO_ANSWER not in [event.what for event in only.history]
    shown = await plant.app.store.read("local", lambda records: records.arrived("escalation/line3/E-1/card/maria"))
    assert shown is None, "what was not sent does not count as delivered"
    rows = [tuple(row) for row in await plant.app.store.look(lambda connection: connection.rows(DONE, {"of": "local"}))]
    assert ("person", "maria", "PersonLeft") in rows
    assert ("escalation", "line3/E-1", "PersonLeft") in rows
    assert "could not be reached" not in await sees(plant, "ewa"), "that the account was closed says it all"
    assert "the account of Maria Nowak was closed" in await sees(plant, "ewa")


async def test_f34_a_reminder_looks_too_and_the_step_ends_there(plant: SlackChat) -> None:
    await escalate(plant)
    maria = await plant.user("maria")
    maria.deleted = True
    before = len(plant.team.screen(plant.team.direct(maria.id).id))
    await plant.until(plant.now + timedelta(hours=7, minutes=30))
    assert "Jan Lis, the deputy" in await sees(plant, "jan")
    assert len(plant.team.screen(plant.team.direct(maria.id).id)) == before


@pytest.mark.parametrize("trouble", [Fault.TOO_MANY, Fault.ERROR_BEFORE, Fault.HANG_BEFORE])
async def test_f34_when_slack_does_not_say_the_step_is_sent_all_the_same(plant: SlackChat, trouble: Fault) -> None:
    plant.slack.trouble("users.info", *[Trouble(trouble)] * 5)
    await escalate(plant)
    assert "Cut over on 8 May or a week later?" in await sees(plant, "maria")


async def test_f34_one_look_for_all_that_is_sent_to_somebody_within_half_a_minute(plant: SlackChat) -> None:
    asked = len(plant.slack.made("users.info"))
    await escalate(plant)
    looks = len(plant.slack.made("users.info")) - asked
    people = len({"maria", "ben"})
    assert 0 < looks <= people
