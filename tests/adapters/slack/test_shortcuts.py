"""Shortcuts: a message becomes an escalation or a decision with its words, its author and its address."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.slack.app import Parts, Slack
from adapters.slack.asked import Shortcut
from adapters.slack.inbound import parse
from adapters.slack.seats import Seat, Seats
from adapters.slack.shapes import Sent
from adapters.slack.shortcuts import Shortcuts
from flows.commands import Actor, Command
from flows.decisions.commands import OpenRecordDecision
from flows.effects import Outcome
from flows.errors import Invalid
from flows.escalations.commands import OpenEscalate
from flows.forms import Form, TextField
from flows.messages import Message
from tests.adapters.slack import payloads
from tests.adapters.slack.inbound_ports import ACME
from tests.adapters.slack.inbound_stand import Fill, Look, Stand

AT = "1700000000.000100"
LINK = "https://acme.slack.com/archives/C1/p1700000000000100"


async def meant(stand: Stand, payload: Sent) -> Command:
    """The command of a shortcut that Ana used."""
    parts: Parts = stand.slack.parts
    asked = parse(payload, "key")
    assert isinstance(asked, Shortcut)
    ana = stand.accounts.known["acme", "U1"]
    return await Shortcuts(parts, Seats(parts)).command(Seat(ACME, ana, Actor("acme", "ana", "slack")), asked)


async def test_a_message_becomes_an_escalation(stand: Stand) -> None:
    payload = payloads.shortcut("escalate_this", "<@U2>: forks &amp; pallets, <!here>", AT)
    assert await meant(stand, payload) == OpenEscalate("line-3", "Ben: forks & pallets, @here", link=LINK, author="ben")


async def test_a_message_becomes_a_decision_with_when_it_was_said(stand: Stand) -> None:
    said_at = datetime.fromtimestamp(1700000000, UTC)
    assert await meant(stand, payloads.shortcut("record_decision", "We keep PLC 3.", AT)) == OpenRecordDecision(
        "line-3", "We keep PLC 3.", LINK, "ben", said_at
    )


@pytest.mark.parametrize(
    ("message", "author"),
    [({"user": "U9"}, ""), ({"user": None, "username": "Jenkins"}, "Jenkins"), ({"user": "U4"}, "Rob")],
)
async def test_an_author_without_a_person_is_just_a_name(stand: Stand, message: Sent, author: str) -> None:
    payload = payloads.shortcut("escalate_this", "x", AT)
    inner = payload["message"]
    assert isinstance(inner, dict)
    command = await meant(stand, {**payload, "message": {**inner, **message}})
    assert isinstance(command, OpenEscalate)
    assert command.author == author


async def test_a_reply_in_a_thread_keeps_its_thread(stand: Stand) -> None:
    payload = payloads.shortcut("escalate_this", "x", AT)
    inner = payload["message"]
    assert isinstance(inner, dict)
    command = await meant(stand, {**payload, "message": {**inner, "thread_ts": "1699999999.000001"}})
    assert isinstance(command, OpenEscalate)
    assert command.link == f"{LINK}?thread_ts=1699999999.000001&cid=C1"


@pytest.mark.parametrize("domain", ["evil.example/", "", "a b", "acme.slack.com"])
async def test_an_address_is_made_only_of_a_real_domain(stand: Stand, domain: str) -> None:
    payload = payloads.shortcut("escalate_this", "x", AT, team={"id": "T1", "domain": domain})
    command = await meant(stand, payload)
    assert isinstance(command, OpenEscalate)
    assert command.link == ""


@pytest.mark.parametrize("callback", ["nonsense", "escalate"])
async def test_an_unknown_shortcut_is_refused_in_words(stand: Stand, callback: str) -> None:
    with pytest.raises(Invalid):
        await meant(stand, payloads.shortcut(callback))
    await stand.post(payloads.shortcut(callback))
    await stand.settled()
    assert "does not know this shortcut" in str(stand.api.made("views.open"))


HOME: Sent = {
    "type": "shortcut", "callback_id": "accord_home", "trigger_id": "t7", "user": payloads.USER, "team": payloads.TEAM
}  # fmt: skip


async def test_the_shortcut_of_everywhere_shows_what_waits_in_a_modal(stand: Stand) -> None:
    stand.engine.says[Look] = lambda _: Message("Two things wait.")
    assert (await stand.post(HOME)).text == ""
    await stand.settled()
    (opened,) = stand.api.made("views.open")
    assert opened["trigger_id"] == "t7"
    assert "Two things wait." in str(opened["view"])


async def test_a_modal_that_cannot_be_opened_is_a_direct_message(stand: Stand) -> None:
    def form(_: Command) -> Outcome:
        return Form("Escalate", Fill(), (TextField("why", "Why"),))

    stand.engine.says[OpenEscalate] = form
    stand.engine.says[Look] = lambda _: Message("Two things wait.")
    stand.api.answers["views.open"] = {"ok": False, "error": "expired_trigger_id"}
    await stand.post(HOME)
    await stand.settled()
    (posted,) = stand.api.made("chat.postMessage")
    assert (posted["channel"], posted["text"]) == ("U1", "Two things wait.")


async def test_the_home_command_is_the_grammars(stand: Stand) -> None:
    slack: Slack = stand.slack
    assert await meant(stand, HOME) == slack.parts.grammar.home
