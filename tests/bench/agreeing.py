"""What functions press on the way to a signed charter: said back, proof given, consent, a drill answered, signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import count

from bot.app import App
from bot.operate import order
from flows.charter.commands import PublishCharter, SignCharter
from flows.commands import Actor, Command
from flows.consent.commands import SayStance, StartConsent, StartSenseCheck
from flows.consent.records import Stance as Says
from flows.drills.commands import AnswerDrill, StartDrill
from flows.effects import Refusal
from flows.evidence.commands import GiveEvidence
from flows.goals.commands import ProposeGoal
from flows.messages import Message
from flows.projects.loading import LoadProject
from flows.questionnaires.answers import EvidenceNeed, FunctionAnswers, RiskStance, Stance
from flows.resolving.commands import SayBack
from tests.bench.plants import TRADEOFFS, Plant, plant_file
from tests.bench.presses import RISKS

FIRST = 10_000
"""The number of the first plant that is on its way to a charter."""
EVENTS = count(1)
GOAL = {
    "business": "OEE of line 3 rises to 66 % by 2027-06-30, so that delivery dates hold.",
    "operational": "No shift stops for paper: OEE of line 3 is 66 %.",
    "name": "OEE line 3",
    "baseline": "61",
    "target": "66",
    "unit": "%",
    "by": "2027-06-30",
}
Asked = list[tuple[str, Command]]
"""(who, what), one after the other."""


async def answered(app: App, projects: int, functions: int) -> list[Plant]:
    """Rounds that are over: the first two functions contradict each other, and each needs proof from the first."""
    plants = []
    for number in range(FIRST, FIRST + projects):
        plant, file = plant_file(number, functions)
        said = tuple(_said(plant, at) for at in range(functions))
        told = await order(app, LoadProject(replace(file, answers=said), answers=True))
        assert isinstance(told, Message), told
        plants.append(plant)
    await app.settle()
    return plants


def _said(plant: Plant, at: int) -> FunctionAnswers:
    stance = (Stance.ACCEPTABLE, Stance.NOT_ACCEPTABLE)[at] if at < 2 else Stance.NO_VIEW
    need = EvidenceNeed(f"Protocol number {at} of the rehearsal", "f0" if at else "f1", date(2027, 3, 1))
    return FunctionAnswers(
        f"f{at}",
        plant.people[at],
        {
            "outcome.statement": f"Function {at} is content",
            "risks.stances": {risk: RiskStance(stance) for risk in RISKS},
            "evidence.needs": (need,),
        },
    )


def said_back(plants: Sequence[Plant]) -> Asked:
    """Both sides of every contradiction say what the other needs."""
    return [
        (plant.people[party], SayBack(f"{plant.id}/C-{number}", party, values={"words": "That no shift stops."}))
        for plant in plants
        for number in range(1, len(RISKS) + 1)
        for party in (0, 1)
    ]


def proof_given(plants: Sequence[Plant]) -> Asked:
    """Each piece, by the function that it is asked of."""
    link = {"link": "https://example.com/protocol.pdf"}
    return [
        (plant.people[0 if number > 1 else 1], GiveEvidence(f"{plant.id}/EV-{number}", 0, values=link))
        for plant in plants
        for number in range(1, len(plant.people) + 1)
    ]


async def consents(app: App, plants: Sequence[Plant]) -> Asked:
    """A goal is asked about; each function consents."""
    asked: Asked = []
    for plant in plants:
        goal = f"{plant.id}/goal/1"
        await _runs(app, plant, ProposeGoal(plant.id, values=GOAL), StartSenseCheck(goal, 1), StartConsent(goal, 1))
        asked += [(person, SayStance(goal, 1, f"f{at}", Says.CONSENT)) for at, person in enumerate(plant.people)]
    await app.settle()
    return asked


async def drill_answers(app: App, plants: Sequence[Plant]) -> Asked:
    """A drill is open; each function answers its three cases."""
    asked: Asked = []
    for plant in plants:
        await _runs(app, plant, StartDrill(project=plant.id))
        values: dict[str, str | tuple[str, ...]] = {}
        for tradeoff in TRADEOFFS[:3]:
            values |= {f"{tradeoff}.decider": (plant.people[1],), f"{tradeoff}.within": "2 h"}
        asked += [
            (person, AnswerDrill(f"{plant.id}/drill/1", f"f{at}", values=values))
            for at, person in enumerate(plant.people)
        ]
    await app.settle()
    return asked


async def signatures(app: App, plants: Sequence[Plant]) -> Asked:
    """The charter is published; each function signs."""
    asked: Asked = []
    for plant in plants:
        await _runs(app, plant, PublishCharter(plant.id, 0))
        charter = f"{plant.id}/charter/1"
        asked += [(person, SignCharter(charter, f"f{at}")) for at, person in enumerate(plant.people)]
    await app.settle()
    return asked


async def _runs(app: App, plant: Plant, *commands: Command) -> None:
    """What the facilitator does before."""
    for command in commands:
        actor = Actor(app.organisation, f"{plant.id}-facilitator")
        outcome = await app.engine.run(actor, command, f"agreeing/{next(EVENTS)}")
        assert not isinstance(outcome, Refusal), outcome
