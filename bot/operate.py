"""The operator's tasks: done by the running server when there is one, else by this process itself."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from adapters.drawing import draw_text, message_text
from bot import documents
from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from bot.control import Task, ask_server
from bot.project_files import load_file, written
from bot.terminal import Look, marked, unmarked, write
from flows.commands import OPERATOR, Actor, Command
from flows.effects import Outcome, Refusal
from flows.errors import FlowError, Invalid, Unavailable
from flows.messages import Message
from flows.plain import Plain
from flows.project_file import FileRefused
from flows.projects.exporting import export
from flows.projects.loading import LoadProject
from storage.errors import StoreRefused
from storage.opening import migrate as migrate_database
from storage.verifying import verify

DONE, FAILED, REFUSED = 0, 1, 2
Answer = Mapping[str, Plain]
"""`exit`: the exit code; `out`, `err`: what to print."""


def prepare_database(settings: Settings) -> None:
    """Makes the folder of an embedded database, but not the folders above it: a disk may be missing there.

    Raises StoreRefused where it cannot be made.
    """
    path = settings.sqlite_path
    if path is not None and not path.parent.exists():
        try:
            path.parent.mkdir()
        except OSError as error:
            raise StoreRefused(f"The folder {path.parent} cannot be made: {error.strerror}.") from error


async def opened(settings: Settings) -> App:
    """Accord on its database. Raises StoreRefused with one sentence when that cannot be used."""
    prepare_database(settings)
    try:
        return await build(settings, Clock())
    except Unavailable as error:
        raise StoreRefused(f"The database takes no change: {error}. Please check its disk and start again.") from error


def migrate(settings: Settings) -> int:
    """`migrate`: brings the database to this version."""
    try:
        prepare_database(settings)
        migrate_database(settings.database)
    except StoreRefused as refusal:
        return printed(refused(str(refusal)))
    return printed(done("The database is at this version."))


async def load_project(settings: Settings, file: Path, asked: Mapping[str, Plain]) -> int:
    """`project load`. `asked`: organisation, start, answers."""
    try:
        loaded = load_file(file, settings.templates)
    except FileRefused as refusal:
        return printed(refused(refusal.sentence))
    for warning in loaded.warnings:
        write(sys.stderr, [f"Warning: {warning}"])
    return await _do(settings, "project-load", {**asked, "file": str(file.resolve())})


async def export_project(settings: Settings, project_id: str, organisation: str) -> int:
    """`project export`."""
    return await _do(settings, "project-export", {"id": project_id, "organisation": organisation})


async def examine(settings: Settings, organisation: str, mail_to: str = "") -> int:
    """`doctor`. `mail_to`: where to send a test mail, "" for none."""
    return await _do(settings, "doctor", {"organisation": organisation, "mail": mail_to}, look=marked)


async def verify_audit(settings: Settings) -> int:
    """`audit verify`."""
    return await _do(settings, "audit-verify", {})


async def export_charter(settings: Settings, asked: Mapping[str, Plain], out: Path | None) -> int:
    """`charter`, `partner-pack`. `asked`: id, format, document, organisation; `out`: the file, None for the screen."""
    return documents.kept(await _answer(settings, "charter", asked), out)


async def _do(settings: Settings, task: str, request: Mapping[str, Plain], look: Look = unmarked) -> int:
    return printed(await _answer(settings, task, request), look)


async def _answer(settings: Settings, task: str, request: Mapping[str, Plain]) -> Answer:
    if settings.control_socket and (answer := await ask_server(settings.control_socket, task, request)) is not None:
        return answer
    try:
        app = await opened(settings)
    except StoreRefused as refusal:
        return refused(str(refusal))
    try:
        return await tasks(app)[task](request)
    finally:
        await app.close()


def tasks(app: App) -> Mapping[str, Task]:
    """What the operator may ask of a running Accord."""

    def on(task: Callable[[App, Mapping[str, Plain]], Awaitable[Answer]]) -> Task:
        return lambda request: task(app, request)

    return {
        "project-load": on(_load),
        "project-export": on(_export),
        "audit-verify": on(_verify),
        "doctor": on(_examine),
        "charter": on(_charter),
    }


async def chosen(app: App, request: Mapping[str, Plain]) -> str:
    """The organisation that is meant: the named one, or the only one. Raises Invalid."""
    served = [await side.organisations() for side in app.sides] if app.sides else [(app.organisation,)]
    known = {each for organisations in served for each in organisations}
    named = str(request.get("organisation", ""))
    if named in known or (not named and len(known) == 1):
        return named or min(known)
    listed = ", ".join(sorted(known)) or "none yet: no workspace has installed Accord"
    if named:
        raise Invalid("There is no organisation {name}. There are: {listed}.", name=named, listed=listed)
    raise Invalid("Please name one with --organisation. There are: {listed}.", listed=listed)


async def _load(app: App, request: Mapping[str, Plain]) -> Answer:
    try:
        file = await asyncio.to_thread(load_file, str(request["file"]), app.settings.templates)
    except FileRefused as refusal:
        return refused(refusal.sentence)
    command = LoadProject(file, start=request["start"] is True, answers=request["answers"] is True)
    try:
        organisation = await chosen(app, request)
    except Invalid as refusal:
        return refused(draw_text(refusal.phrase))
    answer = told(await order(app, command, organisation))
    if not command.start or answer["exit"] != DONE:
        return answer
    from bot.forewarned import warnings

    return {**answer, "err": "\n".join(await warnings(app, organisation))}


async def order(app: App, command: Command, organisation: str | None = None) -> Outcome:
    """Carries out a command of the operator, with a fresh event id each time."""
    event = f"operator/{app.clock.now().isoformat()}"
    outcome = await app.engine.run(Actor(organisation or app.organisation, OPERATOR, "cli"), command, event)
    if app.workspace is not None:
        await app.workspace.rosters.fresh()
    return outcome


async def _export(app: App, request: Mapping[str, Plain]) -> Answer:
    try:
        organisation = await chosen(app, request)
        file = await app.store.read(organisation, lambda records: export(records, str(request["id"])))
    except FlowError as refusal:
        return refused(draw_text(refusal.phrase))
    return done(written(file).rstrip("\n"))


async def _charter(app: App, request: Mapping[str, Plain]) -> Answer:
    try:
        organisation = await chosen(app, request)
    except Invalid as refusal:
        return refused(draw_text(refusal.phrase))
    return await documents.charter(app, organisation, request)


async def _examine(app: App, request: Mapping[str, Plain]) -> Answer:
    from bot.doctor import doctor

    try:
        wanted = await chosen(app, request) if request.get("organisation") else ""
    except Invalid as refusal:
        return refused(draw_text(refusal.phrase))
    report = await doctor(app, wanted, str(request.get("mail", "")))
    words = "\n".join(report.lines)
    return {"exit": FAILED if report.broken else DONE, "out": words, "err": ""}


async def _verify(app: App, _: Mapping[str, Plain]) -> Answer:
    report = await verify(app.store)
    counted = f"{report.entries} audit entries of {report.records} records"
    if report.problems:
        return {"exit": FAILED, "out": "", "err": "\n".join((f"The audit is broken ({counted}):", *report.problems))}
    return done(f"The audit is whole: {counted}.")


def told(outcome: Outcome) -> Answer:
    """An outcome as the command line prints it."""
    if isinstance(outcome, Refusal):
        return refused(draw_text(outcome.phrase))
    return done(message_text(outcome) if isinstance(outcome, Message) else "")


def done(words: str) -> Answer:
    """It was done; `words` go to stdout."""
    return {"exit": DONE, "out": words, "err": ""}


def refused(sentence: str) -> Answer:
    """It was not done; `sentence` goes to stderr."""
    return {"exit": REFUSED, "out": "", "err": sentence}


def printed(answer: Answer, look: Look = unmarked) -> int:
    """Prints what was answered; returns the exit code."""
    for words, stream in ((answer["out"], sys.stdout), (answer["err"], sys.stderr)):
        if words:
            write(stream, [look(line, stream) for line in str(words).split("\n")])
    return int(str(answer["exit"]))
