"""The questionnaire template: what is asked and in which kind, loaded from YAML (docs/project-file.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flows.questionnaires.answers import Lens


class Kind(StrEnum):
    """How a question is asked and what its answer holds (flows/questionnaires/answers.py)."""

    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    RANKING = "ranking"
    MEASURE = "measure"
    AMOUNTS = "amounts"
    RISK_GRID = "risk_grid"
    OWN_RISKS = "own_risks"
    NO_TOUCH = "no_touch"
    DECIDERS = "deciders"
    EVIDENCE = "evidence"
    AMOUNT = "amount"
    SCALE = "scale"
    DATE = "date"
    PERSON = "person"


@dataclass(frozen=True)
class Named:
    """Something with an id and what people call it."""

    id: str
    name: str


@dataclass(frozen=True)
class Risk(Named):
    """A catalogue risk; `unit` is the usual unit of its limits, or None when it has none."""

    unit: str | None = None


@dataclass(frozen=True)
class Scale:
    """A whole number from `low` to `high`, both included; the names say what the two ends mean."""

    low: int = 1
    high: int = 5
    low_name: str = ""
    high_name: str = ""

    @property
    def points(self) -> range:
        """Every number that can be given."""
        return range(self.low, self.high + 1)


@dataclass(frozen=True)
class Question:
    """One asked thing. `asks` is the bot's wording, `why` says what the answer is used for.

    `unit`: the usual unit of an amount; with it only amounts that can be compared with it are taken.
    """

    id: str
    kind: Kind
    title: str
    asks: str
    why: str = ""
    example: str = ""
    required: bool = False
    options: tuple[Named, ...] = ()
    own_words: bool = False
    unit: str | None = None
    scale: Scale = Scale()


@dataclass(frozen=True)
class Template:
    """A versioned question set with the axes, tradeoffs, risks and joint decisions it asks about.

    `lenses`: what measures are about, by words in their names. `agreement`: percent of functions near the median from
    which an item counts as agreed.
    """

    id: str
    version: int
    name: str
    minutes: int
    axes: tuple[Named, ...]
    tradeoffs: tuple[str, ...]
    risks: tuple[Risk, ...]
    joint: tuple[Named, ...]
    questions: tuple[Question, ...]
    agreement: int = 70
    lenses: Mapping[str, Lens] = field(default_factory=dict)

    def question(self, question_id: str) -> Question:
        """The question of that id; raises KeyError."""
        return {question.id: question for question in self.questions}[question_id]

    def tradeoff(self, pair: str) -> str | None:
        """Two axes in either order, as the template asks them, else in axis order; None for anything else."""
        parts = [part.strip() for part in pair.split("/")]
        order = [axis.id for axis in self.axes]
        if len(parts) != 2 or parts[0] == parts[1] or not set(parts) <= set(order):
            return None
        asked = {frozenset(tradeoff.split("/")): tradeoff for tradeoff in self.tradeoffs}
        return asked.get(frozenset(parts), "/".join(sorted(parts, key=order.index)))
