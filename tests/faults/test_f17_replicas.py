"""F17: Slack repeats an event; each copy comes to another replica, the last one after a restart. It is done once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.postgres import Postgres
from tests.slack.fake.slack import FakeSlack
from tests.slack.living import Served, known, serving, settings
from tests.slack.people import SlackChat
from tests.slack.test_again import WORDS, answering, answers
from tests.stories.chat import MONDAY

LATE = ("http_timeout", "http_error", "http_timeout")


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    fake = FakeSlack()
    await fake.start()
    yield fake
    await fake.stop()


async def people(served: Served) -> SlackChat:
    """Everybody, writing to this replica."""
    await known(served.app)
    return served.chat(served.slack.team(), served.app.organisation)


@pytest.mark.timeout(120)
async def test_f17_a_repeat_goes_to_another_replica_and_one_comes_after_a_restart(
    slack: FakeSlack, postgres: Postgres
) -> None:
    with postgres.database_with_tables() as database:
        chosen = settings(slack, database)
        async with serving(slack, chosen) as first, serving(slack, chosen) as second:
            one, other = await people(first), await people(second)
            await answering(one)
            maria = await one.user("maria")
            kind, event = one.gestures.typed(maria, one.team.direct(maria.id), WORDS)
            at_once = (one.carrier.carry(kind, event), other.carrier.carry(kind, event, retry=(1, LATE[0])))
            replies = list(await asyncio.gather(*at_once))
            replies.append(await other.carrier.carry(kind, event, retry=(2, LATE[1])))
            await one.shown()
            await other.shown()
            await one.settle()
            assert await answers(one) == 1
        async with serving(slack, chosen, MONDAY + timedelta(minutes=5)) as third:
            bot = await people(third)
            replies.append(await bot.carrier.carry(kind, event, retry=(3, LATE[2])))
            await bot.shown()
            await bot.settle()
            assert await answers(bot) == 1
            assert "question 2 of 15" in await bot.sees("maria")
            assert "question 3 of 15" not in await bot.sees("maria")
        assert {reply.status for reply in replies} == {200}


@pytest.mark.timeout(120)
async def test_f17_what_only_the_other_replica_hears_as_a_repeat_is_taken(slack: FakeSlack, postgres: Postgres) -> None:
    with postgres.database_with_tables() as database:
        chosen = settings(slack, database)
        async with serving(slack, chosen) as first, serving(slack, chosen) as second:
            one, other = await people(first), await people(second)
            await answering(one)
            maria = await one.user("maria")
            kind, event = one.gestures.typed(maria, one.team.direct(maria.id), WORDS)
            assert (await other.carrier.carry(kind, event, retry=(1, "connection_failed"))).status == 200
            await other.shown()
            await other.settle()
            assert await answers(other) == 1
