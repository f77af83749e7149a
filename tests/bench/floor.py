"""The floor: what the same server, store and thread need for the least that a durable answer can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy import bindparam, insert

from adapters.pictures import draw
from adapters.web.app import mount
from adapters.web.memory import Line
from adapters.web.ports import LOCAL, Directory
from adapters.web.workspace import LocalWorkspace, Parts
from bot.app import simulated
from bot.commands import FROM_PEOPLE, GRAMMAR
from bot.web import BODY
from bot.workspace import LocalClock
from flows.commands import Actor, Command
from flows.effects import Outcome
from flows.wire import Wire
from storage.audit import ADD_ENTRY, ENTRY
from storage.connections import Change, Connection, Value, Values
from storage.inbox import INBOX
from storage.instants import micros
from storage.outbox import ADD
from storage.statements import next_version, one
from storage.store import Store
from storage.web_memory import WebMemory
from tests.bench.plants import START, plant_file

ANSWER = "null"
INSERT = insert(INBOX).values({name: bindparam(name) for name in ("organisation_id", "event_id", "at", "reply")})


class OneInsert:
    """An engine that commits one row and answers nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def run(self, actor: Actor, command: Command, event_id: str) -> Outcome:
        """The row is on disk when this returns."""
        del actor, command
        await self._store.change(lambda connection: _insert(connection, event_id, START))
        return None


async def floor_server(store: Store, plants: int, functions: int) -> web.Application:
    """The local workspace with its guard, routes, parsing and drawing, over an engine that only inserts."""
    everybody = tuple(person for number in range(plants) for person in plant_file(number, functions)[1].people)
    clock = simulated(START)
    memory = WebMemory(store, LOCAL, Line)
    workspace = LocalWorkspace(
        Parts(
            engine=OneInsert(store),
            grammar=GRAMMAR,
            people=Everybody(Directory(everybody, ())),
            memory=memory,
            clock=LocalClock(clock, store, memory, LOCAL, _nothing),
            wire=store.wire,
            draw_picture=draw,
        )
    )
    server = web.Application(client_max_size=BODY)
    mount(server, workspace)
    return server


@dataclass(frozen=True)
class Everybody:
    """A directory that never changes."""

    known: Directory

    async def directory(self) -> Directory:
        """The same each time."""
        return self.known


async def _nothing() -> None:
    """There is nothing to deliver."""


def _insert(connection: Connection, event_id: str, now: datetime) -> None:
    row: Values = {"organisation_id": "floor", "event_id": event_id, "at": micros(now), "reply": ANSWER}
    connection.change([Change(INSERT, [row])])


@dataclass(frozen=True)
class FiveStatements:
    """Read a record, change it, and insert three rows, of the sizes that an escalation has."""

    organisation: str
    record: str
    body: str
    message: str
    now: datetime

    def run(self, connection: Connection, event_id: str) -> None:
        """All five, in the transaction that is open."""
        of: dict[str, Value] = {"organisation": self.organisation, "record": self.record}
        at = micros(self.now)
        version = int(connection.rows(one("project"), of)[0][1])
        changed = {name: None for name in ("project_id", "state", "person_id", "number", "due_at")}
        record: Values = {
            **of, **changed, "loaded": version, "version": version + 1, "hash": "0" * 64, "body": self.body,
        }  # fmt: skip
        entry: dict[str, Value] = dict.fromkeys(ENTRY, "0" * 64)
        entry |= {"organisation_id": self.organisation, "kind": "raw", "record_id": event_id, "version": 1, "at": at}
        post: Values = {
            "organisation": self.organisation, "key": event_id, "version": 1, "address": "@somebody",
            "message": self.message, "digest": "0" * 64, "promise": "never_lost", "thread": None,
            "ready_at": at, "wake_at": at, "expires": None,
        }  # fmt: skip
        reply: Values = {"organisation_id": self.organisation, "event_id": event_id, "at": at, "reply": ANSWER}
        connection.change(
            [
                Change(next_version("project"), [record], exactly_one=True),
                Change(ADD_ENTRY, [entry]),
                Change(ADD, [post]),
                Change(INSERT, [reply]),
            ]
        )


async def floor_store(url: str) -> Store:
    """A store of the same kind as the app's."""
    return await Store.open(url, Wire({command.__name__: command for command in FROM_PEOPLE}))
