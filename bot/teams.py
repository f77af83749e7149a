"""Microsoft Teams, put together from storage, engine and adapter. Imported only where Teams is set up."""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog
from aiohttp.web import Application

from adapters.accounts import Spot
from adapters.findings import Finding, State
from adapters.teams.app import Teams
from adapters.teams.client import Connector
from adapters.teams.door import mount
from adapters.teams.hosts import SERVICE_HOSTS
from adapters.teams.keys import OPENID, Keys
from adapters.teams.login import LOGIN, Credentials
from adapters.teams.parts import Parts
from adapters.teams.places import Routes, conversation_of
from adapters.teams.platform import TeamsPlatform
from adapters.teams.ports import Conversation
from adapters.teams.reach import Looking, checks
from adapters.teams.roster import Members
from adapters.web.ports import LOCAL
from bot.accounts import KnownAccounts
from bot.commands import FORMS
from bot.config import Settings
from bot.platforms import Chat
from bot.sides import Beside, Core
from bot.teams_settings import LOOPBACK, NO_LOG_IN, TeamsSettings
from bot.terminal import write
from storage.kept_texts import KeptTexts
from storage.spots import Spots
from storage.teams_places import TeamsPlaces

log = structlog.get_logger("accord.teams")
UNREAD = "People and channels of Teams are not read."
NO_DOOR = Finding(State.BROKEN, NO_LOG_IN, "Leave TEAMS_DEVELOPMENT out, and set what docs/teams.md names.")
RED, PLAIN = "\x1b[31m", "\x1b[0m"


class OneOrganisation:
    """Fits `adapters.teams.ports.Tenants`: all tenants are of one organisation."""

    def __init__(self, organisation_id: str, tenants: Collection[str] | None) -> None:
        self._organisation_id = organisation_id
        self._tenants = tenants

    async def organisation(self, tenant_id: str) -> str | None:
        """Whose tenant it is. `tenants` being None, as in development only, is any."""
        return self._organisation_id if self._tenants is None or tenant_id in self._tenants else None


@dataclass
class TeamsSide:
    """Teams in this process."""

    settings: TeamsSettings
    teams: Teams
    platform: TeamsPlatform
    routes: Routes
    connector: Connector
    members: Members
    accounts: KnownAccounts
    spots: Spots[Spot]
    places: TeamsPlaces[Conversation]
    listening: bool = False
    """Whether this process hears what Teams tells."""
    beside: Beside = field(default_factory=Beside)

    @property
    def chat(self) -> Chat:
        """Where its people are written to."""
        return Chat(self.platform, self.accounts, self._installed, "Teams", self.spots)

    async def start(self, *, door: bool) -> None:
        """Begins what runs beside the requests. `door`: this process hears what Teams tells."""
        if not door:
            return
        if self.settings.development:
            say_no_log_in()
        await self.teams.start()
        self.listening = True
        self.beside.begin(self.members.run([LOCAL]))

    async def stop(self) -> None:
        """Takes nothing more from Teams, and finishes what is being shown."""
        await self.beside.stop()
        await self.teams.close()

    async def close(self) -> None:
        """Closes the connections to Teams; nothing can be sent after this."""
        await self.platform.close()
        await self.connector.close()

    def mount(self, server: Application) -> None:
        """Adds Teams' address."""
        mount(server, self.teams)

    def forget(self) -> None:
        """Accounts are asked for again."""
        self.accounts.forget()

    def problems(self) -> list[str]:
        """Why Teams does not work here, in words; empty when it does."""
        return [UNREAD] if self.beside.broken else []

    async def examine(self, public_url: str, organisation: str) -> list[Finding]:
        """What `doctor` finds. Raises flows.errors.Unavailable."""
        if organisation not in ("", LOCAL):
            return []
        looking = Looking(
            organisation_id=LOCAL,
            connector=self.connector,
            routes=self.routes,
            references=self.places,
            accounts=self.accounts,
            spots=self.spots,
            openid_url="" if self.settings.development else self.settings.openid_url or OPENID,
            now=lambda: datetime.now(UTC),
            public_url=public_url,
        )
        return [*([NO_DOOR] if self.settings.development else []), *await checks(looking)]

    async def organisations(self) -> tuple[str, ...]:
        """All tenants are of one organisation."""
        return (LOCAL,)

    async def _installed(self, organisation_id: str) -> bool:
        return organisation_id == LOCAL


def say_no_log_in() -> None:
    """Warns whoever starts it, in red where that can be seen."""
    log.warning("teams without any log-in, for the playground only")
    write(sys.stderr, [f"{RED}{NO_LOG_IN}{PLAIN}" if sys.stderr.isatty() else NO_LOG_IN])


def connect(settings: Settings, core: Core) -> TeamsSide:
    """Puts it together; nothing is asked of Microsoft yet."""
    teams = settings.teams
    assert teams is not None  # noqa: S101  # called only then
    accounts = KnownAccounts(core.store, core.engine, core.now, "teams")
    spots, places = Spots(core.store, "teams", Spot), TeamsPlaces(core.store, conversation_of, core.now)
    hosts = hosts_of(teams)
    paced = not teams.login_url  # what Teams documents does not hold for a test's own connector
    login_url, heard = teams.login_url or LOGIN, core.skew.of("Microsoft")
    connector = Connector(_credentials(teams), hosts=hosts, login_url=login_url, paced=paced, heard=heard)
    members = Members(connector, accounts, spots, places)
    keys = None if teams.development else Keys(teams.openid_url or OPENID)
    parts = Parts(
        engine=core.engine,
        grammar=core.grammar.without_slash(),
        wire=core.wire,
        tenants=OneOrganisation(LOCAL, None if teams.development else teams.tenants),
        accounts=accounts,
        spots=spots,
        shelf=KeptTexts(core.store, core.now),
        places=places,
        roster=members,
        talk=connector,
        app_id=teams.app_id,
        keys=keys,
        now=core.now,
        hosts=hosts,
        fetch=connector.fetch,
        names=settings.commands,
        answer_within=settings.answer_within,
        dialogs=dialogs_of(teams),
        picker=not teams.development,
    )
    routes = Routes(connector, accounts, spots, places, members)
    platform = TeamsPlatform(parts, routes)
    return TeamsSide(teams, Teams(parts), platform, routes, connector, members, accounts, spots, places)


def hosts_of(teams: TeamsSettings) -> frozenset[str]:
    """Where connectors may be: Microsoft's, those that were named, and in development this machine."""
    return SERVICE_HOSTS | frozenset(teams.service_hosts) | (LOOPBACK if teams.development else frozenset())


def dialogs_of(teams: TeamsSettings) -> frozenset[str]:
    """The commands whose buttons open a dialog. The Agents Playground opens none: there forms are cards in the chat."""
    return frozenset() if teams.development else frozenset(command.__name__ for command in FORMS)


def _credentials(teams: TeamsSettings) -> Credentials | None:
    if teams.development:
        return None
    return Credentials(app_id=teams.app_id, tenant_id=teams.tenants[0], password=teams.app_password)
