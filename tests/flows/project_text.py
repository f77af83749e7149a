"""A small project file that is right in every line, and ways to change one thing in it."""

from __future__ import annotations

from bot.project_files import templates
from bot.yaml_nodes import read_yaml
from flows.project_file import FileRefused, ProjectFile, read_project
from flows.questionnaires.answers import AnswerValue, FunctionAnswers

RIGHT = """\
accord: 1
project:
  id: line3
  name: Line 3
  kickoff: 2027-02-01
  zone: Europe/Warsaw
  milestones:
    - {id: fat, name: Acceptance test, date: 2027-03-15}
    - {id: cutover, date: 2027-05-08, touches_production: true}
people:
  - {id: adam, name: Adam Wolski}
  - {id: maria, name: Maria Nowak}
  - {id: jan, name: Jan Lis}
  - {id: hanna, name: Hanna Mazur}
roles: {sponsor: adam, facilitator: hanna}
functions:
  - {id: operations, name: Operations, representative: maria, deputy: jan}
  - {id: quality, name: Quality, representative: hanna}
round: {due: 2027-01-15T16:00}
decision_rights:
  - {tradeoff: speed/scope, decider: maria}
answers:
  operations:
    by: maria
    outcome.statement: No paper on line 3
    risks.own:
      - {id: handover, text: Handover without the board, stance: not_acceptable}
  quality:
    by: hanna
    outcome.measure: {name: Scrap, baseline: 3.2, target: 2.50, unit: "%", by: 2027-06-30}
"""


TEMPLATES = templates()
"""Read once: they are files, and a test that runs in the event loop must not wait for a disk."""


def load(text: str) -> ProjectFile:
    return read_project(read_yaml(text.encode()), TEMPLATES)


def changed(old: str, new: str) -> str:
    """The right file with one thing in it changed."""
    assert RIGHT.count(old) == 1, f"{old!r} is there {RIGHT.count(old)} times"
    return RIGHT.replace(old, new)


def with_answer(answer: str) -> str:
    """The right file with one more answer of quality."""
    return RIGHT + "".join(f"    {line}\n" for line in answer.splitlines())


def said(text: str, function: str) -> FunctionAnswers:
    return next(answers for answers in load(text).answers if answers.function == function)


def answered(answer: str) -> AnswerValue:
    """What quality's answer to a question is read as."""
    return said(with_answer(answer), "quality").answers[answer.partition(":")[0]]


def refusal(text: str) -> str:
    """The sentence with which this text is refused."""
    try:
        load(text)
    except FileRefused as refused:
        return refused.sentence
    raise AssertionError("the file was accepted")
