"""What a proposal and its course are called in sentences."""

from __future__ import annotations

from collections.abc import Iterable

from flows.consent.records import YES, Proposal, ProposalState, Stance
from flows.decisions.cast import Cast
from flows.errors import WrongState
from flows.phrases import Count, Instant, Listing, Phrase, Value

STATES: dict[ProposalState, str] = {
    ProposalState.DRAFT: "is a draft and was not sent to anybody yet",
    ProposalState.SENSE_CHECK: "is being checked for sense",
    ProposalState.CONSENT: "waits for the consent of the functions",
    ProposalState.REVISING: "waits for a new wording, since somebody objects",
    ProposalState.AGREED: "was agreed",
    ProposalState.UNRESOLVED: "was not agreed in the last round and is settled on the resolution ladder",
    ProposalState.LAPSED: "lapsed",
    ProposalState.WITHDRAWN: "was withdrawn",
    ProposalState.ENDED: "was agreed and dropped again by consent",
}


def since(proposal: Proposal, cast: Cast) -> WrongState:
    """What has happened to it since the card was drawn."""
    ended = Phrase("")
    if proposal.ended_at is not None:
        ended = Phrase(" on {at}", at=Instant(proposal.ended_at, cast.project.zone))
    return WrongState("This {stands}{ended}, so nothing was changed.", stands=STATES[proposal.state], ended=ended)


def newer(proposal: Proposal) -> WrongState:
    """Somebody pressed a button that belongs to an earlier wording."""
    return WrongState(
        "This has a new wording since (wording {version}). Please read the newest card and answer that one.",
        version=proposal.version,
    )


def names(cast: Cast, functions: Iterable[str]) -> Listing:
    """The functions in the order of the project."""
    wanted = frozenset(functions)
    found: tuple[Value, ...] = tuple(each.name for each in cast.project.functions if each.id in wanted)
    return Listing(found)


def headline(proposal: Proposal, cast: Cast) -> Phrase:
    """Where it stands, counted per function: "4 of 6 functions consent; objection from Quality."."""
    match proposal.state:
        case ProposalState.SENSE_CHECK:
            return _sense_check(proposal, cast)
        case ProposalState.CONSENT | ProposalState.REVISING | ProposalState.AGREED | ProposalState.UNRESOLVED:
            return _consent(proposal, cast)
        case ProposalState.LAPSED:
            return Phrase("It lapsed. {why}", why=why_lapsed(proposal, cast))
        case ProposalState.DRAFT | ProposalState.WITHDRAWN | ProposalState.ENDED:
            return Phrase("It {stands}.", stands=STATES[proposal.state])


def _sense_check(proposal: Proposal, cast: Cast) -> Phrase:
    unclear = [remark.function for remark in proposal.remarks if remark.words]
    counted = Phrase(
        "{looked} of {all} looked at it",
        looked=len(proposal.remarks),
        all=Count(len(proposal.asked), "function", "functions"),
    )
    if not unclear:
        return Phrase("{counted}; nothing is unclear so far.", counted=counted)
    open_ones = [remark.function for remark in proposal.unanswered]
    if not open_ones:
        return Phrase("{counted}; what was unclear to {who} is answered.", counted=counted, who=names(cast, unclear))
    return Phrase("{counted}; something is unclear to {who}.", counted=counted, who=names(cast, open_ones))


def why_lapsed(proposal: Proposal, cast: Cast) -> Phrase:
    """One sentence for who may send it again."""
    if proposal.unanswered and not proposal.went_on:
        who = names(cast, (each.function for each in proposal.unanswered))
        return Phrase("Nobody answered in time what {who} found unclear.", who=who)
    if proposal.objections:
        return Phrase("Nobody reworded it in time after an objection from {who}.", who=names(cast, proposal.objections))
    if proposal.enough and any(said.stance in YES for said in proposal.said.values()):
        return Phrase("The function that owns the red line has not said yes, so the red line goes on holding.")
    return Phrase("Too few functions answered in time.")


def _consent(proposal: Proposal, cast: Cast) -> Phrase:
    of = _by_stance(proposal)
    line = Phrase(
        "{yes} of {all} {verb}",
        yes=sum(len(of[stance]) for stance in YES),
        all=Count(len(proposal.asked), "function", "functions"),
        verb="consented" if proposal.state is ProposalState.AGREED else "consent",
    )
    silent = [function for function in proposal.asked if function not in proposal.said]
    earlier = [function for function in silent if function in proposal.still_objecting]
    parts = (
        ("objection from {who}", of[Stance.OBJECT]),
        ("an earlier objection stands: {who}", earlier),
        ("endorsed by {who}", of[Stance.ENDORSE]),
        ("with a reservation: {who}", of[Stance.RESERVATION]),
        ("abstaining: {who}", of[Stance.ABSTAIN]),
        ("nothing said: {who}" if not proposal.is_open else "waiting for {who}", silent),
    )
    for template, functions in parts:
        if functions:
            more = Phrase(template, who=names(cast, functions))
            line = Phrase("{line}; {more}", line=line, more=more)
    return Phrase("{line}.", line=line)


def _by_stance(proposal: Proposal) -> dict[Stance, list[str]]:
    found: dict[Stance, list[str]] = {stance: [] for stance in Stance}
    for function in proposal.asked:
        if function in proposal.said:
            found[proposal.said[function].stance].append(function)
    return found
