"""The gate to the one parser of answers: what a kind has read goes through it before it is stored."""

from __future__ import annotations

from flows.errors import Invalid
from flows.plain import Plain
from flows.project_file.answers import Known, plain_answer, read_answer
from flows.project_file.nodes import FileRefused, Node
from flows.questionnaires.asking import Asking


def checked(asking: Asking, value: Plain) -> Plain:
    """The value in its one plain spelling. Raises Invalid with what was expected."""
    known = Known(milestones=[point.id for point in asking.setting.project.milestones])
    try:
        return plain_answer(read_answer(asking.setting.template, asking.question, Node.of(value), known))
    except FileRefused as refusal:
        problem = refusal.problem
        raise Invalid("{problem}.", problem=problem[:1].upper() + problem[1:].rstrip(".")) from refusal
