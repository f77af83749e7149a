"""A tenant of the fake Teams for the people of an organisation: their accounts, their channels, what they see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flows.people import Person
from tests.slack.fake.json import Json
from tests.slack.workplace import address_of
from tests.stories.page import Shown as Line
from tests.teams.fake.payloads import Payloads
from tests.teams.fake.teams import FakeTeams
from tests.teams.fake.world import BOT, CHANNEL, Conversation, Shown, Tenant, User
from tests.teams.screen import Reader, lines_of, presses_of


class Workplace:
    """One tenant."""

    def __init__(self, teams: FakeTeams, tenant: Tenant) -> None:
        self.teams, self.tenant = teams, tenant
        self.payloads = Payloads(teams, tenant)
        self._in_team = False

    def seated(self, person_id: str, person: Person | None) -> tuple[User, list[Json]]:
        """The account of a person, and the activities of their coming when it is new."""
        email = (person.email if person else None) or address_of(person_id)
        found = self.tenant.by_email(email)
        if found is not None:
            found.zone = person.zone if person else found.zone
            return found, []
        made = self.teams.person(self.tenant, person.name if person else person_id, email)
        made.zone = person.zone if person else made.zone
        direct, general = self.tenant.personal(made), self.tenant.conversations[self.tenant.team]
        told = [self.payloads.installed(made, direct), self.payloads.members(made, direct, [BOT])]
        return made, [*told, *([self.payloads.members(made, general, [made.aad])] if self._in_team else [])]

    def opened(self, name: str) -> tuple[Conversation, list[Json]]:
        """The channel of that name, and the activities of Accord's coming into it when it is new."""
        there = [each for each in self.tenant.conversations.values() if each.name == name]
        if there:
            return there[0], []
        made = self.teams.channel(self.tenant, name)
        somebody = next(iter(self.tenant.users.values()), None)
        if somebody is None:
            return made, []
        told = [] if self._in_team else self.joined(somebody)
        return made, [*told, self.payloads.channel_event(somebody, made, "channelCreated")]

    def joined(self, by: User) -> list[Json]:
        """The activities of the app's being added to the team."""
        self._in_team = True
        general = self.tenant.conversations[self.tenant.team]
        return [self.payloads.installed(by, general), self.payloads.members(by, general, [BOT])]

    def left(self, user: User) -> list[Json]:
        """An administrator closes an account: the activities of its going."""
        for place in self.tenant.conversations.values():
            place.members.discard(user.aad)
        self.tenant.personal(user).closed = "ForbiddenOperationException"
        general = self.tenant.conversations[self.tenant.team]
        return [self.payloads.members(user, general, [user.aad], "teamMemberRemoved")]

    def back(self, user: User) -> list[Json]:
        """The account is opened again."""
        for place in self.tenant.conversations.values():
            if place.kind == CHANNEL:
                place.members.add(user.aad)
        direct, general = self.tenant.personal(user), self.tenant.conversations[self.tenant.team]
        direct.members.add(user.aad)
        direct.closed = ""
        return [self.payloads.members(user, general, [user.aad]), self.payloads.installed(user, direct)]

    def reader(self, user: User, *, quietly: bool = False) -> Reader:
        """How this person reads."""
        return Reader(self.teams.now().astimezone(ZoneInfo(user.zone)).year, quietly)

    def lines(self, shown: Iterable[Shown], user: User, keys: dict[str, str]) -> list[Line]:
        """Activities as lines of chat. `keys`: by reference."""
        return [self._line(each, user, keys) for each in shown]

    def _line(self, shown: Shown, user: User, keys: dict[str, str]) -> Line:
        reader = self.reader(user)
        at = datetime.fromtimestamp(int(shown.id) / 1000, UTC).astimezone(ZoneInfo(user.zone))
        author = self.tenant.users[shown.sender].name if shown.sender else "AccordApp"
        edited = "(edited)" if shown.edited else ""
        card = shown.card(user.aad)
        said = lines_of(card, reader) if card else [reader.plain(shown.text)]
        text = " ".join(f"{author}{at:%H:%M}{edited} {' '.join(said)}".split())
        presses = presses_of(card, {"message": [shown.conversation, shown.id]}, reader) if card else []
        return Line(keys.get(f"{shown.conversation}/{shown.id}", ""), text, presses)

    def retold(self, shown: Shown, user: User) -> str:
        """What a message says, in the words of a test."""
        card = shown.card(user.aad)
        return self.retold_card(card, user) if card else self.reader(user, quietly=True).plain(shown.text)

    def retold_card(self, card: Json, user: User) -> str:
        """The same of a card."""
        return "\n".join(lines_of(card, self.reader(user, quietly=True)))
