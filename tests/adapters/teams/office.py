"""A platform over the scripted connector: three people, a team with a channel, and posts to send them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from adapters.accounts import Account, Spot
from adapters.platform import Outgoing
from adapters.teams.parts import Parts
from adapters.teams.places import Routes
from adapters.teams.platform import TeamsPlatform
from adapters.teams.ports import Conversation
from adapters.teams.roster import Members
from flows.errors import Unavailable
from flows.messages import Button, Buttons, Header, Mark, Message, Picture, Text, ToChannel, ToPerson
from flows.phrases import Phrase, Who
from flows.wire import Wire
from tests.adapters.slack.kept import KeptAccounts, KeptSpots, KeptTexts
from tests.adapters.slack.office import Nobody, Take
from tests.adapters.teams.desk import APP, START, Desk, desk

MARIA = Account("aad-maria", "Maria Nowak", person_id="maria", direct="29:maria")
BEN = Account("aad-ben", "Ben Ode", person_id="ben", direct="29:ben")
LINE = Spot("19:line@thread.tacv2", "line-4")
TO_MARIA, TO_BEN, TO_LINE = ToPerson("maria"), ToPerson("ben"), ToChannel("line-4")
PICTURE = Picture("Coverage", ("IT",), ("Goal",), ((Mark.ALIGNED,),), Phrase("IT is aligned on the goal."))


class KeptPlaces:
    """Fits `roster.References`. `away`: the database is."""

    def __init__(self, *known: Conversation) -> None:
        self.known = {("plant", one.conversation_id): one for one in known}
        self.away = False

    async def keep(self, organisation_id: str, conversation: Conversation) -> None:
        self.known[organisation_id, conversation.conversation_id] = conversation

    async def drop(self, organisation_id: str, conversation_id: str) -> None:
        gone = [key for key, one in self.known.items() if conversation_id in (key[1], one.team_id)]
        for key in gone:
            if key[0] == organisation_id:
                del self.known[key]

    async def direct(self, organisation_id: str, user_id: str) -> Conversation | None:
        self._check()
        return next((one for one in await self.all(organisation_id) if user_id and one.user_id == user_id), None)

    async def find(self, organisation_id: str, conversation_id: str) -> Conversation | None:
        self._check()
        return self.known.get((organisation_id, conversation_id))

    async def all(self, organisation_id: str) -> tuple[Conversation, ...]:
        self._check()
        return tuple(one for (of, _), one in self.known.items() if of == organisation_id)

    def _check(self) -> None:
        if self.away:
            raise Unavailable("the database is away")


class OneTenant:
    """Fits `ports.Tenants`."""

    async def organisation(self, tenant_id: str) -> str | None:
        return "plant" if tenant_id else None


@dataclass
class Office:
    """Everything the platform works with; `platform` is made new by `restarted`."""

    desk: Desk
    parts: Parts
    platform: TeamsPlatform
    accounts: KeptAccounts
    spots: KeptSpots
    places: KeptPlaces
    shelf: KeptTexts
    members: Members
    drawn: list[Picture] = field(default_factory=list)

    def restarted(self) -> TeamsPlatform:
        """The platform of a new process; what it keeps in memory is gone."""
        routes = Routes(
            self.desk.connector,
            self.accounts,
            self.spots,
            self.places,
            self.members,
            seconds=self.desk.clock.monotonic,
        )
        return TeamsPlatform(self.parts, routes, self.draw)

    def draw(self, picture: Picture) -> bytes:
        self.drawn.append(picture)
        return b"png"


@asynccontextmanager
async def office() -> AsyncIterator[Office]:
    """Accord in the plant's tenant: it knows the channel and Maria's chat; Ben has never written to it."""
    async with desk() as made:
        accounts, spots, shelf = KeptAccounts(MARIA, BEN), KeptSpots(LINE), KeptTexts()
        places = KeptPlaces(made.conversation(), made.chat("maria"))
        members = Members(made.connector, accounts, spots, places)
        parts = Parts(
            engine=Nobody(),
            grammar=Nobody(),
            wire=Wire({"Take": Take}),
            tenants=OneTenant(),
            accounts=accounts,
            spots=spots,
            shelf=shelf,
            places=places,
            roster=members,
            talk=made.connector,
            app_id=APP,
            keys=None,
            now=made.clock.now,
            hosts=(made.teams.host,),
        )
        routes = Routes(made.connector, accounts, spots, places, members)
        at = Office(made, parts, TeamsPlatform(parts, routes), accounts, spots, places, shelf, members)
        at.platform = at.restarted()
        yield at
        await at.platform.close()


def card(
    to: ToPerson | ToChannel = TO_LINE,
    words: str = "Maria decides",
    *,
    key: str = "escalation/line/E-1",
    thread: str | None = None,
    late: bool = False,
) -> Outgoing:
    """A post with a long button and a mention."""
    said = Phrase("{words}: {who}", words=words, who=Who("maria", "Maria Nowak"))
    message = Message(said, (Header("A card"), Text(said), Buttons((Button("Take", Take("x" * 3000)),))))
    return Outgoing("plant", key, to, message, thread=thread, late=late, since=START)


def with_picture() -> Outgoing:
    """A post with the coverage picture."""
    return replace(card(), message=Message("The summary", (Text("Six functions"), PICTURE)))
