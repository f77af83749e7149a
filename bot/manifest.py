"""`manifest slack` and `manifest teams`: what is needed where a chat app is made."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bot.config import Settings
from bot.terminal import write

DONE, REFUSED = 0, 2


def slack_manifest(settings: Settings, *, socket: bool) -> int:
    """Prints the manifest for these settings; returns the exit code. `socket`: Socket Mode whatever is set."""
    from adapters.slack.manifest import Wanted, manifest

    slack = settings.slack
    socket = socket or bool(slack and slack.app_token)
    install = bool(slack and slack.many)
    if not settings.public_url and not socket:
        return _refused("Please set ACCORD_PUBLIC_URL to where Slack reaches this server, or add --socket.")
    wanted = Wanted(settings.commands, settings.public_url, socket, install)
    write(sys.stdout, [json.dumps(manifest(wanted), ensure_ascii=False, indent=2)], encoding="utf-8")
    return DONE


def teams_package(settings: Settings, out: Path) -> int:
    """Writes the app package for these settings to `out`; returns the exit code."""
    from adapters.teams.manifest import Wanted, package

    teams = settings.teams
    if teams is not None and teams.development:
        return _refused("The Agents Playground needs no app package. For Teams, set TEAMS_APP_ID instead.")
    if teams is None:
        return _refused("Please set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID first: see docs/teams.md.")
    if not settings.public_url.startswith("https://"):
        return _refused("Please set ACCORD_PUBLIC_URL to where Teams reaches this server: it begins with https://.")
    try:
        out.write_bytes(package(Wanted(settings.commands, settings.public_url, teams.app_id)))
    except OSError as error:
        return _refused(f"{out} cannot be written: {error.strerror}.")
    write(sys.stdout, [f"{out} is ready. Upload it in the Teams admin center, or in Teams under Apps."])
    return DONE


def _refused(sentence: str) -> int:
    write(sys.stderr, [sentence])
    return REFUSED
