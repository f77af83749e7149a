"""What the adapter keeps, kept in dicts: the ports of the Slack adapter for its unit tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from adapters.slack.ports import Account, Installation, Spot, Workspace
from flows.errors import Unavailable
from flows.people import Person

PLANT = Workspace("", "T0PLANT")
PLANT_ORGANISATION = "plant"


def installation(name: str = PLANT_ORGANISATION) -> Installation:
    """Accord in the workspace of an organisation of that name."""
    workspace = Workspace("", f"T0{name.upper()}")
    return Installation(name, workspace, name.title(), f"xoxb-{name}", "B0ACCORD", "U0ACCORD")


class KeptInstallations:
    """Fits `ports.Installations`; `away`: the database is."""

    def __init__(self, *known: Installation) -> None:
        self.known = {one.workspace: one for one in known}
        self.away = False

    async def find(self, workspace: Workspace) -> Installation | None:
        return self.known.get(workspace)

    async def of(self, organisation_id: str) -> Installation | None:
        return next((one for one in self.known.values() if one.organisation_id == organisation_id), None)

    async def all(self) -> tuple[Installation, ...]:
        return tuple(self.known.values())

    async def keep(self, installation: Installation) -> None:
        self.known[installation.workspace] = installation

    async def pause(self, installation: Installation, reason: str) -> bool:
        if self.away:
            raise Unavailable("the database is away")
        known = self.known.get(installation.workspace)
        if known is None or known.bot_token != installation.bot_token:
            return False
        self.known[installation.workspace] = replace(known, paused=reason)
        return True


class KeptWaits:
    """Fits `ports.Waits`."""

    def __init__(self) -> None:
        self.until: dict[tuple[str, str], datetime] = {}
        self.away = False

    async def all(self, now: datetime) -> dict[tuple[str, str], datetime]:
        if self.away:
            raise Unavailable("the database is away")
        return {key: until for key, until in self.until.items() if until > now}

    async def keep(self, team_id: str, method: str, until: datetime) -> None:
        if self.away:
            raise Unavailable("the database is away")
        self.until[team_id, method] = until


class KeptAccounts:
    """Fits `ports.Accounts` for people who are linked by `person_id`; what it is made with is the plant's."""

    def __init__(self, *known: Account, wanted: Sequence[Person] = ()) -> None:
        self.known = {(PLANT_ORGANISATION, one.user_id): one for one in known}
        self.everybody = {PLANT_ORGANISATION: tuple(wanted)}

    async def find(self, organisation_id: str, user_id: str) -> Account | None:
        return self.known.get((organisation_id, user_id))

    async def of(self, organisation_id: str, person_id: str) -> Account | None:
        theirs = (one for (of, _), one in self.known.items() if of == organisation_id)
        return next((one for one in theirs if one.person_id == person_id), None)

    async def keep(self, organisation_id: str, accounts: Sequence[Account]) -> None:
        for one in accounts:
            old = self.known.get((organisation_id, one.user_id), one)
            direct, person = one.direct or old.direct, one.person_id or old.person_id
            self.known[organisation_id, one.user_id] = replace(one, direct=direct, person_id=person)

    async def person(self, organisation_id: str, account: Account) -> Person:
        return Person(account.person_id or f"{organisation_id}-{account.user_id}", account.name)

    async def zone(self, organisation_id: str, person_id: str) -> str | None:
        return None if await self.of(organisation_id, person_id) is None else "UTC"

    async def wanted(self, organisation_id: str) -> tuple[Person, ...]:
        return self.everybody.get(organisation_id, ())


class KeptSpots:
    """Fits `ports.Spots`; what it is made with is the plant's."""

    def __init__(self, *known: Spot, wanted: Sequence[str] = ()) -> None:
        self.known = {(PLANT_ORGANISATION, one.channel_id): one for one in known}
        self.names = {PLANT_ORGANISATION: tuple(wanted)}

    async def named(self, organisation_id: str, name: str) -> Spot | None:
        theirs = (one for (of, _), one in self.known.items() if of == organisation_id)
        return next((one for one in theirs if name in (one.name, one.channel_id)), None)

    async def find(self, organisation_id: str, channel_id: str) -> Spot | None:
        return self.known.get((organisation_id, channel_id))

    async def keep(self, organisation_id: str, spots: Sequence[Spot]) -> None:
        self.known |= {(organisation_id, one.channel_id): one for one in spots}

    async def wanted(self, organisation_id: str) -> tuple[str, ...]:
        return self.names.get(organisation_id, ())


class KeptTexts:
    """Fits `ports.Shelf`."""

    def __init__(self) -> None:
        self.texts: dict[tuple[str, str], str] = {}

    async def put(self, organisation_id: str, texts: Sequence[str]) -> tuple[str, ...]:
        digests = tuple(sha256(text.encode()).hexdigest()[:32] for text in texts)
        self.texts |= {(organisation_id, digest): text for digest, text in zip(digests, texts, strict=True)}
        return digests

    async def get(self, organisation_id: str, digest: str) -> str | None:
        return self.texts.get((organisation_id, digest))
