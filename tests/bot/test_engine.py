"""The engine: one command once, one transaction each, and a clock that no broken item can stop."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import text

from adapters.drawing import draw_text
from bot.engine import Engine
from flows.availability import ChangeHours
from flows.commands import Actor, Place
from flows.digests import DigestState
from flows.effects import Refusal
from flows.rounds.commands import StartRound
from flows.rounds.conversation import Say
from storage.store import Cause, Conflict, Store, Transaction
from tests.stories.chat import Chat

LINE3 = Path(__file__).parents[2] / "examples" / "line3-mes.yaml"
EWA = Actor("local", "ewa")
REFUSED = text("SELECT actor_id, command FROM audit WHERE kind = 'refused'")


@pytest.fixture
async def plant(bot: Chat) -> Chat:
    await bot.load(LINE3, start=False)
    return bot


async def test_a_repeated_event_gets_the_first_answer_and_changes_nothing(plant: Chat) -> None:
    start = StartRound("line3-mes")
    first = await plant.app.engine.run(EWA, start, "event-1")
    seen = await plant.sees("ewa", "line3-mes")
    again = await plant.app.engine.run(EWA, start, "event-1")
    assert again == first
    anew = await plant.app.engine.run(EWA, start, "event-2")
    assert isinstance(anew, Refusal)
    await plant.app.settle()
    assert (await plant.sees("ewa", "line3-mes")).count("0 of 6 functions are in") == 1
    assert seen.count("0 of 6 functions are in") == 0


async def test_the_same_event_sent_twice_at_once_happens_once(plant: Chat) -> None:
    start = StartRound("line3-mes")
    outcomes = await asyncio.gather(*(plant.app.engine.run(EWA, start, "event-1") for _ in range(10)))
    assert all(outcome == outcomes[0] for outcome in outcomes)
    rounds = await plant.app.store.read("local", lambda records: records.rounds.all())
    assert [round_.number for round_ in rounds] == [1]


async def test_an_event_of_the_same_name_by_somebody_else_is_another_one(plant: Chat) -> None:
    await plant.app.engine.run(EWA, ChangeHours("mon-thu"), "event-1")
    answer = await plant.app.engine.run(Actor("local", "maria"), ChangeHours("tue"), "event-1")
    assert "Tue" in str(answer)
    assert "Mon" not in str(answer)


class TooSlow:
    """A store in which somebody else is always faster."""

    async def run(self, *_: object, **__: object) -> object:
        raise Conflict


async def test_whoever_is_never_fast_enough_is_asked_to_look_again(plant: Chat) -> None:
    engine = Engine(cast(Store, TooSlow()), plant.app.store.wire, lambda: plant.now, asyncio.Event().set)
    answer = await engine.run(EWA, StartRound("line3-mes"), "event-1")
    assert isinstance(answer, Refusal)
    assert "Please look at it again and repeat." in draw_text(answer.phrase)


async def test_ten_people_at_once_start_one_round(plant: Chat) -> None:
    start = StartRound("line3-mes")
    outcomes = await asyncio.gather(*(plant.app.engine.run(EWA, start, f"event-{n}") for n in range(10)))
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 9


async def test_a_refusal_changes_nothing_and_a_forbidden_try_is_in_the_audit(plant: Chat) -> None:
    refused = await plant.app.engine.run(Actor("local", "maria"), StartRound("line3-mes"), "event-1")
    assert isinstance(refused, Refusal)
    assert "Ewa Król" in draw_text(refused.phrase)
    entries = await plant.app.store.look(lambda connection: connection.rows(REFUSED, {}))
    assert [tuple(entry) for entry in entries] == [("maria", "StartRound")]
    assert await plant.app.store.read("local", lambda records: records.rounds.all()) == ()


async def test_words_to_accord_in_a_channel_are_no_answer_and_lead_to_the_direct_messages(plant: Chat) -> None:
    said = Say("Shall we move the cut-over?", Place("line3-mes"))
    told = await plant.app.engine.run(EWA, said, "event-1")
    assert isinstance(told, Refusal)
    assert "our direct messages" in draw_text(told.phrase)


async def test_a_due_item_that_cannot_be_handled_is_put_off_and_the_others_go_on(plant: Chat) -> None:
    due = plant.now - timedelta(minutes=1)

    def keep_broken(records: Transaction) -> None:
        records.digests.put(DigestState("gone", due))

    await plant.app.store.run("local", Cause("test", "Test", plant.now), keep_broken)
    await plant.until(plant.now + timedelta(days=8))
    assert "Line 3 MES roll-out" in [line.text for line in await plant.lines("ewa", "line3-mes")][-1]
    ((item, how),) = plant.app.engine.broken.items()
    assert (item.kind, item.id) == ("digest", "gone")
    assert how.failures > 1
    assert how.again_at > plant.now
