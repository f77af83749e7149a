"""What each reader of a proposal can press."""

from __future__ import annotations

from collections.abc import Iterator

from flows.consent import subjects
from flows.consent.commands import (
    MakesSense,
    OpenAnswer,
    OpenRemark,
    OpenStance,
    SayStance,
    ShowProposal,
    StartConsent,
    StartSenseCheck,
    WithdrawProposal,
)
from flows.consent.loading import functions_of
from flows.consent.records import Proposal, ProposalState, Stance
from flows.decisions.cast import Cast
from flows.messages import Button, Style

MOST_ANSWERS = 10
"""Functions whose remarks have a button of their own at once; the next come when these are answered."""


def for_function(proposal: Proposal, function: str, cast: Cast, reader: str | None) -> tuple[Button, ...]:
    mine = reader is not None and any(each.id == function for each in functions_of(proposal, cast, reader))
    if not mine:
        return ()
    key = (proposal.id, proposal.version, function)
    about = subjects.title(proposal.content, cast)
    adds = subjects.adds(proposal, function)
    if proposal.state is ProposalState.SENSE_CHECK:
        return (
            Button("It makes sense", MakesSense(*key), Style.PRIMARY, about),
            Button("Something is unclear", OpenRemark(*key), about=about),
            *([adds] if adds else []),
        )
    if proposal.state is ProposalState.CONSENT:
        return (
            Button("Endorse", SayStance(*key, Stance.ENDORSE), about=about),
            Button("Consent", SayStance(*key, Stance.CONSENT), Style.PRIMARY, about),
            Button("With a reservation", OpenStance(*key, Stance.RESERVATION), about=about),
            Button("Object", OpenStance(*key, Stance.OBJECT), Style.DANGER, about),
            Button("Abstain", SayStance(*key, Stance.ABSTAIN), about=about),
            *([adds] if adds else []),
        )
    return ()


def for_who_runs(proposal: Proposal, cast: Cast, reader: str | None) -> tuple[Button, ...]:
    """For who proposed it and for the facilitator."""
    reword = Button("Reword", subjects.change(proposal))
    withdraw = Button(
        "Withdraw", WithdrawProposal(proposal.id, proposal.version), Style.DANGER, confirm="Withdraw this proposal?"
    )
    check = Button("Send to all functions", StartSenseCheck(proposal.id, proposal.version), Style.PRIMARY)
    match proposal.state:
        case ProposalState.DRAFT:
            return (check, reword, withdraw)
        case ProposalState.SENSE_CHECK if proposal.unanswered:
            return (*answer_buttons(proposal, cast), *_going_on(proposal, cast, reader), reword, withdraw)
        case ProposalState.SENSE_CHECK:
            ask = Button("Ask for consent now", StartConsent(proposal.id, proposal.version), Style.PRIMARY)
            return (ask, reword, withdraw)
        case ProposalState.REVISING:
            return (reword, withdraw)
        case ProposalState.LAPSED:
            return (check, withdraw)
        case ProposalState.CONSENT | ProposalState.UNRESOLVED:
            return (withdraw,)
        case ProposalState.AGREED | ProposalState.WITHDRAWN | ProposalState.ENDED:
            return ()


def answer_buttons(proposal: Proposal, cast: Cast) -> tuple[Button, ...]:
    """One for each function that finds something unclear."""
    names = {each.id: each.name for each in cast.project.functions}
    about, key = subjects.title(proposal.content, cast), (proposal.id, proposal.version)
    return tuple(
        Button(f"Answer {names.get(each.function, each.function)}", OpenAnswer(*key, each.function), about=about)
        for each in proposal.unanswered[:MOST_ANSWERS]
    )


def _going_on(proposal: Proposal, cast: Cast, reader: str | None) -> Iterator[Button]:
    """Only who runs the project asks for consent while something is unclear; their name stands with it."""
    if reader in (cast.project.facilitator, cast.project.sponsor):
        confirm = "Ask for consent although something is unclear? Your name stands with it."
        yield Button("Go on without an answer", StartConsent(proposal.id, proposal.version), confirm=confirm)


def show_button(proposal: Proposal, cast: Cast) -> Button:
    """Opens the card in private."""
    return Button("Show", ShowProposal(proposal.id), about=subjects.title(proposal.content, cast))
