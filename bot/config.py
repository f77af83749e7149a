"""Settings: frozen, read once from a mapping, refused together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class BadSettings(Exception):
    """Settings that cannot work. One message names all of them and never shows a secret's value."""


@dataclass(frozen=True)
class Settings:
    """What the operator sets. `database`: sqlite:///path or postgresql://…"""

    database: str = "sqlite:///data/accord.db"
    host: str = "127.0.0.1"
    port: int = 8080
    local_workspace: bool = True

    @property
    def control_socket(self) -> Path | None:
        """Where a running server listens for its operator's commands, or None when the database is a server's."""
        path = self.sqlite_path
        return path.with_name(path.name + ".sock") if path else None

    @property
    def sqlite_path(self) -> Path | None:
        """The database file, or None when the database is not SQLite."""
        prefix = "sqlite:///"
        return Path(self.database.removeprefix(prefix)) if self.database.startswith(prefix) else None


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from ACCORD_… variables. Raises BadSettings with one line per problem."""
    problems: list[str] = []
    defaults = Settings()
    database = environment.get("ACCORD_DATABASE", defaults.database)
    if not any(database.startswith(start) and database != start for start in ("sqlite:///", "postgresql://")):
        problems.append("ACCORD_DATABASE must be sqlite:///file, or begin with postgresql://.")
    port = environment.get("ACCORD_PORT", str(defaults.port))
    if not (port.isascii() and port.isdigit() and len(port) < 6 and int(port) < 65536):
        problems.append("ACCORD_PORT must be a number from 0 to 65535.")
    wanted = environment.get("ACCORD_LOCAL_WORKSPACE", "auto")
    if wanted not in ("auto", "on", "off"):
        problems.append("ACCORD_LOCAL_WORKSPACE must be auto, on or off.")
    host = environment.get("ACCORD_HOST", defaults.host)
    local = wanted == "on" or (wanted == "auto" and not chat_platform_configured(environment))
    if local and host not in LOOPBACK:
        problems.append("The local workspace has no log-in, so ACCORD_HOST must stay 127.0.0.1 while it is on.")
    if problems:
        raise BadSettings("\n".join(problems))
    return Settings(database=database, host=host, port=int(port), local_workspace=local)


def chat_platform_configured(environment: Mapping[str, str]) -> bool:
    """Whether Slack or Teams is set up; then the local workspace stays off unless it is asked for."""
    return any(name.startswith(("SLACK_", "TEAMS_")) and value for name, value in environment.items())
