"""`backup`, `restore`, `migrate-to` and `resume`: the whole database at once."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot.app import App
from bot.config import Settings
from bot.control import Task, ask_server
from bot.going import Going
from bot.operate import REFUSED, Answer, done, prepare_database, printed, refused
from bot.silence import MOVED_AWAY, MOVING, known, resume
from bot.terminal import write
from flows.errors import Unavailable
from flows.plain import Plain
from flows.wire import Wire
from storage.backup import Whole, back_up
from storage.errors import StoreRefused
from storage.moving import check_addresses, copy_to_server, leave, open_copy
from storage.restoring import restore
from storage.store import Store

BACK = (
    "This database was moved. Please stop the Accord that works on the new one, and run: python -m bot resume --back. "
    "What was done there since is not here."
)


def take_backup(settings: Settings, file: Path) -> int:
    """`backup`: beside a running server, in a process of its own, so that nobody waits for it."""
    return _carried_out(lambda: f"The backup {file} is complete: {told(back_up(settings.database, file, _now()))}.")


def bring_back(settings: Settings, file: Path) -> int:
    """`restore`."""

    def work() -> str:
        prepare_database(settings)
        whole = restore(file, settings.database, _now())
        return (
            f"Everything is there: {told(whole)}. It stays silent until you have made sure that no other Accord works "
            "with the same people, and say: python -m bot resume"
        )

    return _carried_out(work)


async def go_on(settings: Settings, *, back: bool) -> int:
    """`resume`."""
    asked = {"back": back}
    if settings.control_socket and (answer := await ask_server(settings.control_socket, "resume", asked)) is not None:
        return printed(answer)
    try:
        store = await Store.open(settings.database, Wire({}))
    except StoreRefused as refusal:
        return printed(refused(str(refusal)))
    try:
        return printed(await _resume(store, asked))
    finally:
        await store.close()


async def move(settings: Settings, to: str) -> int:
    """`migrate-to`: done by the running server, which answers nobody else meanwhile."""
    try:
        check_addresses(settings.database, to)
    except StoreRefused as refusal:
        return printed(refused(str(refusal)))
    if (
        settings.control_socket
        and (answer := await ask_server(settings.control_socket, "move", {"to": to})) is not None
    ):
        return printed(answer)
    try:
        store = await Store.open(settings.database, Wire({}))
    except StoreRefused as refusal:
        return printed(refused(str(refusal)))
    try:
        return printed(await _moved(store, settings.database, to))
    finally:
        await store.close()


def upkeep(app: App, going: Going) -> Mapping[str, Task]:
    """What of this the operator may ask of a running Accord."""

    async def resumed(request: Mapping[str, Plain]) -> Answer:
        answer = await _resume(app.store, request)
        await going.begin()
        return answer

    async def moved(request: Mapping[str, Plain]) -> Answer:
        async with going.held(MOVING):
            return await _moved(app.store, app.settings.database, str(request["to"]))

    return {"resume": resumed, "move": moved}


async def _resume(store: Store, request: Mapping[str, Plain]) -> Answer:
    try:
        if (await store.look(known)).moved and request["back"] is not True:
            return refused(BACK)
        was_silent = await resume(store)
    except Unavailable as error:
        return refused(f"The database takes no change: {error}.")
    return done("Accord goes on from here." if was_silent else "Accord was not silent, so nothing has changed.")


async def _moved(store: Store, database: str, to: str) -> Answer:
    """Copies, leaves the old database and only then opens the new one: at no moment can both send."""
    now = _now()
    try:
        if (found := await store.look(known)).silent or found.moved:
            return refused(found.silent or found.moved)
        whole = await asyncio.to_thread(copy_to_server, database, to, now)
        where = await asyncio.to_thread(called, to)
        await store.change(lambda connection: leave(connection, where, now), even_silent=True)
        store.silence = MOVED_AWAY.format(where=where, at=now)
        await asyncio.to_thread(open_copy, to)
    except StoreRefused as refusal:
        return refused(str(refusal))
    except Unavailable as error:
        return refused(f"The database takes no change, so it was not left: {error}.")
    return done(
        f"Everything is in {where}: {told(whole)}. Please set ACCORD_DATABASE to it and start Accord again. The old "
        "database is as it was, and silent. To go back to it: python -m bot resume --back"
    )


def told(whole: Whole) -> str:
    """What a copy holds, in words."""
    report = whole.report
    return f"{whole.rows} rows; the audit is whole, with {report.entries} entries of {report.records} records"


def called(url: str) -> str:
    """What people call a database on a server."""
    from storage.postgres import named  # psycopg is slow to import

    return named(url)


def _carried_out(work: Callable[[], str]) -> int:
    try:
        words = work()
    except StoreRefused as refusal:
        write(sys.stderr, [str(refusal)])
        return REFUSED
    return printed(done(words))


def _now() -> datetime:
    return datetime.now(UTC)
