"""What an answer may refer to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from flows.project_file.fields import reference, words
from flows.project_file.nodes import Node
from flows.questionnaires.template import Question, Template

NO_VIEW = "no_view"


@dataclass(frozen=True)
class Known:
    """Ids of people and milestones, and own risks with the function that named each; None: not looked for.

    `speaker`: the function whose answer it is. `trusted`: the answer was checked when it was given (it comes from the
    database), so a risk or choice that has gone from the template since is no mistake.
    """

    people: Collection[str] | None = None
    milestones: Collection[str] | None = None
    own_risks: Mapping[str, str] | None = None
    speaker: str = ""
    trusted: bool = False

    def spoken_by(self, function: str) -> Known:
        """The same for the answers of this function."""
        return replace(self, speaker=function)


ANYTHING = Known()
"""For an answer whose references come from menus."""
STORED = Known(trusted=True)
"""For answers from the database."""


@dataclass(frozen=True)
class Asked:
    """One question of a template and what its answer may refer to."""

    template: Template
    question: Question
    known: Known

    def person(self, node: Node) -> str:
        """The id of a person."""
        return _reference(node, self.known.people, "a person")

    def milestone(self, node: Node) -> str:
        """The id of a milestone."""
        return _reference(node, self.known.milestones, "a milestone")


def _reference(node: Node, known: Collection[str] | None, what: str) -> str:
    return words(node) if known is None else reference(node, known, what)
