"""What one area of the product understands: its commands, and what carries each of them out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias, TypeVar

from flows.commands import Actor, Command
from flows.effects import Card, Effects
from flows.messages import Message
from storage.transaction import Transaction

C = TypeVar("C", bound=Command)
Draw = Callable[[Transaction, Card, str | None, datetime], Message]
UseCase = Callable[..., Effects]
"""(records, actor, command, now) -> Effects."""
Case: TypeAlias = tuple[type[Command], UseCase]


def case(kind: type[C], use_case: Callable[[Transaction, Actor, C, datetime], Effects]) -> Case:
    """One line of the list. Here the type checker sees that the store has everything the use case asks for."""
    return kind, use_case


@dataclass(frozen=True)
class Area:
    """The commands of one area.

    `looks`: what only reads, answered without waiting for any change; opening a form is one of these. `forms`: those of
    them that open a form. `by_people`: what changes something because a person asked. `by_others`: what the operator,
    the clock and delivery ask; no chat can send these, since the wire does not know them. `unkept`: whose answers hold
    a secret and are kept nowhere; a repeat of the same event is answered without it. `cards`: what is drawn when it is
    sent, by the name of its drawing. `on_tick`: what the clock asks about a record whose time has come, by its kind.
    """

    looks: tuple[Case, ...] = ()
    forms: tuple[type[Command], ...] = ()
    by_people: tuple[Case, ...] = ()
    by_others: tuple[Case, ...] = ()
    unkept: frozenset[type[Command]] = frozenset()
    cards: Mapping[str, Draw] = field(default_factory=dict)
    on_tick: Mapping[str, Callable[[str], Command]] = field(default_factory=dict)
