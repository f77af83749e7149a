"""One function's answers as the rules read them: narrowed by type, quoted by visibility."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from flows.contradictions.findings import CONFIDENTIAL, QuotedAnswer
from flows.projects.records import Function
from flows.questionnaires.answers import FunctionAnswers, Ranking, Visibility

STANCES = "risks.stances"
NEEDS = "risks.needs"
OWN_RISKS = "risks.own"
NO_TOUCH = "risks.no_touch"
PRIORITIES = "outcome.priorities"
MEASURE = "outcome.measure"
DECIDERS = "decisions.deciders"
JOINT = "decisions.joint"
CADENCE = "reporting.cadence"
EVIDENCE = "evidence.needs"

T = TypeVar("T")


@dataclass(frozen=True)
class View:
    """One function's whole set of answers. A function that said nothing has an empty one."""

    function: Function
    said: FunctionAnswers

    @property
    def id(self) -> str:
        """The function's id."""
        return self.function.id

    @property
    def name(self) -> str:
        """The function's name."""
        return self.function.name

    def one(self, question: str, kind: type[T]) -> T | None:
        """The answer, if it is of this type: silence and "no view" give None."""
        value = self.said.answers.get(question)
        return value if isinstance(value, kind) else None

    def several(self, question: str, kind: type[T]) -> tuple[T, ...]:
        """The entries of a list answer; silence and "no view" give none."""
        value = self.said.answers.get(question)
        return tuple(entry for entry in value if isinstance(entry, kind)) if isinstance(value, tuple) else ()

    def entries(self, question: str, kind: type[T]) -> dict[str, T]:
        """The entries of an answer by subject; those without a view are left out."""
        value = self.said.answers.get(question)
        if not isinstance(value, Mapping):
            return {}
        return {subject: entry for subject, entry in value.items() if isinstance(entry, kind)}

    @property
    def ranking(self) -> Ranking:
        """The axes from first to last, ties grouped; empty without a view."""
        return tuple(tuple(str(axis) for axis in group) for group in self.several(PRIORITIES, tuple))

    def visibility(self, question: str) -> Visibility:
        """Who may read this answer."""
        return self.said.visibility.get(question, Visibility.PROJECT)

    def shown(self, question: str, words: str) -> str:
        """The words, or CONFIDENTIAL in their place."""
        return CONFIDENTIAL if self.hides(question) else words

    def hides(self, question: str) -> bool:
        """Whether this answer is confidential."""
        return self.visibility(question) is Visibility.CONFIDENTIAL

    def open(self, question: str) -> bool:
        """Whether everyone in the project may read this answer."""
        return self.visibility(question) is Visibility.PROJECT

    def quote(self, question: str, words: str) -> QuotedAnswer:
        """The answer as a finding quotes it."""
        visibility = self.visibility(question)
        text = self.shown(question, words)
        return QuotedAnswer(self.id, question, text, self.said.by, self.said.recorded_by, visibility)
