"""Settings: frozen, read once from a mapping, refused together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from adapters.mail.ports import Relay
from bot.mail_settings import read_administrators, read_mail
from bot.slack_settings import COMMANDS, SlackSettings, read_commands, read_keys, read_public_url, read_slack
from bot.teams_settings import LOOPBACK, TeamsSettings, read_teams
from bot.watch_settings import WatchSettings, read_watch


class BadSettings(Exception):
    """Settings that cannot work. One message names all of them and never shows a secret's value."""


@dataclass(frozen=True)
class Settings:
    """What the operator sets. `database`: sqlite:///path or postgresql://…

    `public_url`: where the world reaches this server, "" where it does not. `secret_keys`: newest first. `commands`:
    what each slash command is called in chat, by Accord's own name for it. `templates`: the folder of the operator's
    own templates. `escalations_a_minute`: the most in one organisation. `administrators`: mail addresses or ids of
    people who look after Accord; empty for the facilitators. `mail`: the relay that takes Accord's mail.
    `answer_within`: seconds in which Slack and Teams are answered, if need be with a refusal; Slack waits for 3.
    `pictures_within`: seconds in which Slack takes the pictures of a message, which is shown without them after that.
    """

    database: str = field(default="sqlite:///data/accord.db", repr=False)
    host: str = "127.0.0.1"
    port: int = 8080
    local_workspace: bool = True
    public_url: str = ""
    secret_keys: tuple[str, ...] = field(default=(), repr=False)
    slack: SlackSettings | None = None
    teams: TeamsSettings | None = None
    commands: Mapping[str, str] = field(default_factory=lambda: {command: command for command in COMMANDS})
    templates: Path | None = None
    escalations_a_minute: int = 60
    administrators: tuple[str, ...] = ()
    mail: Relay | None = None
    watch: WatchSettings = field(default_factory=WatchSettings)
    answer_within: float = 2.5
    pictures_within: float = 4.0

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
    """Settings from ACCORD_…, SLACK_… and TEAMS_… variables. Raises BadSettings with one line per problem."""
    problems: list[str] = []
    defaults = Settings()
    database = environment.get("ACCORD_DATABASE", defaults.database)
    if not any(database.startswith(start) and database != start for start in ("sqlite:///", "postgresql://")):
        problems.append("ACCORD_DATABASE must be sqlite:///file, or begin with postgresql://.")
    port = environment.get("ACCORD_PORT", str(defaults.port))
    if not (port.isascii() and port.isdigit() and len(port) < 6 and int(port) < 65536):
        problems.append("ACCORD_PORT must be a number from 0 to 65535.")
    host = environment.get("ACCORD_HOST", defaults.host)
    slack, teams = read_slack(environment, problems), read_teams(environment, problems, host)
    local = _local_workspace(environment, problems, chat=slack is not None or teams is not None)
    if local and host not in LOOPBACK:
        problems.append("The local workspace has no log-in, so ACCORD_HOST must stay 127.0.0.1 while it is on.")
    keys, public_url = read_keys(environment, problems), read_public_url(environment, problems)
    commands = read_commands(environment, problems)
    most = environment.get("ACCORD_ESCALATIONS_A_MINUTE", str(defaults.escalations_a_minute))
    if not (most.isascii() and most.isdigit() and int(most[:9]) > 0 and len(most) < 7):
        problems.append("ACCORD_ESCALATIONS_A_MINUTE must be a number from 1 to 999999.")
    administrators, mail = read_administrators(environment, problems), read_mail(environment, problems)
    watch = read_watch(environment, problems)
    if problems:
        raise BadSettings("\n".join(problems))
    return Settings(
        database=database,
        host=host,
        port=int(port),
        local_workspace=local,
        public_url=public_url,
        secret_keys=keys,
        slack=slack,
        teams=teams,
        commands=commands,
        templates=Path(environment["ACCORD_TEMPLATES"]) if environment.get("ACCORD_TEMPLATES") else None,
        escalations_a_minute=int(most),
        administrators=administrators,
        mail=mail,
        watch=watch,
    )


def _local_workspace(environment: Mapping[str, str], problems: list[str], *, chat: bool) -> bool:
    """On unless people come in by Slack or Teams, or as it is set."""
    wanted = environment.get("ACCORD_LOCAL_WORKSPACE", "auto")
    if wanted not in ("auto", "on", "off"):
        problems.append("ACCORD_LOCAL_WORKSPACE must be auto, on or off.")
    return wanted == "on" or (wanted == "auto" and not chat)
