"""The conversations of Teams, as the port of the adapter promises them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from adapters.teams.places import conversation_of
from adapters.teams.ports import Conversation, Scope
from adapters.teams.roster import References
from storage.store import Store
from storage.teams_places import TeamsPlaces
from tests.storage.clerk import raw_sql
from tests.storage.conftest import NOW

SMBA = "https://smba.trafficmanager.net/emea/"
MARIA = Conversation(Scope.PERSONAL, "a:maria", SMBA, "tenant-1", "28:app", "aad-maria", "29:maria")
GENERAL = Conversation(
    Scope.CHANNEL, "19:team@thread.tacv2", SMBA, "tenant-1", "28:app", team_id="19:team@thread.tacv2"
)
LINE4 = replace(GENERAL, conversation_id="19:line4@thread.tacv2", name="Line 4")
CHAT = Conversation(Scope.GROUP, "19:chat@thread.v2", SMBA, "tenant-1", "28:app", name="Steering")


@dataclass
class Clock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


def places(store: Store, now: Callable[[], datetime]) -> References:
    return TeamsPlaces(store, conversation_of, now)


async def test_a_conversation_comes_back_whole_and_only_to_its_own_organisation(store: Store, clock: Clock) -> None:
    kept = places(store, clock.now)
    for one in (MARIA, GENERAL, LINE4, CHAT):
        await kept.keep("acme", one)
        assert await kept.find("acme", one.conversation_id) == one
        assert await kept.find("other", one.conversation_id) is None
    assert await kept.direct("acme", "aad-maria") == MARIA
    assert await kept.direct("other", "aad-maria") is None
    assert await kept.direct("acme", "") is None, "who has no id in the directory is nobody"
    assert set(await kept.all("acme")) == {MARIA, GENERAL, LINE4, CHAT}
    assert await kept.all("other") == ()


async def test_what_an_activity_does_not_say_stays_and_what_it_says_changes(store: Store, clock: Clock) -> None:
    kept = places(store, clock.now)
    await kept.keep("acme", LINE4)
    await kept.keep("acme", replace(LINE4, name="", team_id="", service_url="https://smba.trafficmanager.net/amer/"))
    assert await kept.find("acme", LINE4.conversation_id) == replace(
        LINE4, service_url="https://smba.trafficmanager.net/amer/"
    )
    await kept.keep("acme", replace(LINE4, name="Line 5"))
    assert await kept.find("acme", LINE4.conversation_id) == replace(LINE4, name="Line 5")


async def test_what_is_as_it_was_is_written_once_a_day(store: Store, clock: Clock, database_url: str) -> None:
    kept = places(store, clock.now)
    seen = []
    for hours in (0, 1, 22, 2):
        clock.at += timedelta(hours=hours)
        await kept.keep("acme", MARIA)
        seen.append(raw_sql(database_url, "SELECT at FROM teams_place")[0][0])
    assert seen[0] == seen[1] == seen[2] < seen[3]


async def test_the_personal_chat_heard_of_last_counts(store: Store, clock: Clock) -> None:
    kept = places(store, clock.now)
    await kept.keep("acme", MARIA)
    clock.at += timedelta(minutes=1)
    again = replace(MARIA, conversation_id="a:again")
    await kept.keep("acme", again)
    assert await kept.direct("acme", "aad-maria") == again
    assert (await kept.all("acme"))[0] == again


async def test_one_that_was_dropped_is_gone_until_it_is_heard_of_again(store: Store, clock: Clock) -> None:
    kept = places(store, clock.now)
    for organisation in ("acme", "other"):
        await kept.keep(organisation, MARIA)
        await kept.keep(organisation, LINE4)
    await kept.drop("acme", "a:maria")
    assert await kept.direct("acme", "aad-maria") is None
    assert await kept.find("acme", LINE4.conversation_id) == LINE4
    assert await kept.direct("other", "aad-maria") == MARIA
    await kept.keep("acme", MARIA)
    assert await kept.direct("acme", "aad-maria") == MARIA


async def test_with_a_team_all_its_channels_go_and_with_a_channel_only_itself(store: Store, clock: Clock) -> None:
    kept = places(store, clock.now)
    for one in (GENERAL, LINE4, CHAT):
        await kept.keep("acme", one)
    await kept.drop("acme", LINE4.conversation_id)
    assert set(await kept.all("acme")) == {GENERAL, CHAT}
    await kept.keep("acme", LINE4)
    await kept.drop("acme", GENERAL.conversation_id)
    assert await kept.all("acme") == (CHAT,)
