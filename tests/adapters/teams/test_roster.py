"""People and channels, as Teams tells them of the teams and chats that Accord is in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace

import pytest

from adapters.accounts import Kind
from adapters.platform import Ambiguous, Gone, Refused
from adapters.teams.ports import Scope
from adapters.teams.roster import Members, account_of
from flows.plain import Plain
from tests.adapters.teams.desk import TEAM, TENANT
from tests.adapters.teams.office import LINE, Office, office
from tests.adapters.teams.scripted import Fault, no

EWA: dict[str, Plain] = {
    "id": "29:ewa",
    "aadObjectId": "AAD-EWA",
    "name": "Ewa  Lis\u202e",
    "email": "ewa@plant.example",
    "userPrincipalName": "ewa@plant.example",
    "tenantId": TENANT,
    "userRole": "user",
}
GUEST = {**EWA, "userRole": "guest", "userPrincipalName": "ewa_mill.example#EXT#@plant.example"}


@pytest.fixture
async def at() -> AsyncIterator[Office]:
    async with office() as made:
        yield made


@pytest.mark.parametrize(
    ("member", "kind", "email"),
    [
        (EWA, Kind.MEMBER, "ewa@plant.example"),
        ({**EWA, "email": ""}, Kind.MEMBER, "ewa@plant.example"),
        ({**EWA, "tenantId": TENANT.upper()}, Kind.MEMBER, "ewa@plant.example"),
        (GUEST, Kind.GUEST, "ewa@plant.example"),
        ({**GUEST, "email": None}, Kind.GUEST, None),
        ({**GUEST, "tenantId": "another"}, Kind.GUEST, None),
        ({**EWA, "tenantId": "another"}, Kind.STRANGER, None),
        ({**EWA, "userRole": "anonymous"}, Kind.STRANGER, None),
        ({**EWA, "email": 7, "userPrincipalName": ["x"]}, Kind.MEMBER, None),
    ],
)
def test_only_the_tenants_own_directory_vouches_for_an_address(
    member: dict[str, Plain], kind: Kind, email: str | None
) -> None:
    account = account_of(member, TENANT)
    assert (account.kind, account.email) == (kind, email)
    assert (account.user_id, account.name, account.direct) == ("aad-ewa", "Ewa Lis", "29:ewa")


def test_whoever_has_no_id_in_a_directory_is_nobody() -> None:
    assert account_of({"id": "29:x", "name": "Somebody"}, TENANT).user_id == ""
    assert account_of({}, TENANT).name == ""


async def test_all_members_of_a_team_are_kept_page_by_page(at: Office) -> None:
    nobody = {"id": "29:x", "name": "No directory"}
    at.desk.teams.answers["members"] = [{"members": [EWA, nobody], "continuationToken": "2"}, {"members": [GUEST]}]
    await at.members.refresh("plant", at.desk.conversation())
    assert {call.path["conversation"] for call in at.desk.teams.made("members")} == {TEAM}, "of the team, not a channel"
    kept = await at.accounts.find("plant", "aad-ewa")
    assert kept is not None
    assert kept.kind is Kind.GUEST, "as the last page said"
    assert await at.accounts.find("plant", "") is None


async def test_the_channels_of_a_team_can_be_written_to_before_anything_was_said_there(at: Office) -> None:
    at.desk.teams.answers |= {
        "members": [{"members": []}],
        "channels": [{"conversations": [{"id": TEAM, "name": None}, {"id": "19:new@thread.tacv2", "name": "line-5"}]}],
        "team": [{"id": TEAM, "name": "Works"}],
    }
    await at.members.refresh("plant", at.desk.conversation())
    spots = {spot.channel_id: spot.name for (_, _), spot in at.spots.known.items()}
    assert spots == {LINE.channel_id: "line-4", TEAM: "Works", "19:new@thread.tacv2": "line-5"}
    found = await at.places.find("plant", "19:new@thread.tacv2")
    assert found == replace(at.desk.conversation("19:new@thread.tacv2"), name="line-5")


async def test_a_channel_that_only_has_the_same_name_gets_nothing_of_a_project(at: Office) -> None:
    other = replace(at.desk.conversation("19:theirs@thread.tacv2"), team_id="19:other@thread.tacv2")
    at.desk.teams.answers |= {
        "members": [{"members": []}],
        "channels": [{"conversations": [{"id": other.conversation_id, "name": "line-4"}]}],
    }
    await at.members.refresh("plant", other)
    known = await at.spots.named("plant", "line-4")
    assert known is not None
    assert known.channel_id == LINE.channel_id
    assert await at.spots.named("plant", other.conversation_id) is not None, "it can be named by its id"


async def test_a_group_chat_goes_by_its_name(at: Office) -> None:
    at.desk.teams.answers["members"] = [{"members": [EWA]}]
    chat = replace(at.desk.conversation("19:chat@thread.v2"), scope=Scope.GROUP, team_id="", name="Steering")
    await at.members.refresh("plant", chat)
    known = await at.spots.named("plant", "Steering")
    assert known is not None
    assert known.channel_id == "19:chat@thread.v2"
    assert not at.desk.teams.made("channels")


async def test_one_team_that_cannot_be_read_does_not_hide_the_others(at: Office) -> None:
    at.desk.teams.answers["members"] = [{"members": [EWA]}]
    at.desk.teams.script["channels"] = [no(403, "BotNotInConversationRoster")]
    await at.places.keep("plant", replace(at.desk.conversation("19:x@thread.v2"), scope=Scope.GROUP, team_id=""))
    await at.members.everybody("plant")
    assert await at.accounts.find("plant", "aad-ewa") is not None
    at.desk.teams.script["channels"] = [Fault(status=500)]
    with pytest.raises(Ambiguous):
        await at.members.everybody("plant")


async def test_who_is_asked_for_is_told_or_is_not_there(at: Office) -> None:
    at.desk.teams.answers["member"] = [EWA]
    assert (await at.members.member(at.desk.conversation(), "aad-ewa")).name == "Ewa Lis"
    assert at.desk.teams.made("member")[0].path["member"] == "aad-ewa"
    at.desk.teams.script["member"] = [no(404, "MemberNotFoundInConversation"), no(403, "BotNotInConversationRoster")]
    with pytest.raises(Gone):
        await at.members.member(at.desk.conversation(), "aad-nobody")
    with pytest.raises(Refused):
        await at.members.member(at.desk.conversation(), "aad-nobody")


async def test_a_page_that_has_to_wait_is_asked_for_again(at: Office) -> None:
    at.desk.teams.answers["members"] = [{"members": [EWA]}]
    at.desk.teams.script["members"] = [Fault(status=429, headers={"Retry-After": "1"})]
    await at.members.refresh("plant", at.desk.chat("maria"))
    assert await at.accounts.find("plant", "aad-ewa") is not None


async def test_everybody_is_read_at_the_start_and_again_in_a_while_when_that_fails(at: Office) -> None:
    at.desk.teams.answers["members"] = [{"members": [EWA]}]
    at.desk.teams.script["channels"] = [Fault(status=500)]
    members = Members(at.desk.connector, at.accounts, at.spots, at.places, look=0.01)
    running = asyncio.create_task(members.run(["plant"], at.desk.clock.monotonic))
    for number, seconds in enumerate((0.0, 601.0), 1):
        at.desk.clock.seconds += seconds
        while len(at.desk.teams.made("channels")) < number:
            await asyncio.sleep(0.01)
    while await at.accounts.find("plant", "aad-ewa") is None:
        await asyncio.sleep(0.01)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert len(at.desk.teams.made("channels")) == 2
    assert await at.accounts.find("plant", "aad-ewa") is not None
