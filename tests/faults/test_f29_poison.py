"""F29: poison in every field of every command, through the real door: no fault, and everybody else goes on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from time import monotonic

import pytest
from aiohttp import ClientSession

from bot.attempts import FAILURES
from bot.commands import FROM_PEOPLE
from flows.commands import FormCommand
from flows.messages import ToPerson
from flows.plain import Plain
from tests.faults.recording import kept_records
from tests.faults.report import QUIET
from tests.storage.clerk import post, raw_sql
from tests.stories.chat import Chat, running
from tests.stories.plant import PROJECT, load
from tests.stories.post_office import Office, office
from tests.stories.rights import CASES

__all__ = ["office"]

PLACE = '"\N{BLACK SQUARE}"'
POISON = {
    "NUL": '"a\\u0000b"',
    "half of a pair": '"a\\ud800b"',
    "30 digits": "9" * 30,
    "5,000 digits": "9" * 5_000,
    "not a number": "NaN",
    "endless": "-Infinity",
    "1e999": "1e999",
    "deep": "[" * 200_000 + "]" * 200_000,
    "deeper by names": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "long": f'"{"x" * 1_000_000}"',
}
HEAVY = ("deep", "deeper by names", "long")
"""Tried in one field of each command: what they break, if anything, is the reading of the whole."""
SWIFT = [20.0, pytest.param(2.0, marks=QUIET)]
"""Seconds in which everybody else is answered: on a machine however busy, and on a quiet one."""


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Chat]:
    async with running(f"sqlite:///{tmp_path / 'accord.db'}") as chat:
        await load(chat, PROJECT)
        yield chat


def poisoned(plain: Plain) -> Iterator[str]:
    """The JSON of the same with one value, at any depth, left out as PLACE."""
    yield PLACE
    if isinstance(plain, Mapping):
        for key, value in plain.items():
            for inner in poisoned(value):
                rest = {other: kept for other, kept in plain.items() if other != key}
                yield f"{{{json.dumps(key)}:{inner},{json.dumps(rest)[1:]}".replace(",}", "}")
    elif isinstance(plain, list):
        for at, value in enumerate(plain):
            for inner in poisoned(value):
                around = [json.dumps(each) for each in plain]
                yield f"[{','.join([*around[:at], inner, *around[at + 1 :]])}]"


def held(bot: Chat) -> Iterator[tuple[str, str, str]]:
    """(road, name, JSON of a command with one place left out) for every field of every command on the wire."""
    assert set(CASES) == set(FROM_PEOPLE)
    for kind, case in CASES.items():
        road = "form" if issubclass(kind, FormCommand) else "press"
        for text in poisoned(json.loads(bot.encode(case.make(case.at)))):
            yield road, kind.__name__, text


async def send(bot: Chat, session: ClientSession, road: str, body: bytes) -> int:
    """One request as the page would make it."""
    headers = {"Origin": bot.url, "Content-Type": "application/json"}
    cookies = {"accord_person": "maria"}
    async with session.post(f"{bot.url}/local/{road}", data=body, headers=headers, cookies=cookies) as response:
        await response.read()
        return response.status


def body_of(number: int, command: str) -> bytes:
    """The request around a command; the id of the event is right, so that it is the command that is looked at."""
    return json.dumps({"as": "maria", "event_id": f"poison-{number}", "command": command, "values": {}}).encode()


@pytest.mark.timeout(180)
@pytest.mark.parametrize("swift", SWIFT)
async def test_f29_no_field_of_any_command_takes_poison_or_breaks_by_it(swift: float, bot: Chat) -> None:
    before, statuses, slowest, number = await kept_records(bot.app), set(), 0.0, 0
    async with ClientSession() as session:
        for place, (road, name, text) in enumerate(held(bot)):
            for what, poison in POISON.items():
                if what in HEAVY and place % 40:
                    continue
                number += 1
                status = await send(bot, session, road, body_of(number, text.replace(PLACE, poison)))
                assert status < 500, (name, what, text[:200])
                statuses.add(status)
            begun = monotonic()
            if place % 50 == 0:
                assert await bot.say("ben", "/align")
            slowest = max(slowest, monotonic() - begun)
    assert {200, 400} <= statuses <= {200, 400, 413}
    assert slowest <= swift, f"somebody waited {slowest} s"
    after = await kept_records(bot.app)
    assert {name for name, body in after.items() if before.get(name) != body} <= {"person maria", "setup maria"}


@pytest.mark.timeout(180)
async def test_f29_poison_around_the_command_is_refused(bot: Chat) -> None:
    plain = {"as": "maria", "event_id": "one", "text": "hello", "channel": None, "command": '{"do":"OpenHome"}'}
    async with ClientSession() as session:
        for text in poisoned(plain):
            for what, poison in POISON.items():
                for road in ("press", "say", "form", "read"):
                    status = await send(bot, session, road, text.replace(PLACE, poison).encode())
                    assert status in (200, 400, 403, 413), (what, road, text[:100])


async def test_f29_a_post_that_nobody_can_read_is_set_aside_and_the_others_arrive(office: Office) -> None:
    await office.clerk.posts(post("bad", "spoilt"), post("good", "to another", ToPerson("jan")))
    spoilt = "UPDATE outbox SET message = ? WHERE key = 'bad'"
    await asyncio.to_thread(raw_sql, office.url, spoilt, ['{"is":"Message","summary":' + "[" * 5_000])
    await office.delivers()
    assert office.chat.said == ["to another"]
    for _ in range(FAILURES - 1):
        assert ("bad", "set aside") not in await office.log()
        await office.later()
    assert ("bad", "set aside") in await office.log()
    tried = len(await office.log())
    await office.clerk.posts(post("next", "and the next"))
    await office.later()
    assert office.chat.said == ["to another", "and the next"]
    assert len(await office.log()) == tried, "what is set aside is not tried again"
    assert FAILURES <= 5
