"""Slack, put together from storage, engine and adapter. Imported only where Slack is set up."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import structlog
from aiohttp.web import Application

from adapters.findings import Finding, State
from adapters.pictures import draw
from adapters.platform import PlatformError
from adapters.slack.app import OAuth, Parts, Slack
from adapters.slack.client import SLACK, Web
from adapters.slack.door import mount
from adapters.slack.limits import BUDGETS
from adapters.slack.manifest import SCOPES
from adapters.slack.platform import SlackPlatform
from adapters.slack.ports import Installation, Installations, Spot, Workspace
from adapters.slack.reach import Looking, checks
from adapters.slack.renewing import App, Renewing
from adapters.slack.syncing import Syncing
from adapters.web.ports import LOCAL
from bot.accounts import KnownAccounts
from bot.config import Settings
from bot.installations import ManyInstallations, OneInstallation
from bot.platforms import Chat
from bot.sides import Beside, Core
from bot.slack_settings import SlackSettings
from flows.errors import Unavailable
from flows.plain import Plain
from storage.encryption import Cipher
from storage.errors import StoreRefused
from storage.installations import InstallationRows
from storage.kept_texts import KeptTexts
from storage.oauth_states import OauthStates
from storage.spots import Spots
from storage.store import Store
from storage.waits import Waits

log = structlog.get_logger("accord.slack")
UNREAD = "People and channels of Slack are not read."
AGAIN = 15.0
"""Seconds until Slack is asked again which workspace a token belongs to."""


@dataclass
class SlackSide:
    """Slack in this process."""

    slack: Slack
    platform: SlackPlatform
    web: Web
    installations: ManyInstallations | OneInstallation
    accounts: KnownAccounts
    spots: Spots[Spot]
    syncing: Syncing
    many: bool
    bot_token: str = field(default="", repr=False)
    unknown: str = ""
    """Why it is not known yet which workspace the token belongs to."""
    again: float = AGAIN
    listening: bool = False
    """Whether this process hears what Slack tells."""
    beside: Beside = field(default_factory=Beside)

    @property
    def chat(self) -> Chat:
        """Where its people are written to."""
        return Chat(self.platform, self.accounts, self._installed, "Slack", self.spots)

    async def start(self, *, door: bool) -> None:
        """Begins what runs beside the requests. `door`: this process hears what Slack tells."""
        if self.bot_token:
            self.beside.begin(self.introduced())
        if door:
            await self.slack.start()
            self.listening = True
            self.beside.begin(self.syncing.run(self.installations))

    async def stop(self) -> None:
        """Takes nothing more from Slack, and finishes what is being shown."""
        await self.beside.stop()
        await self.slack.close()

    async def close(self) -> None:
        """Closes the connections to Slack; nothing can be sent after this."""
        await self.platform.close()
        await self.web.close()

    def mount(self, server: Application) -> None:
        """Adds Slack's addresses."""
        mount(server, self.slack)

    def forget(self) -> None:
        """Waits, installations and accounts are asked for again."""
        self.web.limits.look_again()
        self.installations.forget()
        self.accounts.forget()

    def problems(self) -> list[str]:
        """Why Slack does not work here, in words; empty when it does."""
        found = [self.unknown] if self.unknown else []
        return [*found, *self.slack.problems(), *([UNREAD] if self.beside.broken else [])]

    async def organisations(self) -> tuple[str, ...]:
        """Whose workspaces have installed Accord; with the token of one, it is known before Slack has said where."""
        if not self.many:
            return (LOCAL,)
        return tuple(installation.organisation_id for installation in await self.installations.all())

    async def examine(self, public_url: str, organisation: str) -> list[Finding]:
        """What `doctor` finds. Raises flows.errors.Unavailable."""
        looking = Looking(
            web=self.web,
            accounts=self.accounts,
            spots=self.spots,
            now=lambda: datetime.now(UTC),
            public_url=public_url,
            app_token=self.slack.parts.app_token,
            socket=self.slack.problems() if self.listening else None,
        )
        found = await whose(self)
        for installation in await self.installations.all():
            if organisation in ("", installation.organisation_id):
                found += await checks(looking, installation)
        return found

    async def _installed(self, organisation_id: str) -> bool:
        return await self.installations.of(organisation_id) is not None

    async def introduced(self) -> None:
        """Asks Slack whose the token is until it says so."""
        while True:
            try:
                await introduce(self.web, self.installations, self.bot_token)
            except (PlatformError, Unavailable) as error:
                with suppress(Unavailable):
                    known = await self.installations.of(LOCAL)
                    self.unknown = "" if known else f"Slack has not said which workspace the token is for: {error}."
                log.warning("slack has not said whose the token is", why=f"{type(error).__name__}: {error}")
                await asyncio.sleep(self.again)
            else:
                self.unknown = ""
                return


async def whose(slack: SlackSide) -> list[Finding]:
    """Whether it is known where Accord is installed; with a token of one workspace, Slack is asked."""
    try:
        if slack.bot_token:
            await introduce(slack.web, slack.installations, slack.bot_token)
        known = bool(await slack.installations.all())
    except (PlatformError, Unavailable) as error:
        what = f"Slack does not say which workspace SLACK_BOT_TOKEN is for: {error}."
        cure = "Copy the Bot User OAuth Token again, from OAuth & Permissions of the app."
        return [Finding(State.BROKEN, what, cure)]
    if known:
        return []
    cure = "Open /slack/install at ACCORD_PUBLIC_URL and choose one."
    return [Finding(State.WARNING, "No workspace has installed Accord yet.", cure)]


async def introduce(web: Web, installations: Installations, token: str) -> Installation:
    """Asks Slack which workspace the token belongs to, and keeps it. Raises PlatformError and Unavailable."""
    known = await installations.of(LOCAL) or Installation(LOCAL, Workspace("", ""), "", token, "", "")
    answer = await web.ask(replace(known, paused=""), "auth.test", {})
    found = Installation(
        organisation_id=LOCAL,
        workspace=Workspace(_text(answer.body, "enterprise_id"), _text(answer.body, "team_id")),
        name=_text(answer.body, "team"),
        bot_token=token,
        bot_id=_text(answer.body, "bot_id"),
        bot_user_id=_text(answer.body, "user_id"),
        scopes=scopes_in(answer.headers),
    )
    await installations.keep(found)
    return found


def scopes_in(headers: Mapping[str, str]) -> tuple[str, ...]:
    """The permissions of the token, as Slack tells with every answer."""
    listed = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    return tuple(scope.strip() for scope in listed.split(",") if scope.strip())


async def connect(settings: Settings, core: Core) -> SlackSide:
    """Puts it together; nothing is asked of Slack yet. Raises StoreRefused when no kept token can be read."""
    slack = settings.slack
    assert slack is not None  # noqa: S101  # called only then
    installations = await _installations(settings, slack, core)
    accounts = KnownAccounts(core.store, core.engine, core.now, "slack")
    spots, shelf = Spots(core.store, "slack", Spot), KeptTexts(core.store, core.now)
    web = _web(slack, installations, core)
    parts = Parts(
        engine=core.engine,
        grammar=core.grammar,
        wire=core.wire,
        installations=installations,
        accounts=accounts,
        spots=spots,
        shelf=shelf,
        web=web,
        signing_secret=slack.signing_secret,
        now=core.now,
        names=settings.commands,
        answer_within=settings.answer_within,
        pictures_within=settings.pictures_within,
        app_token=slack.app_token,
        oauth=_oauth(settings, slack, core.store),
        base_url=slack.api_url or SLACK,
    )
    syncing = Syncing(web, accounts, spots)
    platform = SlackPlatform(parts, draw)
    side = SlackSide(Slack(parts), platform, web, installations, accounts, spots, syncing, slack.many, slack.bot_token)
    if slack.bot_token and await installations.of(LOCAL) is None:
        side.unknown = "Slack has not said yet which workspace the token is for."
    return side


async def _installations(settings: Settings, slack: SlackSettings, core: Core) -> ManyInstallations | OneInstallation:
    if not slack.many:
        return OneInstallation(InstallationRows(core.store, "slack"), LOCAL, slack.bot_token)
    rows = InstallationRows(core.store, "slack", Cipher(settings.secret_keys))
    kept = [row for row in await rows.all() if row.organisation_id != LOCAL]
    if kept and not any(row.token for row in kept):
        raise StoreRefused(
            "None of the kept Slack tokens can be read with the keys in ACCORD_SECRET_KEY. Please add the key they "
            "were kept with, after the new one and a comma."
        )
    await rows.renew()
    for row in kept:
        await core.prepare(row.organisation_id)
    return ManyInstallations(rows, core.prepare)


def _web(slack: SlackSettings, installations: Installations, core: Core) -> Web:
    return Web(
        installations,
        Waits(core.store, "slack"),
        core.now,
        base_url=slack.api_url or SLACK,
        budgets=None if slack.api_url else BUDGETS,  # what Slack documents does not hold for a test's own Web API
        heard=core.skew.of("Slack"),
        renewing=_renewing(slack, installations, core),
    )


def _renewing(slack: SlackSettings, installations: Installations, core: Core) -> Renewing | None:
    if not isinstance(installations, ManyInstallations):
        return None
    return Renewing(installations, App(slack.client_id, slack.client_secret), core.now)


def _oauth(settings: Settings, slack: SlackSettings, store: Store) -> OAuth | None:
    if not slack.many:
        return None
    return OAuth(
        client_id=slack.client_id,
        client_secret=slack.client_secret,
        public_url=settings.public_url,
        states=OauthStates(store),
        scopes=tuple(SCOPES),
    )


def _text(body: Mapping[str, Plain], name: str) -> str:
    found = body.get(name)
    return found if isinstance(found, str) else ""
