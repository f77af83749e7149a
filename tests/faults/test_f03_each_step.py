"""F03: a crash at each commit and each call, on its way from an escalation to its decision, leads to the same end."""

from __future__ import annotations

import asyncio
import copy
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from adapters.web.ports import LOCAL
from flows.escalations.commands import Decide
from storage.store import Store
from storage.taking_over import TAKE_OVER
from storage.verifying import verify
from tests.faults.report import Report
from tests.faults.rig.crashpoints import CRASHPOINT, EDGES
from tests.faults.rig.crowd import WIRE, Crowd, Event, events
from tests.faults.rig.nursery import Nursery, nursery
from tests.faults.rig.plants import Company, founded
from tests.faults.rig.replicas import Replica, replicas, surroundings
from tests.faults.rig.slack import TEAM, environment, flaky_slack, team
from tests.faults.rig.tally import connected, quiet
from tests.postgres import Postgres

AT_A_TIME = 6
"""Runs side by side: each of them mostly waits."""
NUMBERS = re.compile(r"\d+")
Copies = Callable[[], AbstractContextManager[str]]
"""Gives a copy of the database with the company in it."""
Play = Callable[[Crowd, str], Awaitable[None]]
"""(the people, the database): what they do, one after the other, each once the last is on screen."""


@dataclass(frozen=True)
class End:
    """What a run leaves behind: who did what to which record, and each screen's keys with what they say."""

    history: tuple[tuple[str, ...], ...]
    decisions: tuple[tuple[str, str, str], ...]
    charters: tuple[tuple[str, ...], ...]
    screen: tuple[tuple[str, str, str], ...]
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Stage:
    """Where the runs are played."""

    company: Company
    copies: Copies
    nest: Nursery
    folder: Path
    play: Play

    async def run(self, deadly: int) -> tuple[End, list[str]]:
        """One run; the first life ends at the edge of that number. Returns its end, and the edges of that life."""
        with self.copies() as database:
            async with flaky_slack() as slack:
                slack.teams[TEAM] = copy.deepcopy(team(self.company.slack))
                company = replace(self.company, database=database, slack=slack)
                passed = self.folder / f"edges-{deadly}"
                order = {CRASHPOINT: str(deadly), EDGES: str(passed)}
                settings = surroundings(**environment(slack, database))
                accord = Replica({**settings, **order}, self.folder / f"{deadly}.log", nursery=self.nest)
                async with living(accord, settings, database):
                    await self.play(Crowd(company, [accord]), database)
                return await left(company), passed.read_text().splitlines()


@asynccontextmanager
async def living(accord: Replica, settings: dict[str, str], database: str) -> AsyncIterator[None]:
    """It lives, once more after its death, and is stopped in the end."""
    await accord.start()

    async def again() -> None:
        await accord.gone()
        accord.environment = settings
        if database.startswith("postgresql"):
            await asyncio.to_thread(leases_end, database)
        await accord.start()

    watching = asyncio.create_task(again())
    try:
        yield
    finally:
        if accord.running:
            watching.cancel()
        await asyncio.wait([watching])  # where it died at its last edge, it starts once more
        if accord.running:
            await accord.terminate()


def leases_end(database: str) -> None:
    """As if the time had passed that the leases of a dead process have; on SQLite its next one frees them."""
    with connected(database) as connection:
        for change in TAKE_OVER:
            connection.execute(change.statement)


async def play(crowd: Crowd, database: str) -> None:
    """It is raised and decided; the one is on the screen before the other."""
    plant = crowd.company.plants[0]
    raised, taken = events(crowd.company, plant, 2)
    values = {"choice": "b", "rationale": "The supplier cannot stay.", "own": "", "conditions": ""}
    decided = Event("decide", taken.person, Decide(f"{plant.id}/E-1", 0), values)
    await one_by_one(crowd, (raised, decided), database)


async def one_by_one(crowd: Crowd, todo: Iterable[Event], database: str) -> None:
    """Each of these, and all that comes of it."""
    for event in todo:
        crowd.allow(1)
        await crowd.act([[event]])
        await quiet(database, 60)


async def left(company: Company) -> End:
    """What is there now."""
    store = await Store.open(company.database, WIRE)
    try:
        kept = await store.read(LOCAL, lambda records: records.escalations.all())
        decisions = await store.read(LOCAL, lambda records: records.decisions.all())
        charters = await store.read(LOCAL, lambda records: records.charters.all())
        report = await verify(store)
    finally:
        await store.close()
    here = team(company.slack)
    keys = ((m.channel, m.metadata["event_payload"]["key"], m.text) for m in here.messages if m.metadata)
    return End(
        tuple((each.id, each.state, *(f"{event.what} by {event.by}" for event in each.history)) for each in kept),
        tuple((each.id, str(each.decided_by), each.rationale) for each in decisions),
        tuple((each.id, *(f"{one.function} by {one.by}" for one in each.signatures)) for each in charters),
        tuple(sorted((channel, key, NUMBERS.sub("#", text)) for channel, key, text in keys)),
        report.problems,
    )


async def told(company: Company, nest: Nursery, log: Path) -> Company:
    """Everybody has been told of the project, so that this is over before each run."""
    accord = Replica(surroundings(**environment(company.slack, company.database)), log, nursery=nest)
    async with replicas(accord):
        await quiet(company.database, 60)
        await accord.terminate()
    return company


async def crashed_everywhere(stage: Stage, report: Report, where: str) -> None:
    """The undisturbed run first; then one for each edge that it has passed."""
    undisturbed, edges = await stage.run(0)
    keys = [(channel, key) for channel, key, _ in undisturbed.screen]
    assert len(keys) == len(set(keys)) > 2, undisturbed.screen
    assert undisturbed.decisions or undisturbed.charters
    assert set(edges) == {f"{when} a {what}" for when in ("before", "after") for what in ("commit", "call")}
    assert not undisturbed.problems
    room = asyncio.Semaphore(AT_A_TIME)

    async def crashed(number: int) -> tuple[int, End, list[str]]:
        async with room:
            return number, *await stage.run(number)

    runs = await asyncio.gather(*(crashed(at + 1) for at in range(len(edges))))
    wrong = [f"{number}, after {passed}: {end}" for number, end, passed in runs if end != undisturbed]
    died = [passed[-1] for number, _, passed in runs if len(passed) == number]
    report.say("F03", where, f"{len(died)} crash points, {len(wrong)} with another end")
    assert not wrong, "\n".join([f"undisturbed: {undisturbed}", *wrong])
    assert set(died) == set(edges)
    # What is ready at the same moment shares a commit, on a busy machine more of it: its last edges are not there then.
    assert len(died) > len(edges) // 2, f"of {len(edges)} edges only {len(died)} were met"


@pytest.mark.timeout(600)
async def test_a_crash_at_each_step_on_sqlite(tmp_path: Path, report: Report) -> None:
    original, numbers = tmp_path / "original.db", count(1)

    @contextmanager
    def copies() -> Iterator[str]:
        made = tmp_path / f"copy-{next(numbers)}.db"
        shutil.copyfile(original, made)
        yield f"sqlite:///{made}"

    async with flaky_slack() as slack, nursery() as nest:
        company = await told(await founded(f"sqlite:///{original}", slack, plants=1), nest, tmp_path / "first.log")
        await crashed_everywhere(Stage(company, copies, nest, tmp_path, play), report, "SQLite")


@pytest.mark.timeout(600)
async def test_a_crash_at_each_step_on_postgresql(postgres: Postgres, tmp_path: Path, report: Report) -> None:
    with postgres.database_with_tables() as original:
        async with flaky_slack() as slack, nursery() as nest:
            company = await told(await founded(original, slack, plants=1), nest, tmp_path / "first.log")
            name = urlsplit(original).path.removeprefix("/")
            stage = Stage(company, lambda: postgres.fresh_database(like=name), nest, tmp_path, play)
            await crashed_everywhere(stage, report, "PostgreSQL")
