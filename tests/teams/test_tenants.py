"""Who may come in: people of the tenant, with a token of the Bot Framework, and nobody else (A06, A08, A15)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from storage.connections import Connection
from storage.tables import table
from tests.slack.fake.json import Json
from tests.stories.test_escalations import escalate, sees
from tests.teams.fake.keys import claims_for
from tests.teams.fake.payloads import Payloads
from tests.teams.gestures import Gesture
from tests.teams.people import TeamsChat

ELSEWHERE = "99999999-8888-4777-8666-555544443333"
KEPT = ("account", "inbox", "outbox", "audit", "person")


async def rows(bot: TeamsChat) -> list[int]:
    """How much is kept."""

    def look(connection: Connection) -> list[int]:
        counts = [connection.rows(select(func.count()).select_from(table(name)), {}) for name in KEPT]
        return [int(count[0][0]) for count in counts]

    return await bot.app.store.look(look)


async def refused(bot: TeamsChat, activity: Json, token: str | None = None) -> int:
    """The status of a request, after which nothing has changed and nobody was written to."""
    before, calls = await rows(bot), len(bot.teams.calls)
    reply = await bot.carrier.carry(activity, token)
    await bot.shown()
    assert await rows(bot) == before
    assert not [call for call in bot.teams.calls[calls:] if call.method in ("post", "put", "create")]
    assert "Line 3" not in reply.body
    return reply.status


async def press(bot: TeamsChat) -> Json:
    """Maria takes a decision that waits for her."""
    await escalate(bot)
    found = await bot.find("maria", "I'll take it")
    return bot.gestures.press(await bot.user("maria"), found.command).activity


def other_tenant(activity: Json) -> None:
    activity["channelData"]["tenant"]["id"] = ELSEWHERE
    activity["conversation"]["tenantId"] = ELSEWHERE


def two_tenants(activity: Json) -> None:
    activity["conversation"]["tenantId"] = ELSEWHERE


def no_tenant(activity: Json) -> None:
    del activity["channelData"]["tenant"]
    del activity["conversation"]["tenantId"]


def other_connector(activity: Json) -> None:
    activity["serviceUrl"] = "https://smba.trafficmanager.net/emea/"


def other_channel(activity: Json) -> None:
    activity["channelId"] = "webchat"


@pytest.mark.parametrize("change", [other_tenant, two_tenants, no_tenant, other_connector, other_channel])
async def test_a08_a_good_token_does_not_vouch_for_another_tenant_or_connector(
    plant: TeamsChat, change: Callable[[Json], None]
) -> None:
    activity = await press(plant)
    change(activity)
    assert await refused(plant, activity) in (400, 403)
    assert "has taken this" not in await sees(plant, "ben")


async def test_a08_people_of_a_foreign_tenant_are_refused_and_nothing_of_them_is_kept(plant: TeamsChat) -> None:
    rivals = plant.teams.tenant(ELSEWHERE, "rivals")
    mallory = plant.teams.person(rivals, "Mallory", "maria@example.com")
    payloads = Payloads(plant.teams, rivals)
    for activity in (
        payloads.installed(mallory, rivals.personal(mallory)),
        payloads.typed(mallory, rivals.personal(mallory), "/align status"),
        payloads.invoked("adaptiveCard/action", mallory, rivals.personal(mallory), {"action": {}}),
    ):
        assert await refused(plant, activity) == 403


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://sts.windows.net/emulator/"},
        {"aud": "another-app"},
        {"exp": 1},
        {"exp": None},
        {"nbf": 9_999_999_999},
        {"serviceurl": None},
        {"serviceurl": "https://evil.example/"},
    ],
    ids=str,
)
async def test_a06_only_a_good_token_opens_the_door(plant: TeamsChat, changes: Json) -> None:
    activity = await press(plant)
    claims = claims_for(plant.teams.app_id, plant.teams.service_url, plant.carrier.now()) | changes
    token = plant.teams.keys.signing.token({name: value for name, value in claims.items() if value is not None})
    assert await refused(plant, activity, token) in (401, 403)
    assert (await plant.carrier.press(activity)).status == 200


async def test_a15_a_guest_begins_nothing(plant: TeamsChat) -> None:
    gil = plant.teams.person(plant.tenant, "Gil Gast", "gil@other.example", guest=True)
    line3 = plant.tenant.named("line3")
    await plant.carry(plant.work.payloads.installed(gil, plant.tenant.personal(gil)))
    for text in ("/align new", "/escalate Which day?", "/decisions record We take it", "/align start"):
        typed = plant.gestures.typed(gil, line3, text)
        assert isinstance(typed, Gesture)
        told = await plant.give("gil", gil, typed)
        assert told.kind == "refusal", (text, told)
        assert told.text.endswith("."), told.text
    asks = plant.gestures.typed(gil, plant.tenant.personal(gil), "/align")
    assert isinstance(asks, Gesture)
    assert "Line 3" not in (await plant.give("gil", gil, asks)).text


async def test_whoever_has_no_chat_with_accord_is_told_in_the_thread_where_it_is_and_nothing_else(
    plant: TeamsChat,
) -> None:
    rita = plant.teams.person(plant.tenant, "Rita Nowa", "rita.nowa@example.com")
    typed = plant.gestures.typed(rita, plant.tenant.named("line3"), "/align status")
    assert isinstance(typed, Gesture)
    await plant.carry(typed.activity)
    told = plant.tenant.screen(plant.tenant.named("line3").id)[-1]
    assert told.thread == typed.activity["id"]
    assert "choose Add" in told.text
    assert "Line 3" not in told.text
