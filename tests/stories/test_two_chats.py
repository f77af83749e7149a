"""One project with people in two chats: what its channel is told stands in both, each copy by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from adapters.accounts import Account, Accounts, Spot, Spots
from adapters.platform import Ambiguous, Gone, Outgoing, PlatformError, Reference, Refused
from bot.commands import draw
from bot.delivery import Delivery
from bot.platforms import Chat, Platforms, where_people_are
from flows.effects import Post, Promise
from flows.messages import Message, ToChannel, ToPerson
from flows.undelivered import PostFailed
from flows.wire import Wire
from storage.store import Store
from tests.storage.clerk import Clerk
from tests.stories.post_office import START
from tests.tables import lay_tables

LINE3, ELSEWHERE = ToChannel("line3"), ToChannel("elsewhere")
MARIA = ToPerson("maria")


@dataclass
class Screen:
    """A chat: what is shown by reference. `trouble`: what comes of the next calls; `taken`: shown all the same."""

    name: str
    shown: dict[Reference, tuple[str, str | None]] = field(default_factory=dict)
    trouble: list[PlatformError] = field(default_factory=list)

    async def send(self, post: Outgoing) -> Reference:
        if self.trouble:
            raise self.trouble.pop(0)
        reference = str(len(self.shown) + 1)
        self.shown[reference] = str(post.message.summary), post.thread
        return reference

    async def update(self, reference: Reference, post: Outgoing) -> Reference:
        if self.trouble:
            raise self.trouble.pop(0)
        self.shown[reference] = str(post.message.summary), self.shown[reference][1]
        return reference

    async def look_up(self, post: Outgoing) -> Reference | None:
        if self.name == "teams":
            raise Ambiguous("cannot tell")
        return next((at for at, (words, _) in self.shown.items() if words == post.message.summary), None)

    @property
    def texts(self) -> list[str]:
        """What stands there."""
        return [words for words, _ in self.shown.values()]


class Everybody(Accounts):
    """Whoever there is has an account."""

    async def of(self, organisation_id: str, person_id: str) -> Account | None:
        return Account(f"{organisation_id}-1", person_id)


class Known(Spots):
    """The channels of that name that Accord is in."""

    def __init__(self, *names: str) -> None:
        self.names = set(names)

    async def named(self, organisation_id: str, name: str) -> Spot | None:
        return Spot(f"{organisation_id}/{name}", name) if name in self.names else None


async def everywhere(organisation_id: str) -> bool:
    return bool(organisation_id)


@dataclass
class Plant:
    """An organisation in Slack and Teams. `told`: what was given up."""

    clerk: Clerk
    slack: Screen
    teams: Screen
    in_slack: Known
    in_teams: Known
    delivery: Delivery
    told: list[PostFailed]

    async def says(self, *posts: Post) -> None:
        """Queues them and lets ten minutes go by."""
        await self.clerk.posts(*posts)
        for _ in range(10):
            while await self.delivery.deliver_once(self.clerk.now):
                pass
            self.clerk.now += timedelta(minutes=1)


@pytest.fixture
async def plant(database_url: str) -> AsyncIterator[Plant]:
    await asyncio.to_thread(lay_tables, database_url)
    store = await Store.open(database_url, Wire({}))
    store.twice = frozenset({"acme"})
    clerk, slack, teams, told = Clerk(store, START), Screen("slack"), Screen("teams"), list[PostFailed]()
    in_slack, in_teams = Known("line3", "elsewhere"), Known("line3", "only-in-teams")  # type: ignore[abstract]
    chats = (
        Chat(slack, Everybody(), everywhere, "Slack", in_slack),  # type: ignore[abstract]
        Chat(teams, Everybody(), everywhere, "Teams", in_teams),  # type: ignore[abstract]
    )

    async def tell(organisation_id: str, failed: PostFailed) -> None:
        assert organisation_id == "acme"
        told.append(failed)

    platforms = Platforms((slack, teams), where_people_are(None, chats))
    delivery = Delivery(store, platforms, lambda: clerk.now, asyncio.Event(), draw=draw, tell=tell)
    yield Plant(clerk, slack, teams, in_slack, in_teams, delivery, told)
    await store.close()


def post(key: str, words: str, to: ToChannel | ToPerson = LINE3, **more: object) -> Post:
    return Post(key, to, Message(words), **more)  # type: ignore[arg-type]


async def test_k2_a_channel_post_stands_in_both_chats_and_is_edited_in_both(plant: Plant) -> None:
    await plant.says(post("escalation/line3/E-1", "Maria decides"))
    await plant.says(post("escalation/line3/E-1", "Maria has decided"))
    assert plant.slack.texts == plant.teams.texts == ["Maria has decided"]
    await plant.says(post("escalation/line3/E-1", "Maria has decided"))
    assert plant.slack.texts == plant.teams.texts == ["Maria has decided"], "nothing new is nothing to send"


async def test_a_person_is_written_to_in_one_chat(plant: Plant) -> None:
    await plant.says(post("nudge/1", "Your turn", MARIA))
    assert (plant.slack.texts, plant.teams.texts) == (["Your turn"], [])


async def test_each_reply_hangs_under_the_message_of_its_own_chat(plant: Plant) -> None:
    plant.slack.shown["9"] = "somebody's", None
    await plant.says(post("digest/line3/1", "The week"))
    await plant.says(post("digest/line3/1/detail", "In detail", thread="digest/line3/1"))
    assert list(plant.slack.shown.items())[1:] == [("2", ("The week", None)), ("3", ("In detail", "2"))]
    assert list(plant.teams.shown.items()) == [("1", ("The week", None)), ("2", ("In detail", "1"))]


async def test_trouble_in_one_chat_keeps_the_other_from_nothing(plant: Plant) -> None:
    plant.slack.trouble = [Ambiguous("lost")]
    plant.teams.trouble = [Refused("not now")] * 2
    await plant.says(post("decision/line3/D-1", "Decided"))
    assert plant.slack.texts == plant.teams.texts == ["Decided"]
    assert not plant.told


async def test_what_one_chat_refuses_for_good_is_told_by_the_key_of_the_post(plant: Plant) -> None:
    plant.teams.trouble = [Refused("Accord was removed there")] * 3
    await plant.says(post("decision/line3/D-1", "Decided"))
    assert plant.slack.texts == ["Decided"]
    assert [(failed.key, failed.to, failed.said) for failed in plant.told] == [
        ("decision/line3/D-1", LINE3, "Accord was removed there")
    ]


async def test_a_channel_of_one_chat_only_is_missed_nowhere(plant: Plant) -> None:
    await plant.says(post("a/1", "Here", ELSEWHERE), post("b/1", "There", ToChannel("only-in-teams")))
    assert (plant.slack.texts, plant.teams.texts) == (["Here"], ["There"])
    plant.in_teams.names.add("elsewhere")
    await plant.says(post("a/1", "Here still", ELSEWHERE, promise=Promise.REFRESH))
    assert (plant.slack.texts, plant.teams.texts) == (["Here still"], ["There"])
    await plant.says(post("a/2", "Both now", ELSEWHERE))
    assert (plant.slack.texts[1:], plant.teams.texts[1:]) == (["Both now"], ["Both now"])
    assert not plant.told


async def test_a_channel_that_the_other_chat_has_later_gets_its_copy_there_and_no_second_here(plant: Plant) -> None:
    there = ToChannel("only-in-teams")
    await plant.says(post("round/line3/1", "0 of 2", there))
    assert (plant.slack.texts, plant.teams.texts) == ([], ["0 of 2"])
    plant.in_slack.names.add("only-in-teams")
    await plant.says(post("round/line3/1", "1 of 2", there))
    await plant.says(post("round/line3/1", "2 of 2", there))
    assert (plant.slack.texts, plant.teams.texts) == (["2 of 2"], ["2 of 2"])


async def test_what_is_gone_from_one_chat_with_its_channel_comes_no_second_time_in_the_other(plant: Plant) -> None:
    await plant.says(post("round/line3/1", "0 of 2"))
    plant.in_slack.names.clear()
    plant.slack.shown.clear()
    plant.slack.trouble = [Gone("the channel was deleted")]
    await plant.says(post("round/line3/1", "1 of 2"))
    assert (plant.slack.texts, plant.teams.texts) == ([], ["1 of 2"])
    assert not plant.told


async def test_what_is_withdrawn_is_sent_nowhere(plant: Plant) -> None:
    later = plant.clerk.now + timedelta(hours=1)
    await plant.clerk.posts(post("call/line3/1", "Please answer", not_before=later))
    await plant.clerk.does(lambda records: records.withdraw("call/line3/"))
    plant.clerk.now = later
    await plant.says()
    assert (plant.slack.texts, plant.teams.texts) == ([], [])


async def test_an_organisation_with_one_chat_has_one_copy(plant: Plant) -> None:
    await plant.clerk.at("other").posts(post("a/1", "Once"))
    await plant.says()
    assert (plant.slack.texts, plant.teams.texts) == (["Once"], [])
