"""What the operator sets so that somebody else watches over Accord: read once, refused together, never shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.slack_settings import is_loopback, is_weak


@dataclass(frozen=True)
class WatchSettings:
    """`heartbeat_url`: asked for every minute while all is well, "" for nobody. `metrics_token`: who shows it may read
    /metrics from anywhere; "" where that is for this machine only."""

    heartbeat_url: str = field(default="", repr=False)
    metrics_token: str = field(default="", repr=False)


def read_watch(environment: Mapping[str, str], problems: list[str]) -> WatchSettings:
    """The settings. What is wrong goes to `problems`, by name and never with a value."""
    names = ("ACCORD_HEARTBEAT_URL", "ACCORD_METRICS_TOKEN")
    given = {name: environment[name].strip() for name in names if name in environment}
    problems += [f"{name} is empty. Please set it, or leave it out." for name, value in given.items() if not value]
    url, token = (given.get(name, "") for name in names)
    if url and not _is_address(url):
        problems.append("ACCORD_HEARTBEAT_URL must begin with https://: it is the secret of who watches over Accord.")
    if token and is_weak(token):
        problems.append("ACCORD_METRICS_TOKEN is too short or too simple. Please make one of 32 random characters.")
    return WatchSettings(url, token)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.scheme == "https" and parts.hostname) or is_loopback(url)
    except ValueError:
        return False
