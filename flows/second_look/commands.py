"""What can be said in the second look."""

from __future__ import annotations

from dataclasses import dataclass

from flows.commands import Command, FormCommand
from flows.questionnaires.answers import Stance


@dataclass(frozen=True)
class ShowSecondLook(Command):
    """My answers beside those of others, again."""

    view_id: str


@dataclass(frozen=True)
class TakeAddedRisk(Command):
    """How a risk that another function added is for mine."""

    view_id: str
    risk: str
    stance: Stance


@dataclass(frozen=True)
class KeepAnswers(Command):
    """I have looked, and stay with what I said."""

    view_id: str


@dataclass(frozen=True)
class OpenRevision(Command):
    """The form for one answer: `item` is a question, or "question:risk"; `stance`: what was pressed."""

    view_id: str
    item: str
    stance: str = ""


@dataclass(frozen=True)
class Revise(FormCommand):
    """The answer as it is now, and why; `values`: its fields and `reason`."""

    view_id: str
    item: str
