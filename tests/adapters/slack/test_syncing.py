"""What Slack says of people and channels, and how all of it gets here, page by page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from adapters.platform import Throttled
from adapters.slack.client import Web
from adapters.slack.ports import Installation, Kind, Spot, Workspace
from adapters.slack.syncing import Syncing, account_of, spot_of
from flows.plain import Plain
from tests.adapters.slack.desk import Desk, desk
from tests.adapters.slack.kept import PLANT, KeptAccounts, KeptSpots, installation
from tests.adapters.slack.scripted import Body, Fault, no

MARIA: dict[str, Plain] = {
    "id": "U0MARIA",
    "team_id": "T0PLANT",
    "name": "maria",
    "tz": "Europe/Warsaw",
    "profile": {"real_name": "Maria Nowak", "email": "maria@plant.example"},
}
GRID = Workspace("E0GROUP", "T0PLANT")


@pytest.fixture
async def at() -> AsyncIterator[Desk]:
    async with desk() as made:
        yield made


def test_a_member_is_known_by_name_address_and_zone() -> None:
    account = account_of(MARIA, PLANT)
    assert (account.user_id, account.name, account.email) == ("U0MARIA", "Maria Nowak", "maria@plant.example")
    assert (account.zone, account.kind, account.active) == ("Europe/Warsaw", Kind.MEMBER, True)


@pytest.mark.parametrize(
    ("said", "kind", "has_address"),
    [
        ({}, Kind.MEMBER, True),
        ({"is_restricted": True}, Kind.GUEST, True),
        ({"is_restricted": True, "is_ultra_restricted": True}, Kind.GUEST, True),
        ({"is_stranger": True}, Kind.STRANGER, False),
        ({"team_id": "T0OTHER"}, Kind.STRANGER, False),
        ({"team_id": "T0OTHER", "is_restricted": True}, Kind.STRANGER, False),
        ({"is_bot": True}, Kind.BOT, False),
        ({"id": "USLACKBOT"}, Kind.BOT, False),
        ({"is_email_confirmed": False}, Kind.MEMBER, False),
        ({"is_restricted": "yes"}, Kind.MEMBER, True),
    ],
)
def test_the_kind_of_an_account(said: dict[str, Plain], kind: Kind, has_address: bool) -> None:
    account = account_of({**MARIA, **said}, PLANT)
    assert account.kind is kind
    assert (account.email is not None) == has_address, "only what this workspace has verified is believed"


def test_the_teams_of_one_grid_share_their_people_and_nobody_else_does() -> None:
    sister: dict[str, Plain] = {**MARIA, "team_id": "T0SISTER"}
    ours = {**sister, "enterprise_user": {"enterprise_id": "E0GROUP"}}
    theirs = {**sister, "enterprise_user": {"enterprise_id": "E0OTHER"}}
    assert account_of(ours, GRID).kind is Kind.MEMBER
    assert account_of(theirs, GRID).kind is Kind.STRANGER
    assert account_of(ours, PLANT).kind is Kind.STRANGER


def test_a_closed_account_says_little_and_is_known_all_the_same() -> None:
    account = account_of({"id": "U0MARIA", "deleted": True, "name": "maria"}, PLANT)
    assert not account.active
    assert (account.name, account.zone, account.email) == ("maria", None, None)


@pytest.mark.parametrize("profile", [None, [], "x", {"email": 7, "real_name": None}, {"real_name": "\u202e \u200b"}])
def test_strange_descriptions_break_nothing(profile: Plain) -> None:
    account = account_of({"id": "U0MARIA", "profile": profile, "tz": 3}, PLANT)
    assert (account.user_id, account.name, account.email, account.zone) == ("U0MARIA", "U0MARIA", None, None)


def test_a_channel_is_known_by_id_and_name() -> None:
    said: dict[str, Plain] = {"id": "C0LINE", "name": "line-4", "is_archived": True, "is_private": True}
    assert spot_of(said, member=True) == Spot("C0LINE", "line-4", member=True, archived=True, private=True)
    assert not spot_of({**said, "is_member": False}, member=True).member


def page(name: str, listed: list[Plain], cursor: str = "") -> Body:
    return {"ok": True, name: listed, "response_metadata": {"next_cursor": cursor}}


def syncing(at: Desk, accounts: KeptAccounts | None = None, spots: KeptSpots | None = None) -> Syncing:
    return Syncing(at.web, accounts or KeptAccounts(), spots or KeptSpots())


async def test_everybody_is_read_page_by_page(at: Desk) -> None:
    accounts = KeptAccounts()
    others: list[Plain] = [{"id": f"U{number}", "name": f"n{number}"} for number in range(3)]
    at.slack.answers["users.list"] = [page("members", [MARIA], "next"), page("members", others)]
    await syncing(at, accounts).people(installation())
    assert {user for _, user in accounts.known} == {"U0MARIA", "U0", "U1", "U2"}
    first, second = at.slack.calls
    assert "cursor" not in first.arguments
    assert second.arguments["cursor"] == "next"
    assert "team_id" not in first.arguments


async def test_each_workspace_keeps_its_own(at: Desk) -> None:
    accounts = KeptAccounts()
    at.slack.answers["users.list"] = [page("members", [MARIA])]
    await syncing(at, accounts).people(installation())
    await syncing(at, accounts).people(installation("mill"))
    assert {key: one.kind for key, one in accounts.known.items()} == {
        ("plant", "U0MARIA"): Kind.MEMBER,
        ("mill", "U0MARIA"): Kind.STRANGER,
    }


async def test_in_a_grid_the_team_is_named(at: Desk) -> None:
    at.slack.answers["users.list"] = [page("members", [])]
    group = Installation("group", GRID, "Group", "xoxb-group", "B0ACCORD", "U0ACCORD")
    await syncing(at).people(group)
    assert at.slack.calls[0].arguments["team_id"] == "T0PLANT"


def channel(name: str, **said: Plain) -> Plain:
    return {"id": f"C0{name.upper()}", "name": name, **said}


async def test_channels_are_those_accord_is_in(at: Desk) -> None:
    spots = KeptSpots(wanted=("line",))
    at.slack.answers["users.conversations"] = [page("channels", [channel("line"), channel("old", is_archived=True)])]
    await syncing(at, spots=spots).channels(installation())
    assert not at.slack.made("conversations.list"), "all that is wanted is known"
    line, old = await spots.named("plant", "line"), await spots.named("plant", "old")
    assert line == Spot("C0LINE", "line")
    assert old is not None
    assert old.archived


async def test_a_wanted_channel_that_accord_is_not_in_is_looked_for(at: Desk) -> None:
    gone = Spot("C0SECRET", "secret", member=True, private=True)
    spots = KeptSpots(gone, wanted=("line", "secret", "nowhere"))
    at.slack.answers["users.conversations"] = [page("channels", [])]
    at.slack.answers["conversations.list"] = [page("channels", [channel("line", is_member=False)])]
    await syncing(at, spots=spots).channels(installation())
    line, secret = await spots.named("plant", "line"), await spots.named("plant", "secret")
    assert line is not None
    assert not line.member
    assert secret is not None
    assert not secret.member, "Accord was taken out of it"
    assert await spots.named("plant", "nowhere") is None


async def test_one_channel_can_be_asked_for(at: Desk) -> None:
    spots = KeptSpots()
    at.slack.answers["conversations.info"] = [{"ok": True, "channel": channel("line", is_member=True)}]
    assert await syncing(at, spots=spots).channel(installation(), "C0LINE") == Spot("C0LINE", "line")
    assert await spots.find("plant", "C0LINE") is not None
    at.slack.script["conversations.info"] = [no("channel_not_found")]
    assert await syncing(at, spots=spots).channel(installation(), "C0NONE") is None


async def test_it_waits_a_little_when_slack_says_so_and_not_for_long(at: Desk) -> None:
    accounts = KeptAccounts()
    web = Web(at.installations, at.waits, lambda: datetime.now(UTC), base_url=f"{at.slack.url}/api/")
    at.slack.answers["users.list"] = [page("members", [MARIA])]
    at.slack.script["users.list"] = [Fault(status=429, headers={"Retry-After": "1"})]
    await Syncing(web, accounts, KeptSpots()).people(installation())
    assert accounts.known
    at.slack.script["users.list"] = [Fault(status=429, headers={"Retry-After": "90"})]
    with pytest.raises(Throttled):
        await Syncing(web, accounts, KeptSpots()).people(installation())
    await web.close()


async def test_a_workspace_that_is_connected_later_is_read_soon(at: Desk) -> None:
    (here,) = await at.installations.all()
    at.installations.known.clear()
    running = asyncio.create_task(syncing(at).run(at.installations))
    await asyncio.sleep(0.05)
    assert not at.slack.calls
    await at.installations.keep(here)
    async with asyncio.timeout(30):
        while not at.slack.made("users.list"):
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_one_workspace_in_trouble_keeps_no_other_waiting(at: Desk) -> None:
    accounts = KeptAccounts()
    await at.installations.keep(installation("mill"))
    at.slack.answers["users.list"] = [page("members", [MARIA])]
    at.slack.script["users.list"] = [no("invalid_auth")]
    running = asyncio.create_task(syncing(at, accounts).run(at.installations))
    async with asyncio.timeout(30):
        while len(at.slack.made("users.conversations")) < 1:
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert set(accounts.known) == {("mill", "U0MARIA")}
    assert at.installations.known[PLANT].paused
