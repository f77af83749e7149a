"""What Slack says of itself: people come and go, channels change their names, Accord is removed."""

from __future__ import annotations

import pytest

from adapters.slack.ports import Kind, Spot, Workspace
from adapters.slack.shapes import Sent
from tests.adapters.slack import payloads
from tests.adapters.slack.inbound_stand import Stand

USER: Sent = {"id": "U1", "team_id": "T1", "real_name": "Ana Nowak", "tz": "Europe/Warsaw", "profile": {}}


async def happened(stand: Stand, event: Sent, event_id: str = "Ev1", **more: int) -> None:
    answer = await stand.post({**payloads.event(event, event_id), **more})
    assert (answer.status, answer.text) == (200, "")


async def test_a_person_who_changes_is_known_as_they_are(stand: Stand) -> None:
    await happened(stand, {"type": "user_change", "user": USER})
    account = stand.accounts.known["acme", "U1"]
    assert (account.name, account.zone, account.person_id) == ("Ana Nowak", "Europe/Warsaw", "ana")
    await happened(stand, {"type": "user_change", "user": {**USER, "deleted": True}})
    assert not stand.accounts.known["acme", "U1"].active


async def test_somebody_new_is_known_before_they_say_anything(stand: Stand) -> None:
    await happened(stand, {"type": "team_join", "user": {**USER, "id": "U8", "is_restricted": True}})
    assert stand.accounts.known["acme", "U8"].kind is Kind.GUEST


@pytest.mark.parametrize(
    ("event", "spot"),
    [
        ({"type": "channel_rename", "channel": {"id": "C1", "name": "line-4"}}, Spot("C1", "line-4")),
        ({"type": "channel_archive", "channel": "C1"}, Spot("C1", "line-3", archived=True)),
        ({"type": "group_archive", "channel": "C1"}, Spot("C1", "line-3", archived=True)),
        ({"type": "channel_left", "channel": "C1"}, Spot("C1", "line-3", member=False)),
        ({"type": "channel_deleted", "channel": "C1"}, Spot("C1", "line-3", member=False, archived=True)),
        ({"type": "member_left_channel", "channel": "C1", "user": "UBOT"}, Spot("C1", "line-3", member=False)),
        ({"type": "member_left_channel", "channel": "C1", "user": "U2"}, Spot("C1", "line-3")),
    ],
)
async def test_a_channel_is_known_as_it_is(stand: Stand, event: Sent, spot: Spot) -> None:
    for _ in range(2):
        await happened(stand, event)
    assert stand.spots.known["acme", "C1"] == spot


async def test_a_channel_comes_back(stand: Stand) -> None:
    await happened(stand, {"type": "channel_archive", "channel": "C1"})
    await happened(stand, {"type": "channel_unarchive", "channel": "C1"}, "Ev2")
    assert stand.spots.known["acme", "C1"] == Spot("C1", "line-3")


REMOVED: tuple[Sent, ...] = (
    {"type": "app_uninstalled"},
    {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT"]}},
)


@pytest.mark.parametrize("event", REMOVED)
async def test_accord_is_removed_from_that_workspace_only(stand: Stand, event: Sent) -> None:
    stand.api.answers["auth.test"] = {"ok": False, "error": "token_revoked"}
    await happened(stand, event)
    assert stand.installations.known[Workspace("", "T1")].paused
    told = await stand.post(payloads.command("/align", "x"))
    assert "disconnected" in str(told.json["text"])
    assert stand.engine.runs == 0


async def test_what_is_said_of_another_workspace_changes_nothing(stand: Stand) -> None:
    payload = payloads.event({"type": "app_uninstalled"})
    await stand.post({**payload, "authorizations": [], "team_id": "T9"})
    await stand.post({**payload, "authorizations": [{"team_id": "T1", "enterprise_id": "E1"}]})
    assert not stand.installations.known[Workspace("", "T1")].paused


@pytest.mark.parametrize("event", REMOVED)
async def test_a_late_word_of_an_earlier_installation_does_not_pause_the_new_one(stand: Stand, event: Sent) -> None:
    await happened(stand, event)
    assert not stand.installations.known[Workspace("", "T1")].paused, "its token works"
    assert len(stand.api.made("auth.test")) == 1


async def test_when_slack_does_not_say_whether_the_token_works_accord_takes_its_word(stand: Stand) -> None:
    stand.api.statuses["auth.test"] = 500
    await happened(stand, {"type": "app_uninstalled"})
    assert stand.installations.known[Workspace("", "T1")].paused


async def test_a_workspace_that_is_paused_is_not_asked_about_again(stand: Stand) -> None:
    stand.api.answers["auth.test"] = {"ok": False, "error": "account_inactive"}
    for number, event in enumerate((*REMOVED, *REMOVED)):
        await happened(stand, event, f"Ev{number}")
    assert len(stand.api.made("auth.test")) == 1
