"""The legal moves of a proposal, each a new value; and what follows from what the functions said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from flows.calendar import add_working_days, local_day, local_instant
from flows.consent.contents import Content
from flows.consent.records import (
    MOST_ROUNDS,
    TRANSITIONS,
    YES,
    Checked,
    ConsentRound,
    Kept,
    Proposal,
    ProposalState,
    Remark,
    Said,
)
from flows.consent.wording import names, since
from flows.decisions.cast import Cast
from flows.errors import WrongState
from flows.reviews.days import AHEAD, review_day

SENSE_DAYS, CONSENT_DAYS, REVISION_DAYS, MORE_DAYS = 2, 3, 5, 2
"""Working days of the facilitator that each state lasts; `MORE_DAYS` when too few had said anything."""
MORNING = time(9)
REMINDER = timedelta(days=1)
"""So long before the end, who has said nothing is reminded, once."""


class Result(StrEnum):
    """What a consent round comes to."""

    AGREED = "agreed"
    OBJECTED = "objected"
    TOO_FEW = "too_few"


def move(proposal: Proposal, state: ProposalState, cast: Cast, now: datetime, *, days: int = 0) -> Proposal:
    """The proposal in that state for so many working days, 0 for good. Raises WrongState for what is no legal move."""
    if state not in TRANSITIONS[proposal.state]:
        raise since(proposal, cast)
    until = _in_days(cast, now, days) if days else None
    return timed(replace(proposal, state=state, until=until, nudged=False), cast)


def _in_days(cast: Cast, now: datetime, days: int) -> datetime:
    return add_working_days(cast.person(cast.project.facilitator or cast.project.sponsor), now, days)


def timed(proposal: Proposal, cast: Cast) -> Proposal:
    """With the next moment at which the clock has to look at it."""
    return replace(proposal, due_at=_due_at(proposal, cast))


def _due_at(proposal: Proposal, cast: Cast) -> datetime | None:
    if proposal.until is not None:
        waits = proposal.state in (ProposalState.SENSE_CHECK, ProposalState.CONSENT) and not proposal.nudged
        return proposal.until - REMINDER if waits else proposal.until
    return _agreed_due(proposal, cast, proposal.ended_at) if proposal.state is ProposalState.AGREED else None


def _agreed_due(proposal: Proposal, cast: Cast, after: datetime | None) -> datetime | None:
    """What was agreed: a minority view is to be looked at, or the owner asked whether it stays."""
    moments = (next_look(proposal, cast, after), next_review(proposal, cast))
    return min((at for at in moments if at is not None), default=None)


def next_review(proposal: Proposal, cast: Cast) -> datetime | None:
    """When the owner is asked: a week before the day, and once more on it."""
    if proposal.review_on is None or proposal.review_asked > 1:
        return None
    day = proposal.review_on if proposal.review_asked else proposal.review_on - AHEAD
    return local_instant(day, MORNING, cast.project.zone)


def looked(proposal: Proposal, cast: Cast, now: datetime) -> Proposal:
    """The minority views of today were asked about."""
    return replace(proposal, due_at=_agreed_due(proposal, cast, now))


def keep(proposal: Proposal, kept: Kept, cast: Cast) -> Proposal:
    """It stays as it is until a later day."""
    later = replace(proposal, review_on=kept.until, review_asked=0, kept=(*proposal.kept, kept))
    return replace(later, due_at=_agreed_due(later, cast, kept.at))


def asked_to_review(proposal: Proposal, cast: Cast, now: datetime) -> Proposal:
    """The owner was asked whether it stays."""
    later = replace(proposal, review_asked=proposal.review_asked + 1)
    return replace(later, due_at=_agreed_due(later, cast, now))


def no_review(proposal: Proposal, cast: Cast, now: datetime) -> Proposal:
    """Something newer holds in its place, so nobody is asked."""
    later = replace(proposal, review_on=None)
    return replace(later, due_at=_agreed_due(later, cast, now))


def next_look(proposal: Proposal, cast: Cast, after: datetime | None) -> datetime | None:
    """When the next minority view is to be looked at, later than `after`."""
    days = {said.check_on for said in due_views(proposal).values() if said.check_on is not None}
    moments = (local_instant(day, MORNING, cast.project.zone) for day in days)
    return min((at for at in moments if after is None or at > after), default=None)


def due_views(proposal: Proposal) -> dict[str, Said]:
    """Minority views with a day on which to look, at which nobody has looked yet."""
    looked_at = {each.function for each in proposal.checked}
    return {
        function: said
        for function, said in proposal.minority.items()
        if said.check_on is not None and function not in looked_at
    }


def sense_check(proposal: Proposal, cast: Cast, now: datetime) -> Proposal:
    """Every function may say what is unclear; what was said to an earlier wording is kept with it."""
    begun = replace(proposal, longer=False, went_on="")
    return move(begun, ProposalState.SENSE_CHECK, cast, now, days=SENSE_DAYS)


def remark(proposal: Proposal, said: Remark, cast: Cast) -> Proposal:
    """One more remark; the last one of a function counts. Raises WrongState outside the sense check."""
    if proposal.state is not ProposalState.SENSE_CHECK:
        raise since(proposal, cast)
    others = tuple(each for each in proposal.remarks if each.function != said.function)
    return replace(proposal, remarks=(*others, said))


def open_round(proposal: Proposal, cast: Cast, now: datetime) -> Proposal:
    """The next consent round. Raises WrongState after the last one."""
    if len(proposal.rounds) >= MOST_ROUNDS:
        raise since(proposal, cast)
    opened = move(proposal, ProposalState.CONSENT, cast, now, days=CONSENT_DAYS)
    number = len(proposal.rounds) + 1
    round_ = ConsentRound(number, now, _in_days(cast, now, CONSENT_DAYS))
    return replace(opened, rounds=(*proposal.rounds, round_))


def say(proposal: Proposal, function: str, said: Said, cast: Cast) -> Proposal:
    """What a function says; what its representative has said, its deputy does not change. Raises WrongState."""
    if proposal.state is not ProposalState.CONSENT:
        raise since(proposal, cast)
    before = proposal.said.get(function)
    voice = next((each.representative for each in cast.project.functions if each.id == function), said.by)
    if before is not None and before.by == voice and said.by != voice:
        raise WrongState(
            "{who} has spoken for this function in this round: {stance}. Please talk to them.",
            who=cast.who(voice),
            stance=before.stance.value,
        )
    round_ = replace(proposal.rounds[-1], said={**proposal.said, function: said})
    return replace(proposal, rounds=(*proposal.rounds[:-1], round_))


def answer(proposal: Proposal, function: str, words: str, by: str, cast: Cast) -> Proposal:
    """What is said to a function's remark. Raises WrongState where there is none that waits for an answer."""
    if proposal.state is not ProposalState.SENSE_CHECK:
        raise since(proposal, cast)
    if all(each.function != function for each in proposal.unanswered):
        raise WrongState("This was answered already, so nothing was changed. Please look at the card.")
    answered = tuple(
        replace(each, answer=words, answered_by=by) if each.function == function else each for each in proposal.remarks
    )
    return replace(proposal, remarks=answered)


def more_time(proposal: Proposal, cast: Cast, now: datetime) -> Proposal:
    """The sense check goes on, once, since nobody has answered what is unclear."""
    return replace(move(proposal, ProposalState.SENSE_CHECK, cast, now, days=MORE_DAYS), longer=True)


def send_again(proposal: Proposal, cast: Cast, now: datetime) -> Proposal:
    """A draft goes to the functions, or what has lapsed goes on with new messages.

    The rounds that were held count, with what was said in them. Raises WrongState where no round is left.
    """
    if len(proposal.rounds) >= MOST_ROUNDS:
        raise WrongState("Three rounds were held on this, and no more are. Please propose it anew.")
    times = proposal.sent_again + (proposal.state is ProposalState.LAPSED)
    fresh = replace(proposal, remarks=(), ended_at=None, sent_again=times)
    return sense_check(fresh, cast, now)


def revise(proposal: Proposal, content: Content, cast: Cast, now: datetime) -> Proposal:
    """A new wording. In a draft or the sense check it stays there; after objections it opens the next round."""
    if proposal.state not in (ProposalState.DRAFT, ProposalState.SENSE_CHECK, ProposalState.REVISING):
        raise since(proposal, cast)
    if proposal.state is ProposalState.REVISING and content == proposal.content:
        raise WrongState(
            "The words are the same, so no new round was begun. Please change what {who} objected to, or withdraw the "
            "proposal.",
            who=names(cast, proposal.objections),
        )
    revised = replace(proposal, content=content, version=proposal.version + 1)
    match proposal.state:
        case ProposalState.REVISING:
            return open_round(revised, cast, now)
        case ProposalState.SENSE_CHECK:
            return sense_check(replace(revised, remarks=()), cast, now)
        case _:
            return revised


def result(proposal: Proposal) -> Result | None:
    """What the round comes to once everybody has spoken; None while somebody has not."""
    return None if len(proposal.said) < len(proposal.asked) else at_the_end(proposal)


def at_the_end(proposal: Proposal) -> Result:
    """What the round comes to now. An objection stands until its function says something else, in whichever round."""
    if proposal.objections:
        return Result.OBJECTED
    return Result.AGREED if proposal.enough and _anybody(proposal) else Result.TOO_FEW


def _anybody(proposal: Proposal) -> bool:
    """Somebody must want it: abstentions alone agree to nothing."""
    return any(said.stance in YES for said in proposal.said.values())


def conclude(proposal: Proposal, came_to: Result, cast: Cast, now: datetime) -> Proposal:
    """The round is over. Objections lead to a new wording; what the last round does not settle, the ladder does."""
    match came_to:
        case Result.AGREED:
            return agree(proposal, cast, now)
        case Result.TOO_FEW if not proposal.rounds[-1].extended:
            longer = move(proposal, ProposalState.CONSENT, cast, now, days=MORE_DAYS)
            round_ = replace(proposal.rounds[-1], extended=True)
            return replace(longer, rounds=(*proposal.rounds[:-1], round_))
        case Result.OBJECTED | Result.TOO_FEW if proposal.rounds[-1].number >= MOST_ROUNDS:
            return replace(move(proposal, ProposalState.UNRESOLVED, cast, now), ended_at=now)
        case Result.OBJECTED:
            return move(proposal, ProposalState.REVISING, cast, now, days=REVISION_DAYS)
        case Result.TOO_FEW:
            return replace(move(proposal, ProposalState.LAPSED, cast, now), ended_at=now)


def agree(proposal: Proposal, cast: Cast, now: datetime, *, settled_by: str | None = None) -> Proposal:
    """It holds from now on. `settled_by`: the decision that settled what rounds could not."""
    agreed = replace(move(proposal, ProposalState.AGREED, cast, now), ended_at=now, settled_by=settled_by)
    return timed(replace(agreed, review_on=review_day(agreed.content, local_day(now, cast.project.zone))), cast)


def check(proposal: Proposal, looked: Checked, cast: Cast) -> Proposal:
    """A minority view was looked at on its day."""
    return timed(replace(proposal, checked=(*proposal.checked, looked)), cast)
