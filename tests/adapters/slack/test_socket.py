"""Socket Mode: the same road as over HTTP, two connections, and a watchdog that makes new ones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from adapters.slack.ports import Account
from adapters.slack.socket import Pace, Sockets, key_of
from flows.messages import Message
from tests.adapters.slack import payloads
from tests.adapters.slack.inbound_stand import UNHURRIED, Note, Stand, Take, standing
from tests.slack.fake.slack import FakeSlack

VALUE = '{"do":"Take","number":1}'
QUICK, CALM = Pace(ping=0.1, look=0.02, dead=0.4), Pace(ping=0.1, look=0.02, dead=30)
"""A connection on which nothing is heard is given up soon; and not where a busy machine may say nothing for a while."""


@asynccontextmanager
async def connected(pace: Pace = CALM, sockets: int = 2) -> AsyncIterator[tuple[Stand, FakeSlack, Sockets]]:
    """A stand whose requests come over sockets of a fake Slack."""
    fake = FakeSlack()
    fake.sockets.patience = UNHURRIED
    await fake.start()
    async with standing() as stand:
        parts = replace(stand.slack.parts, app_token=fake.app_token, base_url=f"{fake.url}/api/")
        running = Sockets(parts, stand.slack.receive, pace)
        running.start()
        try:
            await until(lambda: len(fake.sockets.connections) >= sockets)
            yield stand, fake, running
        finally:
            await running.close()
            await fake.stop()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.02)


async def test_two_connections_take_what_comes_once_it_is_done() -> None:
    async with connected() as (stand, fake, running):
        stand.engine.says[Note] = lambda _: Message("Here you are.")
        await until(lambda: running.problems() == [])
        told = await fake.sockets.carry("slash_commands", dict(payloads.command("/align", "status")))
        assert (told.ok, told.json["text"]) == (True, "Here you are.")
        pressed = await fake.sockets.carry("interactive", dict(payloads.press(VALUE)))
        assert (pressed.ok, pressed.body) == (True, "")
        assert stand.engine.commands == [Note("/align status", "line-3"), Take(1)]


async def test_what_was_not_done_is_not_acknowledged_and_its_retry_is_taken() -> None:
    async with connected() as (stand, fake, _):
        payload = dict(payloads.said("hello"))
        stand.engine.down = True
        waiting = asyncio.create_task(fake.sockets.carry("events_api", payload))
        await until(lambda: stand.engine.runs == 1)
        stand.engine.down = False
        assert (await fake.sockets.carry("events_api", payload, (1, "timeout"))).ok
        assert (await fake.sockets.carry("events_api", payload, (2, "timeout"))).ok
        assert stand.engine.commands == [Note("hello")]
        waiting.cancel()


async def test_what_slack_never_sends_is_left_alone() -> None:
    async with connected() as (stand, fake, _):
        waiting = asyncio.create_task(fake.sockets.carry("events_api", {"type": "event_callback", "event": []}))
        assert (await fake.sockets.carry("interactive", dict(payloads.press(VALUE)))).ok
        assert not waiting.done()
        waiting.cancel()
        assert stand.engine.commands == [Take(1)]


async def test_connections_that_slack_is_about_to_close_are_made_anew() -> None:
    async with connected() as (stand, fake, running):
        await fake.sockets.refresh()
        await until(lambda: fake.sockets.opened >= 4 and len(fake.sockets.connections) == 2)
        assert (await fake.sockets.carry("interactive", dict(payloads.press(VALUE)))).ok
        await until(lambda: running.problems() == [])
        assert stand.engine.commands == [Take(1)]


async def test_connections_that_break_come_back() -> None:
    async with connected() as (stand, fake, _):
        await fake.sockets.cut()
        await until(lambda: fake.sockets.opened >= 4 and len(fake.sockets.connections) == 2)
        assert (await fake.sockets.carry("interactive", dict(payloads.press(VALUE)))).ok
        assert stand.engine.commands == [Take(1)]


async def test_a_client_that_does_not_recover_is_thrown_away_for_a_new_one() -> None:
    async with connected(QUICK) as (_, fake, running):
        fake.sockets.switched_off = True
        await fake.sockets.cut()
        await until(lambda: bool(running.problems()))
        await until(lambda: running.given_up > 0)
        fake.sockets.switched_off = False
        await until(lambda: len(fake.sockets.connections) == 2 and not running.problems())


async def test_a_wrong_app_token_is_a_problem_in_words() -> None:
    async with standing() as stand:
        parts = replace(stand.slack.parts, app_token="xapp-canary-wrong")
        running = Sockets(parts, stand.slack.receive, QUICK)
        running.start()
        await asyncio.sleep(0.3)
        assert running.problems() == ["Slack is not connected: Socket Mode has no connection that works."]
        await running.close()


async def test_what_has_come_in_is_acknowledged_before_the_end() -> None:
    async with connected() as (stand, fake, running):
        stand.engine.delay = 0.5
        waiting = asyncio.create_task(fake.sockets.carry("interactive", dict(payloads.press(VALUE))))
        await until(lambda: stand.engine.runs == 1)
        await running.close()
        assert (await waiting).ok
        assert stand.engine.commands == [Take(1)]


async def test_a_person_of_another_workspace_is_nobody_over_a_socket_either() -> None:
    async with connected() as (stand, fake, _):
        stand.accounts.known["acme", "U6"] = Account("U6", "Eve", active=False)
        assert (await fake.sockets.carry("interactive", dict(payloads.press(VALUE, user="U6")))).ok
        assert (await fake.sockets.carry("interactive", {**payloads.press(VALUE), "team": {"id": "T9"}})).ok
        assert stand.engine.runs == 0


@pytest.mark.parametrize("again", [{"b": 1, "a": [2]}, {"a": [2], "b": 1}])
def test_a_repeat_has_the_same_key(again: dict[str, int | list[int]]) -> None:
    assert key_of({"a": [2], "b": 1}) == key_of(again)
    assert key_of({"a": [2], "b": 2}) != key_of(again)
