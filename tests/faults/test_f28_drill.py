"""F28: the drill with real processes: backed up under load, the machine lost, restored elsewhere, silent, resumed."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import pytest
from aiohttp import ClientError, ClientSession

from tests.faults.report import Report
from tests.faults.rig.replicas import ROOT, Replica, replicas, surroundings
from tests.postgres import Postgres
from tests.storage.clerk import raw_sql
from tests.stories.chat import running

SAMPLE = ROOT / "examples" / "line3-mes.yaml"
SHOWN = "SELECT count(*) FROM web_message WHERE author <> 'maria'"
SAID = "SELECT body FROM web_message WHERE author = 'maria'"


@pytest.fixture(params=["sqlite", "postgresql"])
def machines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The database that is lost, and an empty one elsewhere."""
    if request.param == "sqlite":
        (tmp_path / "elsewhere").mkdir()
        yield f"sqlite:///{tmp_path / 'accord.db'}", f"sqlite:///{tmp_path / 'elsewhere' / 'accord.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.fresh_database() as lost, server.fresh_database() as elsewhere:
        yield lost, elsewhere


async def accord(settings: Mapping[str, str], *command: str) -> str:
    """What a command of the operator says; it must work."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *command),
        cwd=ROOT,
        env=settings,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(child.communicate(), 120)
    assert child.returncode == 0, said.decode()
    return said.decode()


@dataclass
class Talk:
    """Maria, who never stops talking; `kept`: what she was told is kept."""

    url: str
    kept: list[str] = field(default_factory=list)

    async def go_on(self) -> None:
        async with ClientSession(cookies={"accord_person": "maria"}) as session:
            for number in range(100_000):
                try:
                    if await say(session, self.url, number) == 200:
                        self.kept.append(words(number))
                except (ClientError, ConnectionError):
                    return


def words(number: int) -> str:
    return f"This is what I say as number {number}."


async def say(session: ClientSession, url: str, number: int) -> int:
    body = {"as": "maria", "event_id": f"drill-{number}", "text": words(number), "channel": "#line3-mes"}
    async with session.post(f"{url}/local/say", json=body, headers={"Origin": url}) as answer:
        return answer.status


@pytest.mark.faults
@pytest.mark.timeout(300)
async def test_the_drill(machines: tuple[str, str], tmp_path: Path, report: Report) -> None:
    lost, elsewhere = machines
    file = tmp_path / "backup.db"
    async with running(lost) as bot:
        await bot.load(SAMPLE)
    before = surroundings(ACCORD_DATABASE=lost)
    first = Replica(before, tmp_path / "first.log")
    async with replicas(first):
        talk = Talk(first.url)
        talking = asyncio.create_task(talk.go_on())
        while len(talk.kept) < 100:
            await asyncio.sleep(0.02)
        acknowledged, began = list(talk.kept), monotonic()
        await accord(before, "backup", str(file))
        backed_up, meanwhile = monotonic() - began, len(talk.kept) - len(acknowledged)
        await first.kill()
        await talking
    after = surroundings(ACCORD_DATABASE=elsewhere)
    began = monotonic()
    await accord(after, "restore", str(file))
    restored = monotonic() - began
    shown = await asyncio.to_thread(raw_sql, elsewhere, SHOWN)
    second = Replica(after, tmp_path / "second.log")
    try:
        await second.start(ready=False)
        async with ClientSession(cookies={"accord_person": "maria"}) as session:
            await asyncio.sleep(5)
            async with session.get(f"{second.url}/readyz") as answer:
                assert (answer.status, "It sends nothing and changes nothing" in await answer.text()) == (503, True)
            assert await say(session, second.url, 200_000) == 503
            assert await asyncio.to_thread(raw_sql, elsewhere, SHOWN) == shown
            await accord(after, "resume")
            until = monotonic() + 30
            while await say(session, second.url, 200_001) != 200:
                assert monotonic() < until
                await asyncio.sleep(0.2)
        await second.terminate()
    finally:
        if second.running:
            await second.kill()
    said = "".join(str(body) for (body,) in await asyncio.to_thread(raw_sql, elsewhere, SAID))
    gone = [each for each in acknowledged if each not in said]
    assert gone == []
    assert "whole" in (await accord(after, "audit", "verify"))
    times = f"backed up in {backed_up:.1f} s beside {meanwhile} more, restored in {restored:.1f} s"
    told = f"{len(acknowledged)} acknowledged, {times}, 0 sent while silent, {len(gone)} lost"
    report.say("F28", elsewhere.partition(":")[0], f"the drill: {told}")
