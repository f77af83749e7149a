"""What a function says in a pulse. Nobody else reads it before the pulse is over.

A look: open_pulse_words. Changes: all_holds, say_holds, give_pulse_words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from flows.commands import Actor
from flows.consent.loading import check_speaks
from flows.decisions.cast import Cast
from flows.decisions.rights import check_may_read
from flows.effects import Effects
from flows.errors import NotFound, WrongState
from flows.filled import Filled, at_most
from flows.forms import Form, Section, TextField
from flows.messages import Message, Text
from flows.phrases import Instant, Phrase
from flows.pulse import cards
from flows.pulse.closing import Records, closed
from flows.pulse.commands import AllHolds, GivePulseWords, OpenPulseWords, SayHolds
from flows.pulse.records import Pulse, Said

LONGEST = 300


def all_holds(records: Records, actor: Actor, command: AllHolds, now: datetime) -> Effects:
    """One press for all areas. Raises NotAllowed, NotFound, WrongState."""
    pulse, cast = _load(records, actor, command.pulse_id, command.function)
    holds: dict[str, bool] = dict.fromkeys(pulse.asked[command.function], True)
    return _said(records, pulse, cast, _by(pulse, actor, command.function, now, holds), command.function)


def say_holds(records: Records, actor: Actor, command: SayHolds, now: datetime) -> Effects:
    """One area; it can be changed until the pulse is over. Raises NotAllowed, NotFound, WrongState."""
    pulse, cast = _load(records, actor, command.pulse_id, command.function)
    if command.area not in pulse.asked[command.function]:
        raise NotFound("This function was not asked about this.")
    holds = {command.area.value: command.holds}
    return _said(records, pulse, cast, _by(pulse, actor, command.function, now, holds), command.function)


def open_pulse_words(records: Records, actor: Actor, command: OpenPulseWords, now: datetime) -> Effects:  # noqa: ARG001
    """The form for the sentence."""
    pulse, _ = _load(records, actor, command.pulse_id, command.function)
    said = pulse.said.get(command.function)
    fields = (
        Section("Your sentence", "Everybody in the project reads it, with your name, when the pulse is over."),
        TextField("words", "What has changed for you?", value=said.words if said else "", limit=LONGEST),
    )
    return Effects(reply=Form("A sentence", GivePulseWords(command.pulse_id, command.function), fields, submit="Keep"))


def give_pulse_words(records: Records, actor: Actor, command: GivePulseWords, now: datetime) -> Effects:
    """Kept with the answers; empty takes it back. Raises InvalidForm."""
    pulse, cast = _load(records, actor, command.pulse_id, command.function)
    filled = Filled(command.values)
    words = filled.read("words", at_most(LONGEST)) or ""
    filled.check()
    said = replace(_by(pulse, actor, command.function, now, {}), words=words)
    return _said(records, pulse, cast, said, command.function)


def _load(records: Records, actor: Actor, pulse_id: str, function_id: str) -> tuple[Pulse, Cast]:
    """The open pulse, for who speaks for that function."""
    pulse = records.pulses.get(pulse_id)
    cast = Cast(records, records.projects.get(pulse.project_id))
    check_may_read(cast, actor.person_id)
    function = next((each for each in cards.functions(pulse, cast) if each.id == function_id), None)
    if function is None:
        raise NotFound("This function was not asked for this.")
    check_speaks(function, cast, actor)
    if pulse.closed_at is not None:
        raise WrongState(
            "{pulse} was closed on {at}, so nothing was changed.",
            pulse=cards.heading(pulse, cast),
            at=Instant(pulse.closed_at, cast.project.zone),
        )
    return pulse, cast


def _by(pulse: Pulse, actor: Actor, function: str, now: datetime, holds: Mapping[str, bool]) -> Said:
    """What was said before, with this added."""
    before = pulse.said.get(function)
    kept, words = (before.holds, before.words) if before is not None else ({}, "")
    return Said(actor.person_id, now, {**kept, **holds}, words)


def _said(records: Records, pulse: Pulse, cast: Cast, said: Said, function: str) -> Effects:
    """Kept; with the last answer the pulse is over."""
    after = replace(pulse, said={**pulse.said, function: said})
    complete = not after.is_silent(function)
    withdraw = (f"{cards.prefix(after)}{cards.REMIND}{function}",) if complete else ()
    if not after.silent and complete and pulse.is_silent(function):
        effects = closed(records, after, cast, said.at)
        told = Phrase("Kept. You were the last one, so the pulse is over; its result is in the channel.")
        return replace(effects, reply=Message(told, (Text(told),)), withdraw=(*effects.withdraw, *withdraw))
    records.pulses.put(after)
    told = Phrase("Kept. Nobody else reads it before the pulse is over.")
    if not complete:
        told = Phrase("{told} Please say it of the other lines, too.", told=told)
    return Effects(tuple(cards.refreshed(after, cast, said.at, function)), Message(told, (Text(told),)), withdraw)
