"""A full disk and a locked database while Accord runs: told in a sentence, reading goes on, and nothing acknowledged
is lost when there is room again."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from aiohttp import ClientSession

from adapters.web.guard import UNAVAILABLE
from flows.errors import Unavailable
from flows.wire import Wire
from storage.connections import Connection
from storage.sqlite import SqliteConnection
from storage.store import Store
from storage.verifying import verify
from tests.stories.chat import Answered, Chat, running
from tests.stories.two_plants import two_plants

pytestmark = pytest.mark.web_only


async def on_writer(bot: Chat, statement: str) -> None:
    """Runs a statement on the connection that writes."""

    def work(connection: Connection) -> None:
        assert isinstance(connection, SqliteConnection)
        connection.raw.execute(statement)

    await bot.app.store.change(work)


async def say(bot: Chat, words: str, event_id: str) -> Answered:
    """Kim says something in the channel."""
    return await bot.send("kim", "say", {"text": words, "channel": "#line3"}, event_id)


async def ready(bot: Chat) -> tuple[int, str]:
    async with ClientSession() as session, session.get(f"{bot.url}/readyz") as response:
        return response.status, await response.text()


async def still_readable(bot: Chat) -> None:
    """Pages, lists and forms answer as ever."""
    assert "1 of 3 functions is in" in await bot.sees("adam", "line3")
    listed = await bot.send("kim", "say", {"text": "/align escalations", "channel": "#line3"})
    assert "2 decisions wait." in listed.text
    decide = await bot.find("maria", "Decide")
    assert (await bot.send("maria", "press", {"command": decide.command})).kind == "form"


async def test_a_full_disk_is_told_reading_goes_on_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "accord.db"
    async with running(f"sqlite:///{file}") as bot:
        await two_plants(bot, tmp_path)
        await on_writer(bot, "PRAGMA max_page_count = 1")  # as few as there are
        said = []
        for number in range(200):
            answer = await say(bot, f"line {number}: " + "x" * 7000, f"line-{number}")
            if answer.status != 200:
                break
            said.append(f"line {number}:")
        assert (answer.status, answer.kind, answer.text) == (503, "unavailable", UNAVAILABLE)
        await still_readable(bot)
        refused = await bot.fill("maria", {"choice": "a", "rationale": "It is safer. " + "x" * 900})
        assert (refused.status, refused.text) == (503, UNAVAILABLE)
        assert "The database takes no changes: database or disk is full." in (await ready(bot))[1]
        with sqlite3.connect(file) as other:
            assert other.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        other.close()

        await on_writer(bot, "PRAGMA max_page_count = 1000000")
        again = await say(bot, f"line {number}: and again", f"line-{number}")
        assert again.status == 200
        decided = await bot.fill("maria", {"choice": "a", "rationale": "It is safer."})
        assert decided.text.startswith("Recorded as D-2.")
        seen = await bot.sees("adam", "line3")
        assert [line for line in [*said, f"line {number}: and again"] if line not in seen] == []
        assert (await verify(bot.app.store)).problems == ()


async def test_a_database_that_another_program_holds_is_told_and_passes(tmp_path: Path) -> None:
    file = tmp_path / "accord.db"
    async with running(f"sqlite:///{file}") as bot:
        await two_plants(bot, tmp_path)
        await on_writer(bot, "PRAGMA busy_timeout = 50")
        other = await asyncio.to_thread(sqlite3.connect, file, isolation_level=None, check_same_thread=False)
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        assert (await say(bot, "hello", "hello")).status == 503
        await still_readable(bot)
        assert "The database takes no changes: database is locked." in (await ready(bot))[1]
        await asyncio.to_thread(other.close)
        assert (await say(bot, "hello", "hello")).status == 200
        assert (await bot.sees("adam", "line3")).count("hello") == 1


def fail(_: Connection) -> None:
    raise Unavailable("database or disk is full")


async def test_readiness_tells_a_trouble(bot: Chat) -> None:
    await bot.app.tick()
    assert await ready(bot) == (200, '{"ready": true, "problems": [], "warnings": []}\n')
    with pytest.raises(Unavailable):
        await bot.app.store.change(fail)
    assert (await ready(bot))[0] == 503


async def test_a_trouble_that_has_passed_is_forgotten(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path / 'accord.db'}", Wire({}), remembered=0.2)
    with pytest.raises(Unavailable):
        await store.change(fail)
    assert store.trouble == "database or disk is full"
    await asyncio.sleep(0.3)
    assert store.trouble == ""
    await store.close()
