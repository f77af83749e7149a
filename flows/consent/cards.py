"""What a proposal looks like: to each function in private, to everybody in the channel, to who runs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from flows.consent import subjects
from flows.consent.buttons import for_function, for_who_runs, show_button
from flows.consent.keeping import Records
from flows.consent.records import Basis, Proposal, ProposalState, Remark, Stance, stage_name
from flows.consent.wording import headline, names, why_lapsed
from flows.decisions import voices
from flows.decisions.cast import Cast
from flows.effects import Card, Post, Promise
from flows.messages import Block, Buttons, Header, Message, Note, Quoted, Text, ToChannel, ToPerson
from flows.phrases import Instant, Phrase

CARD = "proposal"
"""The drawing of every card. `part`: "stage/function" for a function, RUNNING for who runs it, "" for a channel."""
RUNNING = "#runs"
IN_A_ROW = 5


def prefix(proposal: Proposal) -> str:
    """Under which all posts of a proposal have their keys."""
    return f"consent/{proposal.id}/"


def shown(proposal: Proposal, cast: Cast, now: datetime, *, first: bool = False) -> tuple[Post, ...]:
    """The cards of everybody concerned, drawn when they are sent. `first`: a new state, so that each is told anew."""
    return (*_running(proposal, cast), *asked(proposal, cast, now, first=first), *_channel(proposal, cast))


def _running(proposal: Proposal, cast: Cast) -> Iterable[Post]:
    for person in dict.fromkeys((proposal.by, cast.project.facilitator)):
        if person:
            yield Post(f"{prefix(proposal)}runs/{person}", ToPerson(person), Card(CARD, proposal.id, RUNNING))


def asked(proposal: Proposal, cast: Cast, now: datetime, *, first: bool) -> Iterable[Post]:
    """The cards of the functions, to who is asked for each of them now."""
    if proposal.state is ProposalState.DRAFT:
        return
    for function in cast.project.functions:
        if function.id not in proposal.asked:
            continue
        for each in (*_earlier_stages(proposal), proposal.stage):
            part, runs = f"{each}/{function.id}", each == proposal.stage
            promise = Promise.NEVER_LOST if first and runs else Promise.REFRESH
            waits = runs and waits_for(proposal, function.id)
            asking = voices.Asking(f"{prefix(proposal)}{part}", Card(CARD, proposal.id, part), promise, waits)
            yield from voices.asked(asking, function, cast, now)


def _earlier_stages(proposal: Proposal) -> Iterator[str]:
    """Those whose cards only say by now that there is a newer one: of this sending, and of the one that lapsed."""
    rounds = len(proposal.rounds)
    if proposal.sent_again and proposal.state is ProposalState.SENSE_CHECK:
        yield from (stage_name(proposal.sent_again - 1, number) for number in range(rounds + 1))
    yield from (stage_name(proposal.sent_again, number) for number in range(rounds))


def waits_for(proposal: Proposal, function: str) -> bool:
    """Whether a function that was asked has said nothing yet in this state."""
    match proposal.state:
        case ProposalState.SENSE_CHECK:
            return all(each.function != function or each.answer for each in proposal.remarks)
        case ProposalState.CONSENT:
            return function not in proposal.said
        case _:
            return False


def _channel(proposal: Proposal, cast: Cast) -> Iterable[Post]:
    if cast.project.channel and proposal.state is not ProposalState.DRAFT:
        yield Post(f"{prefix(proposal)}channel", ToChannel(cast.project.channel), Card(CARD, proposal.id))


def draw(records: Records, card: Card, reader: str | None, now: datetime) -> Message:
    """The card as it is now, with the buttons of its reader; who is away sees who is asked instead."""
    proposal = records.proposals.get(card.of)
    cast = Cast(records, records.projects.get(proposal.project_id))
    part = "" if reader is None else card.part
    stage, _, function_id = part.partition("/")
    if stage == proposal.stage and waits_for(proposal, function_id):
        function = next((each for each in cast.project.functions if each.id == function_id), None)
        other = voices.instead(subjects.title(proposal.content, cast), function, cast, reader, now)
        if other is not None:
            return other
    return card_of(proposal, cast, part, reader)


def card_of(proposal: Proposal, cast: Cast, part: str, reader: str | None) -> Message:
    """The whole proposal: as a function reads it, as who runs it does (RUNNING), or as everybody does ("").

    The sense check and each round have a message of their own; those of earlier ones only say that there is a newer.
    """
    stage, _, function = ("", "", "") if part == RUNNING else part.partition("/")
    if function and stage != proposal.stage:
        return _earlier(proposal, cast)
    about = subjects.title(proposal.content, cast)
    line = headline(proposal, cast)
    drawn: list[Block] = [
        Header(about),
        Text(_asks(proposal, cast, function)),
        *subjects.blocks(proposal.content, cast),
        *_words(proposal, cast),
        Note(line),
    ]
    runs = part == RUNNING
    buttons = for_who_runs(proposal, cast, reader) if runs else for_function(proposal, function, cast, reader)
    drawn += [Buttons(buttons[at : at + IN_A_ROW]) for at in range(0, len(buttons), IN_A_ROW)]
    return Message(Phrase("{about}: {line}", about=about, line=line), tuple(drawn))


def _earlier(proposal: Proposal, cast: Cast) -> Message:
    about = subjects.title(proposal.content, cast)
    line = Phrase("{about}: this card is over, a newer one has followed.", about=about)
    return Message(line, (Text(line), Buttons((show_button(proposal, cast),))))


def _asks(proposal: Proposal, cast: Cast, function: str) -> Phrase:
    """What is asked of the reader, by when."""
    until = Instant(proposal.until, cast.project.zone) if proposal.until else ""
    by = cast.who(proposal.by)
    match proposal.state:
        case ProposalState.SENSE_CHECK if function:
            return Phrase(
                "{by} proposes this. Is anything unclear or missing? Please say so by {until}.", by=by, until=until
            )
        case ProposalState.CONSENT if function:
            return Phrase(
                "Can your function live with this, and support it? Please answer by {until}. An objection needs a "
                "reason and a fix.",
                until=until,
            )
        case ProposalState.REVISING:
            return Phrase(
                "Somebody objects. {by} rewords it by {until}, and then you are asked again.", by=by, until=until
            )
        case ProposalState.SENSE_CHECK | ProposalState.CONSENT:
            return Phrase("{by} proposes this; the functions answer by {until}.", by=by, until=until)
        case _:
            return _asks_nothing(proposal, cast)


def _asks_nothing(proposal: Proposal, cast: Cast) -> Phrase:
    """Before it is sent, and once it is over."""
    match proposal.state:
        case ProposalState.DRAFT:
            return Phrase("Your draft. Nobody else has seen it yet.")
        case ProposalState.AGREED if proposal.replaced_by:
            words = "Agreed on {at}{how}. It holds no more: what was agreed later took its place."
            return Phrase(words, at=_ended(proposal, cast), how=_settled(proposal))
        case ProposalState.AGREED:
            return Phrase("Agreed on {at}{how}.", at=_ended(proposal, cast), how=_settled(proposal))
        case ProposalState.UNRESOLVED:
            return Phrase("Three rounds did not settle this. It goes up the resolution ladder now.")
        case ProposalState.LAPSED:
            return Phrase("{why} {by} can send it again.", why=why_lapsed(proposal, cast), by=cast.who(proposal.by))
        case ProposalState.ENDED:
            return Phrase("This was agreed, and the functions have agreed to drop it since.")
        case _ if proposal.settled_by:
            return Phrase("It does not hold, since {at}{how}.", at=_ended(proposal, cast), how=_settled(proposal))
        case _:
            return Phrase("{by} does not propose this any more.", by=cast.who(proposal.by))


def _ended(proposal: Proposal, cast: Cast) -> Instant:
    return Instant(proposal.ended_at or proposal.drafted_at, cast.project.zone)


def _settled(proposal: Proposal) -> str:
    """What settled it after three rounds: ", by D-4"; "" where the functions agreed."""
    return f", by {proposal.settled_by.rpartition('/')[2]}" if proposal.settled_by else ""


def _words(proposal: Proposal, cast: Cast) -> Iterable[Block]:
    """Remarks, reservations and objections, in people's own words."""
    if proposal.state is ProposalState.SENSE_CHECK:
        for remark in proposal.remarks:
            yield from _remark(remark, cast)
    if proposal.went_on and proposal.state is ProposalState.CONSENT:
        who, unclear = cast.who(proposal.went_on), names(cast, (each.function for each in proposal.unanswered))
        yield Note(Phrase("{who} went on without an answer to what {unclear} found unclear.", who=who, unclear=unclear))
    checking = proposal.state is ProposalState.SENSE_CHECK
    for function, said in (proposal.still_objecting if checking else proposal.minority).items():
        if not said.reason:
            continue
        yield Quoted(
            said.reason, Phrase("{who}, {stance}", who=said_for(cast, function, said.by), stance=_noun(said.stance))
        )
        if said.shows:
            yield Quoted(said.shows, Phrase(BASIS[said.basis], who=said_for(cast, function, said.by)))
        if said.fix:
            yield Quoted(said.fix, Phrase("{who}, proposed fix", who=said_for(cast, function, said.by)))
        if said.prediction:
            yield Quoted(said.prediction, Phrase("{who}, expects", who=said_for(cast, function, said.by)))


def _remark(remark: Remark, cast: Cast) -> Iterator[Block]:
    if remark.words:
        yield Quoted(remark.words, said_for(cast, remark.function, remark.by))
    if remark.answer:
        yield Quoted(remark.answer, Phrase("{who} answers", who=cast.who(remark.answered_by)))


BASIS: dict[Basis | None, str] = {
    Basis.HARM: "{who}, the harm that it would do",
    Basis.EVIDENCE: "{who}, what shows it",
    None: "{who}",
}


def _noun(stance: Stance) -> str:
    return "objection" if stance is Stance.OBJECT else "reservation"


def said_for(cast: Cast, function: str, person: str) -> Phrase:
    """ "@Maria Nowak for Operations"."""
    name = next((each.name for each in cast.project.functions if each.id == function), function)
    return Phrase("{who} for {function}", who=cast.who(person), function=name)
