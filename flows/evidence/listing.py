"""Looks: list_evidence, show_evidence."""

from __future__ import annotations

from datetime import datetime

from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.effects import Effects
from flows.evidence import cards, turns
from flows.evidence.buttons import show_button
from flows.evidence.commands import ListEvidence, ShowEvidence
from flows.evidence.keeping import Records
from flows.evidence.loading import load
from flows.evidence.records import EvidenceState, Obligation
from flows.evidence.standing import line
from flows.messages import Block, Buttons, Header, Items, Message, Text
from flows.phrases import Count, Phrase
from flows.projects.membership import project_here

WITH_BUTTON = 5
"""How many of a list have a button of their own; those that are the reader's turn come first."""
SHOWN = 30


def list_evidence(records: Records, actor: Actor, command: ListEvidence, now: datetime) -> Effects:
    """What is owed in the project of this channel, with its state and whose turn it is; then what was accepted."""
    cast = Cast(records, project_here(records, actor, command.channel, command.project))
    there = [
        each for each in records.evidence.where(project_id=cast.project.id) if each.state is not EvidenceState.DROPPED
    ]
    there.sort(key=lambda each: _order(each, cast, actor, now))
    owed = sum(each.is_open for each in there)
    count = Count(owed, "piece of evidence is", "pieces of evidence are")
    title = Phrase("{project}: {count} open", project=cast.project.name, count=count)
    blocks: list[Block] = [Header(title)]
    if there:
        lines = tuple(line(each, cast, now) for each in there[:SHOWN])
        more = (Phrase("and {n} more", n=len(there) - SHOWN),) if len(there) > SHOWN else ()
        blocks += [Items((*lines, *more)), Buttons(tuple(show_button(each) for each in there[:WITH_BUTTON]))]
    else:
        blocks.append(Text("No function has asked for proof in words that everybody may read."))
    return Effects(reply=Message(title, tuple(blocks)))


def _order(obligation: Obligation, cast: Cast, actor: Actor, now: datetime) -> tuple[bool, bool, int]:
    mine = actor.person_id in turns.turn(obligation, cast, now)
    return (not mine, not obligation.is_open, obligation.number)


def show_evidence(records: Records, actor: Actor, command: ShowEvidence, now: datetime) -> Effects:
    """The card with every version, and what the reader may do."""
    obligation, cast = load(records, actor, command.evidence_id)
    return Effects(reply=cards.card_of(obligation, cast, actor.person_id, now))
