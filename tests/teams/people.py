"""Stories on Teams: people's moves as Teams tells an app of them, on a running Accord, and what they then see."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from aiohttp import ClientSession

from adapters.teams.answers import IN_CHAT
from adapters.teams.asked import Ignored
from adapters.teams.inbound import parse
from adapters.teams.keeping import form_in, wanted
from adapters.teams.pen import FORM
from bot.app import App
from bot.teams import TeamsSide
from flows.effects import Outcome, Refusal
from flows.people import Person
from tests.slack.fake.delivering import Reply
from tests.slack.fake.json import Json
from tests.slack.filling import goes_on
from tests.stories.chat import Answered, Arrival
from tests.stories.elsewhere import Elsewhere, files_in
from tests.stories.page import Shown as Line
from tests.teams.fake.delivering import HttpCarrier, again
from tests.teams.fake.world import Conversation, Dialog, Shown, User
from tests.teams.filling import Filled, Known, field_of, fields_of, held_in, labels_of, problems_in, sends
from tests.teams.gestures import Gesture, Gestures
from tests.teams.on_screen import arrivals, posted, shown_to_others, waiting_for_others
from tests.teams.payloads import sent_to_others
from tests.teams.screen import inputs_of, presses_of
from tests.teams.workplace import Workplace

MARKED = "Please look at the marked fields."


class TeamsChat(Elsewhere[User, Gesture]):
    """The people of one organisation in one tenant."""

    def __init__(self, app: App, session: ClientSession, work: Workplace, carrier: HttpCarrier) -> None:
        super().__init__(app, session, work.teams.url)
        self.work, self.carrier = work, carrier
        self.teams, self.tenant = work.teams, work.tenant
        self.gestures = Gestures(work, app.store.wire)
        assert app.teams is not None
        self._labels: dict[str, str] = {}
        self._wrong: dict[str, tuple[str, ...]] = {}
        self.side: TeamsSide = app.teams

    async def seat(self, person_id: str, person: Person | None) -> User:
        user, told = self.work.seated(person_id, person)
        await self.carry(*told)
        return user

    async def opened(self, channel: str) -> None:
        await self.place(None, channel)

    async def place(self, user: User | None, channel: str | None) -> Conversation:
        """A channel, or the chat with Accord."""
        if channel is None:
            assert user is not None
            return self.tenant.personal(user)
        found, told = self.work.opened(channel)
        await self.carry(*told)
        return found

    async def closes(self, user: User, *, closed: bool = True) -> None:
        await self.carry(*self.work.left(user) if closed else self.work.back(user))

    async def carry(self, *activities: Json) -> list[Reply]:
        """Deliveries to Accord; returns when everything they set off has been shown."""
        replies = [await self.carrier.carry(activity) for activity in activities]
        await self.shown()
        return replies

    async def shown(self) -> None:
        """Returns when Accord has shown what it was about to show."""
        await self.side.teams.errands.drain(10)

    async def gesture(self, user: User, what: str, body: Mapping[str, object], event_id: str) -> Gesture | str:
        del event_id
        match what:
            case "press":
                return self.gestures.apart(self.gestures.press(user, str(body["command"])))
            case "form":
                values = body["values"]
                assert isinstance(values, Mapping)
                await self.invited(values)
                name = str(body["command"])
                known = await self._known(self._card_of(user, name)) if not name.startswith("{") else Known()
                return self.gestures.apart(self.gestures.form(user, name, values, known))
        channel, text = body.get("channel"), str(body["text"]).strip()
        place = await self.place(user, str(channel).removeprefix("#") if channel else None)
        return self.gestures.typed(user, place, text, files_in(body)) or ""

    async def _known(self, card: Json) -> Known:
        """What the options of a form are called, and who is in the directory."""
        action = sends(card)
        value = action["data"][FORM] if action else ""
        digest = wanted(value)
        kept = await self.side.teams.parts.shelf.get(self.organisation, digest) if digest else None
        accounts = {each: (await self.user(each)).aad for each in await self.people()}
        return Known(labels_of(form_in(self.app.store.wire, value, kept).form), accounts)

    async def give(self, person: str, user: User, gesture: Gesture) -> Answered:
        if self.gestures.kept:
            await self.side.teams.parts.shelf.put(self.organisation, self.gestures.kept)
            self.gestures.kept.clear()
        before = len(self.tenant.shown)
        reply = await self._carried(gesture)
        await self.shown()
        told = reply.json
        if "task" in told:
            return self._after_task(person, user, gesture, told["task"])
        if gesture.dialog is not None and reply.ok:
            gesture.dialog.closed = True
        if str(told.get("type", "")).startswith("application/vnd.microsoft"):
            return self._after_press(person, user, gesture, told, before)
        return self._said(person, user, gesture, before) or Answered(self._nothing(reply), "", status=reply.status)

    async def _carried(self, gesture: Gesture) -> Reply:
        """An invoke that is told again has another id."""
        if not gesture.invoked:
            return await self.carrier.carry(gesture.activity)
        return await self.carrier.press(again(gesture.activity, uuid4().int))

    def _nothing(self, reply: Reply) -> str:
        return "none" if reply.ok else "refusal"

    def _after_task(self, person: str, user: User, gesture: Gesture, task: Json) -> Answered:
        """What an answer makes of a dialog: another card in it, or a last word."""
        if gesture.dialog is not None:
            gesture.dialog.closed = True
        if task["type"] == "message":
            return self._told_only(gesture, str(task["value"]))
        made = f"dialog-{uuid4()}"
        where = self.tenant.personal(user).id if gesture.on is None else gesture.on.conversation
        command = gesture.activity.get("value", {}).get("commandId", "")
        dialog = Dialog(made, user.aad, where, task["value"]["card"]["content"], command=command)
        dialog.title = str(task["value"].get("title", ""))
        self.tenant.dialogs[made] = dialog
        return self._of_card(person, user, gesture, (made, dialog.card, {"dialog": made}), dialog.title)

    def _after_press(self, person: str, user: User, gesture: Gesture, told: Json, before: int) -> Answered:
        """What the answer to a press says: a text, an error, or the card as it is now for who pressed."""
        if told["type"].endswith("activity.message"):
            said = self._said(person, user, gesture, before) if told["value"] == IN_CHAT else None
            return said or self._told_only(gesture, str(told["value"]))
        if told["type"].endswith(".error"):
            return Answered("refusal", str(told["value"]["message"]), status=int(told["statusCode"]))
        on, card = gesture.on, dict(told["value"])
        if on is not None:
            on.only[user.aad] = card
        where = f"{on.conversation}/{on.id}" if on else ""
        place: Json = {"message": [on.conversation, on.id]} if on else {}
        return self._of_card(person, user, gesture, (where, card, place), self.work.retold_card(card, user))

    def _told_only(self, gesture: Gesture, text: str) -> Answered:
        """A text of a few words; “Done.” where the engine has no words."""
        outcomes = self._outcomes(gesture)
        return Answered("none", "") if outcomes == [None] else Answered(self._kind(gesture), text)

    def _said(self, person: str, user: User, gesture: Gesture, before: int) -> Answered | None:
        """What Accord has written to somebody since, in their own chat with it."""
        direct = self.tenant.personal(user).id
        said = [each for each in self.tenant.shown[before:] if each.conversation == direct and not each.sender]
        if not said:
            return None
        last = said[-1]
        card = last.card(user.aad)
        if card is None:
            return Answered(self._kind(gesture), self.work.retold(last, user))
        where: Json = {"message": [last.conversation, last.id]}
        held = (f"{last.conversation}/{last.id}", card, where)
        return self._of_card(person, user, gesture, held, self.work.retold(last, user))

    def _of_card(
        self, person: str, user: User, gesture: Gesture, shown: tuple[str, Json, Json], title: str
    ) -> Answered:
        """A card as an answer: a form, or what it says. `shown`: what it is, the card, what a press on it says."""
        name, card, where = shown
        text = self.work.retold_card(card, user)
        if sends(card) is None:
            presses = presses_of(card, where, self.work.reader(user))
            self._private[person] = [Line("", text, presses)]
            return Answered(self._kind(gesture), text)
        self._forms[person] = name
        self._labels |= {str(each["label"]): field_of(each) for each in inputs_of(card)}
        if problems := problems_in(card, self.work.reader(user, quietly=True), self._labels):
            self._wrong[person] = tuple(problems)
            return _refused(problems)
        return Answered("form", title, "\n".join([text, *held_in(card)]))

    def _kind(self, gesture: Gesture) -> str:
        """Teams shows a reply and a refusal alike; the engine knows which. What it never heard was refused."""
        outcomes = self._outcomes(gesture)
        return "message" if outcomes and not isinstance(outcomes[-1], Refusal) else "refusal"

    def _outcomes(self, gesture: Gesture) -> list[Outcome]:
        asked = parse(gesture.activity)
        assert not isinstance(asked, Ignored)
        return [told for key, told in self.heard.items() if key.startswith(asked.origin.key)]

    async def fill(self, person: str, values: Mapping[str, Filled]) -> Answered:
        """Fills in the form that is open for this person, page by page, and sends it."""
        values = {**dict.fromkeys(self._wrong.pop(person, ()), ""), **values}  # what was wrong is deleted first
        while True:
            name = self._forms[person]
            more = goes_on(self.work.retold_card(self._card_of(await self.user(person), name), await self.user(person)))
            here = {key: value for key, value in values.items() if key in self._fields(await self.user(person), name)}
            answered = await self.post(person, "form", {"command": name, "values": here})
            if not more or answered.kind != "form":
                return answered

    def _card_of(self, user: User, name: str) -> Json:
        if name in self.tenant.dialogs:
            return self.tenant.dialogs[name].card
        on = self.tenant.activity(*name.split("/"))
        return (on.card(user.aad) if on else None) or {}

    def _fields(self, user: User, name: str) -> set[str]:
        return fields_of(self._card_of(user, name))

    async def lines(self, person: str, channel: str | None = None, thread: str = "") -> list[Line]:
        """The messages on this person's screen, oldest first; of a thread when its key is given."""
        user = await self.user(person)
        place = await self.place(user, channel)
        keys = {at: key for at, (_, key) in (await posted(self.app, self.organisation)).items()}
        shown = [each for each in self.tenant.screen(place.id) if not is_command(each)]
        if thread:
            head = next(each.id for each in shown if keys.get(f"{each.conversation}/{each.id}") == thread)
            return self.work.lines([each for each in shown if head in (each.id, each.thread)], user, keys)
        return self.work.lines([each for each in shown if not each.thread], user, keys)

    async def arrivals(self) -> list[Arrival]:
        """Everything of Accord's that has come to anybody, in order."""
        return arrivals(self.tenant, await posted(self.app, self.organisation))

    async def sent_to_others(self, person: str) -> list[str]:
        sent = sent_to_others(self.teams, self.tenant, await self.user(person))
        return [*sent, *await super().sent_to_others(person)]

    async def written_to_others(self, person: str) -> str:
        """Everything that is or will be shown to anybody but this person, notification texts included."""
        user = await self.user(person)
        told = shown_to_others(self.tenant, user, self.work.reader(user))
        return "\n".join([*told, *await waiting_for_others(self.app, person)])


def is_command(shown: Shown) -> bool:
    """Whether somebody has typed a command; other platforms do not show it, so no story speaks of it."""
    return bool(shown.sender) and shown.text.removeprefix("@accord ").startswith("/")


def _refused(problems: Mapping[str, str]) -> Answered:
    """A form that stays open: what is wrong with fields, or with all of it."""
    if set(problems) == {""}:
        return Answered("refusal", problems[""])
    return Answered("refusal", "\n".join([MARKED, *problems.values()]), "", problems)
