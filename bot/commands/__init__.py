"""THE feature list: every command and what carries it out, what is typed for it, and what the tick gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import chain

from bot.commands import (
    charter,
    consent,
    contradictions,
    decisions,
    escalations,
    evidence,
    people,
    projects,
    pulse,
    red_lines,
    rights,
    rounds,
    second_look,
    sponsor,
    telling,
)
from bot.commands.area import Draw, UseCase
from bot.commands.lines import GRAMMAR, LINES
from flows.commands import Command
from flows.effects import Card
from flows.messages import Message
from storage.transaction import Transaction

__all__ = ["BY_OTHERS", "CHANGES", "FORMS", "FROM_PEOPLE", "GRAMMAR", "LINES", "LOOKS", "ON_TICK", "UNKEPT", "draw"]

AREAS = (
    people.AREA,
    projects.AREA,
    rounds.AREA,
    second_look.AREA,
    escalations.AREA,
    decisions.AREA,
    contradictions.AREA,
    evidence.AREA,
    consent.AREA,
    charter.AREA,
    pulse.AREA,
    rights.AREA,
    red_lines.AREA,
    sponsor.AREA,
    telling.AREA,
)
LOOKS: Mapping[type[Command], UseCase] = dict(chain.from_iterable(area.looks for area in AREAS))
FORMS: tuple[type[Command], ...] = tuple(chain.from_iterable(area.forms for area in AREAS))
BY_PEOPLE: Mapping[type[Command], UseCase] = dict(chain.from_iterable(area.by_people for area in AREAS))
BY_OTHERS: Mapping[type[Command], UseCase] = dict(chain.from_iterable(area.by_others for area in AREAS))
CHANGES: Mapping[type[Command], UseCase] = {**BY_PEOPLE, **BY_OTHERS}
FROM_PEOPLE: tuple[type[Command], ...] = (*LOOKS, *BY_PEOPLE)
UNKEPT: frozenset[type[Command]] = frozenset(chain.from_iterable(area.unkept for area in AREAS))
CARDS: Mapping[str, Draw] = dict(chain.from_iterable(area.cards.items() for area in AREAS))
ON_TICK: Mapping[str, Callable[[str], Command]] = dict(chain.from_iterable(area.on_tick.items() for area in AREAS))


def draw(records: Transaction, card: Card, reader: str | None, now: datetime) -> Message:
    """The card as `reader` sees it now, or everybody in a channel (None). Raises FlowError."""
    return CARDS[card.drawing](records, card, reader, now)
