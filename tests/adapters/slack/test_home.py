"""The Home tab follows what its owner does, while it is likely on their screen."""

from __future__ import annotations

import asyncio

from adapters.slack.shapes import Sent
from flows.commands import Command
from flows.effects import Outcome
from flows.messages import Message
from tests.adapters.slack import payloads
from tests.adapters.slack.inbound_stand import Look, Note, Stand

TAKE = '{"do":"Take","number":1}'


def opened(user: str = "U1", tab: str = "home", shown: str = "", event_id: str = "Ev1") -> Sent:
    view: Sent = {"view": {"id": "V9", "hash": shown}} if shown else {}
    return payloads.event({"type": "app_home_opened", "user": user, "tab": tab, "channel": "D1", **view}, event_id)


def waiting(stand: Stand) -> None:
    """What waits changes with every press."""

    def says(_: Command) -> Outcome:
        return Message(f"{3 - len(stand.engine.done)} decisions wait for you.")

    stand.engine.says[Look] = says


async def test_opening_it_shows_what_waits(stand: Stand) -> None:
    waiting(stand)
    await stand.post(opened())
    await stand.settled()
    (published,) = stand.api.made("views.publish")
    assert published["user_id"] == "U1"
    assert "3 decisions wait for you." in str(published["view"])
    assert "hash" not in published


async def test_what_was_there_is_replaced_only_as_it_was(stand: Stand) -> None:
    waiting(stand)
    await stand.post(opened(shown="h1"))
    await stand.settled()
    assert [each["hash"] for each in stand.api.made("views.publish")] == ["h1"]


async def test_another_tab_is_left_alone(stand: Stand) -> None:
    await stand.post(opened(tab="messages"))
    await stand.settled()
    assert stand.api.calls == []
    assert stand.engine.runs == 0


async def test_it_follows_the_persons_own_presses_once_for_several(stand: Stand) -> None:
    waiting(stand)
    await stand.post(opened())
    await stand.settled()
    for _ in range(3):
        await stand.post(payloads.press(TAKE))
    await stand.settled()
    assert len(stand.api.made("views.publish")) == 2


async def test_nobody_elses_home_is_published(stand: Stand) -> None:
    waiting(stand)
    await stand.post(opened())
    await stand.settled()
    await stand.post(payloads.press(TAKE, user="U2"))
    await stand.settled()
    assert len(stand.api.made("views.publish")) == 1


async def test_a_home_does_not_wait_for_a_slack_that_takes_nothing(stand: Stand) -> None:
    waiting(stand)
    stand.api.statuses["views.publish"] = 429
    await stand.post(opened())
    async with asyncio.timeout(20):
        await stand.settled()
    assert len(stand.api.made("views.publish")) == 1


async def test_a_home_that_slack_does_not_take_harms_nobody(stand: Stand) -> None:
    waiting(stand)
    stand.api.answers["views.publish"] = {"ok": False, "error": "not_enabled"}
    assert (await stand.post(opened())).status == 200
    await stand.settled()
    stand.engine.says[Note] = lambda _: Message("Still here.")
    assert (await stand.post(payloads.command("/align", "x"))).json["text"] == "Still here."
