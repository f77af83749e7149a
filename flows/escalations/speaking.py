"""What the owner of a touched red line says. A look: open_veto. Changes: go_ahead, give_veto."""

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
from flows.filled import Filled, at_most
from flows.forms import ChoicesField, Form, Option, Section, TextField
from flows.messages import Message, Text
from flows.phrases import Phrase, Quote
from flows.red_lines.commands import GiveVeto, GoAhead, OpenVeto
from flows.red_lines.records import Hold, InForce, RedLine, Word
from flows.red_lines.tripping import touched

LONGEST = 1000


def _load(records: Records, actor: Actor, escalation_id: str, red_line_id: str) -> tuple[Escalation, Hold, Cast]:
    escalation, cast = load(records, escalation_id)
    check_knows(cast, escalation, actor.person_id)
    hold = holds.check_speaks(escalation, red_line_id, cast, actor.person_id)
    if not escalation.is_open:
        raise wrong_state(escalation, cast)
    return escalation, hold, cast


def go_ahead(records: Records, actor: Actor, command: GoAhead, now: datetime) -> Effects:
    """Nothing against it; a veto that was given is lifted."""
    before, hold, cast = _load(records, actor, command.matter, command.red_line_id)
    said = replace(hold, word=Word.GO_AHEAD, options=(), reason="", by=actor.person_id, at=now)
    return _said(records, before, hold, said, cast, now=now)


def _said(records: Records, before: Escalation, hold: Hold, said: Hold, cast: Cast, *, now: datetime) -> Effects:
    after = rules.timed(holds.spoken(before, hold, said), cast)
    records.escalations.put(after)
    words = "go ahead" if said.word is Word.GO_AHEAD else "veto"
    line = Phrase("{by} speaks for the red line {label}: {words}.", by=cast.who(said.by), label=hold.label, words=words)
    name = f"spoken/{hold.label}/{sum(event.what in rules.SPOKEN for event in after.history)}"
    ring = posts.told_in_turn(after, name, line, cast, now)
    told = Phrase("Kept with {label}. {who} is told.", label=after.label, who=cast.who(after.turn.person_id))
    return posts.replied(posts.changed(before, after, cast, now, rings=(ring,)), Message(told, (Text(told),)))


def open_veto(records: Records, actor: Actor, command: OpenVeto, now: datetime) -> Effects:  # noqa: ARG001
    """The form: which options the red line rules out, and why."""
    escalation, hold, _ = _load(records, actor, command.matter, command.red_line_id)
    options = tuple(Option(each.id, f"{each.id.upper()}: {each.text}") for each in escalation.options)
    line = RedLine(hold.owner, hold.text, "", hold.tripped, "")
    bound = (InForce(hold.red_line_id, escalation.project_id, 1, line, hold.since, ""),)
    ruled_out = tuple(each.id for each in escalation.options if touched(bound, (each.text,)))
    return Effects(
        reply=Form(
            "Veto",
            GiveVeto(command.matter, command.red_line_id),
            (
                Section(hold.label, Phrase("{text}", text=Quote(hold.text))),
                ChoicesField("options", "Which options cross it?", options, values=ruled_out),
                TextField("reason", "How do they cross it?", required=True, multiline=True, limit=LONGEST),
            ),
        )
    )


def give_veto(records: Records, actor: Actor, command: GiveVeto, now: datetime) -> Effects:
    """What it names is not chosen by anybody while the veto stands. Raises InvalidForm without an option and a why."""
    before, hold, cast = _load(records, actor, command.matter, command.red_line_id)
    filled = Filled(command.values)
    reason = filled.read("reason", at_most(LONGEST), "Please say how they cross the red line.") or ""
    known = {each.id for each in before.options}
    options = tuple(dict.fromkeys(each for each in filled.chosen("options") if each in known))
    if not options:
        filled.wrong("options", "Please choose at least one option that crosses it.")
    filled.check()
    said = replace(hold, word=Word.VETO, options=options, reason=reason, by=actor.person_id, at=now)
    return _said(records, before, hold, said, cast, now=now)
