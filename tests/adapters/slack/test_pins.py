"""Pinned messages in Slack: once, through every failure, and never at the cost of the message."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.platform import Gone, Outgoing, Throttled, Unfinished, Unreachable
from adapters.slack.pins import TRIED_FOR, unpinned
from tests.adapters.slack.office import TO_MARIA, Office, card, office
from tests.adapters.slack.scripted import Fault, no

HERE = "C0LINE/1801468800.000100"


@pytest.fixture
async def at() -> AsyncIterator[Office]:
    async with office() as made:
        yield made


def charter(post: Outgoing | None = None) -> Outgoing:
    post = post or card()
    return replace(post, message=replace(post.message, pinned=True))


def pins(at: Office) -> list[tuple[str, str]]:
    """Where Slack was asked to pin, each time."""
    return [(call.arguments["channel"], call.arguments["timestamp"]) for call in at.desk.slack.made("pins.add")]


async def refused(at: Office) -> frozenset[str]:
    (installation,) = at.desk.installations.known.values()
    return await unpinned(at.parts.web.waits, installation, at.desk.clock.now())


async def test_what_asks_for_it_is_pinned_where_it_is_shown(at: Office) -> None:
    assert await at.platform.send(charter()) == HERE
    assert pins(at) == [("C0LINE", "1801468800.000100")]


async def test_nothing_else_is_and_nothing_in_direct_messages(at: Office) -> None:
    await at.platform.send(card())
    await at.platform.send(charter(card(TO_MARIA)))
    assert pins(at) == []


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=429, headers={"Retry-After": "1"}),
        Fault(status=500),
        Fault(reset=True),
        Fault(applied=True, reset=True),
    ],
)
async def test_a_pin_that_is_not_sure_is_put_again_and_the_message_is_not_sent_again(at: Office, fault: Fault) -> None:
    at.desk.slack.script["pins.add"] = [fault]
    with pytest.raises(Unfinished):
        await at.platform.send(charter())
    at.desk.clock.pass_(timedelta(seconds=2))
    assert await at.restarted().look_up(charter()) == HERE, "delivery looks before it sends again"
    assert len(pins(at)) == 2
    assert at.shown("C0LINE") == ["Maria decides: Maria Nowak"]


async def test_a_process_that_dies_before_it_pins_leaves_that_to_the_next(at: Office) -> None:
    await at.platform.send(card())  # it was sent, and then the process was killed
    assert await at.restarted().look_up(charter()) == HERE
    assert pins(at) == [("C0LINE", "1801468800.000100")]


async def test_what_is_pinned_already_is_well(at: Office) -> None:
    at.desk.slack.script["pins.add"] = [no("already_pinned")]
    assert await at.platform.send(charter()) == HERE
    assert await refused(at) == frozenset()


@pytest.mark.parametrize("code", ["missing_scope", "permission_denied", "not_pinnable", "brand_new_code"])
async def test_where_slack_refuses_the_message_counts_as_shown_and_the_refusal_is_known(at: Office, code: str) -> None:
    at.desk.slack.script["pins.add"] = [no(code)]
    assert await at.platform.send(charter()) == HERE
    assert await refused(at) == {"C0LINE"}


async def test_each_change_tries_again_and_then_nothing_is_refused_any_more(at: Office) -> None:
    at.desk.slack.script["pins.add"] = [no("permission_denied")]
    await at.platform.send(charter())
    at.desk.clock.pass_(timedelta(minutes=1))
    assert await at.platform.update(HERE, charter(card(words="Version 2"))) == HERE
    assert await refused(at) == frozenset()
    at.desk.clock.pass_(timedelta(minutes=1))
    at.desk.slack.script["pins.add"] = [no("permission_denied")]
    await at.platform.update(HERE, charter(card(words="Version 3")))
    assert await refused(at) == {"C0LINE"}


async def test_a_change_is_never_held_up_by_its_pin(at: Office) -> None:
    at.desk.slack.script["pins.add"] = [Fault(status=500)]
    assert await at.platform.update(HERE, charter()) == HERE


async def test_nothing_waits_for_a_pin_for_ever(at: Office) -> None:
    at.desk.slack.script["pins.add"] = [Fault(status=500)] * 3
    with pytest.raises(Unfinished):
        await at.platform.send(charter())
    with pytest.raises(Unreachable):
        await at.platform.look_up(charter())
    at.desk.clock.pass_(TRIED_FOR + timedelta(minutes=1))
    assert await at.platform.look_up(charter()) == HERE


async def test_the_pin_of_a_message_that_is_late_is_tried_as_long_as_any_other(at: Office) -> None:
    late = charter(replace(card(), since=at.desk.clock.now() - timedelta(hours=9), late=True))
    at.desk.slack.script["pins.add"] = [Fault(status=500)]
    with pytest.raises(Unfinished):
        await at.platform.send(late)
    at.desk.clock.pass_(timedelta(seconds=2))
    assert await at.platform.look_up(late) == HERE
    assert len(pins(at)) == 2


async def test_a_look_waits_as_long_as_slack_asks(at: Office) -> None:
    await at.platform.send(card())
    at.desk.slack.script["pins.add"] = [Fault(status=429, headers={"Retry-After": "30"})]
    with pytest.raises(Throttled):
        await at.platform.look_up(charter())


async def test_a_message_that_cannot_be_changed_any_more_is_unpinned_before_another_takes_its_place(at: Office) -> None:
    at.desk.slack.script["chat.update"] = [no("edit_window_closed")]
    with pytest.raises(Gone):
        await at.platform.update(HERE, charter())
    (call,) = at.desk.slack.made("pins.remove")
    assert (call.arguments["channel"], call.arguments["timestamp"]) == ("C0LINE", "1801468800.000100")
