"""Two companies with one Accord: in the one /escalate is sent without end, in the other people work on."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import cycle

from bot.app import build
from bot.clock import Clock
from bot.operate import order
from flows.messages import Message
from flows.projects.loading import LoadProject
from flows.projects.records import EscalationLimits
from tests.bench.escalating import QUESTION, escalations
from tests.bench.plants import FUNCTIONS, START, Plant, plant_file
from tests.bench.presses import request
from tests.bench.slack_presses import payload
from tests.bench.slack_serving import in_slack, open_to_all, user_of
from tests.bench.test_slack_press_bench import prepared

FLOODING, TEAM = "slack-T1FLOOD", "T1FLOOD"


async def two_companies(database: str) -> tuple[list[Plant], Plant]:
    """The projects of the one that works on, and the project of the other, where the limits are those of every new
    project."""
    quiet = await prepared(database)
    app = await build(open_to_all(database), Clock.beginning(START))
    await in_slack(app)
    await in_slack(app, FLOODING, TEAM)
    plant, file = plant_file(0, FUNCTIONS)
    limited = replace(file, project=replace(file.project, escalation_limits=EscalationLimits()))
    told = await order(app, LoadProject(limited, start=True), FLOODING)
    assert isinstance(told, Message), told
    await app.settle()
    await app.close()
    return quiet, plant


async def sent(database: str) -> int:
    """How many escalations of the flood there are."""
    app = await build(open_to_all(database), Clock.beginning(START))
    try:
        return await app.store.read(FLOODING, lambda records: len(records.escalations.all()))
    finally:
        await app.close()


def flood(plant: Plant, how_many: int) -> list[str]:
    """Slash commands, each of which opens the form, and presses of Send in turn, from everybody but the decider."""
    senders, sent = cycle(person for person in plant.people if person != plant.people[2]), escalations(plant)
    asked = []
    for number, person in zip(range(how_many), senders, strict=False):
        if number % 2:
            pressed = payload(request(person, next(sent)[1], f"flood/{number}"))
            asked.append(pressed.replace("T0BENCH", TEAM))
        else:
            asked.append(_typed(person, number))
    return asked


def _typed(person: str, number: int) -> str:
    return json.dumps(
        {
            "command": "/escalate",
            "text": QUESTION,
            "team_id": TEAM,
            "user_id": user_of(person),
            "channel_id": "D0BENCH",
            "channel_name": "directmessage",
            "trigger_id": f"flood.{number}",
            "response_url": f"https://hooks.slack.com/commands/{TEAM}/1/x",
        }
    )
