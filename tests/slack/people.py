"""Stories on Slack: people's moves as Slack tells an app of them, on a running Accord, and what they then see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import ClientSession

from bot.app import App
from flows.effects import Refusal
from flows.people import Person
from tests.slack.fake.delivering import Carrier, Reply
from tests.slack.fake.json import Json
from tests.slack.fake.views import replace as show_instead
from tests.slack.fake.views import show
from tests.slack.fake.world import Channel, User, View
from tests.slack.filling import Filled, fields_of, goes_on, held_in
from tests.slack.gestures import Gesture, Gestures, keys_of
from tests.slack.on_screen import arrivals, posted, shown_to_others, waiting_for_others
from tests.slack.payloads import sent_to_others
from tests.slack.screen import presses_of
from tests.slack.workplace import Workplace
from tests.stories.chat import Answered, Arrival
from tests.stories.elsewhere import Elsewhere, files_in
from tests.stories.page import Shown

MARKED = "Please look at the marked fields."


@dataclass(frozen=True)
class Before:
    """How much there was on somebody's screen."""

    ephemerals: int
    messages: int
    views: Mapping[str, str]


class SlackChat(Elsewhere[User, Gesture]):
    """The people of one organisation in one workspace."""

    def __init__(self, app: App, session: ClientSession, work: Workplace, carrier: Carrier) -> None:
        super().__init__(app, session, work.slack.url)
        self.work, self.carrier = work, carrier
        self.slack, self.team = work.slack, work.team
        self.gestures = Gestures(work, app.store.wire)
        assert app.slack is not None
        self.side = app.slack

    async def seat(self, person_id: str, person: Person | None) -> User:
        user, joined = self.work.seated(person_id, person)
        if joined is not None:
            await self.carry("events_api", joined)
        return user

    async def opened(self, channel: str) -> None:
        _, joined = self.work.opened(channel)
        if joined is not None:
            await self.carry("events_api", joined)

    async def place(self, user: User, channel: str | None) -> Channel:
        """A channel, or the direct messages with Accord."""
        if channel is None:
            return self.team.direct(user.id)
        await self.opened(channel)
        return self.team.named(channel)

    async def closes(self, user: User, *, closed: bool = True) -> None:
        user.deleted = closed
        event = self.work.payloads.event({"type": "user_change", "user": self.work.described(user), "cache_ts": 1})
        await self.carry("events_api", event)

    async def pinned(self, person: str, channel: str) -> list[str] | None:
        user = await self.user(person)
        place = await self.place(user, channel)
        found = [self.team.message(place.id, ts) for ts in place.pins]
        return [self.work.reader(user, quietly=True).mrkdwn(each.text) for each in found if each is not None]

    async def carry(self, kind: str, payload: Json) -> Reply:
        """One delivery to Accord; returns when everything it sets off has been shown."""
        reply = await self.carrier.carry(kind, payload)
        await self.shown()
        return reply

    async def shown(self) -> None:
        """Returns when Accord has shown what it was about to show."""
        await self.side.slack.errands.drain(10)

    async def give(self, person: str, user: User, gesture: Gesture) -> Answered:
        before = self._before(user)
        await self._put(self.gestures.kept)
        kind, payload = gesture
        reply = await self.carry(kind, payload)
        if (mention := self.gestures.mention(payload)) is not None:
            await self.carry("events_api", mention)
        if kind == "slash_commands" and reply.json:
            self.work.answered_at_once(user, payload, reply.json)
        if payload.get("type") == "view_submission":
            return self._after_form(person, user, gesture, reply)
        return self._after(person, user, gesture, before)

    async def gesture(self, user: User, what: str, body: Mapping[str, object], event_id: str) -> Gesture | str:
        match what:
            case "press":
                return self.gestures.press(user, str(body["command"]))
            case "form":
                values = body["values"]
                assert isinstance(values, Mapping)
                await self.invited(values)
                users = {each: (await self.user(each)).id for each in await self.people()}
                return self.gestures.form(user, str(body["command"]), values, users)
        channel, text = body.get("channel"), str(body["text"]).strip()
        place = await self.place(user, str(channel).removeprefix("#") if channel else None)
        if text.startswith("/"):
            return self.gestures.command(user, place, text) or f"{text} is not a valid command."  # says Slack itself
        return self.gestures.typed(user, place, text, event_id, files_in(body))

    async def _put(self, kept: list[str]) -> None:
        if kept:
            await self.side.slack.parts.shelf.put(self.organisation, kept)
            kept.clear()

    def _before(self, user: User) -> Before:
        views = {view.id: view.hash for view in self.team.views.values()}
        direct = self.team.screen(self.team.direct(user.id).id)
        return Before(len(self.team.ephemerals), len(direct), views)

    def _after(self, person: str, user: User, gesture: Gesture, before: Before) -> Answered:
        """What is on somebody's screen that was not there before."""
        for view in reversed(self.team.views.values()):
            if view.user == user.id and not view.closed and before.views.get(view.id) != view.hash:
                return self._in_modal(person, user, gesture, view)
        own = self.slack.response_urls.get(str(gesture[1].get("response_url")).rpartition("/")[2])
        hidden = [each for each in self.team.ephemerals[before.ephemerals :] if each.only_for == user.id]
        direct = self.team.screen(self.team.direct(user.id).id)[before.messages :]
        if own is not None:  # what others are answered meanwhile is on the same screen
            hidden, direct = own.shown, []
        said = [*hidden, *(each for each in direct if each.by_app)]
        if not said:
            return Answered("none", "")
        if hidden:
            self._private[person] = self.work.shown(hidden[-1:], user, {})
        return Answered(self._kind(gesture), self.work.retold(said[-1].blocks, said[-1].text, user))

    def _kind(self, gesture: Gesture) -> str:
        """Slack shows a reply and a refusal alike; the engine knows which it was. What it never heard was refused."""
        outcomes = [self.heard[key] for key in keys_of(*gesture) if key in self.heard]
        return "message" if outcomes and not isinstance(outcomes[0], Refusal) else "refusal"

    def _in_modal(self, person: str, user: User, gesture: Gesture, view: View) -> Answered:
        if fields_of(view.view) or view.view["callback_id"] == "form":
            self._forms[person] = view.id
            return Answered("form", str(view.view["title"]["text"]), self._text_of(view, user))
        where: Json = {"view": view.id}
        text = self._text_of(view, user)
        presses = presses_of(view.view["blocks"], where, self.work.reader(user))
        self._private[person] = [Shown("", text, presses)]
        return Answered(self._kind(gesture), text)

    def _text_of(self, view: View, user: User) -> str:
        """What a modal says and holds."""
        return "\n".join([self.work.retold(view.view["blocks"], "", user), *held_in(view.view)])

    def _after_form(self, person: str, user: User, gesture: Gesture, reply: Reply) -> Answered:
        """What becomes of a modal that was sent."""
        view, said = self.team.views.get(gesture[1]["view"]["id"]), reply.json
        match said.get("response_action"):
            case "errors":
                problems = {name: str(words) for name, words in said["errors"].items()}
                return Answered("refusal", "\n".join([MARKED, *problems.values()]), "", problems, reply.status)
            case "update" if view is not None:
                show_instead(self.slack, view, dict(said["view"]))
                return self._in_modal(person, user, gesture, view)
            case "update" | "push":
                below = None if view is None or view.closed else view
                return self._in_modal(person, user, gesture, show(self.slack, self.team, user.id, said["view"], below))
        if view is not None and reply.ok:
            view.closed = True
        return Answered("none" if reply.ok else "refusal", "", status=reply.status)

    async def fill(self, person: str, values: Mapping[str, Filled]) -> Answered:
        """Fills in the form that is open for this person, page by page, and sends it."""
        while True:
            view = self.team.views[self._forms[person]]
            more = goes_on(self._text_of(view, await self.user(person)))
            answered = await self.post(person, "form", {"command": view.id, "values": dict(values)})
            if not more or answered.kind != "form":
                return answered

    async def home(self, person: str) -> str:
        """Opens the Home tab; what is in it can be pressed."""
        user = await self.user(person)
        event: Json = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": self.team.direct(user.id).id,
            "tab": "home",
        }
        if user.id in self.team.homes:
            event["view"] = self.team.homes[user.id]
        await self.carry("events_api", self.work.payloads.event(event))
        blocks = self.team.homes[user.id]["blocks"]
        presses = presses_of(blocks, {"home": True}, self.work.reader(user))
        self._private[person] = [Shown("home", "", presses)]
        return self.work.retold(blocks, "", user)

    async def lines(self, person: str, channel: str | None = None, thread: str = "") -> list[Shown]:
        """The messages on this person's screen, oldest first; of a thread when its key is given."""
        user = await self.user(person)
        place = await self.place(user, channel)
        keys = {at: key for at, (_, key) in (await posted(self.app, self.organisation)).items()}
        messages = self.team.screen(place.id)
        if thread:
            head = next(m.ts for m in messages if keys.get(f"{m.channel}/{m.ts}") == thread)
            return self.work.shown([m for m in messages if head in (m.ts, m.thread)], user, keys)
        return self.work.shown([m for m in messages if not m.thread], user, keys)

    async def arrivals(self) -> list[Arrival]:
        """Everything of Accord's that has come to anybody, in order."""
        return arrivals(self.team, await posted(self.app, self.organisation))

    async def sent_to_others(self, person: str) -> list[str]:
        sent = sent_to_others(self.slack, self.team, await self.user(person))
        return [*sent, *await super().sent_to_others(person)]

    async def written_to_others(self, person: str) -> str:
        """Everything that is or will be shown to anybody but this person, notification texts included."""
        user = await self.user(person)
        told = shown_to_others(self.team, user, self.work.reader(user))
        return "\n".join([*told, *await waiting_for_others(self.app, person)])
