"""The hold notice: to the owner of a touched red line at once, whatever the hour, and to the channel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.decisions.cast import Cast
from flows.effects import Card, Post, Promise
from flows.escalations.buttons import about, show_button
from flows.escalations.holds import speakers
from flows.escalations.keeping import Records
from flows.escalations.loading import load
from flows.escalations.records import Escalation
from flows.messages import Block, Button, Buttons, Header, Items, Message, Note, Style, Text, ToChannel, ToPerson
from flows.phrases import Listing, Phrase, Quote
from flows.red_lines.cards import function_name, stands
from flows.red_lines.commands import GoAhead, OpenVeto
from flows.red_lines.records import Hold, Word

CARD = "escalation_hold"
"""`part`: the red line (id) for who speaks for it, "" for a channel."""


def notices(escalation: Escalation, cast: Cast, new: frozenset[str]) -> tuple[Post, ...]:
    """Everybody's hold notices as they are now. `new`: red lines (ids) that were touched just now.

    Nothing waits for working hours here.
    """
    return tuple(_notices(escalation, cast, new))


def _notices(escalation: Escalation, cast: Cast, new: frozenset[str]) -> Iterator[Post]:
    key = f"escalation/{escalation.id}/hold"
    for hold in escalation.holds:
        card = Card(CARD, escalation.id, hold.red_line_id)
        for person in speakers(hold, cast):
            rings = hold.red_line_id in new and person == hold.asked
            promise = Promise.NEVER_LOST if rings else Promise.REFRESH
            yield Post(f"{key}/{hold.label}/{person}", ToPerson(person), card, promise)
    if escalation.holds and cast.project.channel:
        promise = Promise.NEVER_LOST if new else Promise.REFRESH
        yield Post(f"{key}/channel", ToChannel(cast.project.channel), Card(CARD, escalation.id), promise)


def draw(records: Records, card: Card, reader: str | None, now: datetime) -> Message:  # noqa: ARG001
    """The notice as it is now, with the buttons of who speaks for the red line."""
    escalation, cast = load(records, card.of)
    part = "" if reader is None else card.part
    holds = tuple(hold for hold in escalation.holds if not part or hold.red_line_id == part)
    line = Phrase(
        "Hold: {label} {question} touches {lines}.",
        label=escalation.label,
        question=Quote(escalation.question),
        lines=Listing(tuple(Phrase("the red line {label}", label=hold.label) for hold in holds)),
    )
    options = Items(
        tuple(Phrase("{id}: {text}", id=each.id.upper(), text=Quote(each.text)) for each in escalation.options)
    )
    blocks: list[Block] = [Header(line), options]
    for hold in holds:
        blocks += _about(hold, cast)
    mine = reader is not None and any(reader in speakers(hold, cast) for hold in holds)
    if mine and escalation.is_open and part:
        blocks.append(Buttons((*_buttons(escalation, holds[0]), show_button(escalation))))
    elif escalation.is_open:
        blocks.append(Buttons((show_button(escalation),)))
    return Message(line, tuple(blocks))


def _about(hold: Hold, cast: Cast) -> Iterator[Block]:
    owner = function_name(cast, hold.owner)
    yield Text(Phrase("{label}, {text}, owned by {owner}.", label=hold.label, text=Quote(hold.text), owner=owner))
    words = Listing(tuple(Quote(each) for each in hold.tripped))
    yield Note(Phrase("Touched by {words}.", words=words))
    yield Text(stands(hold, cast))


def _buttons(escalation: Escalation, hold: Hold) -> tuple[Button, ...]:
    matter = escalation.id, hold.red_line_id
    go = Button("Lift the veto" if hold.word is Word.VETO else "Go ahead", GoAhead(*matter), about=about(escalation))
    veto = Button("Veto", OpenVeto(*matter), Style.DANGER, about(escalation))
    return (veto,) if hold.word is Word.GO_AHEAD else (go, veto)
