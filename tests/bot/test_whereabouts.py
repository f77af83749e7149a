"""In which chat somebody did something last, over restarts and for every process on the database."""

from __future__ import annotations

import pytest

from bot.whereabouts import Noting, Whereabouts
from flows.commands import CLOCK, OPERATOR, Actor, Command
from flows.effects import Outcome
from flows.errors import Unavailable
from flows.home import OpenHome
from tests.stories.chat import Chat

HERE = "local"


def maria(platform: str, organisation: str = HERE) -> Actor:
    return Actor(organisation, "maria", platform)


async def test_it_is_the_last_one_and_is_known_to_another_process_and_after_a_restart(bot: Chat) -> None:
    one, other = Whereabouts(bot.app.store), Whereabouts(bot.app.store)
    assert await one.of(HERE, "maria") is None
    await one.note(maria("slack"))
    await one.note(maria("slack"))
    assert await other.of(HERE, "maria") == "slack"
    await one.note(maria("teams"))
    assert await other.of(HERE, "maria") == "teams"
    assert await other.of("other", "maria") is None
    assert await other.of(HERE, "jan") is None


@pytest.mark.parametrize("who", [CLOCK, OPERATOR])
async def test_accord_itself_is_nowhere(bot: Chat, who: str) -> None:
    seen = Whereabouts(bot.app.store)
    await seen.note(Actor(HERE, who, "slack"))
    assert await seen.of(HERE, who) is None


class Nothing:
    """An engine that has nothing to say, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Actor, Command, str]] = []

    async def run(self, actor: Actor, command: Command, event_id: str) -> Outcome:
        self.asked.append((actor, command, event_id))
        return None


class Away(Whereabouts):
    """A database that takes nothing just now."""

    async def note(self, actor: Actor) -> None:
        raise Unavailable(f"the disk is full, so that {actor.person_id} is nowhere")


async def test_whoever_asks_is_noted_and_answered_even_where_that_cannot_be_kept(bot: Chat) -> None:
    seen, engine = Whereabouts(bot.app.store), Nothing()
    assert await Noting(engine, seen).run(maria("teams"), OpenHome(), "1") is None
    assert await seen.of(HERE, "maria") == "teams"
    assert await Noting(engine, Away(bot.app.store)).run(maria("slack"), OpenHome(), "2") is None
    assert [event for _, _, event in engine.asked] == ["1", "2"]
