"""The app package: what Accord asks of Teams, and why it needs each permission."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from adapters.naming import Called
from adapters.teams.icons import colour, outline
from flows.plain import Plain

SCHEMA = "1.25"
"""The lowest that lets a bot into private and shared channels (supportsChannelFeatures)."""
VERSION = "1.1.0"
"""Of the package. Teams takes a changed one as an update only with a higher number."""
MANIFEST, COLOUR, OUTLINE = "manifest.json", "color.png", "outline.png"
SCOPES = ("personal", "team", "groupChat")
SHORT = "Aligns the functions of a project, and routes each tradeoff to who decides it."
FULL = (
    "Before an industrial project starts, Accord asks each function of a company which outcome counts, which risks are "
    "acceptable, who decides when goals pull apart, and what proof it needs. It reminds people in their own working "
    "hours, shows what contradicts with both quotes, takes each decision to the one person who may take it, with a "
    "deadline and a deputy, and keeps a log of what was decided. It runs on your company's own server."
)
PERMISSIONS: Mapping[str, str] = MappingProxyType(
    {
        "TeamMember.Read.Group": "knows who is in the team, and by their e-mail address who in a project they are",
        "ChatMember.Read.Chat": "knows the same of a group chat that it was added to",
    }
)
"""What a team or chat allows where Accord is added to it: with it, Accord …"""

PERSONAL: Mapping[str, str] = MappingProxyType(
    {
        "/align": "What waits for me",
        "/align questions": "My open questions",
        "/align status": "Where a project stands",
        "/escalate": "Ask for a decision",
        "/decisions": "The decision log",
        "/decisions record": "Record what was decided",
        "/align new": "Set up a project",
        "/align settings": "My working hours, days and time zone",
        "/align link": "My accounts in two chats become one",
        "/align help": "Everything that Accord understands",
    }
)
SHARED: Mapping[str, str] = MappingProxyType(
    {
        "/align status": "Where the project stands",
        "/escalate": "Ask for a decision",
        "/charter": "What the functions have agreed and signed",
        "/align escalations": "Decisions that are open",
        "/decisions": "The decision log",
        "/decisions record": "Record what was decided",
        "/align start": "Ask every function of the project",
        "/align next": "What will be sent, and when",
        "/align help": "Everything that Accord understands",
    }
)
"""What the menus offer, by Accord's own names; anything else can be typed."""

ACTIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "escalate_this": ("Escalate this…", "Ask the one who may decide, with this message as the reason."),
        "record_decision": ("Record as decision", "Put what was decided here into the decision log."),
    }
)
"""Actions on a message, by the id that comes with them: title and description."""


@dataclass(frozen=True)
class Wanted:
    """What the package is for. `commands`: the names in use, by Accord's own; `url`: where the world reaches this
    server (https); `app_id`: of the bot in Microsoft Entra, which is the id of the app in Teams as well."""

    commands: Mapping[str, str]
    url: str
    app_id: str


def manifest(wanted: Wanted) -> Mapping[str, Plain]:
    """The manifest as JSON; see the schema under developer.microsoft.com/json-schemas/teams."""
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": VERSION,
        "id": wanted.app_id,
        "developer": {
            "name": "Accord",
            "websiteUrl": f"{wanted.url}/about",
            "privacyUrl": f"{wanted.url}/about",
            "termsOfUseUrl": f"{wanted.url}/about",
        },
        "name": {"short": "Accord", "full": "Accord, the alignment and escalation bot"},
        "description": {"short": SHORT, "full": FULL},
        "icons": {"color": COLOUR, "outline": OUTLINE},
        "accentColor": "#1F3A5F",
        "bots": [
            {
                "botId": wanted.app_id,
                "scopes": list(SCOPES),
                "supportsFiles": True,
                "isNotificationOnly": False,
                "commandLists": [_menu(wanted, scope) for scope in SCOPES],
            }
        ],
        "composeExtensions": [
            {"botId": wanted.app_id, "commands": [_action(name, *words) for name, words in ACTIONS.items()]}
        ],
        "validDomains": [urlsplit(wanted.url).hostname],
        "webApplicationInfo": {"id": wanted.app_id},
        "authorization": {
            "permissions": {"resourceSpecific": [{"name": name, "type": "Application"} for name in PERMISSIONS]}
        },
        "supportsChannelFeatures": "tier1",
        "defaultInstallScope": "personal",
    }


def package(wanted: Wanted) -> bytes:
    """The app package as it is uploaded: a zip with the manifest and both icons, always the same bytes."""
    files = {
        MANIFEST: json.dumps(manifest(wanted), ensure_ascii=False, indent=2).encode(),
        COLOUR: colour(),
        OUTLINE: outline(),
    }
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(ZipInfo(name), content, ZIP_DEFLATED)  # at the top, and from 1980: no clock is asked
    return made.getvalue()


def _menu(wanted: Wanted, scope: str) -> Plain:
    """The commands as they are typed in Teams, where a slash at the beginning is Teams' own."""
    called = Called(wanted.commands)
    offered = PERSONAL if scope == "personal" else SHARED
    commands: list[Plain] = [
        {"title": called.text(words).removeprefix("/"), "description": does} for words, does in offered.items()
    ]
    return {"scopes": [scope], "commands": commands}


def _action(name: str, title: str, description: str) -> Plain:
    return {
        "id": name,
        "type": "action",
        "title": title,
        "description": description,
        "context": ["message"],
        "fetchTask": True,
    }
