"""What people did in a release, written down, and what it came to; and the same lived again by later code (F46).

`python -m tests.faults.recording 1.2.0` plays the stories and keeps them as `tests/faults/histories/1.2.0.jsonl` (the
sample) and `1.2.0-agreeing.jsonl`.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiohttp import ClientSession, CookieJar
from sqlalchemy import select

from adapters.web.ports import LOCAL
from bot.app import App
from bot.commands import LOOKS
from bot.project_files import templates
from bot.yaml_nodes import read_yaml
from flows.commands import OPERATOR, Actor, Command
from flows.effects import Outcome, Refusal
from flows.plain import Plain
from flows.project_file import read_project
from flows.projects.loading import LoadProject
from storage.connections import Connection
from storage.tables import AGGREGATES, table
from tests.faults.agreeing import PROJECT, weeks_of_agreeing
from tests.faults.hands import Hands
from tests.faults.model.plant import still_clock
from tests.faults.server import SAMPLE, Server
from tests.faults.story import START, three_weeks
from tests.faults.timed import living
from tests.stories.chat import MONDAY

HISTORIES = Path(__file__).parent / "histories"
KINDS = tuple(kind for kind in AGGREGATES if kind != "template")
"""Templates belong to the release that reads a history, everything else to the history."""
Records = Mapping[str, Plain]
"""What is kept, by kind and id."""


@dataclass(frozen=True)
class History:
    """`project`: the file that everything began with; `commands`: at, by, event, command; `records`: the end of it."""

    release: str
    start: str
    end: str
    project: str
    commands: tuple[Mapping[str, Plain], ...]
    records: Records

    def write(self, path: Path) -> None:
        """One line for each thing, so that two histories can be compared by eye."""
        head = {"release": self.release, "start": self.start, "end": self.end, "project": self.project}
        kept = ({"record": name, "is": body} for name, body in sorted(self.records.items()))
        lines = (json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in (head, *self.commands, *kept))
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def read_history(path: Path) -> History:
    """What `write` wrote."""
    head, *lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    commands = tuple(line for line in lines if "command" in line)
    return History(
        **head, commands=commands, records={line["record"]: line["is"] for line in lines if "record" in line}
    )


async def kept_records(app: App) -> Records:
    """Every record of the organisation but the templates."""

    def look(connection: Connection) -> Records:
        found: dict[str, Plain] = {}
        for kind in KINDS:
            rows = table(kind)
            wanted = select(rows.c.organisation_id, rows.c.id, rows.c.body)
            found |= {
                f"{kind} {key}": json.loads(str(body)) for of, key, body in connection.rows(wanted, {}) if of == LOCAL
            }
        return found

    return await app.store.look(look)


async def begin(app: App, project: str) -> None:
    """The project is set up, and everybody is asked."""
    file = await asyncio.to_thread(lambda: read_project(read_yaml(project.encode()), templates()))
    outcome = await app.engine.run(Actor(LOCAL, OPERATOR, "cli"), LoadProject(file, start=True), "begin")
    assert not isinstance(outcome, Refusal), outcome
    await app.settle()


class Here(Server):
    """The same process: it does not die."""

    def __init__(self, url: str) -> None:
        super().__init__("")
        self.url = url


class SettlingHands(Hands):
    """Whatever a request causes is there when it is answered, at the very moment."""

    app: App

    async def _post(self, person: str, what: str, data: Mapping[str, object]) -> Mapping[str, object]:
        answer = await super()._post(person, what, data)
        await self.app.settle()
        return answer


async def record_agreeing(release: str, database: str) -> History:
    """The story of a plant that agrees, on an empty database."""
    commands: list[Mapping[str, Plain]] = []
    async with living(database, still_clock(MONDAY)) as chat:
        await begin(chat.app, PROJECT)
        note(chat.app, commands)
        await weeks_of_agreeing(chat)
        records = await kept_records(chat.app)
        return History(release, MONDAY.isoformat(), chat.now.isoformat(), PROJECT, tuple(commands), records)


async def record(release: str, database: str) -> History:
    """The sample story on an empty database."""
    project = await asyncio.to_thread(SAMPLE.read_text, encoding="utf-8")
    commands: list[Mapping[str, Plain]] = []
    async with living(database, still_clock(START)) as chat:
        await begin(chat.app, project)
        note(chat.app, commands)
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
            hands = SettlingHands(Here(chat.url), session, {})
            hands.app = chat.app
            await three_weeks(hands)
        records = await kept_records(chat.app)
        return History(release, START.isoformat(), chat.now.isoformat(), project, tuple(commands), records)


def note(app: App, commands: list[Mapping[str, Plain]]) -> None:
    """From now on everything that may change something is written down."""
    run = app.engine.run

    async def noted(actor: Actor, command: Command, event_id: str) -> Outcome:
        if type(command) not in LOOKS:
            said = json.loads(app.store.wire.dump(command, Command))
            at = app.clock.now().isoformat()
            commands.append({"at": at, "by": actor.person_id, "event": event_id, "command": said})
        return await run(actor, command, event_id)

    app.engine.run = noted  # type: ignore[method-assign]


async def live_again(history: History, database: str) -> Records:
    """The same commands at the same moments, and what they come to now."""
    async with living(database, still_clock(datetime.fromisoformat(history.start))) as chat:
        app = chat.app
        await begin(app, history.project)
        for each in history.commands:
            await chat.until(datetime.fromisoformat(str(each["at"])))
            command = app.store.wire.command(json.dumps(each["command"]))
            await app.engine.run(Actor(LOCAL, str(each["by"])), command, str(each["event"]))
            await app.settle()
        await chat.until(datetime.fromisoformat(history.end))
        return await kept_records(app)


Story = Callable[[str, str], Coroutine[None, None, History]]
"""(release, database) -> what was recorded."""
STORIES: Mapping[str, Story] = {"": record, "-agreeing": record_agreeing}
"""By what is added to the release in the name of the file."""


def main(release: str) -> None:
    """Records this release."""
    for name, story in STORIES.items():
        with tempfile.TemporaryDirectory() as folder:
            history = asyncio.run(story(release, f"sqlite:///{folder}/accord.db"))
        history.write(HISTORIES / f"{release}{name}.jsonl")


if __name__ == "__main__":
    main(sys.argv[1])
