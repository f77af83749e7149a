"""What the one in turn can do: take it, decide it, hand it over, decline it, take more time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.commands import CLOCK, Actor
from flows.decisions.cards import published, verdict
from flows.decisions.cast import Cast
from flows.decisions.records import Decision
from flows.effects import Effects
from flows.errors import Invalid
from flows.escalations import holds, posts, rules, touching
from flows.escalations.commands import Acknowledge, Decide, Decline, Delegate, MoreTime, OpenEscalationForm
from flows.escalations.forms import Verdict, form_of, read_more_time, read_person, read_reason, read_verdict
from flows.escalations.keeping import Records, Watched
from flows.escalations.loading import load_for
from flows.escalations.records import Action, Escalation, EscalationState, Event, Happened
from flows.escalations.replacing import replaced
from flows.ledger.keeping import ranking_in_force
from flows.ledger.telling import drifted
from flows.messages import Message, Text
from flows.phrases import Instant, Phrase, Quote, Words


def open_form(records: Watched, actor: Actor, command: OpenEscalationForm, now: datetime) -> Effects:  # noqa: ARG001
    """The form of an action, for who may do it now."""
    escalation, cast = load_for(records, actor, command.escalation_id, command.action, command.step)
    if command.action is Action.MORE_TIME:
        check_may_extend(escalation)
    ordered = bool(ranking_in_force(records, escalation.project_id))
    return Effects(reply=form_of(escalation, command.action, cast, actor, ordered=ordered))


def acknowledge(records: Records, actor: Actor, command: Acknowledge, now: datetime) -> Effects:
    """The nudges stop for a while, the clock does not."""
    before, cast = load_for(records, actor, command.escalation_id, Action.ACKNOWLEDGE, command.step)
    after = rules.acknowledge(before, now, cast)
    records.escalations.put(after)
    line = Phrase("{question} is yours.", question=Quote(after.question))
    quiet = after.quiet_until or after.until
    clock = Phrase(
        "I will not remind you before {quiet}. The clock runs on, until {until}.",
        quiet=Instant(min(quiet, after.until), cast.project.zone),
        until=Instant(after.until, cast.project.zone),
    )
    return posts.replied(posts.changed(before, after, cast, now), Message(line, (Text(line), Text(clock))))


def decide(records: Watched, actor: Actor, command: Decide, now: datetime) -> Effects:
    """Recorded as D-n, and told to everybody it concerns."""
    before, cast = load_for(records, actor, command.escalation_id, Action.DECIDE, command.step)
    ordered = bool(ranking_in_force(records, before.project_id))
    found = read_verdict(before, command.values, cast, ordered=ordered)
    bounds = touching.in_force(records, before.project_id)
    texts = (found.choice, found.rationale, found.conditions)
    held = touching.held(before, bounds, texts, cast, now, by=actor.person_id)
    if held is not before:
        return _held(records, before, held, cast, found, now=now)
    said = holds.agreed_by_deciding(before, actor.person_id, cast, now)
    holds.check_nothing_holds(said, found.choice, cast)
    effects, decision = conclude(records, said, cast, found, actor.person_id, now=now)
    line = Phrase("Recorded as {label}.", label=decision.label)
    told = Phrase(
        "{verdict} The requester, the functions concerned and the channel are told.", verdict=verdict(decision, cast)
    )
    return posts.replied(effects, Message(line, (Text(line), Text(told))))


def _held(
    records: Records, before: Escalation, held: Escalation, cast: Cast, found: Verdict, *, now: datetime
) -> Effects:
    """What was chosen touches a red line that the request did not: its owner speaks first. The choice is kept."""
    hold = held.holds[-1]
    wanted = Event(Happened.HELD, now, held.turn.person_id, hold.asked, found.choice, CHOSEN, hold.until)
    later = replace(held, until=max(held.until, hold.until))
    after = rules.timed(rules.noted(later, wanted), cast)
    records.escalations.put(after)
    told = Phrase(
        "Nothing is decided yet: this touches the red line {label}, {text}. {who} is asked at once, until {until} at "
        "the latest, and you are told. What you chose is kept in the history.",
        label=hold.label,
        text=Quote(hold.text),
        who=cast.who(hold.asked),
        until=Instant(hold.until, cast.project.zone),
    )
    return posts.replied(posts.changed(before, after, cast, now), Message(told, (Text(told),)))


CHOSEN = Phrase("with what was chosen")


def conclude(
    records: Watched, before: Escalation, cast: Cast, found: Verdict, decided_by: str, *, now: datetime
) -> tuple[Effects, Decision]:
    """The decision is written and the escalation closed. `decided_by`: a person, or "accord" for agreed silence."""
    number = records.decisions.next_number(before.project_id)
    instead = decided_by not in (before.principal, CLOCK)
    decision = Decision(
        id=f"{before.project_id}/D-{number}",
        project_id=before.project_id,
        number=number,
        question=before.question,
        tradeoff=before.tradeoff,
        options=tuple(option.text for option in before.options),
        choice=found.choice,
        rationale=found.rationale,
        decided_by=decided_by,
        decided_at=now,
        on_behalf_of=before.principal if instead else None,
        escalation_id=before.id,
        requester=before.requester,
        links=before.links,
        conditions=found.conditions,
        impact=before.impact,
        rule=before.rule,
        red_lines=before.holds,
        weighed=found.weighed,
    )
    event = Event(Happened.DECIDED, now, decided_by, words=found.choice)
    closed = rules.close(before, EscalationState.DECIDED, event, cast)
    after = replace(closed, decision_id=decision.id, choice=found.choice)
    decision, old = replaced(records, before.replaces, decision)
    records.escalations.put(after)
    rings = (*published(decision, cast, now), *drifted(records, cast, decision, now))
    if old is not None:
        rings = (*published(old, cast, now, first=False), *rings)
    return posts.changed(before, after, cast, now, rings=rings), decision


def delegate(records: Records, actor: Actor, command: Delegate, now: datetime) -> Effects:
    """Somebody else of the project gets a rung of their own; whoever handed it over stays informed."""
    before, cast = load_for(records, actor, command.escalation_id, Action.DELEGATE, command.step)
    asked = {step.person_id for step in before.ladder[: before.step + 1]}
    refused: dict[str, Words] = {person_id: "They have been asked already." for person_id in asked}
    refused[actor.person_id] = "You have it already."
    refused[before.requester] = "They asked for this decision, so somebody else has to take it."
    to, words = read_person(cast, actor, command.values, refused, missing="Please say why.")
    after = rules.delegate(before, to, words, now, cast)
    records.escalations.put(after)
    return posts.replied(posts.changed(before, after, cast, now), _gone_on(after, cast))


def decline(records: Records, actor: Actor, command: Decline, now: datetime) -> Effects:
    """Not theirs to decide: the next rung at once."""
    before, cast = load_for(records, actor, command.escalation_id, Action.DECLINE, command.step)
    words = read_reason(command.values, "Please say why it is not yours to decide.")
    event = Event(Happened.DECLINED, now, actor.person_id, words=words)
    after = rules.move_on(before, event, cast)
    records.escalations.put(after)
    return posts.replied(moved(before, after, cast, now), _gone_on(after, cast))


def moved(before: Escalation, after: Escalation, cast: Cast, now: datetime) -> Effects:
    """What is told when the next rung is reached, or none is left."""
    exhausted = after.state is EscalationState.EXHAUSTED
    return posts.changed(before, after, cast, now, rings=posts.exhausted(after, cast, now) if exhausted else ())


def _gone_on(after: Escalation, cast: Cast) -> Message:
    if after.state is EscalationState.EXHAUSTED:
        return Message("Nobody is left to ask. It stays open, and the sponsor and the facilitator are told.")
    return Message(
        Phrase(
            "It is with {who} now, until {until}. Your card shows how it goes on.",
            who=cast.who(after.turn.person_id),
            until=Instant(after.until, cast.project.zone),
        )
    )


def more_time(records: Records, actor: Actor, command: MoreTime, now: datetime) -> Effects:
    """A later end of this step, twice at most."""
    before, cast = load_for(records, actor, command.escalation_id, Action.MORE_TIME, command.step)
    check_may_extend(before)
    until, words = read_more_time(before, cast, command.values, now)
    after = rules.more_time(before, until, words, now, cast)
    records.escalations.put(after)
    told = Phrase("You have until {until}. The requester sees why.", until=Instant(until, cast.project.zone))
    return posts.replied(posts.changed(before, after, cast, now), Message(told))


def check_may_extend(escalation: Escalation) -> None:
    """Refuses with Invalid a third extension."""
    if escalation.more_time >= rules.MOST_EXTENSIONS:
        raise Invalid(
            "You have taken more time {times} times, which is all there is. You can decide, hand it over, or decline.",
            times=escalation.more_time,
        )
