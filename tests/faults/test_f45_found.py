"""What the model of F45 has found, each as a story of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.escalations.commands import Decide
from flows.escalations.records import EscalationState
from flows.leaving import PersonBack, PersonLeft
from flows.messages import Message, ToPerson
from tests.faults.model import moves
from tests.faults.model.screen import commands
from tests.faults.model.world import World
from tests.tables import lay_tables


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Both organisations have begun their round."""
    database = f"sqlite:///{tmp_path / 'accord.db'}"
    lay_tables(database)
    with asyncio.Runner() as runner:
        world = World(database, runner)
        world.set_up()
        world.settle()
        yield world
        world.close()


def test_who_was_gone_when_it_came_to_them_gets_the_card_when_they_are_back(world: World) -> None:
    """The sponsor's account was closed before the chat could show him the card, and only he may decide."""
    moves.escalate(world, "local", "ben", moves.filled("local", "jan", 9, "scope/quality"))
    place = ("local", "escalation/line3/E-1/card/adam", ToPerson("adam"))
    world.screen.refused.add(("local", ToPerson("adam")))
    world.clock_gives("local", PersonLeft("adam"))
    world.passes(1)
    (left,) = world.escalations("local")
    assert (left.state, left.turn.person_id) == (EscalationState.EXHAUSTED, "adam")
    assert place not in world.screen.places
    world.screen.refused.clear()
    world.clock_gives("local", PersonBack("adam"))
    world.passes(24)
    card = world.screen.shown[world.screen.places[place]].message
    assert any(getattr(command, "step", None) == left.step for command in commands(card))
    decided = world.give("local", "adam", Decide(left.id, left.step, values=moves.filled("local", "jan", 0)))
    assert isinstance(decided, Message)
