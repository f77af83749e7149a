"""Killed again and again in the middle of the whole story, Accord ends up where it does when nobody kills it."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pytest
from aiohttp import ClientSession, CookieJar

from tests.faults.hands import Hands
from tests.faults.seen import Left, begin_at, left_by
from tests.faults.server import ROOT, Death, Server
from tests.faults.story import START, three_weeks
from tests.postgres import Postgres
from tests.tables import lay_tables

SAVED, SHOWN, NOTED = "INSERT INTO inbox", "INSERT INTO web_message", "INSERT INTO posted"


def before(*touches: str) -> Death:
    """Just before this transaction is committed: nothing of it has happened."""
    return Death(touches)


def after(*touches: str, nth: int = 1) -> Death:
    """Just after it is committed: nobody has been told."""
    return Death(touches, nth, after=True)


DEATHS = (
    after("LoadProject"),
    after("INSERT INTO lane"),  # the kick-off is on its way: begun, not shown
    before(SAVED, "hanna/form/1"),
    before(NOTED, "quality/thanks"),  # it is on the screen, and Accord does not know
    after(SHOWN, "maria/say/1"),  # what she typed is kept, and not yet taken as an answer
    after(SAVED, "TakeStance"),
    after("clock.offset", nth=3),  # in the middle of a skip: the clock has moved, nothing has happened yet
    after("ChaseDue"),
    after(SHOWN, "finance/nudge/2"),  # the one that must never come twice
    after("DigestDue"),
    after("GoOnWithout"),
    after(SHOWN, "summary/contradictions"),
    after("INSERT INTO escalation"),
    after("INSERT INTO decision"),
)
KILLS = {
    "maria/press/3": 0.01,
    "ewa/skip/6": 0.02,
    "adam/press/2": 0.015,
    "anita/form/2": 0.012,
}
"""Seconds after a request was sent, for a database that no hook of ours can be put into."""


async def lived(database: str, deaths: Sequence[Death] = (), kills: Mapping[str, float] = MappingProxyType({})) -> Left:
    """The story on a new database, and what it has left behind."""
    await asyncio.to_thread(lay_tables, database)
    await asyncio.to_thread(begin_at, database, START)
    server = Server(database, deaths)
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        hands = Hands(server, session, kills)
        try:
            await server.running()
            await three_weeks(hands)
            left = await left_by(hands, database)
            await server.stop()
        finally:
            server.kill()
    assert not server.deaths_to_come
    assert server.lives == 1 + len(deaths) + len(kills)
    return left


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Left:
    """What the story leaves behind when nobody kills anything."""
    return asyncio.run(lived(f"sqlite:///{tmp_path_factory.mktemp('story') / 'accord.db'}"))


@pytest.mark.timeout(300)
async def test_dying_at_fourteen_commits_loses_and_doubles_nothing(tmp_path: Path, undisturbed: Left) -> None:
    database = f"sqlite:///{tmp_path / 'accord.db'}"
    same(await lived(database, DEATHS), undisturbed)
    await verified(database)


@pytest.mark.timeout(300)
async def test_on_postgresql_being_killed_loses_and_doubles_nothing(postgres: Postgres, undisturbed: Left) -> None:
    with postgres.database_with_tables() as database:
        same(await lived(database, kills=KILLS), undisturbed)
        await verified(database)


def same(killed: Left, undisturbed: Left) -> None:
    """Compares screen by screen, so that a failure says where it is."""
    assert killed.chats.keys() == undisturbed.chats.keys()
    for room, lines in undisturbed.chats.items():
        keys = [key for key, _, _ in killed.chats[room]]
        assert len(keys) == len(set(keys)), f"twice on the screen of {room}"
        assert killed.chats[room] == lines, f"another screen: {room}"
    assert killed.records == undisturbed.records
    assert killed.changes == undisturbed.changes


async def verified(database: str) -> None:
    """`audit verify` finds the chain whole."""
    command = (sys.executable, "-m", "bot", "audit", "verify")
    environment = {**os.environ, "ACCORD_DATABASE": database}
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdout=PIPE)
    said, _ = await process.communicate()
    assert process.returncode == 0
    assert b"The audit is whole" in said
