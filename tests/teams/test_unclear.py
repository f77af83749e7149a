"""Answers of Teams get lost and nothing can be looked up there: nobody misses anything, no nudge is doubled (F06)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.slack.fake.faults import Fault, Trouble
from tests.stories.chat import MONDAY, WARSAW
from tests.stories.plant import load as load_round
from tests.stories.test_escalations import FILLED, decide, escalate, sees
from tests.teams.fake.teams import FakeTeams
from tests.teams.living import running
from tests.teams.people import TeamsChat

POST = "post"
LOST = (Fault.ERROR_AFTER, Fault.RESET_AFTER, Fault.NON_JSON)
UNSURE_AND_NOT_DONE = (Fault.ERROR_BEFORE, Fault.RESET_BEFORE)
SURELY_NOT_DONE = ("Throttled", "PreconditionFailed")
PEOPLE = ("adam", "maria", "piotr", "ben")
AGAIN = timedelta(minutes=10)


def asked(bot: TeamsChat, person: str, of: str) -> int:
    """How many messages to this person say that."""
    user = next(each for each in bot.tenant.users.values() if each.email.startswith(person))
    there = bot.tenant.screen(bot.tenant.personal(user).id)
    return sum(of in str(each.card()) for each in there if not each.sender)


def unclear(bot: TeamsChat, person: str) -> int:
    """How many posts to this person were answered so that nobody knows."""
    user = next(each for each in bot.tenant.users.values() if each.email.startswith(person))
    direct = bot.tenant.personal(user).id
    return sum(call.team == direct and call.outcome.startswith("ordered") for call in bot.teams.made(POST))


@pytest.mark.parametrize("fault", [*LOST, *UNSURE_AND_NOT_DONE])
async def test_f06_what_must_not_be_lost_is_there_once_or_once_more_for_each_unclear_answer(
    bot: TeamsChat, fault: Fault
) -> None:
    bot.teams.trouble(POST, *(Trouble(fault) for _ in range(3)))
    await load_round(bot)
    await bot.until(MONDAY + AGAIN)
    counts = [asked(bot, person, "what does") for person in PEOPLE]
    assert min(counts) == 1, "nobody misses it"
    assert sum(counts) - len(PEOPLE) <= (3 if fault in LOST else 0)


@pytest.mark.parametrize("error", SURELY_NOT_DONE)
async def test_f06_what_was_surely_not_done_is_done_once(bot: TeamsChat, error: str) -> None:
    bot.teams.trouble(POST, *(Trouble(error=error, retry_after=2) for _ in range(3)))
    await load_round(bot)
    await bot.until(MONDAY + AGAIN)
    assert [asked(bot, person, "what does") for person in PEOPLE] == [1, 1, 1, 1]


@pytest.mark.parametrize("fault", LOST)
async def test_f06_an_escalation_comes_at_most_once_more_and_can_be_decided(plant: TeamsChat, fault: Fault) -> None:
    await plant.say("ben", "/escalate", "line3")
    await plant.fill("ben", FILLED)
    press = await plant.find("ben", "Send to Maria")
    sent = plant.gestures.press(await plant.user("ben"), press.command)
    await plant.carry(sent.activity)
    plant.teams.trouble(POST, *(Trouble(fault) for _ in range(3)))
    await plant.until(MONDAY + AGAIN)
    assert 1 <= asked(plant, "maria", "Decision needed") <= 2
    assert (await decide(plant, "maria")).startswith("Recorded as D-1.")
    assert "Maria Nowak decided: 15 May." in await sees(plant, "ben")


@pytest.mark.parametrize("fault", [*LOST, *UNSURE_AND_NOT_DONE])
async def test_f06_a_nudge_is_never_doubled(plant: TeamsChat, fault: Fault) -> None:
    await escalate(plant)
    await plant.until(datetime(2026, 11, 23, 12, 59, tzinfo=WARSAW))
    before = asked(plant, "maria", "A decision waits for you")
    plant.teams.troubles.always[POST] = Trouble(fault)
    await plant.until(datetime(2026, 11, 23, 13, 1, tzinfo=WARSAW))
    plant.teams.troubles.always.clear()
    await plant.until(datetime(2026, 11, 23, 15, 0, tzinfo=WARSAW))
    assert before == 0
    assert asked(plant, "maria", "A decision waits for you") <= (1 if fault in LOST else 0)


async def test_f06_accord_dies_between_the_attempt_and_its_answer(teams: FakeTeams, database: str) -> None:
    async with running(teams, database) as bot:
        teams.trouble(POST, *(Trouble(Fault.RESET_AFTER) for _ in range(20)))
        await load_round(bot)
    teams.troubles.waiting.clear()
    async with running(teams, database, MONDAY + AGAIN) as bot:
        await bot.until(MONDAY + 2 * AGAIN)
        for person in PEOPLE:
            assert 1 <= asked(bot, person, "what does") <= 1 + unclear(bot, person)


async def test_a_card_that_teams_finds_too_big_goes_as_text(bot: TeamsChat) -> None:
    bot.teams.trouble(POST, Trouble(error="MessageSizeTooBig"))
    await load_round(bot)
    plain = [each for each in bot.tenant.shown if not each.sender and each.card() is None]
    assert len(plain) == 1
    for person in PEOPLE:
        assert (await bot.sees(person)).count("what does") == 1
