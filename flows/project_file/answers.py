"""Typed answers from plain ones and back.

The project file, the conversation in chat and the stored answers all go through `read_answer`.
"""

from __future__ import annotations

from flows.project_file.kinds import READERS, is_no_view
from flows.project_file.known import ANYTHING, STORED, Asked, Known
from flows.project_file.nodes import Node
from flows.project_file.stored import plain_answer
from flows.questionnaires.answers import AnswerValue, NoView
from flows.questionnaires.template import Question, Template

__all__ = ["ANYTHING", "STORED", "Known", "plain_answer", "read_answer"]


def read_answer(template: Template, question: Question, node: Node, known: Known = ANYTHING) -> AnswerValue:
    """The typed value of one answer. Raises FileRefused (a FlowError) with what was expected."""
    return NoView() if is_no_view(node) else READERS[question.kind](node, Asked(template, question, known))
