"""What the operator sets for Slack: read once, refused together, never shown."""

from __future__ import annotations

import binascii
import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from types import MappingProxyType
from urllib.parse import urlsplit

NAMES = (
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_APP_TOKEN",
    "SLACK_API_URL",
)
SECRETS = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_SECRET", "SLACK_APP_TOKEN")
COMMANDS = MappingProxyType(
    {
        "/align": "ACCORD_COMMAND_ALIGN",
        "/escalate": "ACCORD_COMMAND_ESCALATE",
        "/decisions": "ACCORD_COMMAND_DECISIONS",
        "/charter": "ACCORD_COMMAND_CHARTER",
    }
)
"""Each slash command as Accord calls it, and the setting that gives it another name."""
_COMMAND = re.compile(r"/[a-z0-9_-]{1,31}")
_CLIENT_ID = re.compile(r"[0-9]+\.[0-9]+")
ROTATES = (
    "{name} is a token that rotates: it ends after 12 hours. Slack cannot switch token rotation off again, so please "
    "make a new app without it and copy its token, or let workspaces install Accord with SLACK_CLIENT_ID and "
    "SLACK_CLIENT_SECRET, where Accord renews tokens by itself."
)
SHORTEST = 16
FEWEST_DIFFERENT = 6
KEY_BYTES = 32


@dataclass(frozen=True)
class SlackSettings:
    """Either `bot_token` for one workspace, or `client_id` and `client_secret` for many.

    `app_token`: Socket Mode, "" for HTTP. `api_url`: another Web API, for tests on this machine only.
    """

    signing_secret: str = field(repr=False)
    bot_token: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = ""

    @property
    def many(self) -> bool:
        """Whether any workspace may install it, by OAuth."""
        return bool(self.client_id)


def read_slack(environment: Mapping[str, str], problems: list[str]) -> SlackSettings | None:
    """The settings of Slack; None without any. What is wrong goes to `problems`, by name and never with a value."""
    given = {name: environment[name].strip() for name in NAMES if name in environment}
    if not any(given.values()):
        problems += [f"{name} is empty. Please set it, or leave it out." for name in given]
        return None
    problems += [f"{name} is empty. Please set it, or leave it out." for name, value in given.items() if not value]
    value = {name: given.get(name, "") for name in NAMES}
    problems += _missing(value, environment)
    problems += _weak(value)
    return SlackSettings(
        signing_secret=value["SLACK_SIGNING_SECRET"],
        bot_token=value["SLACK_BOT_TOKEN"],
        client_id=value["SLACK_CLIENT_ID"],
        client_secret=value["SLACK_CLIENT_SECRET"],
        app_token=value["SLACK_APP_TOKEN"],
        api_url=value["SLACK_API_URL"],
    )


def _missing(value: Mapping[str, str], environment: Mapping[str, str]) -> Iterator[str]:
    one, many = bool(value["SLACK_BOT_TOKEN"]), bool(value["SLACK_CLIENT_ID"] or value["SLACK_CLIENT_SECRET"])
    if one and many:
        yield "Please set either SLACK_BOT_TOKEN (one workspace) or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET (many)."
    if not one and not many:
        yield "Please set SLACK_BOT_TOKEN (one workspace), or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET (many)."
    if not value["SLACK_SIGNING_SECRET"]:
        yield "SLACK_SIGNING_SECRET is missing: without it nobody can tell Slack's requests from forged ones."
    if many:
        for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
            if not value[name]:
                yield f"{name} is missing: workspaces cannot install Accord without it."
        if not environment.get("ACCORD_SECRET_KEY", "").strip():
            yield "ACCORD_SECRET_KEY is missing: the tokens of workspaces are kept encrypted with it."
        if not environment.get("ACCORD_PUBLIC_URL", "").strip():
            yield "ACCORD_PUBLIC_URL is missing: Slack sends people back to it when they install Accord."


def _weak(value: Mapping[str, str]) -> Iterator[str]:
    for name, start in (("SLACK_BOT_TOKEN", "xoxb-"), ("SLACK_APP_TOKEN", "xapp-")):
        if value[name].startswith("xoxe"):
            yield ROTATES.format(name=name)
        elif value[name] and not value[name].startswith(start):
            yield f"{name} must be the token that begins with {start}"
    for name in SECRETS:
        secret = value[name].partition("-")[2] if "TOKEN" in name else value[name]
        if value[name] and is_weak(secret):
            yield f"{name} is too short or too simple to be what Slack gave you. Please copy it again."
    if value["SLACK_CLIENT_ID"] and not _CLIENT_ID.fullmatch(value["SLACK_CLIENT_ID"]):
        yield "SLACK_CLIENT_ID must be two numbers with a dot between."
    used: dict[str, str] = {}
    for name in SECRETS:
        if value[name] and (before := used.setdefault(value[name], name)) != name:
            yield f"{before} and {name} are the same. Please copy each from its own place."
    if value["SLACK_API_URL"] and not is_loopback(value["SLACK_API_URL"]):
        yield "SLACK_API_URL is for tests only and must be an http:// address of this machine."


def is_weak(secret: str) -> bool:
    """Whether a secret is too short, has spaces in it, or is made of too few different characters."""
    return len(secret) < SHORTEST or len(set(secret)) < FEWEST_DIFFERENT or any(sign.isspace() for sign in secret)


def is_loopback(url: str) -> bool:
    """Whether an address is plain HTTP to this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        return parts.scheme == "http" and (host == "localhost" or ip_address(host).is_loopback)
    except ValueError:
        return False


def read_keys(environment: Mapping[str, str], problems: list[str]) -> tuple[str, ...]:
    """The keys of ACCORD_SECRET_KEY, newest first; () where it is not set."""
    if "ACCORD_SECRET_KEY" not in environment:
        return ()
    keys = tuple(key.strip() for key in environment["ACCORD_SECRET_KEY"].split(","))
    if not all(_is_key(key) for key in keys):
        problems.append(
            "ACCORD_SECRET_KEY must be one or more keys of 32 random bytes with commas between, newest first. "
            "Make one with: python -m bot secret-key"
        )
    elif len(set(keys)) < len(keys):
        problems.append("ACCORD_SECRET_KEY has the same key twice. Please give each key once.")
    return keys


def _is_key(key: str) -> bool:
    try:
        found = urlsafe_b64decode(key)
    except (binascii.Error, ValueError):
        return False
    return len(found) == KEY_BYTES and len(set(found)) >= FEWEST_DIFFERENT


def read_public_url(environment: Mapping[str, str], problems: list[str]) -> str:
    """The address under which the world reaches this server, without a slash at the end; "" where it is not set."""
    url = environment.get("ACCORD_PUBLIC_URL", "").strip().rstrip("/")
    if not url and "ACCORD_PUBLIC_URL" not in environment:
        return ""
    try:
        parts = urlsplit(url)
        right = bool(parts.scheme == "https" and parts.hostname) or is_loopback(url)
        bare = not (parts.query or parts.fragment or parts.username or parts.password)
    except ValueError:
        right = bare = False
    if not (right and bare):
        problems.append("ACCORD_PUBLIC_URL must begin with https:// and hold nothing but the address of this server.")
    return url


def read_commands(environment: Mapping[str, str], problems: list[str]) -> Mapping[str, str]:
    """What each slash command is called here, by Accord's own name."""
    names = {command: environment.get(setting, command).strip() for command, setting in COMMANDS.items()}
    for command, setting in COMMANDS.items():
        if not _COMMAND.fullmatch(names[command]):
            problems.append(f"{setting} must be a slash and up to 31 small letters, digits, - or _, such as {command}.")
    if len(set(names.values())) < len(names):
        problems.append("Two slash commands have the same name. Please look at the settings ACCORD_COMMAND_….")
    return names
