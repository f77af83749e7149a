"""What a card gives back is its client's: whatever is changed in it, nobody gets to do what is not theirs (A14)."""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random

import pytest

from flows.decisions.records import Decision
from flows.escalations.records import Escalation
from storage.transaction import Transaction
from tests.slack.fake.json import Json
from tests.stories.test_escalations import escalate
from tests.teams.people import TeamsChat
from tests.teams.test_tenants import KEPT, rows

TIMES = 150
VALUES: tuple[object, ...] = (
    "",
    "x",
    "maria",
    "rita",
    "E-2",
    "line3/E-1",
    "m#0",
    "#" + "0" * 64,
    0,
    -1,
    2**70,
    None,
    True,
    [],
    {},
    ["x"],
)
NAMES = ("do", "number", "step", "escalation_id", "person_id", "values", "accordForm", "accordChoice", "msteams", "x")


def kept(records: Transaction) -> tuple[tuple[Escalation, ...], tuple[Decision, ...]]:
    """What must not change."""
    return records.escalations.all(), records.decisions.all()


def changed(random: Random, data: Json) -> Json:
    """The data of an action with one to three entries of it, or of the command in it, changed, added or left out."""
    made = deepcopy(data)
    command = json.loads(made["accord"]) if str(made.get("accord")).startswith("{") else {}
    for _ in range(random.randint(1, 3)):
        one = random.choice((made, command))
        name = random.choice((*one, *NAMES))
        if random.random() < 0.2:
            one.pop(name, None)
        else:
            one[name] = random.choice(VALUES)
    if command and isinstance(made.get("accord"), str) and random.random() < 0.8:
        made["accord"] = json.dumps(command)
    return made


@pytest.mark.parametrize("person", ["rita", "kim"])
@pytest.mark.parametrize("label", ["I'll take it", "Decide"])
async def test_a14_a_changed_card_gains_nothing_for_somebody_who_may_not_decide(
    plant: TeamsChat, label: str, person: str
) -> None:
    await escalate(plant)
    found = await plant.find("maria", label)
    press = plant.gestures.press(await plant.user(person), found.command).activity
    before = await plant.app.store.read("local", kept)
    assert before[0]
    random = Random(label)  # noqa: S311  # the same each time
    for number in range(TIMES):
        sent = {**deepcopy(press), "id": f"f:{number}"}
        value = sent["value"]
        holder = value.get("action", value)
        holder["data"] = changed(random, holder["data"])
        reply = await plant.carrier.carry(sent)
        assert reply.status < 500, holder["data"]
    assert await plant.app.store.read("local", kept) == before


@pytest.mark.parametrize("person", ["rita", "kim", "ben"])
async def test_a12_who_may_not_decide_is_refused_in_words_and_that_is_kept(plant: TeamsChat, person: str) -> None:
    await escalate(plant)
    found = await plant.find("maria", "I'll take it")
    who = await plant.user(person)
    before, audited = await plant.app.store.read("local", kept), dict(zip(KEPT, await rows(plant), strict=True))
    reply = await plant.carrier.carry(plant.gestures.press(who, found.command).activity)
    assert reply.status == 200
    assert ("no part" if person == "rita" else "Maria Nowak") in reply.json["value"]
    assert await plant.app.store.read("local", kept) == before
    assert dict(zip(KEPT, await rows(plant), strict=True))["audit"] == audited["audit"] + 1
