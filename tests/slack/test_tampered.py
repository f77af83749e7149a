"""What a button gives back is its client's: ten thousand changed ones gain nothing and break nothing (A14)."""

from __future__ import annotations

import asyncio
import json
import time
from copy import deepcopy
from random import Random

import pytest

from adapters.keeping import NotOurs, command_in
from adapters.slack.app import Arrived
from bot.commands import FROM_PEOPLE
from flows.commands import Command
from flows.decisions.records import Decision
from flows.escalations.records import Escalation
from flows.wire import Wire
from storage.transaction import Transaction
from tests.adapters.slack.inbound_stand import signed
from tests.slack.fake.delivering import encoded
from tests.slack.fake.json import Json
from tests.slack.people import SlackChat
from tests.stories.rights import CASES
from tests.stories.test_escalations import escalate

TEN_THOUSAND, AT_ONCE = 10_000, 50
TIMES = 250
"""Presses for each button and person, through all of Accord."""
VALUES: tuple[object, ...] = (
    *("", "x", "maria", "rita", "E-2", "line3/E-1", "line3/1/it", "m#0", "#" + "0" * 32, "\x00\ud800"),
    *(0, -1, 2**70, None, True, [], {}, ["x"]),
)
NAMES = ("do", "number", "step", "escalation_id", "person_id", "values", "choice", "action_id", "value", "x")


def kept(records: Transaction) -> tuple[tuple[Escalation, ...], tuple[Decision, ...]]:
    """What must not change."""
    return records.escalations.all(), records.decisions.all()


def changed(random: Random, held: str) -> str:
    """A command with one to three entries of it changed, added or left out; sometimes no JSON at all."""
    command = json.loads(held)
    for _ in range(random.randint(1, 3)):
        name = random.choice((*command, *NAMES))
        if random.random() < 0.2:
            command.pop(name, None)
        else:
            command[name] = random.choice(VALUES)
    text = json.dumps(command)
    return text if random.random() < 0.9 else text[: random.randrange(len(text))]


async def carried(bot: SlackChat, payload: Json) -> int:
    """Signed as Slack does, past the network."""
    body, kind = encoded("interactive", payload)
    headers = signed(body, kind, secret=bot.slack.secret, at=time.time())
    return (await bot.side.slack.arrived(Arrived(headers, body, kind))).status


def test_a14_ten_thousand_changed_values_are_read_strictly_or_not_at_all() -> None:
    wire = Wire({kind.__name__: kind for kind in FROM_PEOPLE})
    held = [wire.dump(case.make(case.at), Command) for case in CASES.values()]
    random, read = Random(), 0  # noqa: S311
    for number in range(TEN_THOUSAND):
        value = changed(random, held[number % len(held)])
        try:
            command = command_in(wire, value)
        except NotOurs:
            continue
        read += 1
        assert type(command) in FROM_PEOPLE, value
        assert command_in(wire, wire.dump(command, Command)) == command, value
    assert 0 < read < TEN_THOUSAND


@pytest.mark.parametrize("person", ["rita", "kim"])
@pytest.mark.parametrize("label", ["I'll take it", "Decide"])
async def test_a14_a_changed_button_gains_nothing_for_somebody_who_may_not_decide(
    plant: SlackChat, label: str, person: str
) -> None:
    await escalate(plant)
    found = await plant.find("maria", label)
    kind, press = plant.gestures.press(await plant.user(person), found.command)
    assert kind == "interactive"
    held = press["actions"][0]["value"]
    before = await plant.app.store.read("local", kept)
    assert before[0]
    random = Random(label)  # noqa: S311  # the same each time
    for start in range(0, TIMES, AT_ONCE):
        made = []
        for number in range(start, start + AT_ONCE):
            payload = deepcopy(press)
            payload["trigger_id"], payload["response_url"] = f"{number}.1.x", ""
            payload["actions"][0]["value"] = changed(random, held)
            made.append(payload)
        assert {await each for each in asyncio.as_completed([carried(plant, each) for each in made])} <= {200, 400}
    await plant.shown()
    assert await plant.app.store.read("local", kept) == before
