"""Which addresses Accord talks to: Microsoft's own, over https, and in tests this machine."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

SERVICE_HOSTS = frozenset(
    {
        "smba.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
        "smba.infra.gov.teams.microsoft.us",
        "smba.infra.dod.teams.microsoft.us",
    }
)
"""Where Teams' connectors are."""
DRIVES = (".sharepoint.com", ".sharepoint.us", ".sharepoint-mil.us", ".sharepoint.cn")
"""How the names of hosts end where the files of Teams are."""
LONGEST = 2048
LONGEST_OF_FILE = 8192
"""Addresses of files hold a key that is good for some minutes."""


def is_connector(url: str, hosts: Collection[str] = SERVICE_HOSTS) -> bool:
    """Whether a connector may be at this address: https at one of the hosts and the usual port.

    `hosts` may name this machine ("127.0.0.1", or with one port "127.0.0.1:4000"), for tests; only then http will do.
    """
    parts = _parts(url)
    if parts is None:
        return False
    host, port = parts.hostname or "", parts.port
    if is_loopback(host):
        return (host in hosts or f"{host}:{port}" in hosts) and parts.scheme in ("http", "https")
    return parts.scheme == "https" and host in hosts and port in (None, 443)


def is_drive(url: str, hosts: Collection[str] = ()) -> bool:
    """Whether a file of Teams may lie there: https at SharePoint or OneDrive, and in tests this machine."""
    if len(url) > LONGEST_OF_FILE or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return False
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None:
        return False
    if is_loopback(host):
        return f"{host}:{port}" in hosts
    return parts.scheme == "https" and host.endswith(DRIVES) and port in (None, 443)


def is_loopback(host: str) -> bool:
    """Whether this is a name of the machine itself."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def is_safe(url: str) -> bool:
    """Whether keys and tokens may be asked for there: https, or this machine."""
    parts = _parts(url)
    return parts is not None and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(_host(parts))))


def same_host(one: str, other: str) -> bool:
    """Whether two addresses are of the same server."""
    first, second = _parts(one), _parts(other)
    if first is None or second is None:
        return False
    return (first.scheme, first.hostname, first.port) == (second.scheme, second.hostname, second.port)


def _host(parts: SplitResult) -> str:
    return parts.hostname or ""


def _parts(url: str) -> SplitResult | None:
    """The parts of an address without anything that hides where it leads."""
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    if not parts.hostname or parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        return None
    return parts
