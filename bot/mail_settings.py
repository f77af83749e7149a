"""What the operator sets for mail and alarms: read once, refused together, never shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, unquote, urlsplit

from adapters.mail.ports import Relay, Secure, is_address
from bot.teams_settings import LOOPBACK

LONGEST_NAME = 254
_SENDER = re.compile(r"(?P<called>[^<>@]*)<(?P<named>[^<>]+)>|(?P<bare>[^<>]+)")
PORTS = {"smtp": 587, "smtps": 465}
SHAPE = (
    "ACCORD_SMTP_URL must look like smtp://user:password@mail.example.com:587 (with STARTTLS), or smtps://… (with TLS "
    "from the start). Signs such as @ : / in user and password are written %40 %3A %2F."
)


def read_administrators(environment: Mapping[str, str], problems: list[str]) -> tuple[str, ...]:
    """Who looks after Accord: the mail addresses and ids of ACCORD_ADMINS, each once; () where it is not set."""
    if "ACCORD_ADMINS" not in environment:
        return ()
    named = tuple(dict.fromkeys(name.strip() for name in environment["ACCORD_ADMINS"].split(",")))
    if not all(0 < len(name) <= LONGEST_NAME and name.isprintable() and " " not in name for name in named):
        problems.append(
            "ACCORD_ADMINS must be mail addresses or ids of people, with commas between. Please leave it out for the "
            "facilitators of the projects."
        )
    return named


def read_mail(environment: Mapping[str, str], problems: list[str]) -> Relay | None:
    """The mail relay of ACCORD_SMTP_URL and ACCORD_MAIL_FROM; None where neither is set."""
    given = {name: environment[name].strip() for name in ("ACCORD_SMTP_URL", "ACCORD_MAIL_FROM") if name in environment}
    empty = [f"{name} is empty. Please set it, or leave it out." for name, value in given.items() if not value]
    if empty or not given:
        problems += empty
        return None
    if len(given) < 2:
        missing = "ACCORD_MAIL_FROM" if "ACCORD_SMTP_URL" in given else "ACCORD_SMTP_URL"
        problems.append(f"{missing} is missing: mail needs ACCORD_SMTP_URL and ACCORD_MAIL_FROM.")
        return None
    found = _SENDER.fullmatch(given["ACCORD_MAIL_FROM"])
    called, sender = (found["called"] or "", found["named"] or found["bare"]) if found else ("", "")
    if not is_address(sender) or not called.isprintable():
        problems.append(
            "ACCORD_MAIL_FROM must be one mail address, such as accord@example.com or Accord <accord@example.com>."
        )
    relay = _relay(given["ACCORD_SMTP_URL"], sender, called.strip() or "Accord")
    if relay is None:
        problems.append(SHAPE)
    return relay


def _relay(url: str, sender: str, called: str) -> Relay | None:
    """The relay of that address; None for one that cannot be used."""
    try:
        parts = urlsplit(url)
        host, port, user = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0), unquote(parts.username or "")
    except ValueError:
        return None
    password = unquote(parts.password or "")
    bare = not (parts.query or parts.fragment or parts.path.strip("/"))
    if not (host and port and bare and url.isprintable() and bool(user) == bool(password)):
        return None
    return Relay(host, port, sender, called, _secure(parts, host), user, password)


def _secure(parts: SplitResult, host: str) -> Secure:
    """Nothing leaves this computer unencrypted."""
    if parts.scheme == "smtps":
        return Secure.TLS
    return Secure.PLAIN if host in LOOPBACK else Secure.STARTTLS
