"""`migrate-to`: everything from a live SQLite to an empty PostgreSQL, and never two that send; and back again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import build
from bot.clock import Clock
from bot.config import Settings
from bot.going import Going
from bot.operate import Answer
from bot.upkeep import go_on, move, upkeep
from storage.copying import count
from storage.errors import StoreRefused
from storage.opening import migrate
from storage.snapshots import looking
from storage.verifying import verify
from tests.postgres import Postgres
from tests.storage.clerk import raw_sql
from tests.stories.chat import MONDAY, Chat, running

SAMPLE = Path(__file__).parents[2] / "examples" / "line3-mes.yaml"


@pytest.fixture
def new(postgres: Postgres) -> Iterator[str]:
    """An empty database on a server, without tables."""
    with postgres.fresh_database() as url:
        yield url


@pytest.fixture
def old(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'accord.db'}"


@dataclass
class Live:
    """A running Accord as `serve` runs it."""

    chat: Chat
    going: Going

    async def move(self, to: str) -> Answer:
        """What `migrate-to` asks of it."""
        app = self.chat.app
        app.settings = Settings(database=app.settings.database)
        return await upkeep(app, self.going)["move"]({"to": to})


@asynccontextmanager
async def live(url: str) -> AsyncIterator[Live]:
    async with running(url) as chat:
        await chat.load(SAMPLE)
        going = Going(chat.app, door=False)
        await going.begin()
        try:
            yield Live(chat, going)
        finally:
            await going.end()


def rows(url: str) -> dict[str, int]:
    with looking(url) as connection:
        return count(connection)


async def test_a_live_database_is_moved_with_all_that_is_in_it(old: str, new: str) -> None:
    async with live(old) as accord:
        answer = await accord.move(new)
        assert answer["exit"] == 0, answer
        assert "Please set ACCORD_DATABASE to it and start Accord again" in str(answer["out"])
        assert await asyncio.to_thread(rows, old) == await asyncio.to_thread(rows, new)
        came = await accord.chat.arrivals()
        accord.chat.app.clock.set_forward(accord.chat.now + timedelta(days=14))
        await accord.going.tick()
        refused = await accord.chat.send("maria", "say", {"text": "/align away 2026-12-24", "channel": None})
        assert refused.status == 503
        assert await accord.chat.arrivals() == came
        assert "was moved to The PostgreSQL database" in accord.chat.app.problems()[0]
    async with running(new, MONDAY) as moved:
        assert moved.app.problems() == []
        assert await moved.arrivals() == came
        await moved.wait(days=14)
        assert len(await moved.arrivals()) > len(came)
        assert (await verify(moved.app.store)).problems == ()


async def test_nobody_works_on_a_database_that_was_left_until_somebody_goes_back(
    old: str, new: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with live(old) as accord:
        assert (await accord.move(new))["exit"] == 0
    with pytest.raises(StoreRefused, match="To work on this one again as it was then"):
        await build(Settings(database=old), Clock())
    assert await go_on(Settings(database=old), back=False) == 2
    assert "What was done there since is not here" in capsys.readouterr().err
    assert await go_on(Settings(database=old), back=True) == 0
    async with running(old) as back:
        assert back.app.problems() == []


async def test_what_cannot_be_moved_is_refused_and_the_old_one_goes_on(old: str, new: str) -> None:
    await asyncio.to_thread(migrate, new)
    await asyncio.to_thread(raw_sql, new, "INSERT INTO web_setting VALUES ('local', 'clock.offset', '7')")
    async with live(old) as accord:
        answer = await accord.move(new)
        assert (answer["exit"], "is not empty, and nothing is ever written over" in str(answer["err"])) == (2, True)
        unreachable = await accord.move("postgresql://accord:swordfish@127.0.0.1:1/accord")
        assert (unreachable["exit"], "cannot be used" in str(unreachable["err"])) == (2, True)
        assert "swordfish" not in str(unreachable)
        assert accord.chat.app.problems() == []
        await accord.chat.wait(days=14)
        assert "since the last digest" in await accord.chat.sees("ewa", "line3-mes")
    assert await asyncio.to_thread(raw_sql, new, "SELECT count(*) FROM audit") == [(0,)]


async def test_only_from_sqlite_and_only_to_postgresql(
    old: str, new: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await move(Settings(database=old), f"sqlite:///{tmp_path / 'other.db'}") == 2
    assert "Please name where to, as postgresql://" in capsys.readouterr().err
    assert await move(Settings(database=new), new) == 2
    assert "is a PostgreSQL already" in capsys.readouterr().err


async def test_a_move_that_dies_half_way_leaves_the_new_one_silent(old: str, new: str) -> None:
    """Between the copy and the note in the old database, the old one is the one that goes on."""
    from storage.moving import copy_to_server

    async with live(old) as accord:
        await asyncio.to_thread(copy_to_server, old, new, accord.chat.now)
        async with running(new) as copy:
            assert "copied here, and not opened yet" in copy.app.problems()[0]
        assert accord.chat.app.problems() == []
