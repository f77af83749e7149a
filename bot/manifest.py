"""`manifest slack`: what to paste where a Slack app is made."""

from __future__ import annotations

import json
import sys

from adapters.slack.manifest import Wanted, manifest
from bot.config import Settings
from bot.terminal import write

PRINTED, REFUSED = 0, 2


def slack_manifest(settings: Settings, *, socket: bool) -> int:
    """Prints the manifest for these settings; returns the exit code. `socket`: Socket Mode whatever is set."""
    slack = settings.slack
    socket = socket or bool(slack and slack.app_token)
    install = bool(slack and slack.many)
    if not settings.public_url and not socket:
        write(sys.stderr, ["Please set ACCORD_PUBLIC_URL to where Slack reaches this server, or add --socket."])
        return REFUSED
    wanted = Wanted(settings.commands, settings.public_url, socket, install)
    write(sys.stdout, [json.dumps(manifest(wanted), ensure_ascii=False, indent=2)], encoding="utf-8")
    return PRINTED
