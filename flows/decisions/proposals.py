"""What the person who is said to have decided is shown, and what becomes of it."""

from __future__ import annotations

from datetime import datetime

from flows.calendar import next_working
from flows.decisions.cards import origin
from flows.decisions.cast import Cast, capital
from flows.decisions.commands import ConfirmDecision, RejectDecision
from flows.decisions.records import Decision, Standing
from flows.effects import Post, Promise
from flows.messages import Block, Button, Buttons, Facts, Header, Message, Note, Style, Text, ToPerson
from flows.phrases import Phrase, Quote, Words


def proposal_post(proposal: Decision, cast: Cast, now: datetime) -> Post:
    """To who is said to have decided; without buttons once they have said whether they did."""
    waiting = proposal.standing is Standing.PROPOSED
    return Post(
        f"proposal/{proposal.id}/to/{proposal.decided_by}",
        ToPerson(proposal.decided_by),
        _card(proposal, cast),
        Promise.NEVER_LOST if waiting else Promise.REFRESH,
        not_before=next_working(cast.person(proposal.decided_by), now),
    )


def _card(proposal: Decision, cast: Cast) -> Message:
    line = proposal_line(proposal, cast)
    blocks: list[Block] = [
        Header(Phrase("Is this your decision? {tradeoff}", tradeoff=capital(cast.tradeoff(proposal.tradeoff)))),
        Text(line),
        Facts(tuple(_facts(proposal, cast))),
    ]
    match proposal.standing:
        case Standing.PROPOSED:
            blocks += [Buttons(proposal_buttons(proposal)), Note("It counts as decided only when you confirm it.")]
        case Standing.CONFIRMED | Standing.TAKEN:
            label = (proposal.superseded_by or proposal.id).rpartition("/")[2]
            blocks.append(Note(Phrase("You confirmed it. It is recorded as {label}.", label=label)))
        case Standing.REJECTED:
            blocks.append(Note("You said that it was not a decision. Nothing is recorded."))
    return Message(line, tuple(blocks))


def proposal_line(proposal: Decision, cast: Cast) -> Phrase:
    """One sentence: who says that this person decided what."""
    return Phrase(
        "{who} would like to record as your decision in {project}: {choice}",
        who=cast.who(proposal.requester or ""),
        project=cast.project.name,
        choice=Quote(proposal.choice),
    )


def proposal_buttons(proposal: Decision) -> tuple[Button, ...]:
    """Yes and no."""
    return (
        Button("Confirm", ConfirmDecision(proposal.id), Style.PRIMARY, about=_about(proposal)),
        Button("That was not a decision", RejectDecision(proposal.id), about=_about(proposal)),
    )


def _about(proposal: Decision) -> Phrase:
    return Phrase("{question}", question=Quote(proposal.question))


def _facts(proposal: Decision, cast: Cast) -> list[tuple[str, Words]]:
    rows: list[tuple[str, Words]] = [
        ("To be decided", Phrase("{words}", words=Quote(proposal.question))),
        ("Decided", Phrase("{words}", words=Quote(proposal.choice))),
        ("Why", Phrase("{words}", words=Quote(proposal.rationale))),
    ]
    if proposal.source is not None:
        rows.append(("Said", origin(proposal.source, cast)))
    return rows


def rejected_post(proposal: Decision, cast: Cast, now: datetime) -> Post:
    """To who proposed it."""
    proposer = cast.person(proposal.requester or "")
    words = Phrase(
        "{who} says that this was not a decision: {choice} Nothing is recorded. If it has to be decided, /escalate "
        "brings it to who may.",
        who=cast.who(proposal.decided_by),
        choice=Quote(proposal.choice),
    )
    message = Message(words, (Text(words),))
    key = f"proposal/{proposal.id}/rejected/{proposer.id}"
    return Post(key, ToPerson(proposer.id), message, not_before=next_working(proposer, now))


def unconfirmed_post(proposal: Decision, cast: Cast, now: datetime) -> Post:
    """To who proposed it, when whoever had to confirm it has left."""
    proposer = cast.person(proposal.requester or "")
    words = Phrase(
        "{who} has no working account any more and cannot confirm this: {choice} If somebody else may decide it, "
        "please record it again with their name.",
        who=cast.who(proposal.decided_by),
        choice=Quote(proposal.choice),
    )
    key = f"proposal/{proposal.id}/left/{proposer.id}"
    return Post(key, ToPerson(proposer.id), Message(words, (Text(words),)), not_before=next_working(proposer, now))
