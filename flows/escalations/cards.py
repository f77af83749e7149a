"""What an escalation looks like: one card per person and place, edited in place for as long as it lives.

A card says who has it, until when, what comes next and what silence means; its buttons are what this reader may do now,
so a card whose matter is closed has none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.decisions.cast import Cast, by_rule
from flows.escalations import roles, times
from flows.escalations.buttons import action_buttons, show_button
from flows.escalations.records import Escalation, EscalationState, Happened, Step, Urgency
from flows.escalations.replacing import label_of
from flows.escalations.rights import as_role
from flows.escalations.rules import proceeds_in_silence
from flows.escalations.since import HANDED_ON, history, told
from flows.holds import wording as holding
from flows.messages import Block, Button, Buttons, Facts, Header, Items, Message, Note, Quoted, Text
from flows.phrases import Instant, Link, Listing, Phrase, Quote, Value, Words
from flows.projects.records import Silence
from flows.red_lines.cards import order_line
from flows.red_lines.records import TradeoffOrder
from flows.stakes.rules import at_stake


def card(
    escalation: Escalation, cast: Cast, reader_id: str | None, *, whole: bool = False, proof: tuple[Phrase, ...] = ()
) -> Message:
    """The card for one reader, or for a channel (None). `whole`: with the full history; `proof`: accepted evidence."""
    shown = content(escalation, cast, whole=whole)
    if proof:
        shown = replace(shown, blocks=(*shown.blocks, Text("Evidence on this:"), Items(proof)))
    return for_reader(shown, escalation, cast, reader_id)


def for_reader(same_for_all: Message, escalation: Escalation, cast: Cast, reader_id: str | None) -> Message:
    """The card of one reader, or of a channel (None): what all see, and what this one may do."""
    buttons = action_buttons(escalation, cast, reader_id) if reader_id else _for_a_channel(escalation)
    return replace(same_for_all, blocks=(*same_for_all.blocks, *(Buttons(row) for row in buttons)))


def content(escalation: Escalation, cast: Cast, *, whole: bool = False) -> Message:
    """The card without buttons. `whole`: with the full history."""
    stands = standing(escalation, cast)
    blocks: list[Block] = [
        Header(_heading(escalation, cast)),
        Quoted(escalation.question, Phrase("{who}", who=cast.who(escalation.requester))),
        Items(tuple(option_line(option.id, option.text) for option in escalation.options)),
        Text(stands),
        *([Facts(tuple(facts))] if (facts := _facts(escalation, cast)) else []),
        *_talk(escalation, cast),
    ]
    if whole:
        blocks += [Text("What happened so far:"), Items(history(escalation, cast))]
    elif escalation.is_open:
        blocks += [*_on_the_way(escalation, cast), Note(Phrase("{why}", why=escalation.reason))]
    return Message(_summary(escalation, stands), tuple(blocks))


REASONS = HANDED_ON | {Happened.ASKED_AGAIN, Happened.MORE_TIME}
"""What an open card tells of the way so far."""
MOST_REASONS = 5

HEADINGS: dict[EscalationState, str] = {
    EscalationState.ASKED: "{label} · Decision needed: {tradeoff}",
    EscalationState.ACKNOWLEDGED: "{label} · Decision needed: {tradeoff}",
    EscalationState.INFO_WANTED: "{label} · Decision needed: {tradeoff}",
    EscalationState.EXHAUSTED: "{label} · No decision yet: {tradeoff}",
    EscalationState.DECIDED: "{label} · Decided: {tradeoff}",
    EscalationState.WITHDRAWN: "{label} · Withdrawn: {tradeoff}",
}


def _heading(escalation: Escalation, cast: Cast) -> Phrase:
    tradeoff = cast.tradeoff(escalation.tradeoff)
    return Phrase(HEADINGS[escalation.state], label=escalation.label, tradeoff=tradeoff)


def _for_a_channel(escalation: Escalation) -> tuple[tuple[Button, ...], ...]:
    """Everybody in a channel sees the same card, so it only leads to each reader's own."""
    return ((show_button(escalation),),) if escalation.is_open else ()


def option_line(option_id: str, text: str) -> Phrase:
    """An option with its letter: "A: “Stop for 12 h”"."""
    return Phrase("{letter}: {text}", letter=option_id.upper(), text=Quote(text))


def summary(escalation: Escalation, cast: Cast) -> Phrase:
    """One line that makes sense alone: notifications and screen readers use it."""
    return _summary(escalation, standing(escalation, cast))


def _summary(escalation: Escalation, stands: Phrase) -> Phrase:
    question = Quote(escalation.question)
    return Phrase("{label}: {question} {standing}", label=escalation.label, question=question, standing=stands)


def standing(escalation: Escalation, cast: Cast) -> Phrase:
    """Who has it and until when, or how it ended."""
    who, role = cast.who(escalation.turn.person_id), as_role(cast, escalation)
    until = _instant(escalation.until, cast)
    match escalation.state:
        case EscalationState.ASKED:
            return Phrase("{who}, {role}, is asked to decide by {until}.", who=who, role=role, until=until)
        case EscalationState.ACKNOWLEDGED:
            return Phrase("{who}, {role}, has taken this and decides by {until}.", who=who, role=role, until=until)
        case EscalationState.INFO_WANTED:
            asked = escalation.questions[-1]
            return Phrase(
                "{who}, {role}, asked {of} a question. The clock stands until the answer, at most until {until}.",
                who=who,
                role=role,
                of=cast.who(asked.of),
                until=_instant(asked.until, cast),
            )
        case EscalationState.EXHAUSTED:
            return Phrase(
                "Nobody on the ladder has decided. It stays open with {who}, {role}. "
                "{sponsor} (sponsor) and {facilitator} (facilitator) know.",
                who=who,
                role=role,
                sponsor=cast.who(cast.project.sponsor),
                facilitator=cast.who(cast.project.facilitator),
            )
        case EscalationState.DECIDED | EscalationState.WITHDRAWN:
            last = escalation.history[-1]
            return Phrase("Closed on {at}. {line}", at=_instant(last.at, cast), line=told(last, cast))


def _facts(escalation: Escalation, cast: Cast) -> list[tuple[str, Words]]:
    rows = _open_facts(escalation, cast) if escalation.is_open else []
    rows += roles.rows(escalation, cast)
    if escalation.links:
        links = Listing(tuple(Link(url, url) for url in escalation.links))
        rows.append(("Links", Phrase("{links}", links=links)))
    rows += [holding.row(hold, cast) for hold in escalation.holds]
    if escalation.decision_id:
        rows.append(("Recorded as", escalation.decision_id.rpartition("/")[2]))
    return rows


def _open_facts(escalation: Escalation, cast: Cast) -> list[tuple[str, Words]]:
    """What matters while a decision is wanted."""
    rows: list[tuple[str, Words]] = [
        ("Next", what_comes_next(escalation, cast)),
        ("No answer means", silence_means(escalation, cast)),
        ("Needed by", Phrase("{at}", at=_instant(escalation.deadline, cast))),
        ("If nobody decides", Phrase("{impact}", impact=Quote(escalation.impact))),
    ]
    if escalation.replaces:
        rows.append(("Replaces", Phrase("{label}, which holds until then", label=label_of(escalation.replaces))))
    if escalation.cost:
        rows.append(("Cost of waiting", Phrase("{cost}", cost=Quote(escalation.cost))))
    stakes = at_stake(escalation.stakes)
    if stakes is not None:
        rows.append(("At stake", stakes))
    if escalation.order:
        order = order_line(TradeoffOrder(escalation.order), cast)
        rows.append(("Agreed order", Phrase("{order}", order=order)))
    if escalation.urgency is Urgency.URGENT:
        rows.append(("Urgent", "The clock runs day and night."))
    return rows


def _talk(escalation: Escalation, cast: Cast) -> list[Block]:
    """Questions that were asked on the way, and their answers."""
    blocks: list[Block] = []
    for asked in escalation.questions:
        if asked.recommends:
            blocks += roles.recommended(asked, cast)
            continue
        to = Phrase("{by}, to {of}", by=cast.who(asked.by), of=cast.who(asked.of))
        blocks.append(Quoted(asked.question, to))
        if asked.answer is not None:
            blocks.append(Quoted(asked.answer, Phrase("{of}", of=cast.who(asked.of))))
    return blocks


def _on_the_way(escalation: Escalation, cast: Cast) -> list[Block]:
    """Who had it and did not decide, in their own words; who was passed over before the start is in the reason."""
    happened = [event.what for event in escalation.history]
    since = escalation.history[happened.index(Happened.ASKED) + 1 :] if Happened.ASKED in happened else ()
    lines = tuple(told(event, cast) for event in since if event.what in REASONS)
    return [Items(lines[-MOST_REASONS:])] if lines else []


def plan(escalation: Escalation, cast: Cast) -> tuple[tuple[Step, datetime], ...]:
    """The rungs to come, and when each is asked if nobody answers before; as far as can be known now."""
    start = escalation.until
    if escalation.info is not None:
        turn = cast.person(escalation.turn.person_id)
        back = times.seen(turn, escalation.info.until, escalation.urgency)
        start = times.advance(turn, back, escalation.info.left, escalation.urgency)
    steps = []
    for step in escalation.ladder[escalation.step + 1 :]:
        person = cast.person(step.person_id)
        asked_at = times.seen(person, start, escalation.urgency)
        steps.append((step, asked_at))
        start = times.advance(person, asked_at, step.allowed, escalation.urgency)
    return tuple(steps)


def what_comes_next(escalation: Escalation, cast: Cast) -> Phrase:
    """The plan in words: "deputy Jan Lis, Thu 10:00, then sponsor Adam Wolski, Thu 14:00"."""
    if escalation.state is EscalationState.EXHAUSTED:
        return Phrase("nobody; a decision is still possible")
    if proceeds_in_silence(escalation):
        return Phrase("option A goes ahead, {until}", until=_instant(escalation.until, cast))
    lines = tuple(
        Phrase("{role} {who}, {at}", role=step.role.value, who=cast.who(step.person_id), at=_instant(at, cast))
        for step, at in plan(escalation, cast)
    )
    if not lines:
        return Phrase("the sponsor and the facilitator are told, {until}", until=_instant(escalation.until, cast))
    said = lines[-1]
    for line in reversed(lines[:-1]):
        said = Phrase("{line}, then {rest}", line=line, rest=said)
    return said


def silence_means(escalation: Escalation, cast: Cast) -> Phrase:
    """The agreed meaning of no answer, for the step that it is on."""
    if proceeds_in_silence(escalation):
        return Phrase(
            "option A goes ahead without a decision by a person: agreed for {tradeoff}{rule}",
            tradeoff=cast.tradeoff(escalation.tradeoff),
            rule=by_rule(escalation.rule),
        )
    if escalation.silence is Silence.BLOCKS:
        return Phrase("nothing goes ahead until somebody decides")
    if escalation.following is None:
        return Phrase("it stays undecided and visible; nothing is decided by silence")
    return Phrase("it goes up to the next person; nothing is decided by silence")


def _instant(at: datetime, cast: Cast) -> Value:
    return Instant(at, cast.project.zone)
