"""Who is asked for a function now, and what the one who is away sees in the meantime.

A function is asked through its representative, and through its deputy while the representative is away or gone and the
deputy is not. Each of them has a card of their own. While the deputy is asked, the card of who is away says so and has
no buttons; what the deputy was sent stays theirs when the representative is back, and whoever answers first answers for
the function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flows.calendar import away_until, is_away, local_day, next_working
from flows.decisions.cast import Cast
from flows.effects import Card, Post, Promise
from flows.messages import Header, Message, Text, ToPerson
from flows.people import Person
from flows.phrases import Phrase, Words
from flows.projects.records import Function


class People(Protocol):
    """Everybody, by id."""

    def person(self, person_id: str, /) -> Person: ...


def first_there(people: Iterable[str], known: People, now: datetime | None) -> str | None:
    """The first of them who is there today, else the first with a working account; None where nobody has one.

    Without `now` nobody counts as away.
    """
    active = [person for each in people if (person := known.person(each)).active]
    there = (person for person in active if now is None or not is_away(person, local_day(now, person.zone)))
    first = next(there, None) or next(iter(active), None)
    return first.id if first else None


def voice(function: Function, cast: People, now: datetime) -> str:
    """Who is asked for a function now: its deputy while the representative is away or gone, and the deputy is not."""
    people = (each for each in (function.representative, function.deputy) if each)
    return first_there(people, cast, now) or function.representative


@dataclass(frozen=True)
class Asking:
    """A card that asks a function something. `key`: its place for the representative; a deputy's has their id behind.

    `waits`: whether the function has not answered yet, so that whoever is asked for it now has to have the card.
    """

    key: str
    card: Card
    promise: Promise
    waits: bool


def asked(asking: Asking, function: Function, cast: Cast, now: datetime) -> Iterator[Post]:
    """The card to who is asked now, and the other one's as it is now where it is on their screen."""
    deputy = function.deputy if function.deputy != function.representative else None
    keys = {function.representative: asking.key} | ({deputy: f"{asking.key}/{deputy}"} if deputy else {})
    asks = voice(function, cast, now)
    for person, key in keys.items():
        promise = Promise.REFRESH
        if person == asks and cast.person(person).active:
            stands_in = asks == deputy and asking.waits
            promise = Promise.NEVER_LOST if stands_in else asking.promise
        start = None if promise is Promise.REFRESH else next_working(cast.person(person), now)
        yield Post(key, ToPerson(person), asking.card, promise, not_before=start)


def instead(title: Words, function: Function | None, cast: Cast, reader: str | None, now: datetime) -> Message | None:
    """What the representative's card says while the deputy is asked; None for everybody else."""
    if function is None or reader != function.representative:
        return None
    asks = voice(function, cast, now)
    if asks == reader:
        return None
    back = away_until(cast.person(reader), now)
    words = Phrase(
        "You are away{until}, so {who} is asked for {function} now. To answer it yourself, type /align home.",
        until=Phrase(" until {day}", day=back) if back else "",
        who=cast.who(asks),
        function=function.name,
    )
    return Message(Phrase("{title}: {words}", title=title, words=words), (Header(title), Text(words)))
