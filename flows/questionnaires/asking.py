"""What asking needs to know, and what every kind of question can do with it.

A kind turns typed text, presses and form values into the plain shapes of the project file, and back into words. Half of
an answer is a *draft*: plain data too, in a shape that only its kind knows.
"""

# ruff: noqa: ARG002  # all kinds have the same methods, and not each of them needs all it is given

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from flows.commands import FormValues
from flows.errors import Invalid
from flows.forms import Field
from flows.messages import Block
from flows.phrases import Words
from flows.plain import Plain
from flows.projects.records import Project
from flows.questionnaires.template import Named, Question, Risk, Template
from flows.quickly_made import quickly_made


def _nothing() -> tuple[Risk, ...]:
    return ()


@quickly_made
@dataclass(frozen=True)
class Setting:
    """Where a question is asked: for which view of which function, with which names.

    `name_of` gives the name of a person id; `find_own_risks` the risks that other functions added in this round.
    """

    project: Project
    template: Template
    view_id: str
    function_id: str
    name_of: Callable[[str], str]
    find_own_risks: Callable[[], tuple[Risk, ...]] = field(default=_nothing)

    @cached_property
    def own_risks(self) -> tuple[Risk, ...]:
        """Risks that other functions added; looked up once, and only when somebody asks."""
        return self.find_own_risks()

    @cached_property
    def people(self) -> tuple[Named, ...]:
        """Everybody of the project by id and name, each once: sponsor, facilitator, then function by function."""
        ids = [self.project.sponsor, self.project.facilitator]
        for function in self.project.functions:
            ids += [function.representative] + ([function.deputy] if function.deputy else [])
        return tuple(Named(person, self.name_of(person)) for person in dict.fromkeys(ids))


@quickly_made
@dataclass(frozen=True)
class Asking:
    """One question as it stands in one view: the stored answer and the half-given one (None: there is none)."""

    setting: Setting
    question: Question
    value: Plain = None
    draft: Plain = None


@dataclass(frozen=True)
class Full:
    """A whole answer, to be stored."""

    value: Plain


@dataclass(frozen=True)
class Part:
    """Half of an answer, to be kept as the draft."""

    draft: Plain


Taken = Full | Part


@dataclass(frozen=True)
class Step:
    """The small question that a draft is at. It gets a post of its own, below the card; `id` fits in a key."""

    id: str
    blocks: tuple[Block, ...]


class Way(Protocol):
    """How one kind of question is asked, read and shown. What has a body suits a kind that is answered in one go."""

    def card(self, asking: Asking) -> tuple[Block, ...]:
        """What stands under the question's text: buttons and menus where the answer is closed."""
        return ()

    def read(self, asking: Asking, text: str) -> Taken:
        """Typed text. Raises Invalid: what was understood, what is missing, and an example."""

    def pick(self, asking: Asking, item: str, value: str) -> Taken:
        """A press: `value` for the part `item` of the question. Raises Invalid for what cannot be chosen."""
        raise Invalid("There is nothing to press here any more. Please type your answer, or open it as a form.")

    def finish(self, asking: Asking) -> Taken:
        """The person says that this is all. Raises Invalid when it is not enough yet."""
        raise Invalid("Please give your answer first, or say that you have no view.")

    def so_far(self, asking: Asking) -> Plain:
        """The draft as an answer, or None when it is not one yet."""
        return None

    def reopened(self, asking: Asking) -> Plain:
        """The draft with which a stored answer is changed."""
        return None

    def step(self, asking: Asking) -> Step | None:
        """The small question that comes next, if this draft needs one."""
        return None

    def past(self, asking: Asking, step: str) -> tuple[Block, ...]:
        """What an answered step shows: no buttons."""
        return ()

    def record(self, asking: Asking) -> tuple[Field, ...]:
        """The small form of this question; empty where typing or pressing is enough."""
        return ()

    def recorded(self, asking: Asking, values: FormValues) -> Taken:
        """The small form as filled in. Raises InvalidForm."""
        raise Invalid("There is no form for this question. Please type your answer.")

    def fields(self, asking: Asking, value: Plain) -> tuple[Field, ...]:
        """Its fields in the form of the whole questionnaire, filled with `value` (None: with nothing)."""

    def filled(self, asking: Asking, values: FormValues) -> Plain:
        """The fields as filled in; None when all are empty. Raises InvalidForm."""

    def shown(self, setting: Setting, question: Question, value: Plain) -> tuple[Words, ...]:
        """The answer in words, a line each; never called for "no view"."""


def one_text(values: FormValues, field_id: str) -> str:
    """What stands in a text or single-choice field; "" when it was left empty."""
    value = values.get(field_id, "")
    return value.strip() if isinstance(value, str) else ""


def several(values: FormValues, field_id: str) -> tuple[str, ...]:
    """What was chosen in a multiple choice."""
    value = values.get(field_id, ())
    return (value,) if isinstance(value, str) else tuple(value)


def name_in(named: Sequence[Named], wanted: str) -> str:
    """What people call the thing of that id; the id itself for one that is not listed."""
    for one in named:
        if one.id == wanted:
            return one.name
    return wanted
