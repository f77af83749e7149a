"""Accord is added and removed, people come and go, channels get other names: each is known at once."""

from __future__ import annotations

import pytest

from adapters.accounts import Spot
from adapters.platform import Unreachable
from flows.plain import Plain
from tests.adapters.teams.inbound_stand import Stand
from tests.adapters.teams.said import BOT, CHANNEL, PERSONAL, TENANT, activity, message

ADDED = {
    "installed": activity("installationUpdate", CHANNEL, action="add"),
    "installed anew": activity("installationUpdate", CHANNEL, action="add-upgrade"),
    "added as a member": activity("conversationUpdate", CHANNEL, membersAdded=[{"id": BOT}]),
    "somebody came": activity("conversationUpdate", CHANNEL, membersAdded=[{"id": "29:ben"}]),
    "somebody left": activity("conversationUpdate", CHANNEL, membersRemoved=[{"id": "29:ben"}]),
}
GONE = {
    "uninstalled": activity("installationUpdate", PERSONAL, action="remove"),
    "removed for an upgrade": activity("installationUpdate", PERSONAL, action="remove-upgrade"),
    "removed as a member": activity("conversationUpdate", PERSONAL, membersRemoved=[{"id": BOT}]),
}


@pytest.mark.parametrize("sent", ADDED.values(), ids=ADDED)
async def test_a_conversation_is_kept_and_its_people_are_read(stand: Stand, sent: dict[str, Plain]) -> None:
    assert (await stand.post(sent)).status == 200
    await stand.settled()
    assert ("acme", CHANNEL) in stand.places.known
    assert stand.roster.asked == [f"acme in {CHANNEL}"]
    assert (stand.engine.runs, stand.talk.posted) == (0, [])


async def test_people_that_cannot_be_read_now_are_no_trouble(stand: Stand) -> None:
    stand.roster.away = Unreachable("away")
    assert (await stand.post(ADDED["installed"])).status == 200
    await stand.settled()
    assert ("acme", CHANNEL) in stand.places.known


@pytest.mark.parametrize("sent", GONE.values(), ids=GONE)
async def test_a_conversation_without_accord_is_forgotten(stand: Stand, sent: dict[str, Plain]) -> None:
    await stand.post(message("hello"))
    assert await stand.places.direct("acme", "aad-ana") is not None
    for _ in range(2):
        assert (await stand.post(sent)).status == 200
    assert await stand.places.direct("acme", "aad-ana") is None


def event(kind: str, channel: str = "C1", name: str | None = "line-4") -> dict[str, Plain]:
    data: dict[str, Plain] = {"tenant": {"id": TENANT}, "team": {"id": "19:team@thread.tacv2"}, "eventType": kind}
    data["channel"] = {"id": channel, "name": name}
    return activity("conversationUpdate", CHANNEL, channelData=data)


async def test_a_deleted_team_is_forgotten(stand: Stand) -> None:
    await stand.post(message("hello", CHANNEL))
    await stand.post(event("teamDeleted"))
    assert stand.places.known == {}


async def test_a_channel_gets_another_name(stand: Stand) -> None:
    await stand.post(event("channelRenamed"))
    assert await stand.spots.named("acme", "line-4") == Spot("C1", "line-4")
    assert await stand.spots.named("acme", "line-3") is None


async def test_of_a_new_channel_the_team_is_asked_where_it_is_written_to(stand: Stand) -> None:
    await stand.post(event("channelCreated", "C2", "line-5"))
    await stand.settled()
    assert stand.roster.asked == [f"acme in {CHANNEL}"]


async def test_a_channel_is_deleted_and_brought_back(stand: Stand) -> None:
    await stand.post(event("channelDeleted", name="line-3"))
    assert await stand.spots.find("acme", "C1") == Spot("C1", "line-3", archived=True)
    await stand.post(event("channelRestored", name="line-3"))
    assert await stand.spots.find("acme", "C1") == Spot("C1", "line-3")


@pytest.mark.parametrize("sent", [event("channelDeleted", "C9"), event("channelRenamed", "C9", None)])
async def test_nothing_is_made_of_a_channel_that_nobody_knows(stand: Stand, sent: dict[str, Plain]) -> None:
    assert (await stand.post(sent)).status == 200
    assert await stand.spots.find("acme", "C9") is None
