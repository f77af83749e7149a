"""Recording what was decided in talk. Only who may decide it makes it a decision; others propose it to them.

A look: open_record_decision. Changes: the rest.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from flows.commands import Actor
from flows.decisions.cards import published
from flows.decisions.cast import Cast
from flows.decisions.commands import ConfirmDecision, OpenRecordDecision, RecordDecision, RejectDecision
from flows.decisions.keeping import Records, Watched
from flows.decisions.proposals import proposal_post, rejected_post
from flows.decisions.record_form import Recorded, project_of, read_record, record_form, source_of
from flows.decisions.records import Decision, Source, Standing
from flows.decisions.rights import check_may_record, deciders, find_right
from flows.decisions.stopping import stopped
from flows.effects import Effects
from flows.errors import FlowError, Invalid, NotAllowed, NotFound, WrongState
from flows.ledger.telling import drifted
from flows.messages import Message, Text
from flows.phrases import Phrase
from flows.projects.membership import in_channel, may_act, projects_of


def open_record_decision(records: Records, actor: Actor, command: OpenRecordDecision, now: datetime) -> Effects:
    """The form, for the channel's project or those the actor has a part in."""
    casts = _projects(records, actor, command.channel)
    source = source_of(command.text, command.link, command.author, command.said_at, recorded_by=actor.person_id)
    for cast in casts:
        _check_new(records, cast, source)
    return Effects(reply=record_form(casts, command, source, now))


def _projects(records: Records, actor: Actor, channel: str | None) -> tuple[Cast, ...]:
    seen = in_channel(records, actor, channel) or projects_of(records, actor)
    mine = tuple(Cast(records, each) for each in seen if actor.person_id in may_act(each))
    for cast in mine or tuple(Cast(records, each) for each in seen[:1]):
        check_may_record(cast, actor)
    if not mine:
        raise NotAllowed("You have no part in a project, so there is no decision log to record it in.")
    return mine


def _check_new(records: Records, cast: Cast, source: Source | None) -> None:
    """The same message is recorded once. Raises WrongState."""
    found = None if source is None or not source.link else _with_link(records, cast, source.link)
    if found is not None:
        raise WrongState("This is recorded as {label}. /decisions shows it.", label=found.label)


def _with_link(records: Records, cast: Cast, link: str) -> Decision | None:
    everything = records.decisions.where(project_id=cast.project.id)
    return next((each for each in everything if each.source is not None and each.source.link == link), None)


def record_decision(records: Watched, actor: Actor, command: RecordDecision, now: datetime) -> Effects:
    """Recorded when the actor decided it by right; else proposed to who is said to have decided."""
    cast = Cast(records, records.projects.get(project_of(command)))
    check_may_record(cast, actor)
    if command.opened_at.tzinfo is None:
        raise Invalid("This cannot be recorded. Please fill in the form again: /decisions record.")
    by = actor.person_id
    source = source_of(command.words, command.link, command.author, command.said_at, recorded_by=by)
    _check_new(records, cast, source)
    read = read_record(cast, command.values)
    if actor.outside and read.decided_by != by:
        raise NotAllowed("As a guest you can record only what you have decided yourself.")
    wanted = _wanted(cast, actor, read, source, now)
    mark = source.link if source is not None and source.link else f"{by}/{command.opened_at.isoformat()}"
    wanted = replace(wanted, id=proposal_id(cast.project.id, mark, read.decided_by))
    earlier = records.decisions.find(wanted.id)
    if earlier is not None:
        raise _known(earlier, cast)
    if read.decided_by == by:
        said = (read.choice, read.rationale)
        held = stopped(records, cast, by, read.question, said, tradeoff=read.tradeoff, now=now)
        if held is not None:
            return held
        records.decisions.put(replace(wanted, standing=Standing.CONFIRMED, superseded_by=_next(records, wanted)))
        return _record(records, wanted, cast, now)
    records.decisions.put(wanted)
    told = Phrase(
        "{who} is asked to confirm it. It counts as decided only then, and you are told.",
        who=cast.who(read.decided_by),
    )
    return Effects((proposal_post(wanted, cast, now),), Message(told, (Text(told),)))


def proposal_id(project_id: str, mark: str, decided_by: str) -> str:
    """One message (or form) and decider, one proposal. `mark`: the link to the message, or which form it was."""
    digest = sha256(f"{mark}\n{decided_by}".encode()).hexdigest()[:16]
    return f"{project_id}/P-{digest}"


def _wanted(cast: Cast, actor: Actor, read: Recorded, source: Source | None, now: datetime) -> Decision:
    right = find_right(cast.project, read.tradeoff)
    principal = read.decided_by if right is None else right.decider
    return Decision(
        id="",
        project_id=cast.project.id,
        number=0,
        question=read.question,
        tradeoff=read.tradeoff,
        options=(read.choice,),
        choice=read.choice,
        rationale=read.rationale,
        decided_by=read.decided_by,
        decided_at=now,
        on_behalf_of=None if principal == read.decided_by else principal,
        requester=None if actor.person_id == read.decided_by else actor.person_id,
        source=source,
        standing=Standing.PROPOSED,
        weighed=read.weighed,
    )


def _known(earlier: Decision, cast: Cast) -> FlowError:
    """What happened since to what is proposed a second time."""
    who = cast.who(earlier.decided_by)
    match earlier.standing:
        case Standing.PROPOSED:
            return WrongState("{who} was asked to confirm this already, and has not answered yet.", who=who)
        case Standing.REJECTED:
            return WrongState("{who} has said that this was not a decision. Please ask {who}.", who=who)
        case Standing.CONFIRMED | Standing.TAKEN:
            label = (earlier.superseded_by or earlier.id).rpartition("/")[2]
            return WrongState("This is recorded as {label}. /decisions shows it.", label=label)


def _next(records: Records, wanted: Decision) -> str:
    return f"{wanted.project_id}/D-{records.decisions.next_number(wanted.project_id)}"


def _record(records: Watched, wanted: Decision, cast: Cast, now: datetime) -> Effects:
    number = records.decisions.next_number(wanted.project_id)
    decision = replace(
        wanted,
        id=f"{wanted.project_id}/D-{number}",
        number=number,
        decided_at=now,
        standing=Standing.TAKEN,
    )
    records.decisions.put(decision)
    told = Phrase("Recorded as {label}. The functions concerned and the channel are told.", label=decision.label)
    posts = (*published(decision, cast, now), *drifted(records, cast, decision, now))
    return Effects(posts, Message(told, (Text(told),)))


def confirm_decision(records: Watched, actor: Actor, command: ConfirmDecision, now: datetime) -> Effects:
    """The one who decided says so: it is recorded."""
    proposal, cast = _mine(records, actor, command.proposal_id)
    _check_new(records, cast, proposal.source)
    if actor.person_id not in deciders(cast.project, proposal.tradeoff):
        raise NotAllowed(
            "You may not decide {tradeoff} any more, so this cannot be recorded as your decision.",
            tradeoff=cast.tradeoff(proposal.tradeoff),
        )
    said = (proposal.choice, proposal.rationale)
    by = actor.person_id
    held = stopped(records, cast, by, proposal.question, said, tradeoff=proposal.tradeoff, now=now)
    if held is not None:
        return held
    confirmed = replace(proposal, standing=Standing.CONFIRMED, superseded_by=_next(records, proposal))
    records.decisions.put(confirmed)
    effects = _record(records, proposal, cast, now)
    return Effects((proposal_post(confirmed, cast, now), *effects.posts), effects.reply)


def reject_decision(records: Records, actor: Actor, command: RejectDecision, now: datetime) -> Effects:
    """It was no decision: nothing is recorded, and who proposed it is told."""
    proposal, cast = _mine(records, actor, command.proposal_id)
    rejected = replace(proposal, standing=Standing.REJECTED)
    records.decisions.put(rejected)
    told = Phrase("Nothing is recorded. {who} is told.", who=cast.who(proposal.requester or ""))
    posts = (proposal_post(rejected, cast, now), rejected_post(rejected, cast, now))
    return Effects(posts, Message(told, (Text(told),)))


def _mine(records: Records, actor: Actor, proposal_id: str) -> tuple[Decision, Cast]:
    """The proposal, if it waits for the actor; who it is not for learns nothing about it."""
    proposal = records.decisions.find(proposal_id)
    if proposal is None or proposal.standing is Standing.TAKEN or proposal.decided_by != actor.person_id:
        raise NotFound("There is nothing here that you were asked to confirm.")
    cast = Cast(records, records.projects.get(proposal.project_id))
    if proposal.standing is not Standing.PROPOSED:
        raise _known(proposal, cast)
    return proposal, cast
