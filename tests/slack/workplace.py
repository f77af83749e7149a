"""A workspace of the fake Slack for the people of an organisation: their accounts, their channels, what they see."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flows.people import Person
from tests.slack.fake.conversations import person as as_slack_says
from tests.slack.fake.json import Json
from tests.slack.fake.payloads import Payloads
from tests.slack.fake.slack import FakeSlack
from tests.slack.fake.world import Channel, Message, Team, User
from tests.slack.screen import Reader, lines_of, presses_of
from tests.stories.page import Shown

ADDRESS = re.compile(r"([^<>,;\n]*)<([^<>@\s]+@[^<>\s]+)>")
"""A newcomer, as people write them into a form."""


class Workplace:
    """One workspace."""

    def __init__(self, slack: FakeSlack, team: Team) -> None:
        self.slack, self.team = slack, team
        self.payloads = Payloads(slack, team)

    def seated(self, person_id: str, person: Person | None) -> tuple[User, Json | None]:
        """The account of a person, and the event of its coming when it is new."""
        email = (person.email if person else None) or address_of(person_id)
        found = self.team.by_email(email)
        if found is not None:
            found.zone = person.zone if person else found.zone
            return found, None
        made = self.slack.person(self.team, person.name if person else person_id, email)
        made.zone = person.zone if person else made.zone
        for channel in self.team.channels.values():
            if not channel.direct:
                channel.members.add(made.id)
        return made, self.payloads.event({"type": "team_join", "user": self.described(made)})

    def described(self, user: User) -> Json:
        """A user as Slack describes them."""
        return as_slack_says(user, self.team.id)

    def opened(self, name: str) -> tuple[Channel, Json | None]:
        """The channel of that name, and the event of Accord's coming into it when it is new."""
        found = [channel for channel in self.team.channels.values() if channel.name == name]
        if found:
            return found[0], None
        made = self.slack.channel(self.team, name)
        event = {"type": "member_joined_channel", "user": self.team.bot_user, "channel": made.id, "channel_type": "C"}
        return made, self.payloads.event({**event, "team": self.team.id})

    def reader(self, user: User, *, quietly: bool = False) -> Reader:
        """How this person reads."""
        year = self.slack.now().astimezone(ZoneInfo(user.zone)).year
        return Reader(user.zone, year, self.name, quietly)

    def name(self, ident: str) -> str:
        """What a user or channel id is shown as."""
        if ident.startswith("@"):
            return f"@{self.team.users[ident[1:]].name}"
        return f"#{self.team.channels[ident[1:]].name}"

    def shown(self, messages: Iterable[Message], user: User, keys: dict[str, str]) -> list[Shown]:
        """Messages as lines of chat. `keys`: by reference."""
        return [self._line(message, user, keys) for message in messages]

    def _line(self, message: Message, user: User, keys: dict[str, str]) -> Shown:
        reader = self.reader(user)
        at = datetime.fromtimestamp(float(message.ts), UTC).astimezone(ZoneInfo(user.zone))
        author = "AccordApp" if message.by_app else self.team.users[message.user].name
        edited = "(edited)" if message.edited else ""
        said = lines_of(message.blocks, reader) if message.blocks else [reader.mrkdwn(message.text)]
        text = " ".join(f"{author}{at:%H:%M}{edited} {' '.join(said)}".split())
        reference = f"{message.channel}/{message.ts}"
        where: Json = {"message": [message.channel, message.ts]}
        if message.only_for:
            where = {"ephemeral": message.ts}
        return Shown(keys.get(reference, ""), text, presses_of(message.blocks, where, reader))

    def answered_at_once(self, user: User, payload: Json, body: Json) -> None:
        """Shows the answer that the reply to a slash command holds."""
        ts, text, blocks = self.slack.next_ts(), str(body.get("text", "")), body.get("blocks", [])
        here = Message(ts, payload["channel_id"], self.team.bot_user, text, blocks, only_for=user.id)
        self.team.ephemerals.append(here)
        self.slack.response_urls[payload["response_url"].rpartition("/")[2]].shown.append(here)

    def retold(self, blocks: list[Json], text: str, user: User) -> str:
        """What an answer says, in the words of a test."""
        reader = self.reader(user, quietly=True)
        return "\n".join(lines_of(blocks, reader)) if blocks else reader.mrkdwn(text)


def address_of(person_id: str) -> str:
    """The address of somebody who was given none."""
    return f"{person_id}@example.com"


def newcomers(words: str) -> list[tuple[str, str]]:
    """(name, e-mail) of everybody who is written down there."""
    return [(name.strip(), email) for name, email in ADDRESS.findall(words)]
