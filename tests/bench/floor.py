"""The floor: what the same server, store and thread need for the least that a durable answer can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy import bindparam, insert

from adapters.web.answers import NOTHING
from adapters.web.app import answered
from adapters.web.guard import guarded
from adapters.web.inbound import event_id_of, sent
from flows.wire import Wire
from storage.audit import ADD_ENTRY, ENTRY
from storage.connections import Change, Connection, Value, Values
from storage.inbox import INBOX
from storage.instants import micros
from storage.outbox import ADD
from storage.statements import next_version, one
from storage.store import Store

ANSWER = "null"
INSERT = insert(INBOX).values({name: bindparam(name) for name in ("organisation_id", "event_id", "at", "reply")})


def floor_server(store: Store, now: datetime) -> web.Application:
    """The same guard, route and parsing as a press; then one INSERT in the writer thread."""

    async def press(request: web.Request) -> web.Response:
        event_id = event_id_of(sent(await request.read()))
        await store.change(lambda connection: _insert(connection, event_id, now))
        return answered(NOTHING)

    server = web.Application(client_max_size=2**20)
    server.router.add_post("/local/press", guarded(press, _draw_error))
    return server


def _draw_error(_: web.Request, status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text)


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
    return await Store.open(url, Wire({}))
