"""Keys that roll over, and servers of Microsoft's that hang (F32, F40)."""

from __future__ import annotations

import asyncio
import time

from tests.slack.fake.faults import Fault, Trouble
from tests.stories.test_escalations import escalate, sees
from tests.teams.fake.delivering import HttpCarrier
from tests.teams.fake.keys import Key, claims_for, made_key
from tests.teams.fake.teams import FakeTeams
from tests.teams.living import running
from tests.teams.people import TeamsChat

SOON = 20.0
"""Seconds in which somebody is answered."""
STRANGERS = 200


def a_minute_later(bot: TeamsChat) -> None:
    """Lets a minute pass for how often keys are asked for, which goes by the machine's clock."""
    keys = bot.side.teams.parts.keys
    assert keys is not None
    before = keys._seconds
    keys._seconds = lambda: before() + 61


async def healthy(bot: TeamsChat, url: str) -> float:
    """Seconds that a look at the process's health takes."""
    begun = time.perf_counter()
    async with bot._session.get(url.replace("/api/messages", "/healthz")) as answer:
        assert answer.status == 200
    return time.perf_counter() - begun


async def test_f40_a_token_of_a_new_key_is_good_within_a_minute_and_one_of_the_old_key_is_not(
    plant: TeamsChat,
) -> None:
    old = plant.carrier.token()
    plant.teams.keys.roll_over()
    maria = await plant.user("maria")
    status = plant.work.payloads.typed(maria, plant.tenant.personal(maria), "/align status")
    a_minute_later(plant)
    assert (await plant.carrier.carry(status)).status == 200
    assert (await plant.carrier.carry(status, old)).status == 401


async def test_f40_any_number_of_unknown_keys_asks_for_keys_once_a_minute(plant: TeamsChat) -> None:
    asked = len(plant.teams.made("keys"))
    plant.carrier.patience = 30
    claims = claims_for(plant.teams.app_id, plant.teams.service_url, plant.carrier.now())
    for _ in range(2):
        a_minute_later(plant)
        forged = [Key(f"unknown-{number}", made_key(0)).token(claims) for number in range(STRANGERS)]
        maria = await plant.user("maria")
        hello = plant.work.payloads.typed(maria, plant.tenant.personal(maria), "hello")
        replies = await asyncio.gather(*(plant.carrier.carry(hello, token) for token in forged))
        assert {reply.status for reply in replies} == {401}
    assert len(plant.teams.made("keys")) - asked <= 2


async def test_f32_while_the_key_server_hangs_everything_else_goes_on_and_then_people_are_heard(
    teams: FakeTeams, database: str
) -> None:
    async with running(teams, database) as bot:
        teams.troubles.always["openid"] = Trouble(Fault.HANG_BEFORE)
        user = teams.person(bot.tenant, "Maria Nowak", "maria@example.com")
        hello = bot.work.payloads.typed(user, bot.tenant.personal(user), "/align status")
        waiting = asyncio.create_task(bot.carrier.carry(hello))
        await asyncio.sleep(0.1)
        assert await healthy(bot, bot.carrier.url) < SOON
        assert (await waiting).status in (0, 503)
        teams.troubles.always.clear()
        a_minute_later(bot)
        assert (await bot.carrier.carry(hello)).status == 200
        await bot.shown()


async def test_f32_while_the_connector_hangs_presses_are_answered_at_once_and_nothing_is_lost(plant: TeamsChat) -> None:
    await escalate(plant)
    press = await plant.find("maria", "I'll take it")
    gesture = plant.gestures.press(await plant.user("maria"), press.command)
    for name in ("post", "put"):
        plant.teams.troubles.always[name] = Trouble(Fault.HANG_BEFORE)
    delivering = asyncio.create_task(plant.app.settle())
    await asyncio.sleep(0.05)
    begun = time.perf_counter()
    reply = await plant.carrier.carry(gesture.activity)
    assert (reply.status, time.perf_counter() - begun < SOON) == (200, True)
    plant.teams.troubles.always.clear()
    plant.teams.unlocked.set()
    await delivering
    await plant.until(plant.now.replace(hour=10))
    assert (await sees(plant, "ben")).count("has taken this") == 1


async def test_f32_while_nobody_gives_tokens_nothing_is_lost(teams: FakeTeams, database: str) -> None:
    teams.troubles.always["token"] = Trouble(Fault.ERROR_BEFORE)
    async with running(teams, database) as bot:
        carrier: HttpCarrier = bot.carrier
        user = teams.person(bot.tenant, "Maria Nowak", "maria@example.com")
        added = bot.work.payloads.installed(user, bot.tenant.personal(user))
        assert (await carrier.carry(added)).status == 200
        await bot.shown()
        teams.troubles.always.clear()
        assert "/align" in await bot.say("maria", "/align help")
