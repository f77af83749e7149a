"""What the operator sets for Microsoft Teams: read once, refused together, never shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from bot.slack_settings import is_loopback, is_weak

CREDENTIALS = ("TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID")
ADDRESSES = ("TEAMS_OPENID_URL", "TEAMS_LOGIN_URL")
NAMES = (*CREDENTIALS, "TEAMS_SERVICE_HOSTS", "TEAMS_DEVELOPMENT", *ADDRESSES)
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
"""Addresses of this machine that nobody else can reach."""
PLAYGROUND = "playground"
NO_LOG_IN = (
    "Teams runs for the Agents Playground, without any log-in: whoever reaches this machine's own address may say to "
    "be anybody. Never do this with real people's data."
)
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])")


@dataclass(frozen=True)
class TeamsSettings:
    """One bot of a single tenant. `tenants`: the directories (lower-case ids) whose people are served; the bot is
    registered in the first.

    `development`: for the Agents Playground, with no credentials and no log-in, on this machine only. `service_hosts`:
    hosts of the Bot Connector besides Microsoft's own. `openid_url`, `login_url`: other addresses for keys and tokens,
    for tests on this machine only; "" for Microsoft's.
    """

    app_id: str = ""
    app_password: str = field(default="", repr=False)
    tenants: tuple[str, ...] = ()
    development: bool = False
    service_hosts: tuple[str, ...] = ()
    openid_url: str = ""
    login_url: str = ""


def read_teams(environment: Mapping[str, str], problems: list[str], host: str) -> TeamsSettings | None:
    """The settings of Teams; None without any. What is wrong goes to `problems`, by name and never with a value.

    `host`: where this server listens.
    """
    given = {name: environment[name].strip() for name in NAMES if name in environment}
    problems += [f"{name} is empty. Please set it, or leave it out." for name, value in given.items() if not value]
    if not any(given.values()):
        return None
    value = {name: given.get(name, "") for name in NAMES}
    problems += _development(value, host) if value["TEAMS_DEVELOPMENT"] else _credentials(value)
    problems += _addresses(value)
    return TeamsSettings(
        app_id=value["TEAMS_APP_ID"].lower(),
        app_password=value["TEAMS_APP_PASSWORD"],
        tenants=_listed(value["TEAMS_TENANT_ID"]),
        development=bool(value["TEAMS_DEVELOPMENT"]),
        service_hosts=_listed(value["TEAMS_SERVICE_HOSTS"]),
        openid_url=value["TEAMS_OPENID_URL"],
        login_url=value["TEAMS_LOGIN_URL"],
    )


def _development(value: Mapping[str, str], host: str) -> Iterator[str]:
    if value["TEAMS_DEVELOPMENT"] != PLAYGROUND:
        yield "TEAMS_DEVELOPMENT must be playground, or be left out."
    if host not in LOOPBACK:
        yield "TEAMS_DEVELOPMENT turns the log-in off, so ACCORD_HOST must stay 127.0.0.1 while it is set."
    for name in CREDENTIALS:
        if value[name]:
            yield f"{name} is not for TEAMS_DEVELOPMENT, which lets anybody in. Please leave one of the two out."


def _credentials(value: Mapping[str, str]) -> Iterator[str]:
    missing = [name for name in CREDENTIALS if not value[name]]
    if missing:
        names = " and ".join(missing)
        yield f"{names} {'is' if len(missing) == 1 else 'are'} missing: Teams needs {', '.join(CREDENTIALS)} together."
    if value["TEAMS_APP_ID"] and not is_id(value["TEAMS_APP_ID"]):
        yield "TEAMS_APP_ID must be the application (client) id: 32 digits and letters a to f in five groups."
    tenants = _listed(value["TEAMS_TENANT_ID"])
    if value["TEAMS_TENANT_ID"] and not all(is_id(tenant) for tenant in tenants):
        yield "TEAMS_TENANT_ID must be the directory (tenant) id, or several with commas between."
    if len(set(tenants)) < len(tenants):
        yield "TEAMS_TENANT_ID has the same tenant twice. Please name each once."
    password = value["TEAMS_APP_PASSWORD"]
    if password and is_id(password):
        yield "TEAMS_APP_PASSWORD is the id of a client secret. Please copy its value instead."
    elif password and is_weak(password):
        yield "TEAMS_APP_PASSWORD is too short or too simple to be a client secret. Please copy its value again."


def _addresses(value: Mapping[str, str]) -> Iterator[str]:
    for name in ADDRESSES:
        if value[name] and not is_loopback(value[name]):
            yield f"{name} is for tests only and must be an http:// address of this machine."
    hosts = _listed(value["TEAMS_SERVICE_HOSTS"])
    if value["TEAMS_SERVICE_HOSTS"] and not all(_is_host(host) for host in hosts):
        yield "TEAMS_SERVICE_HOSTS must be names of hosts, without https:// and paths, with commas between."
    if any(_is_here(host) for host in hosts) and not (value["TEAMS_OPENID_URL"] or value["TEAMS_DEVELOPMENT"]):
        yield "TEAMS_SERVICE_HOSTS names this machine, which is for tests only, with TEAMS_OPENID_URL."


def _is_host(text: str) -> bool:
    """Whether this names a host; one on this machine may come with its port."""
    return _is_here(text) or bool(_HOST.fullmatch(text))


def _is_here(text: str) -> bool:
    host, colon, port = text.partition(":")
    return text in LOOPBACK or (host in LOOPBACK and bool(colon) and port.isascii() and port.isdigit())


def is_id(text: str) -> bool:
    """Whether this is an id as Microsoft writes it: 32 hexadecimal digits in five groups, and not all of them zero."""
    try:
        found = UUID(text)
    except ValueError:
        return False
    return str(found) == text.lower() and found.int != 0


def _listed(text: str) -> tuple[str, ...]:
    """What stands between the commas, in small letters; () for ""."""
    return tuple(part.strip().lower() for part in text.split(",")) if text else ()
