"""The local workspace's memory, as `adapters.web.memory.Memory` promises it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from psycopg import AsyncConnection

from adapters.web.memory import Entry, Line, Memory
from flows.messages import Message
from flows.phrases import Phrase
from flows.wire import Wire
from storage.store import Store
from storage.web_memory import WebMemory
from tests.postgres import unhurried
from tests.storage.conftest import NOW
from tests.storage.shared import server_url

__all__ = ["server_url"]

WAITING = "SELECT count(*) FROM pg_locks WHERE relation = 'web_message'::regclass AND NOT granted"
HELLO = Entry("#line3", "hello", "accord", Message(Phrase("Hello {who}", who="Jan")), NOW)


@pytest.fixture
def memory(store: Store) -> Memory:
    return WebMemory(store, "local", Line)


def line(key: str, channel: str = "#line3", author: str = "accord", thread: str | None = None) -> Entry:
    return Entry(channel, key, author, Message(Phrase("{words}", words=key)), NOW, thread)


async def test_a_line_is_kept_once_and_comes_back_whole(memory: Memory) -> None:
    first = await memory.put(HELLO)
    assert (first.body, first.at, first.thread, first.edited_at, first.replies) == (HELLO.body, NOW, None, None, 0)
    assert await memory.put(HELLO) == first
    assert await memory.line("#line3", "hello") == first
    assert await memory.line("#line3", "other") is None
    assert await memory.line("#line4", "hello") is None
    assert await memory.last_change() == first.change


async def test_another_body_edits_in_place(memory: Memory) -> None:
    first = await memory.put(HELLO)
    later = NOW + timedelta(minutes=5)
    edited = await memory.put(replace(HELLO, body=Message(Phrase("Bye")), at=later, author="jan", thread="x"))
    assert edited == replace(first, body=Message(Phrase("Bye")), edited_at=later, change=edited.change)
    assert edited.change > first.change
    assert await memory.lines("#line3") == (edited,)


async def test_pages_go_back_from_the_newest(memory: Memory) -> None:
    for number in range(7):
        await memory.put(line(f"{number}"))
    newest = await memory.lines("#line3", limit=3)
    assert [one.key for one in newest] == ["4", "5", "6"]
    older = await memory.lines("#line3", before=newest[0].number, limit=3)
    assert [one.key for one in older] == ["1", "2", "3"]
    assert await memory.lines("#elsewhere") == ()


async def test_replies_hang_under_their_line(memory: Memory) -> None:
    await memory.put(line("head"))
    await memory.put(line("one", thread="head"))
    await memory.put(replace(line("two", thread="head"), at=NOW + timedelta(hours=1)))
    (head,) = await memory.lines("#line3")
    assert (head.replies, head.replied_at) == (2, NOW + timedelta(hours=1))
    assert [one.key for one in await memory.thread("#line3", "head")] == ["one", "two"]


async def test_changes_come_in_their_order_and_none_is_missed(memory: Memory) -> None:
    seen: list[Line] = []

    async def watch() -> None:
        since = 0
        while len(seen) < 60:
            new = await memory.changes(("#line3", "@jan"), since, limit=7)
            since = new[-1].change if new else since
            seen.extend(new)

    puts = (memory.put(line(f"{n}", "#line3" if n % 2 else "@jan")) for n in range(60))
    async with asyncio.timeout(30):
        await asyncio.gather(watch(), memory.put(line("x", "#secret")), *puts)
    assert sorted(int(one.key) for one in seen) == list(range(60))
    assert [one.change for one in seen] == sorted(one.change for one in seen)


async def test_unread_counts_what_others_wrote_above_the_mark(memory: Memory) -> None:
    for number in range(3):
        await memory.put(line(f"{number}"))
    await memory.put(line("mine", author="jan"))
    assert await memory.unread("jan", ("#line3", "#empty")) == {"#line3": 3}
    await memory.mark_read("jan", "#line3")
    assert await memory.unread("jan", ("#line3",)) == {}
    assert await memory.unread("eva", ("#line3",)) == {"#line3": 4}
    await memory.put(line("reply", thread="0"))
    assert await memory.unread("jan", ("#line3",)) == {"#line3": 1}
    assert await memory.read_up_to("jan", "#line3") == (await memory.lines("#line3"))[-1].number
    assert await memory.read_up_to("jan", "#empty") == 0


async def test_direct_messages_unread_by_person(memory: Memory) -> None:
    await memory.put(line("a", "@jan"))
    await memory.put(line("b", "@eva"))
    await memory.put(line("c", "@eva"))
    await memory.put(line("d", "@eva", author="eva"))
    await memory.put(line("e", "#line3"))
    await memory.mark_read("jan", "@jan")
    assert await memory.unread_direct() == {"eva": 2}


async def test_settings_are_replaced(memory: Memory) -> None:
    assert await memory.setting("clock") is None
    await memory.set_setting("clock", "1")
    await memory.set_setting("clock", "2")
    assert await memory.setting("clock") == "2"


async def test_organisations_do_not_see_each_other(store: Store, memory: Memory) -> None:
    await memory.put(HELLO)
    await memory.set_setting("clock", "1")
    other = WebMemory(store, "other", Line)
    assert await other.lines("#line3") == ()
    assert await other.setting("clock") is None
    assert await other.last_change() == 0
    assert (await other.put(HELLO)).change == 1


async def test_what_is_put_at_once_does_not_wait_for_each_other_s_lock(server_url: str) -> None:
    store = await Store.open(unhurried(server_url), Wire({}))
    memory = WebMemory(store, "local", Line)
    async with await AsyncConnection.connect(server_url) as other, await AsyncConnection.connect(server_url) as watch:
        await watch.set_autocommit(True)
        await other.execute("LOCK TABLE web_message IN SHARE MODE")
        puts = asyncio.gather(*(memory.put(line(f"{n}")) for n in range(8)))
        waiting: list[int] = []
        while sum(map(bool, waiting)) < 20:  # the one that holds up the others, for as long as it takes
            found = await (await watch.execute(WAITING)).fetchone()
            assert found is not None
            waiting.append(found[0])
            await asyncio.sleep(0.01)
        await other.rollback()
        await puts
    await store.close()
    assert max(waiting) == 1
