"""Who is told what about contradictions: the card that everybody reads, and to each person all that waits for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from flows.calendar import next_working
from flows.decisions.cast import Cast
from flows.effects import Card, Post, Promise
from flows.errors import NotFound
from flows.escalations import hold_cards
from flows.messages import Block, Buttons, Header, Message, Note, Text, ToChannel, ToPerson
from flows.phrases import Count, Phrase
from flows.resolving import rules
from flows.resolving.buttons import show_button
from flows.resolving.cards import CARD, lines
from flows.resolving.keeping import Tracked
from flows.resolving.records import DECIDING, LiveContradiction, LiveState, Rung
from flows.resolving.rungs import every_function, owners, stands, voice
from flows.resolving.verdicts import undecided
from flows.standing_lists import OnScreen, nothing_left, redrawn

SUMMARY = "summary"
"""The drawing of the summary that a contradiction hangs under; `of` is its key, `part` a message of its thread."""
CONTRADICTIONS = "contradictions"
"""The messages of the summary's thread that tell what contradicts: "contradictions/1", "contradictions/2" …"""
LIST = "contradictions"
"""The drawing of what waits for one person (`part`) in one project: together, so that ten are one message."""
AGAIN = "contradictions/again"
"""The same where it is on screen already, whether or not anything still waits."""
MOST_LISTED = 10


def prefix(contradiction: LiveContradiction) -> str:
    """Under which its posts have their keys."""
    return f"contradiction/{contradiction.id}/"


def shown(
    records: OnScreen,
    contradiction: LiveContradiction,
    cast: Cast,
    now: datetime,
    *,
    ask: bool = False,
    new: frozenset[str] = frozenset(),
) -> tuple[Post, ...]:
    """Its card, once it is open; with `ask` whoever's turn it is hears that something waits for them.

    What those whom it may have waited for have on their screens is drawn anew. `new`: functions that have a word in it
    since just now, as ids of holds.
    """
    posts: list[Post] = []
    for person in _concerned(contradiction, cast):
        posts += redrawn(records, _lists(cast, person), person, Card(AGAIN, cast.project.id, person))
    posts += asked(waits_for(contradiction, cast, now), cast, now) if ask else ()
    opened = contradiction.opened_at is not None
    if cast.project.channel and (opened or contradiction.in_channel):
        promise = Promise.NEVER_LOST if opened and contradiction.is_live else Promise.REFRESH
        channel, card = ToChannel(cast.project.channel), Card(CARD, contradiction.id)
        posts.append(Post(f"{prefix(contradiction)}channel", channel, card, promise, contradiction.thread or None))
    anew = contradiction.in_channel and not opened
    if contradiction.opened_at == now or anew or not contradiction.is_live:
        posts += _summary(records, contradiction.thread, cast)
    if contradiction.holds:
        posts += hold_cards.notices(undecided(contradiction, cast, now), cast, new, now)
    return tuple(posts)


def _summary(records: OnScreen, summary: str, cast: Cast) -> Iterator[Post]:
    """The summary that it hangs under, as things stand: the same messages tell it with quotes now, or as settled."""
    if not cast.project.channel or not summary:
        return
    channel, prefix = ToChannel(cast.project.channel), f"{summary}/{CONTRADICTIONS}/"
    yield Post(summary, channel, Card(SUMMARY, summary), Promise.REFRESH)
    numbers = (int(key.removeprefix(prefix)) for key in records.on_screen(prefix))
    for number in range(1, max(numbers, default=0) + 1):
        name = f"{CONTRADICTIONS}/{number}"
        yield Post(f"{summary}/{name}", channel, Card(SUMMARY, summary, name), Promise.REFRESH, summary)


def asked(people: Iterable[str], cast: Cast, now: datetime) -> Iterator[Post]:
    """One message to each of them about all that waits for them; one an hour at most, however much comes up."""
    for person in dict.fromkeys(people):
        yield Post(
            f"{_lists(cast, person)}{now:%Y%m%dT%H}",
            ToPerson(person),
            Card(LIST, cast.project.id, person),
            not_before=next_working(cast.person(person), now),
        )


def told(
    contradiction: LiveContradiction, name: str, line: Phrase, people: Iterable[str], cast: Cast, *, now: datetime
) -> tuple[Post, ...]:
    """A new message to each of them. `name`: part of its key."""
    message = Message(line, (Text(line), Buttons((show_button(contradiction),))))
    return tuple(
        Post(
            f"{prefix(contradiction)}{name}/{person}",
            ToPerson(person),
            message,
            not_before=next_working(cast.person(person), now),
        )
        for person in people
    )


def _lists(cast: Cast, person: str) -> str:
    return f"contradictions/{cast.project.id}/{person}/"


def _concerned(contradiction: LiveContradiction, cast: Cast) -> tuple[str, ...]:
    """Whom it waits for or waited for, on whichever rung."""
    sides = (function for _, function in every_function(contradiction, cast))
    people = [person for each in sides for person in (each.representative, each.deputy)]
    people += [stands(contradiction, rung, cast) for rung in Rung]
    return tuple(dict.fromkeys(person for person in people if person))


def waits_for(contradiction: LiveContradiction, cast: Cast, now: datetime) -> tuple[str, ...]:
    """Who has to do something about it now: who has not said back or answered yet, or whoever's turn it is."""
    if not contradiction.is_live:
        return ()
    waiting = () if contradiction.hidden else tuple(_speakers_wanted(contradiction, cast, now))
    agreed = rules.all_say_yes(contradiction, cast) and contradiction.rung in DECIDING
    if contradiction.state is LiveState.OPEN and (contradiction.suggestion is None or agreed):
        waiting = (*waiting, *owners(contradiction, cast, now))
    return tuple(dict.fromkeys(waiting))


def _speakers_wanted(contradiction: LiveContradiction, cast: Cast, now: datetime) -> Iterator[str]:
    """Who speaks for each function of the sides that has something to say now."""
    no_yes = rules.missing_yes(contradiction, cast)
    private = contradiction.state is LiveState.CLARIFYING
    for number, function in every_function(contradiction, cast):
        silent = private and function.id in rules.to_say_back(contradiction, cast, number)
        heard = private and rules.to_confirm(contradiction, number)
        person = voice(function, cast, now)
        if person is not None and (silent or heard or function.id in no_yes):
            yield person


def draw_list(records: Tracked, card: Card, _reader: str | None, now: datetime) -> Message:
    """What waits for one person now. Raises NotFound when nothing does any more, so that nothing is sent."""
    cast = Cast(records, records.projects.get(card.of))
    mine = [
        each
        for each in records.contradictions.where(project_id=card.of)
        if each.is_live and card.part in waits_for(each, cast, now)
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
