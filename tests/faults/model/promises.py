"""The invariants I1 to I8, read from the database and from what was shown; each raises AssertionError with its name."""

from __future__ import annotations

from datetime import datetime

from flows.commands import CLOCK
from flows.escalations.records import CLOSED, Escalation, EscalationState, Event, Happened, Role
from flows.messages import ToPerson
from flows.projects.records import Silence
from tests.faults.model.plant import MARKS, ORGANISATIONS
from tests.faults.model.screen import Sight, commands
from tests.faults.model.world import State, World

RANK = {Role.DECIDER: 0, Role.DEPUTY: 1, Role.SPONSOR: 2}
DECIDERS = {
    "speed/operational_safety": ("maria", "jan", "adam"),
    "speed/scope": ("maria", "jan", "adam"),
    "cost/quality": ("kim", "adam"),
    "scope/quality": ("adam",),
}
"""Who may decide what, as the project file says; whoever they delegate to, too."""
TURNS = frozenset({Happened.ASKED, Happened.MORE_TIME})


def i2_something_comes_next(state: State, now: datetime) -> None:
    """Every open escalation has a moment to come, or is exhausted; every open round, too. To be asked when settled."""
    for each in state.escalations:
        if each.is_open and each.state is not EscalationState.EXHAUSTED:
            assert each.due_at is not None, f"I2: {each.id} is {each.state} and waits for nothing"
            assert each.due_at > now, f"I2: {each.id} was due {each.due_at} and stands still"
    for round_, views in state.rounds:
        pending = [view for view in views if view.is_pending]
        looks = (round_.due_at, *(view.due_at for view in pending))
        moments = [at for at in looks if at is not None]
        assert not round_.is_open or moments, f"I2: the round {round_.id} is open and waits for nothing"
        assert not round_.is_open or min(moments) > now, f"I2: {round_.id} stands still"


def i3_one_decision_by_right(state: State) -> None:
    """At most one decision of an escalation, by whoever was asked last, and who stands in the project file or was
    named by somebody who does; by silence only where that was agreed and nobody answered in time."""
    for each in state.escalations:
        made = [one for one in state.decisions if one.escalation_id == each.id and not one.supersedes]
        assert len(made) == (each.state is EscalationState.DECIDED), f"I3: {each.id} has {len(made)} decisions"
        for decision in made:
            by, asked = decision.decided_by, _asked_last(each.history)
            delegates = {event.about for event in each.history if event.what is Happened.DELEGATED}
            if by == CLOCK:
                assert each.silence is Silence.PROCEEDS, f"I3: {each.id} was decided by silence"
                assert decision.decided_at >= _until(each.history), f"I3: silence of {each.id} came early"
            else:
                assert by == asked, f"I3: {by} decided {each.id}, and it was with {asked}"
                assert by in {*DECIDERS[each.tradeoff], *delegates}, f"I3: {by} may not decide {each.id}"


def _asked_last(history: tuple[Event, ...]) -> str:
    return [event.about for event in history if event.what is Happened.ASKED][-1]


def _until(history: tuple[Event, ...]) -> datetime:
    return next(event.until for event in reversed(history) if event.what in TURNS and event.until is not None)


def i4_nothing_about_what_is_closed(world: World, organisation: str, each: Escalation, closed: int | None) -> None:
    """No new message about it. `closed`: how many messages there were when it was closed, where that is known."""
    if each.is_open:
        return
    assert each.ended_at is not None
    late = world.screen.seen[closed:] if closed is not None else world.screen.seen
    for sight in late:
        mine = sight.organisation == organisation and sight.key.startswith(f"escalation/{each.id}/")
        wrong = mine and sight.new and (closed is not None or sight.at > each.ended_at)
        assert not wrong, f"I4: {sight.key} came at {sight.at}, and {each.id} was {each.state} at {each.ended_at}"


def i5_steps_go_up_once(state: State) -> None:
    """Decider, deputy, sponsor, each once; delegates come between; asked again only after Accord was down."""
    for each in state.escalations:
        roles = {step.person_id: step.role for step in each.ladder}
        ranks, asked = [], list[str]()
        for before, event in zip((None, *each.history), each.history, strict=False):
            if event.what is not Happened.ASKED or (before is not None and before.what is Happened.ASKED_AGAIN):
                continue
            assert event.about not in asked, f"I5: {event.about} was asked twice in {each.id}"
            asked.append(event.about)
            if roles.get(event.about) in RANK:
                ranks.append(RANK[roles[event.about]])
        assert ranks == sorted(ranks), f"I5: {each.id} went {asked}"
        assert each.requester not in asked, f"I5: {each.requester} is asked what they ask for"


def i6_nothing_early(state: State, gone: frozenset[str]) -> None:
    """Nobody is passed over, and no pause ends, before the time that they were given. For somebody who is `gone` nobody
    waits."""
    for each in state.escalations:
        for number, event in enumerate(each.history):
            if event.what in (Happened.NO_ANSWER, Happened.UNREACHED):
                until = _until(each.history[:number])
                assert event.at >= until, f"I6: {each.id} went on at {event.at}, before {until}"
            if event.what is Happened.INFO_MISSED:
                asked = [earlier for earlier in each.history[:number] if earlier.what is Happened.INFO_ASKED][-1]
                assert asked.until is not None
                assert event.at >= asked.until or event.about in gone, f"I6: the pause of {each.id} ended early"


def card_is_true(world: World, organisation: str, each: Escalation, active: frozenset[str]) -> None:
    """Whoever has an escalation sees its card with what they can do now; nobody can press anything on a closed one."""
    for sight in world.screen.shown.values():
        mine = sight.organisation == organisation and sight.key.startswith(f"escalation/{each.id}/card/")
        steps = {getattr(command, "step", each.step) for command in commands(sight.message)} if mine else set()
        assert steps <= {each.step}, f"{sight.key} is drawn for {steps}, and it is {each.step}"
        if mine and each.state in CLOSED:
            names = {type(command).__name__ for command in commands(sight.message)}
            assert names <= {"ShowEscalation"}, f"{sight.key} still offers {names}"
    key, who = f"escalation/{each.id}/card/{each.turn.person_id}", each.turn.person_id
    if each.is_open and who in active and (organisation, key, ToPerson(who)) not in world.screen.places:
        late = each.state is not EscalationState.EXHAUSTED and each.asked_at <= world.now
        comes = not late and key in world.waiting(organisation)
        assert comes, f"I1: {who} was never shown {each.id}, which is {each.state}"


def i8_nothing_of_others(world: World, sights: list[Sight]) -> None:
    """Nothing that is shown or answered has a word of the other organisation."""
    for sight in sights:
        check_own(sight.organisation, f"{sight.key} {sight.message}")
    while world.answered:
        check_own(*world.answered.pop())


def check_own(organisation: str, text: str) -> None:
    """Nothing of the others is in it."""
    for other in ORGANISATIONS:
        assert other == organisation or MARKS[other] not in text, f"I8: {organisation} has {text[:200]!r}"
