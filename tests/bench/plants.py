"""Projects for the benches: as many as wanted, each with people, rights and a channel of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.app import App
from bot.operate import order
from flows.messages import Message
from flows.people import Hours, Person
from flows.project_file import ProjectFile
from flows.projects.loading import LoadProject
from flows.projects.records import DecisionRight, EscalationLimits, Function, Milestone, Project
from tests.stories.chat import WARSAW

NO_LIMIT = 999_999
"""Escalations a minute: what is measured is what they cost, not when they are too many."""
START = datetime(2026, 11, 23, 10, 0, tzinfo=WARSAW)
"""When everybody is at work."""
PLANTS, FUNCTIONS = 16, 6
"""What is served."""
NAMES = ("Leadership", "Operations", "IT", "Quality", "Maintenance", "Finance", "Safety", "Logistics", "HR", "Lab")
NO_LIMITS = EscalationLimits(1_000_000, 1_000_000)
"""The benches send a year's escalations in a second."""
TRADEOFFS = ("speed/operational_safety", "speed/scope", "scope/quality", "cost/quality", "speed/quality")


@dataclass(frozen=True)
class Plant:
    """A project and who answers for its functions, in order."""

    id: str
    people: tuple[str, ...]

    def view(self, function: int) -> str:
        """The set of answers of one of its functions, in the first round."""
        return f"{self.id}/1/f{function}"


def plant_file(number: int, functions: int) -> tuple[Plant, ProjectFile]:
    """One project with that many functions, each with a representative and a deputy."""
    project_id = f"plant{number}"
    asked = tuple(
        Function(f"f{at}", NAMES[at % len(NAMES)], f"{project_id}-r{at}", f"{project_id}-d{at}")
        for at in range(functions)
    )
    people = [_person(project_id, role) for at in range(functions) for role in (f"r{at}", f"d{at}")]
    people += [_person(project_id, "sponsor"), _person(project_id, "facilitator")]
    project = Project(
        id=project_id,
        name=f"Line {number} MES roll-out",
        kickoff=date(2027, 2, 1),
        zone="Europe/Warsaw",
        sponsor=f"{project_id}-sponsor",
        facilitator=f"{project_id}-facilitator",
        functions=asked,
        stage="Stage 1: order dispatch and downtime tracking",
        channel=project_id,
        milestones=(Milestone("cutover", "Cut-over", date(2027, 5, 8), touches_production=True),),
        decision_rights=tuple(_right(asked, at, tradeoff) for at, tradeoff in enumerate(TRADEOFFS)),
        round_due=datetime(2026, 12, 18, 16, 0),  # noqa: DTZ001  # wall-clock time in the project's zone
        escalation_limits=NO_LIMITS,
    )
    plant = Plant(project_id, tuple(function.representative for function in asked))
    return plant, ProjectFile(project, tuple(people), ())


def _person(project_id: str, role: str) -> Person:
    return Person(
        id=f"{project_id}-{role}",
        name=f"{role.title()} of {project_id.title()}",
        email=f"{role}@{project_id}.example.com",
        zone="Europe/Warsaw",
        hours=Hours(time(8), time(17)),
        holidays="PL",
    )


def _right(functions: tuple[Function, ...], at: int, tradeoff: str) -> DecisionRight:
    decider, other = functions[(at + 1) % len(functions)], functions[(at + 2) % len(functions)]
    return DecisionRight(
        tradeoff,
        decider.representative,
        decider.deputy,
        consulted=(functions[0].id, other.id),
        informed=(functions[-1].id,),
    )


async def set_up(app: App, projects: int, functions: int) -> list[Plant]:
    """Loads the projects and starts their rounds; everybody has been sent their first message."""
    plants = []
    for number in range(projects):
        plant, file = plant_file(number, functions)
        told = await order(app, LoadProject(file, start=True))
        assert isinstance(told, Message), told
        plants.append(plant)
    await app.settle()
    return plants
