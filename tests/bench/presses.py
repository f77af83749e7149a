"""Presses as people's pages send them: stances in the risk grid and answers to closed questions, from many people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import count, cycle

from bot.app import App
from bot.commands import FROM_PEOPLE
from flows.commands import Actor, Command
from flows.questionnaires.answers import Stance
from flows.questionnaires.commands import AnswerQuestion, ChangeAnswer, ContinueAnswering, TakeStance
from flows.wire import Wire
from tests.bench.load import Request
from tests.bench.plants import Plant

WIRE = Wire({command.__name__: command for command in FROM_PEOPLE})
RISKS = ("production_stop", "data_loss", "audit_finding", "schedule_slip", "budget_overrun", "scope_cut", "key_person")
CADENCES = ("daily", "weekly", "no_view")
GRID = "risks.stances"
EVENTS = count(1)


async def begin(app: App, plants: Sequence[Plant]) -> None:
    """Everybody has started; the grid is on their screen."""
    for plant in plants:
        for at, person in enumerate(plant.people):
            actor, view = Actor(app.organisation, person), plant.view(at)
            for command in (ContinueAnswering(view), ChangeAnswer(view, GRID, anew=True)):
                refused = await app.engine.run(actor, command, f"begin/{next(EVENTS)}")
                assert refused is None, refused
    await app.settle()


def stances(view: str) -> Iterator[Command]:
    """Presses in the grid, each of which changes something."""
    for stance in cycle((Stance.ACCEPTABLE, Stance.NOT_ACCEPTABLE, Stance.ACCEPTABLE_IF)):
        for risk in RISKS:
            yield TakeStance(view, risk, stance)


def answers(view: str) -> Iterator[Command]:
    """Presses at a question with a few buttons, each of which changes the answer."""
    for value in cycle(CADENCES):
        yield AnswerQuestion(view, "reporting.cadence", value)


def request(person: str, command: Command, event: str) -> Request:
    """The press as the page sends it."""
    body = {"as": person, "event_id": event, "command": WIRE.dump(command, Command)}
    return "/local/press", person, json.dumps(body)


class Pressing:
    """Everybody's next presses. Each changes something, however often `lanes` is asked."""

    def __init__(self, plants: Sequence[Plant]) -> None:
        self._seats = [(person, plant.view(at)) for plant in plants for at, person in enumerate(plant.people)]
        self._next = {view: _each_changing(view) for _, view in self._seats}

    def lanes(self, width: int, presses: int, run: str) -> list[list[Request]]:
        """`presses` in all, in `width` lanes; in each lane its people take turns."""
        return [list(self._lane(self._seats[lane::width], presses // width, f"{run}/{lane}")) for lane in range(width)]

    def _lane(self, seats: Sequence[tuple[str, str]], presses: int, run: str) -> Iterator[Request]:
        turns = cycle(seats)
        for number in range(presses):
            person, view = next(turns)
            yield request(person, next(self._next[view]), f"{run}/{number}")


def _each_changing(view: str) -> Iterator[Command]:
    """Three stances, then an answer."""
    grid, closed = stances(view), answers(view)
    while True:
        yield from (next(grid), next(grid), next(grid), next(closed))
