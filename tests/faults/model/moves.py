"""What people do: buttons they have on screen, forms filled in by chance, and presses that are not theirs to make."""

from __future__ import annotations

from datetime import date, timedelta

from flows.availability import ComeBack, GoAway
from flows.commands import Command, FormValues
from flows.decisions.commands import OpenRecordDecision
from flows.effects import Outcome
from flows.escalations import commands as escalation
from flows.escalations.records import Action, Escalation
from flows.forms import Form
from flows.messages import Message, ToPerson
from flows.questionnaires.commands import ContinueAnswering, OpenForm, SubmitAnswers
from flows.rounds.commands import AskSomebodyElse, StartRound, TakeOver
from flows.rounds.conversation import Say
from tests.faults.model.plant import MARKS, PROJECT_ID, WARSAW
from tests.faults.model.screen import commands
from tests.faults.model.world import World

START = date(2026, 11, 23)
AFTERWARDS = timedelta(days=6)
"""Long enough for everything that waits for working hours."""
FUNCTIONS = ("operations", "it", "quality")


def day(days: int) -> str:
    """A day of the story."""
    return (START + timedelta(days=days)).isoformat()


def filled(organisation: str, person: str, days: int, tradeoff: str = "speed/scope") -> FormValues:
    """Every field of every form, so that any form that opens can be sent."""
    words = f"Words of {MARKS[organisation]}, {days}"
    return {
        **dict.fromkeys(("question", "option_a", "impact", "rationale", "words", "reason", "outcome.statement"), words),
        "option_b": f"Something else, {words}",
        "tradeoff": tradeoff,
        "choice": "ab"[days % 2],
        "urgency": ("normal", "soon", "urgent")[days % 3],
        **dict.fromkeys(("person", "to", "decided_by"), person),
        "day": day(days),
        "time": "12:00",
        "risks.stances:production_stop": ("acceptable", "not_acceptable", "no_view")[days % 3],
    }


def escalate(world: World, organisation: str, who: str, values: FormValues) -> Outcome:
    """Fills the form in, looks at who decides, and sends it to them."""
    shown = world.give(organisation, who, escalation.PrepareEscalation(PROJECT_ID, values=values))
    if not isinstance(shown, Message):
        return shown
    send = next(command for command in commands(shown) if isinstance(command, escalation.Escalate))
    return world.give(organisation, who, send)


def act(found: Escalation, action: Action, step: int, values: FormValues, number: int = 0) -> Command:
    """An action on an escalation, filled in. `step`: the rung that the button was drawn for."""
    match action:
        case Action.ACKNOWLEDGE:
            return escalation.Acknowledge(found.id, step)
        case Action.DECIDE:
            return escalation.Decide(found.id, step, values=values)
        case Action.DELEGATE:
            return escalation.Delegate(found.id, step, values=values)
        case Action.DECLINE:
            return escalation.Decline(found.id, step, values=values)
        case Action.ASK_INFO:
            return escalation.AskInfo(found.id, step, values=values)
        case Action.GIVE_INFO:
            return escalation.GiveInfo(found.id, number, values=values)
        case Action.MORE_TIME:
            return escalation.MoreTime(found.id, step, values=values)
        case Action.WITHDRAW:
            return escalation.Withdraw(found.id, step, values=values)
        case Action.NEXT_NOW:
            return escalation.NextNow(found.id, step)


def later(found: Escalation) -> FormValues:
    """A little more time than there is."""
    until = (found.until + timedelta(hours=1)).astimezone(WARSAW)
    return {"day": f"{until:%Y-%m-%d}", "time": f"{until:%H:%M}"}


def who_may(found: Escalation, action: Action) -> str:
    """Whose it is to do that."""
    if action in (Action.WITHDRAW, Action.NEXT_NOW):
        return found.requester
    return found.questions[-1].of if action is Action.GIVE_INFO and found.questions else found.turn.person_id


def asked(world: World, organisation: str) -> list[str]:
    """Everybody from whom something is wanted: with a decision, a question, or a questionnaire."""
    state = world.state(organisation)
    turns = [each.turn.person_id for each in state.escalations if each.is_open]
    questions = [each.questions[-1].of for each in state.escalations if each.questions and each.is_open]
    return [*(view.respondent for _, views in state.rounds for view in views), *turns, *questions, "adam", "ewa"]


def answer(world: World, organisation: str, function: str, way: int, values: FormValues) -> None:
    """Whoever answers for a function in the last round fills the form in, says something, or sends what there is."""
    views = {view.function_id: view for _, views in world.state(organisation).rounds for view in views}
    view = views[function]
    match way:
        case 0:
            form = world.give(organisation, view.respondent, OpenForm(view.id))
            world.fill(organisation, view.respondent, form, values)
        case 1:
            world.give(organisation, view.respondent, ContinueAnswering(view.id))
            world.give(organisation, view.respondent, Say(f"I say {MARKS[organisation]}"))
        case _:
            world.give(organisation, view.respondent, SubmitAnswers(view.id))


def press(world: World, organisation: str, who: str, which: int, values: FormValues) -> Outcome:
    """A button on their screen, or one that was there once; a form that it opens is sent."""
    offered = world.screen.offered(organisation, ToPerson(who))
    if not offered:
        return None
    command = offered[-1 - which % len(offered)]
    outcome = world.give(organisation, who, command)
    return world.fill(organisation, who, outcome, values) if isinstance(outcome, Form) else outcome


def typed(organisation: str, what: int, days: int) -> Command:
    """Something that needs no button. Answers belong to the first round."""
    view = f"{PROJECT_ID}/1/{FUNCTIONS[days % len(FUNCTIONS)]}"
    asked: tuple[Command, ...] = (
        OpenForm(view),
        Say(f"I say {MARKS[organisation]}"),
        GoAway(f"{day(days)} to {day(days + 3)}"),
        ComeBack(),
        StartRound(PROJECT_ID),
        OpenRecordDecision(PROJECT_ID),
        TakeOver(view),
        AskSomebodyElse(view),
    )
    return asked[what % len(asked)]


WAYS = 8
"""So many things can be typed."""
