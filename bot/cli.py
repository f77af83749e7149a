"""The command line. Each command imports what it needs when it runs, so that `analyse` starts at once."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from bot.config import BadSettings, Settings, read_settings
from bot.slack_settings import NAMES as SLACK_NAMES
from bot.terminal import write

OK, REFUSED = 0, 2
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: Sequence[str]) -> int:
    """Runs one command; returns the exit code: 0 done, 2 refused with one sentence on stderr."""
    parsed = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = parsed.run
    try:
        return run(parsed)
    except BadSettings as problems:
        return refuse(str(problems))
    except KeyboardInterrupt:
        return 130


def refuse(sentence: str) -> int:
    """Says on stderr why nothing was done."""
    write(sys.stderr, [sentence])
    return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Accord: async alignment and escalation.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="run everything: web, clock and delivery")
    serve.add_argument("--sample", type=Path, help="project file to set up and start when the database is new")
    serve.set_defaults(run=_serve)
    commands.add_parser("work", help="run clock and delivery only").set_defaults(run=_work)
    commands.add_parser("migrate", help="bring the database to this version").set_defaults(run=_migrate)
    _whole_database(commands)

    project = commands.add_parser("project", help="set projects up from files, and export them")
    actions = project.add_subparsers(required=True, metavar="ACTION")
    load = actions.add_parser("load", help="set up a project; loading the same file twice changes nothing")
    load.add_argument("file", type=Path)
    load.add_argument("--start", action="store_true", help="ask every function now")
    load.add_argument("--answers", action="store_true", help="replay the answers in the file as a finished round")
    _organisation(load)
    load.set_defaults(run=_load)
    export = actions.add_parser("export", help="print a project as a file")
    export.add_argument("id")
    _organisation(export)
    export.set_defaults(run=_export)

    _documents(commands)
    _templates(commands)
    analyse = commands.add_parser("analyse", help="find contradictions and gaps in a project file, without a server")
    analyse.add_argument("file", type=Path)
    analyse.add_argument("--json", action="store_true", help="for programs")
    analyse.set_defaults(run=_analyse)

    audit = commands.add_parser("audit", help="the audit trail")
    verify = audit.add_subparsers(required=True, metavar="ACTION").add_parser("verify", help="check the whole chain")
    verify.set_defaults(run=_verify)
    _chat_platforms(commands)
    return parser


def _documents(commands: Commands) -> None:
    for name, what in (
        ("charter", "what the functions agreed and signed, on one page"),
        ("partner-pack", "what partners need to know of it, with roles in the place of names"),
    ):
        document = commands.add_parser(name, help=what)
        document.add_argument("project", help="its id")
        document.add_argument(
            "--format", choices=("markdown", "html", "pdf"), default="markdown", help="markdown if left out"
        )
        document.add_argument("--out", type=Path, metavar="FILE", help="where to; the screen if left out")
        _organisation(document)
        document.set_defaults(run=_charter, document=name)


def _templates(commands: Commands) -> None:
    template = commands.add_parser("template", help="the question sets there are, and copies of them to edit")
    actions = template.add_subparsers(required=True, metavar="ACTION")
    actions.add_parser("list", help="those that come with Accord, and your own").set_defaults(run=_list_templates)
    export = actions.add_parser("export", help="write one out; edited in ACCORD_TEMPLATES it is one of your own")
    export.add_argument("id")
    export.add_argument("--as", dest="new_id", default="", metavar="ID", help="the id of the copy")
    export.add_argument("--out", type=Path, metavar="FILE", help="where to; the screen if left out")
    export.set_defaults(run=_export_template)


def _whole_database(commands: Commands) -> None:
    backup = commands.add_parser("backup", help="copy everything into one new file, while people go on working")
    backup.add_argument(
        "file", type=Path, help="where to; the key in ACCORD_SECRET_KEY is not in it, so keep that apart"
    )
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help="put a backup into an empty database; it stays silent until `resume`")
    restore.add_argument("file", type=Path, help="what `backup` has made")
    restore.set_defaults(run=_restore)
    move = commands.add_parser("migrate-to", help="move everything from SQLite to an empty PostgreSQL, checked")
    move.add_argument("database", help="where to, such as postgresql://accord@db.example.com/accord")
    move.set_defaults(run=_migrate_to)
    resume = commands.add_parser("resume", help="let a restored Accord speak: this is the one that goes on")
    resume.add_argument("--back", action="store_true", help="work again on a database that was moved elsewhere")
    resume.set_defaults(run=_resume)


def _chat_platforms(commands: Commands) -> None:
    manifest = commands.add_parser("manifest", help="make what a chat platform needs to know of the app")
    platforms = manifest.add_subparsers(required=True, metavar="PLATFORM")
    slack = platforms.add_parser("slack", help="print it, for api.slack.com/apps")
    slack.add_argument("--socket", action="store_true", help="for Socket Mode, where Slack cannot reach this server")
    slack.set_defaults(run=_slack_manifest)
    teams = platforms.add_parser("teams", help="the app package, to be uploaded to Teams")
    teams.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write it, such as accord.zip")
    teams.set_defaults(run=_teams_package)
    doctor = commands.add_parser("doctor", help="check that chat platforms and people can be reached, with the cure")
    doctor.add_argument("--mail", default="", metavar="ADDRESS", help="send a test mail there")
    _organisation(doctor)
    doctor.set_defaults(run=_doctor)
    key = commands.add_parser("secret-key", help="make a key for ACCORD_SECRET_KEY")
    key.set_defaults(run=_secret_key)


def _organisation(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--organisation", default="", help="which one, where several workspaces have installed Accord")


def _settings() -> Settings:
    settings = read_settings(os.environ)
    for name in SLACK_NAMES:  # slack_bolt would find them there and set itself up in its own way
        os.environ.pop(name, None)
    return settings


def _analyse(parsed: argparse.Namespace) -> int:
    from bot.analyse import analyse

    return analyse(parsed.file, as_json=parsed.json, own=_settings().templates)


def _serve(parsed: argparse.Namespace) -> int:
    gc.disable()  # modules are no garbage; looking for some would take a fifth of the start: see keep_what_is_loaded
    from bot.serve import serve

    return asyncio.run(serve(_settings(), parsed.sample, door=True))


def _work(_: argparse.Namespace) -> int:
    gc.disable()  # as above
    from bot.serve import serve

    return asyncio.run(serve(_settings(), None, door=False))


def _migrate(_: argparse.Namespace) -> int:
    from bot.operate import migrate

    return migrate(_settings())


def _backup(parsed: argparse.Namespace) -> int:
    from bot.upkeep import take_backup

    return take_backup(_settings(), parsed.file)


def _restore(parsed: argparse.Namespace) -> int:
    from bot.upkeep import bring_back

    return bring_back(_settings(), parsed.file)


def _migrate_to(parsed: argparse.Namespace) -> int:
    from bot.upkeep import move

    return asyncio.run(move(_settings(), parsed.database))


def _resume(parsed: argparse.Namespace) -> int:
    from bot.upkeep import go_on

    return asyncio.run(go_on(_settings(), back=parsed.back))


def _load(parsed: argparse.Namespace) -> int:
    from bot.operate import load_project

    asked = {"organisation": parsed.organisation, "start": parsed.start, "answers": parsed.answers}
    return asyncio.run(load_project(_settings(), parsed.file, asked))


def _export(parsed: argparse.Namespace) -> int:
    from bot.operate import export_project

    return asyncio.run(export_project(_settings(), parsed.id, parsed.organisation))


def _charter(parsed: argparse.Namespace) -> int:
    from bot.operate import export_charter

    if parsed.format == "pdf" and parsed.out is None:
        return refuse("A PDF is no text for the screen. Please name a file with --out, such as --out charter.pdf.")
    asked = {"id": parsed.project, "format": parsed.format, "document": parsed.document}
    asked["organisation"] = parsed.organisation
    return asyncio.run(export_charter(_settings(), asked, parsed.out))


def _list_templates(_: argparse.Namespace) -> int:
    from bot.own_templates import list_templates

    return list_templates(_settings())


def _export_template(parsed: argparse.Namespace) -> int:
    from bot.own_templates import export_template

    return export_template(_settings(), parsed.id, parsed.new_id, parsed.out)


def _verify(_: argparse.Namespace) -> int:
    from bot.operate import verify_audit

    return asyncio.run(verify_audit(_settings()))


def _slack_manifest(parsed: argparse.Namespace) -> int:
    from bot.manifest import slack_manifest

    return slack_manifest(_settings(), socket=parsed.socket)


def _teams_package(parsed: argparse.Namespace) -> int:
    from bot.manifest import teams_package

    return teams_package(_settings(), parsed.out)


def _doctor(parsed: argparse.Namespace) -> int:
    from bot.operate import examine

    return asyncio.run(examine(_settings(), parsed.organisation, parsed.mail))


def _secret_key(_: argparse.Namespace) -> int:
    from storage.encryption import new_key

    write(sys.stdout, [new_key()])
    return OK
