"""F34 on Teams: a decider's account is closed, and Teams would still take messages to the chat with it. That is found
when a step's message is about to be sent.
"""

from __future__ import annotations

from datetime import timedelta

from tests.slack.fake.json import Json
from tests.stories.test_escalations import escalate, sees
from tests.teams.fake.world import User
from tests.teams.people import TeamsChat


def close_quietly(bot: TeamsChat, user: User) -> None:
    """Nothing is told, and messages go on being taken."""
    for place in bot.tenant.conversations.values():
        place.members.discard(user.aad)


def posts(bot: TeamsChat, conversation: str) -> list[Json]:
    """What was posted, or tried, in a conversation."""
    return [call.arguments for call in bot.teams.made("post") if call.team == conversation]


async def test_f34_before_a_step_the_account_is_looked_at_though_nothing_was_heard_of_it(plant: TeamsChat) -> None:
    maria = await plant.user("maria")
    close_quietly(plant, maria)
    direct = plant.tenant.personal(maria).id
    before = len(posts(plant, direct))
    await escalate(plant)
    await plant.until(plant.now + timedelta(seconds=59))
    assert "Jan Lis, the deputy" in await sees(plant, "jan")
    assert len(posts(plant, direct)) == before
    person = await plant.app.store.read("local", lambda records: records.people.get("maria"))
    assert not person.active


async def test_f34_who_writes_with_an_account_that_was_closed_is_back(plant: TeamsChat) -> None:
    maria = await plant.user("maria")
    close_quietly(plant, maria)
    await escalate(plant)
    for place in plant.tenant.conversations.values():
        if place.id in (plant.tenant.team, plant.tenant.personal(maria).id):
            place.members.add(maria.aad)
    assert "line3" in (await plant.say("maria", "/align status")).lower() or "Line 3" in await sees(plant, "maria")
    person = await plant.app.store.read("local", lambda records: records.people.get("maria"))
    assert person.active
