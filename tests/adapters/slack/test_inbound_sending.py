"""Answers go to Slack's own addresses only, wait when Slack says so, and are not sent twice when nobody knows."""

from __future__ import annotations

import asyncio

import pytest

from adapters.errands import MOST, Errands
from adapters.slack.sending import HOOKS, Call, Respond, Sender
from flows.messages import Message
from tests.adapters.slack import payloads
from tests.adapters.slack.inbound_ports import ACME
from tests.adapters.slack.inbound_stand import Stand, Take

VALUE = '{"do":"Take","number":1}'
ELSEWHERE = (
    "https://hooks.slack.com.evil.example/x",
    "https://hooks.slack.com:444/x",
    "https://evil.example/hooks.slack.com",
    "https://x@hooks.slack.com/x",
    "https://hooks.slack.com\\@evil.example/",
    "https://hooks.slack.com\t.evil.example/",
    "http://hooks.slack.com/x",
    "//hooks.slack.com/x",
    "file:///etc/passwd",
    "https://[",
    "",
)


@pytest.mark.parametrize("url", ELSEWHERE)
def test_no_other_address_is_slacks(stand: Stand, url: str) -> None:
    assert not Sender(stand.slack.parts.web, HOOKS).takes(url)


def test_slacks_own_address_is_taken(stand: Stand) -> None:
    assert Sender(stand.slack.parts.web, HOOKS).takes("https://hooks.slack.com/actions/T1/1/x")


async def test_an_address_beside_slacks_is_never_called(stand: Stand) -> None:
    stand.engine.says[Take] = lambda _: Message("It is yours.")
    for url in (stand.hook().replace("127.0.0.1", "localhost"), stand.hook().replace("//", "//x@")):
        await stand.post(payloads.press(VALUE, response_url=url))
    await stand.settled()
    assert stand.api.made("response_url") == []
    assert len(stand.api.made("chat.postMessage")) == 2


async def test_slack_leads_nobody_anywhere_else(stand: Stand) -> None:
    stand.api.statuses["response_url"] = 307
    await stand.slack.asking.sender.show(ACME, Respond(stand.hook(), {"text": "x"}))
    assert [called for called, _ in stand.api.calls] == ["response_url"]


async def test_what_may_have_been_shown_is_not_shown_again(stand: Stand) -> None:
    beside = Call("chat.postMessage", {"channel": "U1", "text": "x"})
    stand.api.statuses["response_url"] = 500
    await stand.slack.asking.sender.show(ACME, Respond(stand.hook(), {"text": "x"}, beside))
    assert [called for called, _ in stand.api.calls] == ["response_url"]


async def test_what_was_surely_not_shown_is_shown_beside(stand: Stand) -> None:
    beside = Call("chat.postMessage", {"channel": "U1", "text": "x"})
    stand.api.statuses["response_url"] = 410
    await stand.slack.asking.sender.show(ACME, Respond(stand.hook(), {"text": "x"}, beside))
    assert [called for called, _ in stand.api.calls] == ["response_url", "chat.postMessage"]


async def test_a_form_does_not_wait_for_a_slack_that_takes_nothing(stand: Stand) -> None:
    stand.api.statuses["views.open"] = 429
    instead = Respond(stand.hook(), {"text": "Open it here."})
    async with asyncio.timeout(20):
        await stand.slack.asking.sender.show(ACME, Call("views.open", {"trigger_id": "t", "view": {}}, instead))
    assert stand.api.made("response_url") == [{"text": "Open it here."}]


async def test_errands_are_finished_before_the_end_and_late_ones_are_broken_off() -> None:
    errands, done = Errands(), list[str]()

    async def errand(name: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        done.append(name)

    errands.begin("ana", errand("quick", 0.01))
    errands.begin("ana", errand("late", 60))
    async with asyncio.timeout(30):
        await errands.drain(0.2)
    assert done == ["quick"]


async def test_one_person_has_so_many_errands_and_no_more() -> None:
    errands, done = Errands(), list[str]()

    async def errand(name: str) -> None:
        await asyncio.sleep(0.01)
        done.append(name)

    for _ in range(MOST * 2):
        errands.begin("ana", errand("ana"))
    errands.begin("ben", errand("ben"))
    await errands.drain(5)
    assert (done.count("ana"), done.count("ben")) == (MOST, 1)
    errands.begin("ana", errand("again"))
    await errands.drain(5)
    assert done[-1] == "again"


async def test_an_errand_that_fails_harms_no_other() -> None:
    errands, done = Errands(), list[str]()

    async def fails() -> None:
        raise ValueError("nobody may read this")

    async def works() -> None:
        done.append("works")

    errands.begin("ana", fails())
    errands.begin("ana", works())
    await errands.drain(5)
    assert done == ["works"]
