"""What a function that has a word in a matter says, about an escalation or a contradiction.

A look: open_veto. Changes: go_ahead, give_veto.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.effects import Card, Effects
from flows.escalations import hold_cards, holds, speaking
from flows.escalations.keeping import Escalations
from flows.escalations.vetoing import read_veto, veto_form
from flows.evidence.keeping import Evidence
from flows.holds.commands import GiveVeto, GoAhead, OpenVeto, Speaks
from flows.holds.records import Hold, Word
from flows.messages import Message, Text
from flows.phrases import Phrase
from flows.resolving import agreeing, holding, rules
from flows.resolving.buttons import show_button
from flows.resolving.keeping import Records as Keeping
from flows.resolving.keeping import Watched
from flows.resolving.loading import load
from flows.resolving.records import LiveContradiction
from flows.resolving.verdicts import undecided

CARD = "contradiction_hold"
"""The drawing of the notice of a function that has a word in a contradiction."""


class Records(Keeping, Protocol):
    """… and escalations."""

    @property
    def escalations(self) -> Escalations: ...
    @property
    def evidence(self) -> Evidence: ...


def go_ahead(records: Records, actor: Actor, command: GoAhead, now: datetime) -> Effects:
    """Nothing against it; a veto that was given is lifted."""
    if records.contradictions.find(command.matter) is None:
        return speaking.go_ahead(records, actor, command, now)
    before, hold, cast = _load(records, actor, command)
    plain = replace(hold, options=(), reason="", requirement="")
    said = replace(plain, word=Word.GO_AHEAD, remind_at=None, by=actor.person_id, at=now)
    return _said(records, before, hold, said, cast, now=now)


def open_veto(records: Records, actor: Actor, command: OpenVeto, now: datetime) -> Effects:
    """The form: which options are ruled out, and why."""
    if records.contradictions.find(command.matter) is None:
        return speaking.open_veto(records, actor, command, now)
    contradiction, hold, cast = _load(records, actor, command)
    return Effects(reply=veto_form(undecided(contradiction, cast, now), hold, cast))


def give_veto(records: Records, actor: Actor, command: GiveVeto, now: datetime) -> Effects:
    """What it names is not decided by anybody while the veto stands."""
    if records.contradictions.find(command.matter) is None:
        return speaking.give_veto(records, actor, command, now)
    before, hold, cast = _load(records, actor, command)
    veto = read_veto(undecided(before, cast, now), hold, cast, command.values)
    said = replace(veto, word=Word.VETO, remind_at=None, by=actor.person_id, at=now)
    return _said(records, before, hold, said, cast, now=now)


def _load(records: Records, actor: Actor, command: Speaks) -> tuple[LiveContradiction, Hold, Cast]:
    """For who speaks for that function. Raises NotFound, NotAllowed, and WrongState when it is over."""
    contradiction, cast = load(records, actor, command.matter)
    hold = holds.check_speaks(contradiction, command.hold_id, cast, actor.person_id)
    if not contradiction.is_live:
        raise rules.since(contradiction, cast)
    holds.check_newest(hold, command.asked_at, contradiction.label, cast)
    return contradiction, hold, cast


def _said(records: Records, before: LiveContradiction, hold: Hold, said: Hold, cast: Cast, *, now: datetime) -> Effects:
    after, posts = holding.spoken(records, before, hold, said, cast, now=now)
    told = Phrase(
        "Kept with {label}. {who} is told.", label=after.label, who=cast.who(undecided(after, cast, now).in_turn)
    )
    spoken = Effects(posts, Message(told, (Text(told),)))
    return agreeing.after_words(records, after.id, spoken, cast, now)


def draw(records: Watched, card: Card, reader: str | None, now: datetime) -> Message:
    """The notice as it is now, with the buttons of who speaks for the function."""
    contradiction = records.contradictions.get(card.of)
    cast = Cast(records, records.projects.get(contradiction.project_id))
    matter = undecided(contradiction, cast, now)
    return hold_cards.notice_of(matter, card, cast, reader, show_button(contradiction))
