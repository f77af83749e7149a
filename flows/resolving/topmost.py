"""At the top of the ladder: nobody stands above who has it, so no time ends; it is never forgotten all the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.decisions.cast import Cast
from flows.effects import Effects, Post, Promise
from flows.holds.records import Hold
from flows.holds.wording import voice_of
from flows.messages import Buttons, Message, Text, ToPerson
from flows.phrases import Phrase, Quote
from flows.resolving import rules, telling
from flows.resolving.buttons import show_button
from flows.resolving.keeping import Tracked
from flows.resolving.records import LiveContradiction
from flows.resolving.rungs import owners
from flows.resolving.verdicts import question


def told(before: LiveContradiction, after: LiveContradiction, cast: Cast, now: datetime) -> tuple[Post, ...]:
    """When it has come there: whoever runs the project hears that it stays open, and with whom."""
    if before.at_the_top or not after.at_the_top:
        return ()
    has_it = owners(after, cast, now)
    return _told_hosts(after, "top", tuple(each for each in _hosts(cast) if each not in has_it), cast, now)


def ask_again(records: Tracked, before: LiveContradiction, cast: Cast, now: datetime) -> Effects:
    """Whoever has it, and each function that it still waits for; whoever runs the project where they have left."""
    after = rules.at_the_top(before, cast, now)
    records.contradictions.put(after)
    there = tuple(each for each in owners(after, cast, now) if cast.person(each).active)
    posts = list(telling.asked(there, cast, now))
    if not there:
        posts += _told_hosts(after, f"top/{now:%Y%m%d}", _hosts(cast), cast, now)
    for hold in after.holds:
        if hold.blocks:
            posts += _still_waits(after, hold, cast, now)
    return Effects(tuple(posts))


def quieted(records: Tracked, contradiction: LiveContradiction) -> Iterator[Post]:
    """What was told of it here, without the words that it was told in."""
    line = Phrase("{label} was told here in words that not everybody may read any more.", label=contradiction.label)
    message = Message(line, (Text(line), Buttons((show_button(contradiction),))))
    for key in records.on_screen(f"{telling.prefix(contradiction)}top"):
        yield Post(key, ToPerson(key.rpartition("/")[2]), message, Promise.REFRESH)


def _hosts(cast: Cast) -> tuple[str, ...]:
    named = dict.fromkeys((cast.project.facilitator, cast.project.sponsor))
    return tuple(each for each in named if each and cast.person(each).active)


def _told_hosts(
    contradiction: LiveContradiction, name: str, people: tuple[str, ...], cast: Cast, now: datetime
) -> tuple[Post, ...]:
    line = Phrase(
        "{label} {question} was not settled in time, and nobody stands above {who} on the ladder. It stays open until "
        "they settle it, an answer is changed, or a condition is agreed.",
        label=contradiction.label,
        question=Quote(question(contradiction)),
        who=cast.whos(owners(contradiction, cast, now)),
    )
    return telling.told(contradiction, name, line, people, cast, now=now)


def _still_waits(contradiction: LiveContradiction, hold: Hold, cast: Cast, now: datetime) -> Iterator[Post]:
    line = Phrase(
        "{label} {question} still waits for your word for {what}. Nothing is decided before.",
        label=contradiction.label,
        question=Quote(question(contradiction)),
        what=voice_of(hold, cast),
    )
    name = f"top/{hold.label}/{now:%Y%m%d}"
    yield from telling.told(contradiction, name, line, (hold.asked,), cast, now=now)
