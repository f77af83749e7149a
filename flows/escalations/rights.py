"""Who may do what with an escalation. Default deny: what is not in `RIGHTS` is refused, by every road.

Only the one in turn decides: neither who was passed over nor who comes next, nor the requester, the facilitator or a
sponsor whose turn it is not. Once the ladder is exhausted that is the last on it.
"""

from __future__ import annotations

from enum import StrEnum

from flows.decisions.cast import Cast
from flows.decisions.rights import reach
from flows.errors import NotAllowed
from flows.escalations.records import ACTIONS, Action, Escalation, EscalationState
from flows.phrases import Instant, Phrase
from flows.projects.membership import may_act
from flows.projects.records import Project


class Capacity(StrEnum):
    """As what somebody stands to an escalation; one person can be several."""

    IN_TURN = "in_turn"
    PASSED = "passed"
    TO_COME = "to_come"
    REQUESTER = "requester"
    FACILITATOR = "facilitator"
    WAS_ASKED = "was_asked"
    INVOLVED = "involved"
    OBSERVER = "observer"


_IN_TURN = frozenset({Capacity.IN_TURN})
RIGHTS: dict[Action, frozenset[Capacity]] = {
    Action.ACKNOWLEDGE: _IN_TURN,
    Action.DECIDE: _IN_TURN,
    Action.DELEGATE: _IN_TURN,
    Action.DECLINE: _IN_TURN,
    Action.ASK_INFO: _IN_TURN,
    Action.MORE_TIME: _IN_TURN,
    Action.GIVE_INFO: frozenset({Capacity.WAS_ASKED}),
    Action.WITHDRAW: frozenset({Capacity.REQUESTER}),
    Action.NEXT_NOW: frozenset({Capacity.REQUESTER, Capacity.FACILITATOR}),
}

DOING: dict[Action, str] = {
    Action.ACKNOWLEDGE: "take this",
    Action.DECIDE: "decide this",
    Action.DELEGATE: "hand this over",
    Action.DECLINE: "decline this",
    Action.ASK_INFO: "stop the clock with a question",
    Action.MORE_TIME: "take more time",
    Action.GIVE_INFO: "answer this question",
    Action.WITHDRAW: "withdraw this",
    Action.NEXT_NOW: "move this to the next level",
}


def capacities(project: Project, escalation: Escalation, person_id: str) -> frozenset[Capacity]:
    """Everything the person is to this escalation; empty for who has no part in the project or in it."""
    found = set()
    asked = [step.person_id for step in escalation.ladder]
    if person_id == escalation.turn.person_id:
        found.add(Capacity.IN_TURN)
    if person_id in asked[: escalation.step]:
        found.add(Capacity.PASSED)
    if person_id in asked[escalation.step + 1 :]:
        found.add(Capacity.TO_COME)
    if person_id == escalation.requester:
        found.add(Capacity.REQUESTER)
    if person_id == project.facilitator:
        found.add(Capacity.FACILITATOR)
    if any(question.of == person_id and question.answer is None for question in escalation.questions):
        found.add(Capacity.WAS_ASKED)
    if person_id in may_act(project):
        found.add(Capacity.INVOLVED)
    if person_id in project.observers:
        found.add(Capacity.OBSERVER)
    return frozenset(found)


def may(project: Project, escalation: Escalation, person_id: str, action: Action) -> bool:
    """Whether the person may do that now, by right and by state."""
    return action in all_allowed(project, escalation, person_id)


def all_allowed(project: Project, escalation: Escalation, person_id: str) -> frozenset[Action]:
    """Everything that the person may do now, by right and by state."""
    mine = capacities(project, escalation, person_id)
    return frozenset(action for action in ACTIONS[escalation.state] if RIGHTS.get(action, frozenset()) & mine)


def check_knows(cast: Cast, escalation: Escalation, person_id: str) -> None:
    """Refuses with NotAllowed whoever has no part in the project or the escalation."""
    if not capacities(cast.project, escalation, person_id):
        raise NotAllowed(
            "This belongs to the project {project}, in which you have no part. {facilitator} can add you. {reach}",
            project=cast.project.name,
            facilitator=cast.who(cast.project.facilitator),
            reach=reach(cast.person(cast.project.facilitator)),
        )


def check_may(cast: Cast, escalation: Escalation, person_id: str, action: Action) -> None:
    """Refuses with NotAllowed, naming who may and how to reach them."""
    if RIGHTS.get(action, frozenset()) & capacities(cast.project, escalation, person_id):
        return
    raise NotAllowed(_refusal(cast, escalation, person_id, action))


def _refusal(cast: Cast, escalation: Escalation, person_id: str, action: Action) -> Phrase:
    doing = DOING[action]
    if action in (Action.WITHDRAW, Action.NEXT_NOW):
        allowed = (escalation.requester, cast.project.facilitator)[: 1 if action is Action.WITHDRAW else 2]
        who = cast.whos(tuple(dict.fromkeys(allowed)), last="or")
        return Phrase("Only {who} can {doing}. {reach}", who=who, doing=doing, reach=reach(cast.person(allowed[0])))
    if action is Action.GIVE_INFO:
        return Phrase("Only the person who was asked can answer this. {now}", now=_who_now(cast, escalation))
    passed = Capacity.PASSED in capacities(cast.project, escalation, person_id)
    return Phrase(
        "{passed}Only {who}, {role}, can {doing} {until}. {reach}",
        passed="Your turn is over. " if passed else "",
        who=cast.who(escalation.turn.person_id),
        role=as_role(cast, escalation),
        doing=doing,
        until=_until(cast, escalation),
        reach=reach(cast.person(escalation.turn.person_id)),
    )


def _who_now(cast: Cast, escalation: Escalation) -> Phrase:
    return Phrase(
        "This is with {who}. {reach}",
        who=cast.who(escalation.turn.person_id),
        reach=reach(cast.person(escalation.turn.person_id)),
    )


def as_role(cast: Cast, escalation: Escalation) -> Phrase:
    """In which capacity the one in turn has it: "the decider", "for Maria Nowak"."""
    turn = escalation.turn
    if turn.person_id == escalation.principal:
        return Phrase("the {role}", role=turn.role.value)
    return Phrase("the {role}, for {principal}", role=turn.role.value, principal=cast.who(escalation.principal))


def _until(cast: Cast, escalation: Escalation) -> Phrase:
    if escalation.state in (EscalationState.ASKED, EscalationState.ACKNOWLEDGED):
        return Phrase("now, until {until}", until=Instant(escalation.until, cast.project.zone))
    return Phrase("now")


def check_may_raise(cast: Cast, person_id: str) -> None:
    """Only people of the project may raise an escalation; observers read."""
    project = cast.project
    if person_id in may_act(project):
        return
    observes = person_id in project.observers
    raise NotAllowed(
        "{standing} Only people of the project can raise an escalation; {facilitator} can add you. {reach}",
        standing=Phrase(
            "You observe {project}, which means that you read along." if observes else "You have no part in {project}.",
            project=project.name,
        ),
        facilitator=cast.who(project.facilitator),
        reach=reach(cast.person(project.facilitator)),
    )
