"""Proposing something, rewording it, and moving it on.

A look: show_proposal. Changes: start_sense_check, start_consent, withdraw_proposal; `propose` and `reword` are what the
forms of each kind of content end in.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.commands import Actor
from flows.consent import cards, rules, subjects
from flows.consent.commands import ShowProposal, StartConsent, StartSenseCheck, WithdrawProposal
from flows.consent.contents import Content
from flows.consent.disputes import Records as DisputeRecords
from flows.consent.disputes import close_dispute
from flows.consent.keeping import Records
from flows.consent.loading import check_runs, functions_of, load, load_to_run
from flows.consent.records import Proposal, ProposalState
from flows.consent.wording import STATES, names, since
from flows.decisions.cast import Cast
from flows.decisions.rights import reach
from flows.effects import Effects
from flows.errors import NotAllowed, WrongState
from flows.messages import Message, Text
from flows.phrases import Instant, Phrase
from flows.projects.membership import may_act


def show_proposal(records: Records, actor: Actor, command: ShowProposal, now: datetime) -> Effects:  # noqa: ARG001
    """The card with what the reader may do."""
    proposal, cast = load(records, actor, command.proposal_id)
    mine = functions_of(proposal, cast, actor.person_id)
    part = f"{proposal.stage}/{mine[0].id}" if mine and proposal.state is not ProposalState.DRAFT else ""
    if not part and actor.person_id in (proposal.by, cast.project.facilitator):
        part = cards.RUNNING
    return Effects(reply=cards.card_of(proposal, cast, part, actor.person_id))


def propose(records: Records, actor: Actor, cast: Cast, content: Content, now: datetime) -> Effects:
    """A new draft, which only its proposer and the facilitator see. Raises NotAllowed; WrongState if one is open."""
    check_may_propose(cast, actor)
    kind = subjects.kind(content)
    check_alone(records, cast, content)
    number = records.proposals.next_number(cast.project.id)
    asked = tuple(function.id for function in cast.project.functions)
    drafted = Proposal(
        f"{cast.project.id}/{kind}/{number}", cast.project.id, number, content, actor.person_id, now, asked
    )
    records.proposals.put(drafted)
    told = Phrase("It is a draft that nobody else has seen. Look at the card, then send it to all functions.")
    return Effects(cards.shown(drafted, cast, now), Message(told, (Text(told),)))


def check_may_propose(cast: Cast, actor: Actor) -> None:
    """Only people of the organisation who have a part in the project propose. Raises NotAllowed."""
    if actor.person_id in may_act(cast.project) and not actor.outside:
        return
    facilitator = cast.person(cast.project.facilitator or cast.project.sponsor)
    raise NotAllowed(
        "Only people of the organisation who have a part in {project} can propose this. {reach}",
        project=cast.project.name,
        reach=reach(facilitator),
    )


def open_one(records: Records, cast: Cast, kind: str, matter: str = "") -> Proposal | None:
    """The open proposal of that kind and matter, if there is one."""
    for proposal in records.proposals.where(project_id=cast.project.id):
        content = proposal.content
        if proposal.is_open and (subjects.kind(content), subjects.matter(content)) == (kind, matter):
            return proposal
    return None


def check_alone(records: Records, cast: Cast, content: Content, but: str = "") -> None:
    """Of one matter there is one proposal at a time; `but`: the one that is to go on. Raises WrongState."""
    kind, matter = subjects.kind(content), subjects.matter(content)
    for there in records.proposals.where(project_id=cast.project.id):
        same = (subjects.kind(there.content), subjects.matter(there.content)) == (kind, matter)
        if not same or there.id == but or not (there.is_open or there.state is ProposalState.UNRESOLVED):
            continue
        raise WrongState(
            "{who} proposed this on {day}: {title}, and it {stands}. Two at once would contradict each other. Please "
            "reword that one, or ask them to withdraw it.",
            who=cast.who(there.by),
            day=Instant(there.drafted_at, cast.project.zone),
            title=subjects.title(there.content, cast),
            stands=STATES[there.state],
        )


def reword(records: Records, actor: Actor, proposal: Proposal, content: Content, now: datetime) -> Effects:
    """A new wording; after objections it opens the next consent round. Raises NotAllowed, WrongState."""
    cast = Cast(records, records.projects.get(proposal.project_id))
    check_runs(proposal, cast, actor)
    check_alone(records, cast, content, but=proposal.id)
    revised = rules.revise(proposal, content, cast, now)
    return _kept(records, cast, revised, now, first=revised.state is not ProposalState.DRAFT)


def start_sense_check(records: Records, actor: Actor, command: StartSenseCheck, now: datetime) -> Effects:
    """The draft goes to every function; a lapsed one begins anew, with new messages, if no other has been proposed."""
    proposal, cast = load_to_run(records, actor, command.proposal_id, command.version)
    check_alone(records, cast, proposal.content, but=proposal.id)
    begun = rules.send_again(proposal, cast, now)
    return _kept(records, cast, begun, now, first=True)


def start_consent(records: Records, actor: Actor, command: StartConsent, now: datetime) -> Effects:
    """Every function is asked for its consent, before the sense check ends by itself."""
    proposal, cast = load_to_run(records, actor, command.proposal_id, command.version)
    if proposal.state is not ProposalState.SENSE_CHECK:
        raise since(proposal, cast)
    if proposal.unanswered:
        check_goes_on(proposal, cast, actor)
        proposal = replace(proposal, went_on=actor.person_id)
    return _kept(records, cast, rules.open_round(proposal, cast, now), now, first=True)


def check_goes_on(proposal: Proposal, cast: Cast, actor: Actor) -> None:
    """While something is unclear, only who runs the project asks for consent. Raises NotAllowed."""
    runs = tuple(dict.fromkeys(each for each in (cast.project.facilitator, cast.project.sponsor) if each))
    if actor.person_id not in runs:
        raise NotAllowed(
            "Something is unclear to {functions}. Please answer it or reword the proposal; without that only {who} can "
            "go on. {reach}",
            functions=names(cast, (each.function for each in proposal.unanswered)),
            who=cast.whos(runs, last="or"),
            reach=reach(cast.person(runs[0])),
        )


def withdraw_proposal(records: DisputeRecords, actor: Actor, command: WithdrawProposal, now: datetime) -> Effects:
    """It is not proposed any more; everybody's card says so, and nobody is reminded of it."""
    proposal, cast = load_to_run(records, actor, command.proposal_id, command.version)
    withdrawn = replace(rules.move(proposal, ProposalState.WITHDRAWN, cast, now), ended_at=now)
    effects = _kept(records, cast, withdrawn, now, first=False)
    ended = close_dispute(records, withdrawn, actor.person_id, cast, now)
    return replace(effects, posts=(*effects.posts, *ended), withdraw=(cards.prefix(withdrawn),))


def _kept(records: Records, cast: Cast, proposal: Proposal, now: datetime, *, first: bool) -> Effects:
    records.proposals.put(proposal)
    told = Phrase("Done.")
    if proposal.until is not None and first:
        told = Phrase("Every function is asked, until {until}.", until=Instant(proposal.until, cast.project.zone))
    return Effects(cards.shown(proposal, cast, now, first=first), Message(told, (Text(told),)))
