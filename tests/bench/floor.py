"""The floor: what the same server, store and thread need for the least that a durable answer can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web
from sqlalchemy import bindparam, insert

from adapters.pictures import draw
from adapters.web.app import mount
from adapters.web.memory import Line
from adapters.web.ports import LOCAL, Directory
from adapters.web.workspace import LocalWorkspace, Parts
from bot.clock import Clock
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
from storage.outbox_statements import ADD
from storage.statements import first_version, next_version, one
from storage.store import Store
from storage.web_memory import WebMemory
from tests.bench.plants import FUNCTIONS, PLANTS, START, plant_file

ANSWER, HASH = "null", "0" * 64
INSERT = insert(INBOX).values({name: bindparam(name) for name in ("organisation_id", "event_id", "at", "reply")})


Work = Callable[[Connection, str], None]
"""What is written for an event, in the transaction that is open."""


class Writing:
    """An engine that only commits what `work` writes, and answers nothing."""

    def __init__(self, store: Store, work: Work) -> None:
        self._store = store
        self._work = work

    async def run(self, actor: Actor, command: Command, event_id: str) -> Outcome:
        """It is on disk when this returns."""
        del actor, command
        await self._store.change(lambda connection: self._work(connection, event_id), "floor")
        return None


async def floor_server(store: Store, work: Work) -> web.Application:
    """The local workspace with its guard, routes, parsing and drawing, over an engine that only writes."""
    everybody = tuple(person for number in range(PLANTS) for person in plant_file(number, FUNCTIONS)[1].people)
    clock = Clock.beginning(START)
    memory = WebMemory(store, LOCAL, Line)
    workspace = LocalWorkspace(
        Parts(
            engine=Writing(store, work),
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


def one_insert(connection: Connection, event_id: str) -> None:
    """The least that a durable answer can be."""
    row: Values = {"organisation_id": "floor", "event_id": event_id, "at": micros(START), "reply": ANSWER}
    connection.change([Change(INSERT, [row])])


BODY_OF_ESCALATION, BODY_OF_CARD = "x" * 2000, "x" * 3000
RECORD: dict[str, Value] = {"organisation": "floor", "record": "raw"}
NO_COLUMNS = dict.fromkeys(("project_id", "state", "person_id", "number", "due_at"))


def begin_five(connection: Connection) -> None:
    """The record that the five statements read and change."""
    row: Values = {**RECORD, **NO_COLUMNS, "version": 1, "hash": HASH, "body": BODY_OF_ESCALATION}
    connection.change([Change(first_version("escalation"), [row])])


def five_statements(connection: Connection, event_id: str) -> None:
    """Read a record, change it, and insert three rows, of the sizes that an escalation has."""
    at = micros(START)
    version = int(connection.rows(one("escalation"), RECORD)[0][1])
    record: Values = {
        **RECORD, **NO_COLUMNS, "loaded": version, "version": version + 1, "hash": HASH, "body": BODY_OF_ESCALATION,
    }  # fmt: skip
    entry: dict[str, Value] = dict.fromkeys(ENTRY, HASH)
    entry |= {"organisation_id": "floor", "kind": "raw", "record_id": event_id, "version": 1, "at": at}
    post: Values = {
        "organisation": "floor", "key": event_id, "version": 1, "address": "@somebody", "message": BODY_OF_CARD,
        "digest": HASH, "promise": "never_lost", "thread": None, "ready_at": at, "wake_at": at, "expires": None,
    }  # fmt: skip
    reply: Values = {"organisation_id": "floor", "event_id": event_id, "at": at, "reply": ANSWER}
    connection.change(
        [
            Change(next_version("escalation"), [record], exactly_one=True),
            Change(ADD_ENTRY, [entry]),
            Change(ADD, [post]),
            Change(INSERT, [reply]),
        ]
    )


async def floor_store(url: str) -> Store:
    """A store of the same kind as the app's."""
    return await Store.open(url, Wire({command.__name__: command for command in FROM_PEOPLE}))
