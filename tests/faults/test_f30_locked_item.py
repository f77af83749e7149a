"""F30: one due item that the database never takes is put off by itself: the clock runs on, and nobody is taken out."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from structlog.testing import capture_logs

from bot.stumbling import SHORT_WAIT
from flows.errors import Unavailable
from tests.bot.test_watching import asked
from tests.faults.test_f30_broken_items import keeps, step, whole
from tests.faults.timed import Watch, beats, living
from tests.storage.clerk import raw_sql
from tests.stories.chat import Chat
from tests.stories.test_escalations import load

STUCK = "line3/E-7"
ON_SQLITE = (
    f"CREATE TRIGGER stuck BEFORE UPDATE ON escalation WHEN old.id = '{STUCK}' "
    "BEGIN SELECT abs(-9223372036854775807 - 1); END",
)
ON_SERVER = (
    "CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'locked' USING ERRCODE = 'lock_not_available'; END $$",
    f"CREATE TRIGGER stuck BEFORE UPDATE ON escalation FOR EACH ROW WHEN (old.id = '{STUCK}') EXECUTE FUNCTION stuck()",
)
FREED = {"sqlite": "DROP TRIGGER stuck", "postgresql": "DROP TRIGGER stuck ON escalation"}


async def locked(url: str) -> None:
    """From now on the database takes no change of that record, and says that it cannot now."""
    for statement in ON_SQLITE if url.startswith("sqlite") else ON_SERVER:
        await asyncio.to_thread(raw_sql, url, statement)


async def readiness(bot: Chat) -> tuple[int, list[str], list[str]]:
    status, said = await asked(bot, "/readyz")
    told = json.loads(said)
    return status, told["problems"], told["warnings"]


async def test_f30_what_the_database_never_takes_holds_up_neither_the_clock_nor_anybody(
    database_url: str, tmp_path: Path
) -> None:
    watch = Watch()
    async with living(database_url, watch.clock()) as bot:
        await load(bot, tmp_path)
        app = bot.app
        await keeps(bot, "local", *(replace(whole(n, bot.now), requester="ben") for n in (7, 8)))
        await locked(database_url)
        app.heartbeat = 0.0
        await beats(app, watch)
        assert await step(bot, "local", 8) == 1
        assert app.heartbeat > 0.0, "the clock has run"
        assert await readiness(bot) == (200, [], [])
        await beats(app, watch, 4 * SHORT_WAIT)
        warning = "1 due item cannot be carried out. Please run the doctor, and report it."
        assert await readiness(bot) == (200, [], [warning])
        ((due, how),) = app.engine.broken.items()
        assert due.id == STUCK
        assert how.reason.startswith("The database does not take it: ")
        await app.maintain()
        await bot.settle()
        assert "cannot be carried out, and is tried again every few seconds. The first: escalation" in await bot.sees(
            "ewa"
        )
        await asyncio.to_thread(raw_sql, database_url, FREED[database_url.partition(":")[0]])
        await beats(app, watch, SHORT_WAIT + 1)
        assert await step(bot, "local", 7) == 1
        assert await readiness(bot) == (200, [], [])


async def test_f30_when_the_database_takes_nothing_it_is_the_database(database_url: str, tmp_path: Path) -> None:
    watch = Watch()
    async with living(database_url, watch.clock()) as bot:
        await load(bot, tmp_path)
        await keeps(bot, "local", replace(whole(7, bot.now), requester="ben"))
        bot.app.store.silence = "database is locked"  # as good as any other reason to take nothing
        bot.app.heartbeat = 0.0
        await bot.app.tick()
        assert bot.app.heartbeat == 0.0
        assert bot.app.engine.broken == {}, "what failed with everything else is not put off"
        bot.app.store.silence = ""
        await beats(bot.app, watch)
        assert await step(bot, "local", 7) == 1


async def test_f30_while_the_database_takes_nothing_nobody_says_that_an_item_cannot_be_woken(
    database_url: str, tmp_path: Path
) -> None:
    async with living(database_url, Watch().clock()) as bot:
        await load(bot, tmp_path)
        await keeps(bot, "local", replace(whole(7, bot.now), requester="ben", due_at=None))
        bot.app.store.silence = "database is locked"
        with capture_logs() as logs, suppress(Unavailable):
            await bot.app.maintain()
        assert not [each for each in logs if "cannot be woken" in each["event"]]
        bot.app.store.silence = ""
        await bot.app.maintain()
        assert bot.app.every_minute.left == 0
        found = await bot.app.store.read("local", lambda records: records.escalations.get("line3/E-7"))
        assert found.due_at is not None


async def test_f30_an_item_that_cannot_be_woken_hides_no_other(database_url: str, tmp_path: Path) -> None:
    watch = Watch()
    async with living(database_url, watch.clock()) as bot:
        await load(bot, tmp_path)
        never = [replace(whole(n, bot.now), requester="ben", due_at=None) for n in (7, 8)]
        await keeps(bot, "local", *never)
        await locked(database_url)
        watch.goes_on(timedelta(minutes=1))
        await bot.app.maintain()
        assert bot.app.every_minute.left == 1
        found = await bot.app.store.read("local", lambda records: records.escalations.get("line3/E-8"))
        assert found.due_at is not None
