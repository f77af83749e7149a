"""Where the charter appears: one pinned message in the channel, edited in place; a card to each function that signs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from flows.calendar import add_working_days, next_working
from flows.charter import cards
from flows.charter.keeping import Records, current
from flows.charter.keys import CARD, COVERAGE, REMIND, REMIND_DAYS, SIGN, changes_key, channel_key, prefix, sign_key
from flows.charter.material import material
from flows.charter.picture import picture
from flows.charter.records import Charter
from flows.charter.versions import Change
from flows.decisions import voices
from flows.decisions.cast import Cast
from flows.effects import Card, Post, Promise
from flows.errors import NotFound
from flows.messages import Message, ToChannel, ToPerson
from flows.phrases import Phrase
from flows.projects.records import Function


def in_channel(records: Records, cast: Cast, promise: Promise = Promise.NEVER_LOST) -> Iterator[Post]:
    """The newest version, edited in place, and in its thread the coverage picture once a round is closed."""
    project = cast.project
    if project.channel:
        key, to = channel_key(project.id), ToChannel(project.channel)
        yield Post(key, to, Card(CARD, project.id), promise)
        if any(not round_.is_open for round_ in records.rounds.where(project_id=project.id)):
            yield Post(f"charter/{project.id}/coverage", to, Card(COVERAGE, project.id), promise, thread=key)


def difference(charter: Charter, changes: tuple[Change, ...], cast: Cast) -> Iterator[Post]:
    """In the thread: what is new in this version."""
    project = cast.project
    if project.channel and changes:
        key, to = changes_key(charter), ToChannel(project.channel)
        yield Post(key, to, cards.news(charter, changes), thread=channel_key(project.id))


def to_sign(charter: Charter, cast: Cast, now: datetime, promise: Promise) -> Iterator[Post]:
    """A card to who speaks for each function that has not signed, and a reminder for later."""
    for function in cast.project.functions:
        if function.id not in charter.unsigned or any(each.function == function.id for each in charter.expected):
            continue  # who came later is asked by a card of their own
        yield from _asked(charter, function, cast, now, promise)
        person = cast.person(voices.voice(function, cast, now))
        start = next_working(person, now)
        if promise is Promise.NEVER_LOST:
            later = add_working_days(person, start or now, REMIND_DAYS)
            key = f"{prefix(charter)}remind/{function.id}"
            yield Post(
                key, ToPerson(person.id), sign_card(charter, REMIND + function.id), Promise.NEVER_DOUBLED, None, later
            )


def refreshed(charter: Charter, cast: Cast, now: datetime) -> Iterator[Post]:
    """Every card that shows this version, as it is now."""
    for function in cast.project.functions:
        if function.id in charter.asked:
            yield from _asked(charter, function, cast, now, Promise.REFRESH)


def _asked(charter: Charter, function: Function, cast: Cast, now: datetime, promise: Promise) -> Iterator[Post]:
    asking = voices.Asking(
        sign_key(charter, function.id), sign_card(charter, function.id), promise, _waits_for(charter, function.id)
    )
    yield from voices.asked(asking, function, cast, now)


def _waits_for(charter: Charter, function: str) -> bool:
    """Whether it is for its representative or deputy to sign; who came later has a card of their own."""
    later = any(each.function == function for each in charter.expected)
    return charter.is_current and function in charter.unsigned and not later


def sign_card(charter: Charter, part: str) -> Card:
    """Drawn when it is sent."""
    return Card(SIGN, charter.id, part)


def draw(records: Records, card: Card, _reader: str | None, _now: datetime) -> Message:
    """The newest version, for the channel. Raises NotFound where none is published."""
    charter = current(records, card.of)
    if charter is None:
        raise NotFound("There is no charter yet.")
    return replace(cards.whole(charter, Cast(records, records.projects.get(card.of))), pinned=True)


def draw_sign(records: Records, card: Card, reader: str | None, now: datetime) -> Message:
    """A version for a function; who is away sees who is asked instead.

    Raises NotFound for a reminder of what was signed, so that it is not sent.
    """
    charter = records.charters.get(card.of)
    cast = Cast(records, records.projects.get(charter.project_id))
    function_id = card.part.removeprefix(REMIND)
    function = next((each for each in cast.project.functions if each.id == function_id), None)
    if not card.part.startswith(REMIND):
        waits = _waits_for(charter, function_id)
        other = voices.instead(cards.heading(charter, cast), function, cast, reader, now) if waits else None
        return other or cards.whole(charter, cast, function_id)
    if function is None or not charter.is_current or function_id not in charter.unsigned:
        raise NotFound("Nothing waits any more.")
    return cards.reminder(charter, cast, function)


def draw_coverage(records: Records, card: Card, _reader: str | None, now: datetime) -> Message:
    """The coverage picture. Raises NotFound before a round is closed."""
    project = records.projects.get(card.of)
    drawn = picture(material(records, project), current(records, project.id), now)
    if drawn is None:
        raise NotFound("No round is closed yet.")
    return Message(Phrase("{alt}", alt=drawn.alt), (drawn,))
