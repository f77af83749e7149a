"""A platform over the scripted Slack: two people, three channels, and posts to send them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from adapters.intake import Completion
from adapters.platform import Outgoing
from adapters.slack.parts import Parts
from adapters.slack.platform import SlackPlatform
from adapters.slack.ports import Account, Spot
from flows.commands import Actor, Command, Place
from flows.effects import Outcome
from flows.errors import Unavailable
from flows.messages import Button, Buttons, Header, Mark, Message, Picture, Text, ToChannel, ToPerson
from flows.phrases import Phrase, Who
from flows.wire import Wire
from tests.adapters.slack.desk import START, Desk, desk
from tests.adapters.slack.kept import KeptAccounts, KeptSpots, KeptTexts

MARIA = Account("U0MARIA", "Maria Nowak", person_id="maria", direct="D0MARIA")
BEN = Account("U0BEN", "Ben Ode", person_id="ben")
LINE = Spot("C0LINE", "line-4")
TO_MARIA, TO_BEN, TO_LINE = ToPerson("maria"), ToPerson("ben"), ToChannel("line-4")
PICTURE = Picture("Coverage", ("IT",), ("Goal",), ((Mark.ALIGNED,),), Phrase("IT is aligned on the goal."))


@dataclass(frozen=True)
class Take(Command):
    """I have it."""

    words: str = ""


class Nobody:
    """An engine and a grammar that nobody asks anything."""

    home = Take()
    completions: tuple[Completion, ...] = ()

    async def run(self, actor: Actor, command: Command, event_id: str) -> Outcome:
        raise Unavailable(f"{actor} cannot have {command} carried out here ({event_id})")

    def parse(self, text: str, place: Place) -> Command:
        return Take(f"{text} {place}")


@dataclass
class Office:
    """Everything the platform works with; `platform` is made new by `restarted`."""

    desk: Desk
    parts: Parts
    platform: SlackPlatform
    accounts: KeptAccounts
    spots: KeptSpots
    shelf: KeptTexts
    drawn: list[Picture] = field(default_factory=list)

    def restarted(self) -> SlackPlatform:
        """The platform of a new process; what it keeps in memory is gone."""
        return SlackPlatform(self.parts, self.draw)

    def draw(self, picture: Picture) -> bytes:
        self.drawn.append(picture)
        return b"png"

    def shown(self, channel: str) -> list[str]:
        """The texts on screen in a conversation."""
        return [str(one["text"]) for one in self.desk.slack.shown.get(channel, [])]

    def asked(self, method: str) -> Mapping[str, str]:
        """What the last call of a method said."""
        return self.desk.slack.made(method)[-1].arguments


@asynccontextmanager
async def office() -> AsyncIterator[Office]:
    """Accord in the plant's workspace. It is told of nothing while the block runs but what a test tells it."""
    async with desk() as made:
        accounts, spots, shelf = KeptAccounts(MARIA, BEN), KeptSpots(LINE), KeptTexts()
        parts = Parts(
            engine=Nobody(),
            grammar=Nobody(),
            wire=Wire({"Take": Take}),
            installations=made.installations,
            accounts=accounts,
            spots=spots,
            shelf=shelf,
            web=made.web,
            signing_secret="s" * 32,
            now=made.clock.now,
        )
        at = Office(made, parts, SlackPlatform(parts), accounts, spots, shelf)
        at.platform = at.restarted()
        yield at


async def allow(at: Office, *scopes: str) -> None:
    """The workspace gives these permissions."""
    (known,) = at.desk.installations.known.values()
    await at.desk.installations.keep(replace(known, scopes=scopes))


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
