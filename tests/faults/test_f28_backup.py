"""F28: a backup taken while people work is whole; what comes of it is silent until an administrator speaks for it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from time import monotonic

import pytest
from aiohttp import ClientSession

from bot.doctor import doctor
from bot.going import Going
from bot.operate import order
from bot.project_files import load_file
from bot.silence import learn
from flows.people import Person
from flows.projects.loading import LoadProject
from flows.wire import Wire
from storage.backup import back_up
from storage.encryption import Cipher
from storage.errors import StoreRefused
from storage.installations import InstallationRows, Installed
from storage.opening import migrate, open_database
from storage.restoring import restore
from storage.store import Cause, Store
from storage.verifying import verify
from tests.faults.report import Report
from tests.postgres import Postgres
from tests.storage.clerk import JAN, Clerk, raw_sql
from tests.stories.chat import Chat, running

SILENT = (
    "This Accord was restored from the backup of 2026-11-23 08:00 UTC. It sends nothing and changes nothing until an "
    "administrator has made sure that no other is running and says: python -m bot resume"
)
RESUMED = "DELETE FROM system_note WHERE name = 'silent'"
SAMPLE = Path(__file__).parents[2] / "examples" / "line3-mes.yaml"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
TOKEN = "xoxb-0123456789ab-canary"


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[str]:
    """An empty database of the same kind on another machine."""
    if database_url.startswith("sqlite"):
        (tmp_path / "elsewhere").mkdir()
        yield f"sqlite:///{tmp_path / 'elsewhere' / 'accord.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.fresh_database() as url:
        yield url


@dataclass
class Busy:
    """People who never stop; `acknowledged`: what they were told is kept."""

    store: Store
    acknowledged: list[str] = field(default_factory=list)

    async def work(self, first: int) -> None:
        """One of them."""
        for number in count(first, 10):
            person = Person(f"p{number}", "x" * 300)
            cause = Cause("jan", "Add", NOW)
            await self.store.run("acme", cause, lambda records, who=person: records.people.put(who))  # type: ignore[misc]
            self.acknowledged.append(person.id)


async def test_a_backup_under_load_has_all_that_was_acknowledged_before(
    database_url: str, elsewhere: str, tmp_path: Path, report: Report
) -> None:
    await asyncio.to_thread(migrate, database_url)
    store = await Store.open(database_url, Wire({}))
    busy = Busy(store)
    async with asyncio.TaskGroup() as group:
        people = [group.create_task(busy.work(first)) for first in range(10)]
        while len(busy.acknowledged) < 200:
            await asyncio.sleep(0.01)
        before, began = set(busy.acknowledged), monotonic()
        whole = await asyncio.to_thread(back_up, database_url, tmp_path / "backup.db", NOW)
        took, after = monotonic() - began, len(busy.acknowledged)
        while len(busy.acknowledged) == after:  # they go on
            await asyncio.sleep(0.01)
        for one in people:
            one.cancel()
    await store.close()
    again = await asyncio.to_thread(restore, tmp_path / "backup.db", elsewhere, NOW)
    assert again.rows == whole.rows
    restored = await Store.open(elsewhere, Wire({}))
    kept = {one.id for one in await restored.read("acme", lambda records: records.people.all())}
    report_of_it = await verify(restored)
    await restored.close()
    assert before <= kept
    assert after > len(before), "nobody worked meanwhile"
    assert (report_of_it.problems, report_of_it.records) == ((), len(kept))
    kind = database_url.partition(":")[0]
    said = f"{whole.rows} rows backed up in {took:.1f} s while {after - len(before)} were added, 0 lost"
    report.say("F28", kind, said)


@asynccontextmanager
async def restored(bot: Chat, url: str, elsewhere: str, folder: Path) -> AsyncIterator[tuple[Chat, Going]]:
    """Accord as it comes up from a backup of another one, as `serve` runs it; the other goes on."""
    await asyncio.to_thread(back_up, url, folder / "backup.db", bot.now)
    await asyncio.to_thread(restore, folder / "backup.db", elsewhere, bot.now)
    async with running(elsewhere, bot.now) as copy:
        going = Going(copy.app, door=False)
        await going.begin()
        try:
            yield copy, going
        finally:
            await going.end()


async def test_a_restored_accord_says_and_changes_nothing_until_it_is_told_to(
    database_url: str, elsewhere: str, tmp_path: Path
) -> None:
    async with running(database_url) as bot:
        await bot.load(SAMPLE)
        async with restored(bot, database_url, elsewhere, tmp_path) as (copy, going):
            came = await copy.arrivals()
            copy.app.clock.set_forward(copy.now + timedelta(days=14))  # reminders are due by now
            await going.tick()
            await going.maintain()
            refused = await copy.send("maria", "say", {"text": "/align away 2026-12-24", "channel": None})
            assert (refused.status, refused.kind) == (503, "unavailable")
            assert await copy.arrivals() == came
            assert not delivers(copy)
            assert await problems_of(copy) == [SILENT]
            assert await on_page(copy, "/") == await on_page(copy, "/local/maria/dm") == SILENT
            assert SILENT in (await doctor(copy.app, "")).lines[0]
            await asyncio.to_thread(raw_sql, elsewhere, RESUMED)  # another process did that
            await going.tick()
            await going.tick()
            assert delivers(copy)
            await copy.settle()
            assert len(await copy.arrivals()) > len(came)
            assert await problems_of(copy) == []


async def on_page(bot: Chat, path: str) -> str:
    """The notice on top of a page of the local workspace."""
    async with ClientSession() as session, session.get(f"{bot.url}{path}") as answer:
        return (await answer.text()).partition('class="notice" role="status">')[2].partition("<")[0]


def delivers(bot: Chat) -> bool:
    return bot.app.delivering is not None


async def problems_of(bot: Chat) -> list[str]:
    async with ClientSession() as session, session.get(f"{bot.url}/readyz") as answer:
        found: list[str] = json.loads(await answer.text())["problems"]
        assert answer.status == (503 if found else 200)
        return found


async def test_what_waited_is_looked_up_before_it_is_sent_again(tmp_path: Path) -> None:
    url, elsewhere = f"sqlite:///{tmp_path / 'accord.db'}", f"sqlite:///{tmp_path / 'again.db'}"
    async with running(url) as bot:
        file = await asyncio.to_thread(load_file, SAMPLE)
        await order(bot.app, LoadProject(file, start=True))
        await asyncio.to_thread(back_up, url, tmp_path / "backup.db", NOW)
    await asyncio.to_thread(restore, tmp_path / "backup.db", elsewhere, NOW)
    found = await asyncio.to_thread(raw_sql, elsewhere, "SELECT DISTINCT uncertain FROM outbox")
    assert found == [(1,)]


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A sound one, with one person in it."""
    url, file = f"sqlite:///{tmp_path / 'accord.db'}", tmp_path / "backup.db"

    async def make() -> None:
        store = await Store.open(url, Wire({}))
        await Clerk(store, NOW).does(lambda records: records.people.put(JAN))
        installed = Installed("acme", "", "T1", "Acme", TOKEN, "B1", "U1", ())
        await InstallationRows(store, "slack", Cipher([KEY])).keep(installed)
        await store.close()

    asyncio.run(make())
    back_up(url, file, NOW)
    return file


def refusal(work: Callable[[], object]) -> str:
    with pytest.raises(StoreRefused) as refused:
        work()
    return str(refused.value)


def test_a_backup_holds_no_key_and_no_token_and_is_for_this_account_only(backup: Path) -> None:
    written = backup.read_bytes()
    assert TOKEN.encode() not in written
    assert b"xoxb-" not in written
    assert KEY.encode() not in written
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in backup.parent.iterdir() if each.name.startswith("backup")] == ["backup.db"]


def test_a_backup_that_is_simply_opened_is_silent_too(backup: Path) -> None:
    async def look() -> str:
        store = await Store.open(f"sqlite:///{backup}", Wire({}))
        said = await learn(store)
        await store.close()
        return said

    assert "was restored from the backup of 2026-11-23 02:00 UTC" in asyncio.run(look())


def test_nothing_is_written_over(backup: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'accord.db'}"
    before = (tmp_path / "accord.db").read_bytes()
    assert "is there already" in refusal(lambda: back_up(url, backup, NOW))
    assert "is not empty, and nothing is ever written over" in refusal(lambda: restore(backup, url, NOW))
    assert (tmp_path / "accord.db").read_bytes() == before


SPOILT = {
    "a row is missing": ("DELETE FROM installation", "The table installation has 0 rows instead of 1."),
    "a record was changed": ("UPDATE person SET body = '{}'", "is not as version 1 was written"),
    "of a newer release": ("UPDATE alembic_version SET version_num = '9999'", "Please update it."),
    "not Accord's": ("DROP TABLE alembic_version", "has no tables of Accord."),
}


@pytest.mark.parametrize(("statement", "said"), SPOILT.values(), ids=SPOILT.keys())
def test_a_backup_that_is_not_whole_is_refused_and_leaves_nothing(
    backup: Path, tmp_path: Path, statement: str, said: str
) -> None:
    raw_sql(f"sqlite:///{backup}", statement)
    assert said in refusal(lambda: restore(backup, f"sqlite:///{tmp_path / 'new.db'}", NOW))
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.9])
def test_a_backup_that_lost_its_end_is_refused(backup: Path, tmp_path: Path, kept: float) -> None:
    content = backup.read_bytes()
    backup.write_bytes(content[: int(len(content) * kept)])
    refusal(lambda: restore(backup, f"sqlite:///{tmp_path / 'new.db'}", NOW))
    assert not (tmp_path / "new.db").exists()


def test_a_lost_database_is_replaced_by_its_backup(backup: Path, tmp_path: Path) -> None:
    file = tmp_path / "accord.db"
    file.unlink()
    (tmp_path / "accord.db-wal").write_bytes(b"what was left of it")
    assert "is gone. Please restore it" in refusal(lambda: open_database(f"sqlite:///{file}"))
    restore(backup, f"sqlite:///{file}", NOW)
    open_database(f"sqlite:///{file}").close()
    assert (tmp_path / "accord.db.lost-wal").read_bytes() == b"what was left of it"
