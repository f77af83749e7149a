"""Replacing a decision by a newer one, and saying that one cannot work. Nothing in the log is overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.calendar import next_working
from flows.commands import Actor
from flows.decisions.cards import concerned_or_requester, published, verdict
from flows.decisions.cast import Cast
from flows.decisions.commands import OpenConcern, OpenSupersede, RaiseConcern, ShowDecision, Supersede
from flows.decisions.keeping import Records, Watched
from flows.decisions.log import load
from flows.decisions.records import Concern, Decision
from flows.decisions.rights import check_may_supersede, find_right, reach
from flows.decisions.stopping import stopped
from flows.decisions.weighing import read_weighed, weighing_fields
from flows.effects import Effects, Post
from flows.errors import FlowError, NotAllowed, WrongState
from flows.filled import Filled, at_most
from flows.forms import Form, Section, TextField
from flows.ledger.telling import drifted
from flows.messages import Button, Buttons, Message, Note, Quoted, Text, ToPerson
from flows.phrases import Phrase, Quote

LONGEST = 1000


def open_supersede(records: Records, actor: Actor, command: OpenSupersede, now: datetime) -> Effects:
    """The form of a new decision in place of this one."""
    decision, cast = _superseding(records, actor, command.decision_id, now)
    matter = Phrase("{question} {verdict}", question=Quote(decision.question), verdict=verdict(decision, cast))
    fields = (
        Section(decision.label, matter),
        TextField("choice", "What holds instead?", required=True, multiline=True, limit=LONGEST),
        TextField("rationale", "Why?", hint="What has changed since.", required=True, multiline=True, limit=LONGEST),
        *weighing_fields(cast, decision.tradeoff),
    )
    return Effects(reply=Form("Replace a decision", Supersede(decision.id), fields, submit="Record it"))


def supersede(records: Watched, actor: Actor, command: Supersede, now: datetime) -> Effects:
    """A new decision; the old one stays in the log and points to it."""
    old, cast = _superseding(records, actor, command.decision_id, now)
    filled = Filled(command.values)
    choice = filled.read("choice", at_most(LONGEST), "Please say what holds instead.") or ""
    rationale = (
        filled.read("rationale", at_most(LONGEST), "Please say why the old decision does not hold any more.") or ""
    )
    weighed = read_weighed(filled, cast, old.tradeoff)
    filled.check()
    said, by = (choice, rationale), actor.person_id
    held = stopped(records, cast, by, old.question, said, tradeoff=old.tradeoff, now=now, replaces=old)
    if held is not None:
        return held
    number = records.decisions.next_number(old.project_id)
    new = replace(
        old,
        id=f"{old.project_id}/D-{number}",
        number=number,
        options=(*old.options, old.choice) if old.choice not in old.options else old.options,
        choice=choice,
        rationale=rationale,
        decided_by=actor.person_id,
        decided_at=now,
        on_behalf_of=_principal(cast, old, actor),
        supersedes=old.id,
        superseded_by=None,
        conditions="",
        concerns=(),
        source=None,
        red_lines=(),
        weighed=weighed,
    )
    replaced = replace(old, superseded_by=new.id)
    records.decisions.put(new)
    records.decisions.put(replaced)
    posts = (*published(replaced, cast, now, first=False), *published(new, cast, now))
    posts = (*posts, *drifted(records, cast, new, now))
    told = Phrase("Recorded as {new}; it replaces {old}.", new=new.label, old=old.label)
    return Effects(posts, Message(told))


def _principal(cast: Cast, old: Decision, actor: Actor) -> str | None:
    """Whose decision it is by right, when somebody else takes it."""
    if actor.person_id == old.decided_by:
        return old.on_behalf_of
    right = find_right(cast.project, old.tradeoff)
    return None if right is None or right.decider == actor.person_id else right.decider


def _superseding(records: Records, actor: Actor, decision_id: str, now: datetime) -> tuple[Decision, Cast]:
    decision, cast = load(records, actor, decision_id)
    if decision.superseded_by is not None:
        newer = records.decisions.get(decision.superseded_by)
        raise WrongState(
            "{old} was already replaced by {new}: {verdict}",
            old=decision.label,
            new=newer.label,
            verdict=verdict(newer, cast),
        )
    check_may_supersede(cast, decision.tradeoff, decision.decided_by, actor.person_id, now)
    return decision, cast


def open_concern(records: Records, actor: Actor, command: OpenConcern, now: datetime) -> Effects:  # noqa: ARG001
    """The form to say that a decision cannot work."""
    decision, cast = _objecting(records, actor, command.decision_id)
    matter = Phrase("{question} {verdict}", question=Quote(decision.question), verdict=verdict(decision, cast))
    why = TextField(
        "words",
        "Why can it not work?",
        hint="Which fact was missing, and what would help. You can say this once.",
        required=True,
        multiline=True,
        limit=LONGEST,
    )
    fields = (Section(decision.label, matter), why)
    return Effects(reply=Form("This cannot work", RaiseConcern(decision.id), fields))


def raise_concern(records: Records, actor: Actor, command: RaiseConcern, now: datetime) -> Effects:
    """Kept with the decision and told to who decided, and to the facilitator. The decision holds meanwhile."""
    decision, cast = _objecting(records, actor, command.decision_id)
    filled = Filled(command.values)
    words = filled.read("words", at_most(LONGEST), "Please say why it cannot work.") or ""
    filled.check()
    objected = replace(decision, concerns=(*decision.concerns, Concern(actor.person_id, words, now)))
    records.decisions.put(objected)
    line = Phrase(
        "{who} says that {label} cannot work. It holds until it is replaced.",
        who=cast.who(actor.person_id),
        label=decision.label,
    )
    by = Phrase("{who}", who=cast.who(actor.person_id))
    people = () if decision.by_silence else (decision.decided_by,)
    show = Buttons((Button("Show", ShowDecision(decision.id), about=decision.label),))
    posts = tuple(
        Post(
            f"decision/{decision.id}/concern/{actor.person_id}/{person}",
            ToPerson(person),
            Message(line, (Text(line), Quoted(words, by), Note(verdict(decision, cast)), show)),
            not_before=next_working(cast.person(person), now),
        )
        for person in dict.fromkeys((*people, cast.project.facilitator))
        if person != actor.person_id
    )
    told = Phrase("It is kept with {label}, and those who can change it are told.", label=decision.label)
    return Effects((*published(objected, cast, now, first=False), *posts), Message(told))


def _objecting(records: Records, actor: Actor, decision_id: str) -> tuple[Decision, Cast]:
    decision, cast = load(records, actor, decision_id)
    refusal = _why_no_concern(decision, cast, actor.person_id)
    if refusal is not None:
        raise refusal
    return decision, cast


def _why_no_concern(decision: Decision, cast: Cast, person_id: str) -> FlowError | None:
    if decision.superseded_by:
        newer = decision.superseded_by.rpartition("/")[2]
        return WrongState("{label} was replaced by {newer} already.", label=decision.label, newer=newer)
    if any(each.by == person_id for each in decision.concerns):
        return WrongState("You have said this about {label}, and it is kept with it.", label=decision.label)
    if person_id not in concerned_or_requester(decision, cast):
        facilitator = cast.person(cast.project.facilitator)
        return NotAllowed(
            "Only those whom {label} concerns can say this here. {reach}",
            label=decision.label,
            reach=reach(facilitator),
        )
    return None
