"""What a function that has a word in an escalation says. A look: open_veto. Changes: go_ahead, give_veto."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.effects import Effects
from flows.escalations import holds, posts, rules
from flows.escalations.keeping import Records
from flows.escalations.loading import load
from flows.escalations.records import Escalation
from flows.escalations.rights import check_knows
from flows.escalations.since import wrong_state
from flows.escalations.vetoing import read_veto, veto_form
from flows.holds.commands import GiveVeto, GoAhead, OpenVeto, Speaks
from flows.holds.records import Ground, Hold, Word
from flows.holds.wording import voice_of
from flows.messages import Message, Text
from flows.phrases import Phrase


def _load(records: Records, actor: Actor, command: Speaks) -> tuple[Escalation, Hold, Cast]:
    escalation, cast = load(records, command.matter)
    check_knows(cast, escalation, actor.person_id)
    hold = holds.check_speaks(escalation, command.hold_id, cast, actor.person_id)
    if not escalation.is_open:
        raise wrong_state(escalation, cast)
    holds.check_newest(hold, command.asked_at, escalation.label, cast)
    return escalation, hold, cast


def go_ahead(records: Records, actor: Actor, command: GoAhead, now: datetime) -> Effects:
    """Nothing against it; a veto that was given is lifted."""
    before, hold, cast = _load(records, actor, command)
    said = replace(
        hold, word=Word.GO_AHEAD, options=(), reason="", requirement="", remind_at=None, by=actor.person_id, at=now
    )
    return _said(records, before, hold, said, cast, now=now)


def _said(records: Records, before: Escalation, hold: Hold, said: Hold, cast: Cast, *, now: datetime) -> Effects:
    after = rules.timed(holds.spoken(before, hold, said, cast), cast)
    records.escalations.put(after)
    line = Phrase(
        "{by} speaks for {what}: {words}.", by=cast.who(said.by), what=voice_of(hold, cast), words=_word(said)
    )
    name = f"spoken/{hold.label}/{sum(event.what in rules.SPOKEN for event in after.history)}"
    ring = posts.told_in_turn(after, name, line, cast, now)
    told = Phrase("Kept with {label}. {who} is told.", label=after.label, who=cast.who(after.turn.person_id))
    return posts.replied(posts.changed(before, after, cast, now, rings=(ring,)), Message(told, (Text(told),)))


def _word(said: Hold) -> str:
    if said.word is Word.VETO:
        return "veto"
    return "agreed" if said.ground is Ground.MUST_AGREE else "go ahead"


def open_veto(records: Records, actor: Actor, command: OpenVeto, now: datetime) -> Effects:  # noqa: ARG001
    """The form: which options are ruled out, and why."""
    escalation, hold, cast = _load(records, actor, command)
    return Effects(reply=veto_form(escalation, hold, cast))


def give_veto(records: Records, actor: Actor, command: GiveVeto, now: datetime) -> Effects:
    """What it names is not chosen by anybody while the veto stands. Raises InvalidForm without an option and a why."""
    before, hold, cast = _load(records, actor, command)
    veto = read_veto(before, hold, cast, command.values)
    said = replace(veto, word=Word.VETO, remind_at=None, by=actor.person_id, at=now)
    return _said(records, before, hold, said, cast, now=now)
