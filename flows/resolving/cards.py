"""What a contradiction looks like: to each side in private, to everybody once it is open, to whoever's turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from flows.contradictions.details import QUOTE_LENGTH
from flows.contradictions.findings import Strength
from flows.contradictions.openly import OTHERS, TITLES
from flows.decisions.cast import Cast
from flows.effects import Card
from flows.holds import wording as holding
from flows.messages import Block, Buttons, Facts, Header, Items, Message, Note, Quoted, Text
from flows.phrases import Count, Instant, Listing, Phrase, Quote, Words
from flows.questionnaires.wording import shortened
from flows.resolving import rules
from flows.resolving.buttons import buttons
from flows.resolving.disputed import proposed
from flows.resolving.keeping import Watched
from flows.resolving.records import CONSENT, DECIDING, LiveContradiction, LiveState, Party, Rung, Way
from flows.resolving.rungs import owners, stands
from flows.resolving.verdicts import options

CARD = "contradiction"
"""The drawing of the card that everybody reads, in the thread of the summary."""
FIRST_QUOTES = 3
"""How many answers of one side a card shows; the thread of the summary has them all."""


def draw(records: Watched, card: Card, reader: str | None, now: datetime) -> Message:
    """The card as it is now."""
    contradiction = records.contradictions.get(card.of)
    cast = Cast(records, records.projects.get(contradiction.project_id))
    if contradiction.opened_at is None:
        return _begun_anew(contradiction, cast, now)
    return card_of(contradiction, cast, reader, now, about=proposed(records, contradiction, cast))


def _begun_anew(contradiction: LiveContradiction, cast: Cast, now: datetime) -> Message:
    """What everybody reads while what was settled once is looked at in private again: nothing of what is said there."""
    title = heading(contradiction)
    private = contradiction.state is LiveState.CLARIFYING
    line = ANEW if private else where_it_stands(contradiction, cast, now)
    return Message(Phrase("{title}: {line}", title=title, line=line), (Header(title), Text(line)))


def card_of(
    contradiction: LiveContradiction,
    cast: Cast,
    reader: str | None,
    now: datetime,
    *,
    about: tuple[Block, ...] = (),
) -> Message:
    """All that may be told: the quotes of both sides, how they understood each other, whose turn it is.

    `about`: the proposal, where three rounds of consent did not settle one.
    """
    title = heading(contradiction)
    line = where_it_stands(contradiction, cast, now)
    blocks: list[Block] = [Header(title), Text(line), *_ask(contradiction, cast, reader, now), *about]
    blocks.append(Text(contradiction.openly))
    for number, party in enumerate(contradiction.parties):
        blocks += _side(party, cast)
        blocks += _understood(contradiction, number, cast)
    blocks += _suggestion(contradiction, cast)
    rows = list(_facts(contradiction, cast))
    if contradiction.is_live and contradiction.holds:
        ways = (Phrase("{id}: {text}", id=each.id.upper(), text=each.text) for each in options(contradiction, cast))
        blocks.append(Items(tuple(ways)))
    if contradiction.at_the_top:
        blocks.append(Note(TOP))
    if rows:
        blocks.append(Facts(tuple(rows)))
    row = buttons(contradiction, cast, reader, now)
    if row:
        blocks.append(Buttons(row))
    return Message(Phrase("{title}: {line}", title=title, line=line), tuple(blocks))


def heading(contradiction: LiveContradiction) -> Phrase:
    """ "C-3 Production stop: some functions accept this risk, others refuse it"."""
    title = TITLES.get(contradiction.rule, "it was not agreed")
    return Phrase("{label} {matter}: {title}", label=contradiction.label, matter=contradiction.matter, title=title)


def where_it_stands(contradiction: LiveContradiction, cast: Cast, now: datetime) -> Phrase:
    """In one sentence: in private until, with whom until, or how it ended."""
    until = Instant(contradiction.until, cast.project.zone) if contradiction.until else ""
    settled = contradiction.settled
    match contradiction.state:
        case LiveState.CLARIFYING:
            return Phrase("In private between the two sides until {until}. Is it a real contradiction?", until=until)
        case LiveState.OPEN:
            who = cast.whos(owners(contradiction, cast, now))
            age = max((now - contradiction.found_at).days, 0)
            days = Phrase("for {days}", days=Count(age, "day", "days")) if age else "since today"
            if not until:
                return Phrase("Open {days}, with {who}.", days=days, who=who)
            return Phrase("Open {days}, with {who} until {until}.", days=days, who=who, until=until)
        case _:
            by = cast.who(settled.by) if settled else ""
            at = Instant(settled.at, cast.project.zone) if settled else ""
            way = settled.way.value if settled else ""
            return Phrase("Over since {at}: {way} ({by}).", at=at, way=way, by=by)


def _ask(contradiction: LiveContradiction, cast: Cast, reader: str | None, now: datetime) -> Iterator[Block]:
    """What is asked of the reader."""
    party = None if reader is None else rules.side_of(contradiction, cast, reader)
    if contradiction.state is LiveState.CLARIFYING and party is not None and reader is not None:
        mine = rules.functions_of(contradiction, cast, reader, now)
        if any(each in mine for each in rules.to_say_back(contradiction, cast, party)):
            yield Text("Please say in your own words what the other side needs. They answer whether you got it right.")
        if contradiction.kind is Strength.APPARENT:
            yield Note("It may only be a difference in words: if you mean different things, say which.")
    elif contradiction.state is LiveState.OPEN and reader in owners(contradiction, cast, now):
        yield Text(
            DISPUTED if contradiction.rule == CONSENT and contradiction.rung in DECIDING else ASKS[contradiction.rung]
        )


TOP = "Nobody stands above them on the ladder. They are asked again every week until it is settled."
ANEW = Phrase(
    "It was settled; then answers were changed, and they contradict each other again. The two sides look at it in "
    "private first. It is opened here again if it stands."
)
DISPUTED = "The functions could not agree on this in three rounds. Please decide whether it holds as proposed."
VERDICT = "Both sides could not settle it. Please decide it, or accept by name that both views stand."
ASKS: dict[Rung, str] = {
    Rung.BILATERAL: "Please talk to each other: change an answer, or agree a condition under which both hold.",
    Rung.FACILITATOR: "Please bring the sides together, and suggest a condition that every function can say yes to.",
    Rung.DECIDER: VERDICT,
    Rung.DEPUTY: VERDICT,
    Rung.SPONSOR: VERDICT,
    Rung.BACKUP: VERDICT,
}
"""What is asked of whoever's turn it is."""


def _side(party: Party, cast: Cast) -> Iterator[Block]:
    for quote in party.quotes[:FIRST_QUOTES]:
        by = Phrase("{function}, {who}", function=_function(cast, quote.function), who=cast.person(quote.by).name)
        yield Quoted(shortened(quote.text, QUOTE_LENGTH), by)
    if len(party.quotes) > FIRST_QUOTES:
        more = len(party.quotes) - FIRST_QUOTES
        yield Note(Phrase("{count} of this side", count=Count(more, "more answer", "more answers")))


def _understood(contradiction: LiveContradiction, number: int, cast: Cast) -> Iterator[Block]:
    """What functions of another side said that this one needs."""
    verdict = {None: "", True: ": that is it", False: ": not quite"}
    side = _names(contradiction, number, cast)
    for listener, party in enumerate(contradiction.parties):
        if len(contradiction.parties) < 2 or contradiction.other(listener) != number:
            continue
        for said in party.said:
            who, how = cast.person(said.by).name, verdict[said.confirmed]
            yield Quoted(said.words, Phrase("what {side} needs, said back by {who}{how}", side=side, who=who, how=how))
            if said.correction:
                yield Quoted(said.correction, Phrase("what {side} needs, in its own words", side=side))


SUGGESTS: dict[Way, str] = {Way.CONDITION: "suggests this condition", Way.DEFINITION: "says why it is none"}


def _suggestion(contradiction: LiveContradiction, cast: Cast) -> Iterator[Block]:
    suggestion = contradiction.suggestion
    if suggestion is None:
        return
    yield Quoted(
        suggestion.words, Phrase("{who}, {way}", who=cast.person(suggestion.by).name, way=SUGGESTS[suggestion.way])
    )
    missing = rules.missing_yes(contradiction, cast)
    if not missing:
        yield Note("Every function of both sides has said yes. It holds once those who have a word in it have spoken.")
        return
    who = Listing(tuple(_function(cast, each) for each in missing))
    yield Note(Phrase("It holds once every function of both sides has said yes. Still to answer: {who}.", who=who))


def _facts(contradiction: LiveContradiction, cast: Cast) -> Iterator[tuple[str, Words]]:
    settled = contradiction.settled
    if settled is not None and settled.words:
        yield "How", Phrase("{words}", words=Quote(settled.words))
    if settled is not None and settled.decision_id:
        yield "Decision", settled.decision_id.rpartition("/")[2]
    yield from (holding.row(hold, cast) for hold in contradiction.holds)
    unnamed = stands(contradiction, Rung.DECIDER, cast) is None
    if contradiction.is_live and unnamed:
        sponsor = cast.who(cast.project.sponsor)
        yield "Who decides", Phrase("Nobody is named for this kind of matter, so the sponsor, {who}.", who=sponsor)
    passed = {step.words: step.why for step in contradiction.history if step.what == rules.PASSED_OVER and step.why}
    if unnamed:
        passed.pop(Rung.DECIDER.value, None)
    for rung, why in passed.items() if contradiction.is_live else ():
        yield "Passed over", Phrase("{rung}, since {why}", rung=rung, why=why)
    for step in [each for each in contradiction.history if each.what == rules.ASKED_ANEW and each.why][-1:]:
        yield "Asked anew", Phrase("since {why}", why=step.why or "")
    refused = [step for step in contradiction.history if step.what == "refused"]
    for step in refused[-3:]:
        yield "Refused", Phrase("{words} ({who})", words=Quote(step.words), who=cast.who(step.by))


def _names(contradiction: LiveContradiction, number: int, cast: Cast) -> Phrase:
    """The functions of a side; those that said it in confidence are not named."""
    party = contradiction.parties[number]
    openly = {quote.function for quote in party.quotes}
    named = [each for each in party.functions if each in openly or not contradiction.hidden]
    names = [_function(cast, each) for each in named]
    if len(named) < len(party.functions):
        names.append(OTHERS)
    return Phrase("{names}", names=Listing(tuple(names)))


def _function(cast: Cast, function_id: str) -> str:
    return next((each.name for each in cast.project.functions if each.id == function_id), function_id)


def lines(contradictions: Iterable[LiveContradiction], cast: Cast, now: datetime) -> tuple[Phrase, ...]:
    """A line for each of a list."""
    return tuple(
        Phrase("{title}. {line}", title=heading(each), line=where_it_stands(each, cast, now)) for each in contradictions
    )
