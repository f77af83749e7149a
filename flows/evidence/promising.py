"""Who gives it: promised or declined by the provider, another day taken, somebody else named; and the clock.

Looks: open_decline, open_name_provider. Changes: promise_evidence, decline_evidence, take_other_day, name_provider,
evidence_due.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

from flows.calendar import local_day
from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.effects import NOTHING, Effects, Post
from flows.errors import Invalid, WrongState
from flows.evidence import cards, judging, rules, turns
from flows.evidence.commands import (
    DeclineEvidence,
    EvidenceDue,
    NameProvider,
    OpenDecline,
    OpenNameProvider,
    PromiseEvidence,
    TakeOtherDay,
)
from flows.evidence.keeping import Records
from flows.evidence.loading import load_to_give, load_to_judge, load_to_name
from flows.evidence.records import NAMEABLE, TRANSITIONS, Declined, EvidenceState, Obligation
from flows.evidence.standing import TITLE, named
from flows.filled import Filled, at_most
from flows.forms import DateField, Form, Option, PeopleField, Section, TextField
from flows.messages import Message, Text
from flows.phrases import Phrase, Quote
from flows.questionnaires.wording import shortened

LONGEST = 1000


def promise_evidence(records: Records, actor: Actor, command: PromiseEvidence, now: datetime) -> Effects:
    """The provider takes it on, by the day that was asked for."""
    obligation, cast = load_to_give(records, actor, command.evidence_id, now)
    after = replace(rules.move(obligation, EvidenceState.PROMISED, cast, now), declined=None)
    return kept(records, rules.timed(after, cast.project, now), cast, actor, now=now, told="Thank you.")


def open_decline(records: Records, actor: Actor, command: OpenDecline, now: datetime) -> Effects:
    """The form: why not, and perhaps by which other day."""
    obligation, cast = load_to_give(records, actor, command.evidence_id, now)
    _check_may_move(obligation, EvidenceState.DECLINED, cast)
    fields = (
        about(obligation),
        TextField("reason", "Why not?", required=True, multiline=True, limit=LONGEST),
        DateField("instead", "By which other day could you?", hint="Leave it empty if you cannot give it at all."),
    )
    return Effects(reply=Form("I cannot", DeclineEvidence(obligation.id), fields))


def about(obligation: Obligation) -> Section:
    """What a form is about."""
    return Section(obligation.label, Phrase("{what}", what=Quote(shortened(obligation.what, TITLE))))


def _check_may_move(obligation: Obligation, state: EvidenceState, cast: Cast) -> None:
    if state not in TRANSITIONS[obligation.state]:
        raise rules.since(obligation, cast)


def decline_evidence(records: Records, actor: Actor, command: DeclineEvidence, now: datetime) -> Effects:
    """With another day it goes to whoever asked; without one the facilitator is asked to name somebody else."""
    obligation, cast = load_to_give(records, actor, command.evidence_id, now)
    filled = Filled(command.values)
    reason = filled.read("reason", at_most(LONGEST), "Please say why.") or ""
    instead = filled.read("instead", _day)
    if instead is not None and instead < local_day(now, cast.project.zone):
        filled.wrong("instead", "Please choose a day that is still to come, or leave it empty.")
    filled.check()
    declined = Declined(actor.person_id, now, reason, instead)
    after = replace(rules.move(obligation, EvidenceState.DECLINED, cast, now), declined=declined)
    told = "Kept. Whoever asked for it is asked about the other day." if instead else "Kept. The facilitator is told."
    return kept(records, after, cast, actor, now=now, told=told)


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as wrong:
        raise Invalid("Please give a day, such as 2027-05-15.") from wrong


def take_other_day(records: Records, actor: Actor, command: TakeOtherDay, now: datetime) -> Effects:
    """The day that the provider offered holds once it is good for each function that asked."""
    obligation, cast = load_to_judge(records, actor, command.evidence_id, now)
    after = judging.day_is_good(obligation, cast, actor.person_id, now)
    known = turns.turn(obligation, cast, now)
    if after.state is EvidenceState.DECLINED:
        others = named(judging.day_waits_for(after, cast.project))
        words = "Kept. {label} is due on that day once it is good for {others}, too."
        told = Phrase(words, label=after.label, others=others)
    else:
        told = Phrase("Kept. {label} is due on {day} now.", label=after.label, day=after.last_day or "")
    return kept(records, after, cast, actor, now=now, told=told, known=known)


def open_name_provider(records: Records, actor: Actor, command: OpenNameProvider, now: datetime) -> Effects:  # noqa: ARG001
    """The form: who gives it?"""
    obligation, cast = load_to_name(records, actor, command.evidence_id)
    _check_nameable(obligation, cast)
    people = tuple(Option(person.id, person.name) for person in cast.everybody())
    who = PeopleField("person", "Who gives this evidence?", people, required=True)
    return Effects(reply=Form("Name somebody", NameProvider(obligation.id), (about(obligation), who)))


def _check_nameable(obligation: Obligation, cast: Cast) -> None:
    if obligation.state not in NAMEABLE:
        raise rules.since(obligation, cast)


def name_provider(records: Records, actor: Actor, command: NameProvider, now: datetime) -> Effects:
    """That person is asked now, whoever was before."""
    obligation, cast = load_to_name(records, actor, command.evidence_id)
    _check_nameable(obligation, cast)
    filled = Filled(command.values)
    chosen = next(iter(filled.people("person")), "")
    if not chosen or not cast.person(chosen).active:
        filled.wrong("person", "Please choose somebody of your organisation with a working account.")
    filled.check()
    if chosen == obligation.provider:
        raise WrongState("{who} is asked for it already.", who=cast.who(chosen))
    named = replace(obligation, provider=chosen, person_id=chosen, declined=None)
    after = rules.move(named, EvidenceState.ASKED, cast, now)
    told = Phrase("Kept. {who} is asked now.", who=cast.who(chosen))
    return kept(records, after, cast, actor, now=now, told=told)


def kept(
    records: Records,
    after: Obligation,
    cast: Cast,
    actor: Actor,
    *,
    now: datetime,
    told: Phrase | str,
    known: Collection[str] = (),
    more: Iterable[Post] = (),
) -> Effects:
    """Stored; whoever's turn it is now hears of it, and the actor sees the card as it is. `known`: who has heard."""
    records.evidence.put(after)
    others = (each for each in turns.turn(after, cast, now) if each != actor.person_id and each not in known)
    card = cards.card_of(after, cast, actor.person_id, now)
    reply = Message(Phrase("{told} {line}", told=told, line=card.summary), (Text(told), *card.blocks))
    return Effects((*more, *cards.again(records, after, cast), *cards.asked(others, cast, now)), reply)


def evidence_due(records: Records, actor: Actor, command: EvidenceDue, now: datetime) -> Effects:
    """The clock: whoever's turn it is hears of all that waits for them. One step, however late it is."""
    obligation = records.evidence.find(command.evidence_id)
    if not actor.is_clock or obligation is None or obligation.due_at is None or obligation.due_at > now:
        return NOTHING
    cast = Cast(records, records.projects.get(obligation.project_id))
    records.evidence.put(rules.timed(obligation, cast.project, now))
    return Effects(tuple(cards.reminded(person, cast, now) for person in turns.turn(obligation, cast, now)))
