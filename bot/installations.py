"""Where Accord is installed in Slack: the adapter's `Installations`, one workspace or many."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from adapters.slack.ports import Installation, Workspace
from bot.lately import Lately
from flows.errors import Unavailable
from storage.installations import InstallationRows, Installed

Prepare = Callable[[str], Awaitable[None]]
"""(organisation_id): what an organisation needs before its people arrive."""


class ManyInstallations:
    """One organisation per workspace, each with the token that it gave when it installed Accord."""

    def __init__(self, rows: InstallationRows, prepare: Prepare) -> None:
        self._rows = rows
        self._prepare = prepare
        self._lately: Lately[Workspace | str, Installation] = Lately()

    async def find(self, workspace: Workspace) -> Installation | None:
        """The installation in this workspace, paused or not."""
        lately = self._lately.get(workspace)
        if lately is not None:
            return lately
        row = await self._rows.find(workspace.enterprise_id, workspace.team_id)
        return None if row is None else self._lately.put(workspace, read(row))

    async def of(self, organisation_id: str) -> Installation | None:
        """The organisation's installation, paused or not."""
        lately = self._lately.get(organisation_id)
        if lately is not None:
            return lately
        row = await self._rows.of(organisation_id)
        return None if row is None else self._lately.put(organisation_id, read(row))

    def forget(self) -> None:
        """Everything has to be asked again."""
        self._lately.forget()

    async def all(self) -> tuple[Installation, ...]:
        """Every installation."""
        return tuple(read(row) for row in await self._rows.all())

    async def keep(self, installation: Installation) -> None:
        """A new installation, or an old one with another token."""
        await self._prepare(installation.organisation_id)
        await self._rows.keep(written(installation))
        self._lately.forget()

    async def pause(self, installation: Installation, reason: str) -> bool:
        """Nothing is sent there until it is installed again; see the port."""
        was_its_token = await paused(self._rows, installation, installation.bot_token, reason)
        self._lately.forget()
        return was_its_token

    async def latest(self, workspace: Workspace) -> Installation | None:
        """The installation as it is kept at this moment."""
        row = await self._rows.find(workspace.enterprise_id, workspace.team_id)
        return None if row is None else read(row)

    async def lease(self, installation: Installation, now: datetime, until: datetime) -> bool:
        """Whether this process may exchange this token; see the port."""
        at, token = installation.workspace, installation.bot_token
        return await self._rows.lease(at.enterprise_id, at.team_id, token=token, now=now, until=until)

    async def renewed(self, installation: Installation, until: datetime) -> bool:
        """Keeps what the lease was for; see the port."""
        kept = await self._rows.exchanged(written(installation), until)
        self._lately.forget()
        return kept


class OneInstallation:
    """The workspace of a token from the environment. The token itself is kept nowhere, only a mark of it.

    Which workspace it belongs to, Slack has to say once. Until then `find` raises Unavailable, so that Slack repeats
    what it has to tell.
    """

    def __init__(self, rows: InstallationRows, organisation_id: str, token: str) -> None:
        self._rows = rows
        self._organisation_id = organisation_id
        self._token = token
        self._mark = mark_of(token)
        self._lately: Lately[str, Installation] = Lately()

    async def find(self, workspace: Workspace) -> Installation | None:
        """The installation, if it is in this workspace."""
        only = await self.of(self._organisation_id)
        if only is None:
            raise Unavailable("Slack has not said yet which workspace SLACK_BOT_TOKEN belongs to")
        return only if only.workspace == workspace else None

    async def of(self, organisation_id: str) -> Installation | None:
        """The installation, if it is this organisation's."""
        if organisation_id != self._organisation_id:
            return None
        lately = self._lately.get(organisation_id)
        if lately is not None:
            return lately
        for row in await self._rows.all():
            if row.organisation_id == organisation_id and row.token == self._mark:
                return self._lately.put(organisation_id, replace(read(row), bot_token=self._token))
        return None

    def forget(self) -> None:
        """Everything has to be asked again."""
        self._lately.forget()

    async def all(self) -> tuple[Installation, ...]:
        """The installation, once its workspace is known."""
        only = await self.of(self._organisation_id)
        return () if only is None else (only,)

    async def keep(self, installation: Installation) -> None:
        """What Slack said of the token; what another token had before is forgotten."""
        workspace = installation.workspace
        if not workspace.team_id and not workspace.enterprise_id:
            return
        for row in await self._rows.all():
            elsewhere = Workspace(row.enterprise_id, row.team_id) != workspace
            if elsewhere and row.organisation_id == self._organisation_id:
                await self._rows.remove(row.enterprise_id, row.team_id)
        await self._rows.keep(written(replace(installation, bot_token=self._mark)))
        self._lately.forget()

    async def pause(self, installation: Installation, reason: str) -> bool:
        """Nothing is sent there until the token works again, or another is set; see the port."""
        was_its_token = await paused(self._rows, installation, mark_of(installation.bot_token), reason)
        self._lately.forget()
        return was_its_token


def mark_of(token: str) -> str:
    """What is kept in place of a token, to know it again."""
    return sha256(token.encode()).hexdigest()[:16]


async def paused(rows: InstallationRows, installation: Installation, kept: str, reason: str) -> bool:
    """Pauses it unless it was installed again meanwhile, in whatever process. `kept`: what stands for its token."""
    workspace = installation.workspace
    return await rows.pause(workspace.enterprise_id, workspace.team_id, token=kept, reason=reason)


def read(row: Installed) -> Installation:
    """A row as the adapter knows it."""
    return Installation(
        organisation_id=row.organisation_id,
        workspace=Workspace(row.enterprise_id, row.team_id),
        name=row.name,
        bot_token=row.token,
        bot_id=row.bot_id,
        bot_user_id=row.bot_user_id,
        scopes=row.scopes,
        paused=row.paused,
        refresh_token=row.refresh_token,
        expires_at=row.expires_at,
    )


def written(installation: Installation) -> Installed:
    """An installation as a row."""
    return Installed(
        organisation_id=installation.organisation_id,
        enterprise_id=installation.workspace.enterprise_id,
        team_id=installation.workspace.team_id,
        name=installation.name,
        token=installation.bot_token,
        bot_id=installation.bot_id,
        bot_user_id=installation.bot_user_id,
        scopes=installation.scopes,
        paused=installation.paused,
        refresh_token=installation.refresh_token,
        expires_at=installation.expires_at,
    )
