"""What a contradiction looks like: to each side in private, to everybody once it is open, to whoever's turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from flows.calendar import next_working
from flows.contradictions.details import QUOTE_LENGTH
from flows.contradictions.findings import Strength
from flows.contradictions.openly import OTHERS, TITLES
from flows.decisions.cast import Cast
from flows.effects import Card, Post, Promise
from flows.errors import NotFound
from flows.messages import Block, Buttons, Facts, Header, Message, Note, Quoted, Text, ToChannel, ToPerson
from flows.phrases import Count, Instant, Listing, Phrase, Quote, Words
from flows.questionnaires.wording import shortened
from flows.resolving import rules
from flows.resolving.buttons import buttons, show_button
from flows.resolving.keeping import Tracked
from flows.resolving.records import LiveContradiction, LiveState, Party, Rung
from flows.standing_lists import OnScreen, nothing_left, redrawn

CARD = "contradiction"
"""The drawing of the card that everybody reads, in the thread of the summary."""
SUMMARY = "summary"
"""The drawing of the summary that a contradiction hangs under; `of` is its key."""
LIST = "contradictions"
"""The drawing of what waits for one person (`part`) in one project: together, so that ten are one message."""
AGAIN = "contradictions/again"
"""The same where it is on screen already, whether or not anything still waits."""
FIRST_QUOTES = 3
"""How many answers of one side a card shows; the thread of the summary has them all."""
MOST_LISTED = 10


def prefix(contradiction: LiveContradiction) -> str:
    """Under which its posts have their keys."""
    return f"contradiction/{contradiction.id}/"


def shown(
    records: OnScreen, contradiction: LiveContradiction, cast: Cast, now: datetime, *, ask: bool = False
) -> tuple[Post, ...]:
    """Its card, once it is open; with `ask` whoever's turn it is hears that something waits for them.

    What those whom it may have waited for have on their screens is drawn anew.
    """
    posts: list[Post] = []
    for person in _concerned(contradiction, cast):
        posts += redrawn(records, _lists(cast, person), person, Card(AGAIN, cast.project.id, person))
    posts += asked(waits_for(contradiction, cast), cast, now) if ask else ()
    if cast.project.channel and contradiction.opened_at is not None:
        promise = Promise.NEVER_LOST if contradiction.is_live else Promise.REFRESH
        channel, card = ToChannel(cast.project.channel), Card(CARD, contradiction.id)
        posts.append(Post(f"{prefix(contradiction)}channel", channel, card, promise, contradiction.thread or None))
    if cast.project.channel and contradiction.thread and not contradiction.is_live:
        summary = contradiction.thread
        posts.append(Post(summary, ToChannel(cast.project.channel), Card(SUMMARY, summary), Promise.REFRESH))
    return tuple(posts)


def asked(people: Iterable[str], cast: Cast, now: datetime) -> Iterator[Post]:
    """One message to each of them about all that waits for them; one an hour at most, however much comes up."""
    for person in dict.fromkeys(people):
        yield Post(
            f"{_lists(cast, person)}{now:%Y%m%dT%H}",
            ToPerson(person),
            Card(LIST, cast.project.id, person),
            not_before=next_working(cast.person(person), now),
        )


def _lists(cast: Cast, person: str) -> str:
    return f"contradictions/{cast.project.id}/{person}/"


def _concerned(contradiction: LiveContradiction, cast: Cast) -> tuple[str, ...]:
    """Whom it waits for or waited for, on whichever rung."""
    rungs = (replace(contradiction, rung=rung) for rung in Rung)
    return tuple(dict.fromkeys(person for each in rungs for person in rules.owners(each, cast)))


def waits_for(contradiction: LiveContradiction, cast: Cast) -> tuple[str, ...]:
    """Who has to do something about it now: who has not said back or answered yet, or whoever's turn it is."""
    if not contradiction.is_live:
        return ()
    parties = contradiction.parties
    waiting: list[str] = []
    for number, party in enumerate(() if contradiction.hidden else parties):
        function = rules.speaker(party, cast)
        if function is None:
            continue
        if contradiction.suggestion is not None and number not in contradiction.suggestion.agreed:
            waiting.append(function.representative)
        if contradiction.state is LiveState.CLARIFYING and _has_to_speak(contradiction, number):
            waiting.append(function.representative)
    if contradiction.state is LiveState.OPEN and contradiction.suggestion is None:
        waiting += rules.owners(contradiction, cast)
    return tuple(dict.fromkeys(waiting))


def _has_to_speak(contradiction: LiveContradiction, party: int) -> bool:
    heard = contradiction.parties[(party - 1) % len(contradiction.parties)].said_back
    return contradiction.parties[party].said_back is None or (heard is not None and heard.confirmed is None)


def draw(records: Tracked, card: Card, reader: str | None, now: datetime) -> Message:
    """The card as it is now."""
    contradiction = records.contradictions.get(card.of)
    return card_of(contradiction, Cast(records, records.projects.get(contradiction.project_id)), reader, now)


def draw_list(records: Tracked, card: Card, _reader: str | None, now: datetime) -> Message:
    """What waits for one person now. Raises NotFound when nothing does any more, so that nothing is sent."""
    cast = Cast(records, records.projects.get(card.of))
    mine = [
        each
        for each in records.contradictions.where(project_id=card.of)
        if each.is_live and card.part in waits_for(each, cast)
    ]
    if not mine and card.drawing == AGAIN:
        return nothing_left("/align contradictions")
    if not mine:
        raise NotFound("Nothing waits any more.")
    count = Count(len(mine), "contradiction waits for you", "contradictions wait for you")
    title = Phrase("{project}: {count}", project=cast.project.name, count=count)
    return Message(title, (Header(title), *_listed(mine, cast, now)))


def _listed(mine: list[LiveContradiction], cast: Cast, now: datetime) -> Iterator[Block]:
    if any(each.state is LiveState.CLARIFYING for each in mine):
        yield Text(
            "Your answers and those of other functions cannot both hold. Please look whether these are real, and say "
            "in your own words what the other side needs. What you say stays between the two sides until both have "
            "answered."
        )
    for each, line in zip(mine[:MOST_LISTED], lines(mine, cast, now), strict=False):
        yield Text(line)
        yield Buttons((show_button(each),))
    if len(mine) > MOST_LISTED:
        yield Note(Phrase("and {n} more: type /align contradictions.", n=len(mine) - MOST_LISTED))


def card_of(contradiction: LiveContradiction, cast: Cast, reader: str | None, now: datetime) -> Message:
    """All that may be told: the quotes of both sides, how they understood each other, whose turn it is."""
    title = heading(contradiction)
    line = where_it_stands(contradiction, cast, now)
    blocks: list[Block] = [Header(title), Text(line), *_ask(contradiction, cast, reader), Text(contradiction.openly)]
    for number, party in enumerate(contradiction.parties):
        blocks += _side(party, cast)
        blocks += _understood(contradiction, number, cast)
    blocks += _suggestion(contradiction, cast)
    rows = list(_facts(contradiction, cast))
    if rows:
        blocks.append(Facts(tuple(rows)))
    row = buttons(contradiction, cast, reader)
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
            who = cast.whos(rules.owners(contradiction, cast))
            age = max((now - contradiction.found_at).days, 0)
            days = Count(age, "day", "days")
            if not until:
                return Phrase("Open for {days}, with {who}.", days=days, who=who)
            return Phrase("Open for {days}, with {who} until {until}.", days=days, who=who, until=until)
        case _:
            by = cast.who(settled.by) if settled else ""
            at = Instant(settled.at, cast.project.zone) if settled else ""
            way = settled.way.value if settled else ""
            return Phrase("Over since {at}: {way} ({by}).", at=at, way=way, by=by)


def _ask(contradiction: LiveContradiction, cast: Cast, reader: str | None) -> Iterator[Block]:
    """What is asked of the reader."""
    party = None if reader is None else rules.party_of(contradiction, cast, reader)
    if contradiction.state is LiveState.CLARIFYING and party is not None:
        if contradiction.parties[party].said_back is None:
            yield Text("Please say in your own words what the other side needs. They answer whether you got it right.")
        if contradiction.kind is Strength.APPARENT:
            yield Note("It may only be a difference in words: if you mean different things, say which.")
    elif contradiction.state is LiveState.OPEN and reader in rules.owners(contradiction, cast):
        asks = {
            Rung.BILATERAL: "Please talk to each other: change an answer, or agree a condition under which both hold.",
            Rung.FACILITATOR: "Please bring the sides together, and suggest a condition that both can say yes to.",
            Rung.DECIDER: "Both sides could not settle it. Please decide it.",
            Rung.SPONSOR: "It is yours now: please decide it, or accept by name that both views stand.",
        }
        yield Text(asks[contradiction.rung])


def _side(party: Party, cast: Cast) -> Iterator[Block]:
    for quote in party.quotes[:FIRST_QUOTES]:
        by = Phrase("{function}, {who}", function=_function(cast, quote.function), who=cast.person(quote.by).name)
        yield Quoted(shortened(quote.text, QUOTE_LENGTH), by)
    if len(party.quotes) > FIRST_QUOTES:
        more = len(party.quotes) - FIRST_QUOTES
        yield Note(Phrase("{count} of this side", count=Count(more, "more answer", "more answers")))


def _understood(contradiction: LiveContradiction, number: int, cast: Cast) -> Iterator[Block]:
    """What another side said that this one needs."""
    for listener, party in enumerate(contradiction.parties):
        said = party.said_back
        if said is None or len(contradiction.parties) < 2 or contradiction.other(listener) != number:
            continue
        verdict = {None: "said back", True: "said back, and that is it", False: "said back, not quite"}
        yield Quoted(said.words, Phrase("{who}, {how}", who=cast.person(said.by).name, how=verdict[said.confirmed]))
        if said.correction:
            yield Quoted(said.correction, Phrase("{side}, what it needs", side=_names(contradiction, number, cast)))


def _suggestion(contradiction: LiveContradiction, cast: Cast) -> Iterator[Block]:
    suggestion = contradiction.suggestion
    if suggestion is None:
        return
    yield Quoted(
        suggestion.words, Phrase("{who} suggests: {way}", who=cast.person(suggestion.by).name, way=suggestion.way.value)
    )
    waits = [number for number in range(len(contradiction.parties)) if number not in suggestion.agreed]
    who = Listing(tuple(_names(contradiction, number, cast) for number in waits))
    yield Note(Phrase("It holds when {who} says yes.", who=who))


def _facts(contradiction: LiveContradiction, cast: Cast) -> Iterator[tuple[str, Words]]:
    settled = contradiction.settled
    if settled is not None and settled.words:
        yield "How", Phrase("{words}", words=Quote(settled.words))
    if settled is not None and settled.decision_id:
        yield "Decision", settled.decision_id.rpartition("/")[2]
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
