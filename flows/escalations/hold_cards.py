"""What a function that has a word in an escalation is shown: the hold notice of a red line, and the request to agree.

A hold notice goes to the owner at once, whatever the hour, and to the channel; who must agree is asked in their
working hours, and reminded once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from flows.decisions.cast import Cast
from flows.effects import Card, Post, Promise
from flows.escalations import times
from flows.escalations.buttons import about, show_button
from flows.escalations.holds import speakers
from flows.escalations.keeping import Records
from flows.escalations.loading import load
from flows.escalations.matters import Matter
from flows.holds.commands import GoAhead, OpenVeto
from flows.holds.records import Ground, Hold, Word
from flows.holds.wording import domains, owner_name, stands
from flows.messages import Block, Button, Buttons, Header, Items, Message, Note, Style, Text, ToChannel, ToPerson
from flows.phrases import Instant, Listing, Phrase, Quote

CARD = "escalation_hold"
"""The drawing of a notice; every kind of matter has its own.

`part`: the hold (id) for who speaks for it, "" for a channel, which is told of red lines only."""


def notices(matter: Matter, cast: Cast, new: frozenset[str], now: datetime) -> tuple[Post, ...]:
    """Everybody's notices as they are now. `new`: the holds (ids) that are there since just now."""
    return tuple(_notices(matter, cast, new, now))


def key_for(matter: Matter, hold: Hold, person_id: str) -> str:
    """Where that person's notice is."""
    return f"{matter.kind}/{matter.id}/hold/{hold.label}/{person_id}"


def _notices(matter: Matter, cast: Cast, new: frozenset[str], now: datetime) -> Iterator[Post]:
    for hold in matter.holds:
        card = Card(f"{matter.kind}_hold", matter.id, hold.id)
        for person in speakers(hold, cast):
            rings = hold.id in new and person == hold.asked
            promise = Promise.NEVER_LOST if rings else Promise.REFRESH
            at = _not_before(matter, hold, cast, person, now)
            yield Post(key_for(matter, hold, person), ToPerson(person), card, promise, not_before=at)
    lines = [hold.id for hold in matter.holds if hold.ground is Ground.RED_LINE]
    if lines and cast.project.channel:
        promise = Promise.NEVER_LOST if new & frozenset(lines) else Promise.REFRESH
        key = f"{matter.kind}/{matter.id}/hold/channel"
        yield Post(key, ToChannel(cast.project.channel), Card(f"{matter.kind}_hold", matter.id), promise)


def let_go(matter: Matter, holds: Iterable[Hold], cast: Cast) -> Iterator[Post]:
    """The notices of functions that have no word in it any more, where they are on a screen."""
    for hold in holds:
        card = Card(f"{matter.kind}_hold", matter.id, hold.id)
        for person in speakers(hold, cast):
            yield Post(key_for(matter, hold, person), ToPerson(person), card, Promise.REFRESH)
        if hold.ground is Ground.RED_LINE and cast.project.channel:
            key, channel = f"{matter.kind}/{matter.id}/hold/channel", ToChannel(cast.project.channel)
            yield Post(key, channel, Card(f"{matter.kind}_hold", matter.id), Promise.REFRESH)


def notice(matter: Matter, hold: Hold, cast: Cast, now: datetime) -> Post:
    """A first notice, to who speaks for it from now on."""
    card, person = Card(f"{matter.kind}_hold", matter.id, hold.id), hold.asked
    at = _not_before(matter, hold, cast, person, now)
    return Post(key_for(matter, hold, person), ToPerson(person), card, not_before=at)


def _not_before(matter: Matter, hold: Hold, cast: Cast, person: str, now: datetime) -> datetime | None:
    """Nothing about a red line waits for working hours."""
    if hold.ground is Ground.RED_LINE:
        return None
    return times.seen(cast.person(person), now, matter.urgency)


def reminder(matter: Matter, hold: Hold, cast: Cast, now: datetime, *, show: Button) -> Post:
    """To who speaks for it, once; worth nothing when their time is over."""
    line = Phrase(
        "{label} {question} waits for your word for {owner}, until {until}.",
        label=matter.label,
        question=Quote(matter.question),
        owner=owner_name(hold, cast),
        until=Instant(hold.until, cast.project.zone),
    )
    message = Message(line, (Text(line), Buttons((*hold_buttons(matter, hold), show))))
    return Post(
        f"{matter.kind}/{matter.id}/nudge/hold/{hold.label}/{hold.until:%m%dT%H%M}",
        ToPerson(hold.asked),
        message,
        Promise.NEVER_DOUBLED,
        not_before=times.seen(cast.person(hold.asked), now, matter.urgency),
        expires=hold.until,
    )


def draw(records: Records, card: Card, reader: str | None, now: datetime) -> Message:  # noqa: ARG001
    """The notice as it is now, with the buttons of who speaks for it."""
    escalation, cast = load(records, card.of)
    return notice_of(escalation, card, cast, reader, show_button(escalation))


def notice_of(matter: Matter, card: Card, cast: Cast, reader: str | None, show: Button) -> Message:
    """The notice as it is now. `show`: opens the whole card."""
    part = "" if reader is None else card.part
    holds = tuple(hold for hold in matter.holds if hold.id == part or (not part and _is_line(hold)))
    if not holds:
        return _nobody_s_word(matter, show)
    line = _headline(matter, holds, cast)
    options = Items(tuple(Phrase("{id}: {text}", id=each.id.upper(), text=Quote(each.text)) for each in matter.options))
    blocks: list[Block] = [Header(line), options]
    for hold in holds:
        blocks += _about(hold, cast)
    mine = reader is not None and any(reader in speakers(hold, cast) for hold in holds)
    if mine and matter.is_open and part:
        blocks.append(Buttons((*hold_buttons(matter, holds[0]), show)))
    elif matter.is_open:
        blocks.append(Buttons((show,)))
    return Message(line, tuple(blocks))


def _nobody_s_word(matter: Matter, show: Button) -> Message:
    line = Phrase(
        "{label} {question}: the answers have changed, so it does not wait for this word any more.",
        label=matter.label,
        question=Quote(matter.question),
    )
    return Message(line, (Header(line), Buttons((show,))))


def _is_line(hold: Hold) -> bool:
    return hold.ground is Ground.RED_LINE


def _headline(matter: Matter, holds: tuple[Hold, ...], cast: Cast) -> Phrase:
    question = Quote(matter.question)
    if holds and not _is_line(holds[0]):
        owner = owner_name(holds[0], cast)
        return Phrase("{label} {question}: {owner} must agree.", label=matter.label, question=question, owner=owner)
    return Phrase(
        "Hold: {label} {question} touches {lines}.",
        label=matter.label,
        question=question,
        lines=Listing(tuple(Phrase("the red line {label}", label=hold.label) for hold in holds)),
    )


def _about(hold: Hold, cast: Cast) -> Iterator[Block]:
    match hold.ground:
        case Ground.RED_LINE:
            owner = owner_name(hold, cast)
            yield Text(
                Phrase("{label}, {text}, owned by {owner}.", label=hold.label, text=Quote(hold.text), owner=owner)
            )
            yield Note(Phrase("Touched by {words}.", words=Listing(tuple(Quote(each) for each in hold.tripped))))
        case Ground.MUST_AGREE:
            yield Text(
                Phrase(
                    "You agree, or veto options that breach a requirement on {domains}. One person still decides.",
                    domains=domains(hold, cast),
                )
            )
    yield Text(stands(hold, cast))


def hold_buttons(matter: Matter, hold: Hold) -> tuple[Button, ...]:
    """What who speaks for it can say now."""
    of = matter.id, hold.id, hold.since
    label = "Agree" if hold.ground is Ground.MUST_AGREE else "Go ahead"
    go = Button("Lift the veto" if hold.word is Word.VETO else label, GoAhead(*of), about=about(matter))
    veto = Button("Veto", OpenVeto(*of), Style.DANGER, about(matter))
    return (veto,) if hold.word is Word.GO_AHEAD else (go, veto)
