"""The fake Teams: its tenants, its keys, its server, and what an app may ask of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from uuid import NAMESPACE_URL, uuid5

from aiohttp import web

from tests.slack.fake.faults import Called, Trouble, Troubles
from tests.slack.fake.json import Json
from tests.teams.fake.keys import KeyRing
from tests.teams.fake.world import APP_ID, CHANNEL, GROUP, Conversation, Tenant, User

SECRET = "fake~Q.client-secret_of.the_app-0123456789"
TENANT = "aaaa1111-2222-4333-8444-555566667777"


def real_now() -> datetime:
    """The time of day."""
    return datetime.now(UTC)


@dataclass
class FakeTeams:
    """One Teams, with its Bot Framework. `now`: the moment that new messages bear; `url`: where it listens.

    `paced`: whether the limits of Teams are kept; `unlocked`: ends every hanging call; `page`: members on a page of a
    roster; `tokens`: those that were given to the app; `playground`: takes calls without one, as that does.
    """

    now: Callable[[], datetime] = real_now
    paced: bool = False
    app_id: str = APP_ID
    secret: str = SECRET
    url: str = ""
    page: int = 3
    keys: KeyRing = field(default_factory=KeyRing)
    tenants: dict[str, Tenant] = field(default_factory=dict)
    calls: list[Called] = field(default_factory=list)
    troubles: Troubles = field(default_factory=Troubles)
    tokens: set[str] = field(default_factory=set)
    playground: bool = False
    posted_at: dict[str, list[float]] = field(default_factory=dict)
    continued: dict[str, int] = field(default_factory=dict)
    drive: dict[str, bytes] = field(default_factory=dict)
    """Files that were sent, by id."""
    unlocked: asyncio.Event = field(default_factory=asyncio.Event)
    _runner: web.AppRunner | None = None
    _numbers: count[int] = field(default_factory=lambda: count(1))
    _last: int = 0

    @property
    def service_url(self) -> str:
        """Where the connector is."""
        return f"{self.url}/emea/"

    @property
    def openid_url(self) -> str:
        """Where the channel's keys are told."""
        return f"{self.url}/v1/.well-known/openidconfiguration"

    def tenant(self, tenant_id: str = TENANT, name: str = "acme") -> Tenant:
        """A company with the app in its one team; made when it is not there yet."""
        if tenant_id not in self.tenants:
            general = f"19:general-{tenant_id[:8]}@thread.tacv2"
            made = Tenant(tenant_id, name, general)
            made.conversations[general] = Conversation(general, CHANNEL, team=general)
            self.tenants[tenant_id] = made
        return self.tenants[tenant_id]

    def person(self, tenant: Tenant, name: str, email: str = "", *, guest: bool = False) -> User:
        """Somebody new in a company, who is in its team."""
        number = next(self._numbers)
        aad = str(uuid5(NAMESPACE_URL, f"{tenant.id}/{number}"))
        tenant.users[aad] = User(f"29:1{aad.replace('-', '')}", aad, name, email, guest=guest)
        for conversation in tenant.conversations.values():
            if conversation.kind == CHANNEL:
                conversation.members.add(aad)
        return tenant.users[aad]

    def channel(self, tenant: Tenant, name: str) -> Conversation:
        """A new standard channel of the team."""
        made = f"19:{name}-{next(self._numbers)}@thread.tacv2"
        tenant.conversations[made] = Conversation(made, CHANNEL, name, set(tenant.users), team=tenant.team)
        return tenant.conversations[made]

    def group(self, tenant: Tenant, name: str, users: list[User]) -> Conversation:
        """A group chat of these people and the app."""
        made = f"19:{name}-{next(self._numbers)}@thread.v2"
        tenant.conversations[made] = Conversation(made, GROUP, name, {user.aad for user in users})
        return tenant.conversations[made]

    def found(self, conversation_id: str) -> tuple[Tenant, Conversation] | None:
        """A conversation, in whatever company it is."""
        for tenant in self.tenants.values():
            if conversation_id in tenant.conversations:
                return tenant, tenant.conversations[conversation_id]
        return None

    def next_id(self) -> str:
        """The id of what happens now: milliseconds, each later than the one before."""
        self._last = max(self._last + 1, int(self.now().timestamp() * 1000))
        return str(self._last)

    def made(self, method: str) -> list[Called]:
        """The calls of a method (post, put, create, members, token, keys, …), oldest first."""
        return [call for call in self.calls if call.method == method]

    def trouble(self, method: str, *troubles: Trouble) -> None:
        """The next calls of this method go wrong."""
        self.troubles.order(method, *troubles)

    def note(self, method: str, where: str, arguments: Json, outcome: str, why: str = "") -> None:
        """Remembers a call."""
        at = asyncio.get_running_loop().time()
        self.calls.append(Called(method, where, arguments, outcome, at, why))

    async def start(self) -> None:
        """Listens on a loopback port."""
        from tests.teams.fake.server import application

        self._runner = web.AppRunner(application(self), access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stops listening; hanging calls end."""
        self.unlocked.set()
        if self._runner is not None:
            with suppress(TimeoutError):
                await self._runner.cleanup()
