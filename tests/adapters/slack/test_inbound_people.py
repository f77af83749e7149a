"""Who asks in Slack: exactly who Slack says, in exactly that workspace, or nobody."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.slack.client import Arguments, Web
from adapters.slack.ports import Account, Installation, Workspace
from adapters.slack.seats import UNHEARD_FOR, Seats
from adapters.slack.shapes import Sent
from flows.commands import Actor
from tests.adapters.slack import payloads
from tests.adapters.slack.inbound_ports import ACME, MemoryWaits
from tests.adapters.slack.inbound_stand import Stand, Take

VALUE = '{"do":"Take","number":1}'
NOBODIES: tuple[tuple[str, Sent], ...] = (
    ("another workspace", {"team": {"id": "T9", "domain": "evil"}}),
    ("another enterprise", {"enterprise": {"id": "E9", "name": "evil"}}),
    ("a bot", {"user": {"id": "U4"}}),
    ("a closed account", {"user": {"id": "U5"}}),
    ("accord itself", {"user": {"id": "UBOT"}}),
)


@pytest.mark.parametrize(("who", "change"), NOBODIES, ids=[who for who, _ in NOBODIES])
async def test_nobody_who_may_not_ask_changes_anything(stand: Stand, who: str, change: Sent) -> None:
    answer = await stand.post({**payloads.press(VALUE), **change})
    assert (answer.status, answer.text, stand.engine.runs) == (200, "", 0), who


async def test_a_paused_workspace_is_told_and_its_events_are_taken_quietly(stand: Stand) -> None:
    await stand.installations.pause(ACME, "removed")
    for payload in (payloads.said("hello"), payloads.event(payloads.MENTION)):
        assert (await stand.post(payload)).text == ""
    told = await stand.post(payloads.command("/align", "status"))
    assert "disconnected" in str(told.json["text"])
    assert stand.engine.runs == 0
    assert stand.api.calls == []


async def test_two_workspaces_never_meet(stand: Stand) -> None:
    stand.installations.known[Workspace("E2", "T2")] = Installation(
        "beta", Workspace("E2", "T2"), "Beta", "x", "B", "U0"
    )
    stand.accounts.known["beta", "U1"] = Account("U1", "Other Ana", person_id="other")
    await stand.post(payloads.press(VALUE, team={"id": "T2"}, enterprise={"id": "E2"}))
    await stand.post(payloads.press(VALUE, team={"id": "T2"}))  # the same team without its enterprise is another one
    assert stand.engine.done == [(Actor("beta", "other", "slack"), Take(1))]


async def test_guests_and_strangers_are_marked_as_from_outside(stand: Stand) -> None:
    await stand.post(payloads.press(VALUE, user="U3"))
    assert stand.engine.done == [(Actor("acme", "gil", "slack", outside=True), Take(1))]


async def test_an_account_that_was_never_heard_of_is_asked_of_slack_once(stand: Stand) -> None:
    stand.api.answers["users.info"] = {"user": {"id": "U7", "real_name": "Ida", "team_id": "T1", "profile": {}}}
    for _ in range(2):
        await stand.post(payloads.press(VALUE, user="U7"))
    assert len(stand.api.made("users.info")) == 1
    assert [actor.person_id for actor, _ in stand.engine.done] == ["person-U7"] * 2


async def test_an_answer_about_somebody_else_is_none(stand: Stand) -> None:
    stand.api.answers["users.info"] = {"user": {"id": "U1", "real_name": "Ana", "team_id": "T1", "profile": {}}}
    assert (await stand.post(payloads.said("hello", user="U7"))).status == 503
    assert stand.engine.runs == 0


async def test_whose_account_was_opened_again_unheard_is_answered(stand: Stand) -> None:
    zoe: Sent = {"id": "U5", "team_id": "T1", "real_name": "Zoe", "deleted": False, "profile": {}}
    stand.api.answers["users.info"] = {"user": zoe}
    answer = await stand.post({**payloads.press(VALUE), "user": {"id": "U5", "team_id": "T1"}})
    assert (answer.status, stand.engine.runs) == (200, 1)
    assert stand.accounts.known["acme", "U5"].active


async def test_a_closed_account_that_goes_on_asking_is_looked_at_once(stand: Stand) -> None:
    zoe: Sent = {"id": "U5", "team_id": "T1", "real_name": "Zoe", "deleted": True, "profile": {}}
    stand.api.answers["users.info"] = {"user": zoe}
    for number in range(5):
        await stand.post({**payloads.press(VALUE), "user": {"id": "U5", "team_id": "T1"}, "trigger_id": f"1.{number}"})
    assert (len(stand.api.made("users.info")), stand.engine.runs) == (1, 0)
    opened = {**zoe, "deleted": False}
    await stand.post(payloads.event({"type": "user_change", "user": opened, "event_ts": "1.1"}))
    await stand.post({**payloads.press(VALUE), "user": {"id": "U5", "team_id": "T1"}, "trigger_id": "1.9"})
    assert stand.engine.runs == 1


async def test_who_was_opened_again_while_slack_did_not_answer_is_asked_for_again_soon(stand: Stand) -> None:
    zoe: Sent = {"id": "U5", "team_id": "T1", "real_name": "Zoe", "deleted": False, "profile": {}}
    stand.api.answers["users.info"] = {"user": zoe}
    parts, at = stand.slack.parts, [datetime(2026, 11, 23, 9, tzinfo=UTC)]
    seats = Seats(replace(parts, now=lambda: at[0]))
    stand.api.statuses["users.info"] = 500
    assert not (await seats.account(ACME, "U5")).active
    stand.api.statuses.clear()
    assert not (await seats.account(ACME, "U5")).active, "Slack is not asked each time while it does not answer"
    at[0] += UNHEARD_FOR
    assert (await seats.account(ACME, "U5")).active
    assert len(stand.api.made("users.info")) == 2


async def test_when_slack_does_not_say_who_it_is_events_come_again_and_people_are_told(stand: Stand) -> None:
    stand.api.statuses["users.info"] = 500
    assert (await stand.post(payloads.said("hello", user="U7"))).status == 503
    answer = await stand.post(payloads.press(VALUE, user="U7", response_url=stand.hook()))
    await stand.settled()
    assert answer.status == 200
    assert "who you are" in str(stand.api.made("response_url")[0]["text"])
    assert stand.engine.runs == 0


async def test_several_accounts_that_were_never_heard_of_are_asked_for_at_once(stand: Stand) -> None:
    both = asyncio.Barrier(2)

    class Meeting(Web):
        """Answers when it was asked for both."""

        async def call(
            self,
            installation: Installation,
            method: str,
            arguments: Arguments,
            *,
            patience: float = 0.0,
            first: bool = False,
        ) -> Arguments:
            del installation, method, patience, first
            await both.wait()
            return {"user": {"id": arguments["user"], "real_name": "Ida", "team_id": "T1", "profile": {}}}

    parts = stand.slack.parts
    web = Meeting(parts.installations, MemoryWaits(), parts.now)
    async with asyncio.timeout(20):
        found = await Seats(replace(parts, web=web)).person_ids(ACME, ("U7", "U8"))
    assert found == {"U7": "person-U7", "U8": "person-U8"}
