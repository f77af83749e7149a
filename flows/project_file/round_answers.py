"""The answers section of a project file: function by function, question by question."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from flows.project_file.answers import Known, read_answer
from flows.project_file.fields import Record, choice, listed, mapping, subjects
from flows.project_file.nodes import Node, shown
from flows.project_file.project import Setting, person
from flows.projects.records import Project
from flows.questionnaires.answers import FunctionAnswers, OwnRisk, Visibility
from flows.questionnaires.template import Kind, Question, Template

ABOUT_ANSWERS = ("by", "recorded_by", "visibility")


def read_answers(node: Node | None, project: Project, setting: Setting) -> tuple[FunctionAnswers, ...]:
    """In the order of the functions. Own risks are read first, since every function may answer them."""
    said = {} if node is None else mapping(node)
    functions = [function.id for function in project.functions]
    for function, entry in said.items():
        if function not in functions:
            raise entry.refused(f"unknown function {shown(function)}; known: {listed(functions) or 'none'}")
    sheets = [
        _Sheet(function, mapping(said[function]), said[function], setting.template(project, function))
        for function in functions
        if function in said and not said[function].is_empty
    ]
    milestones = [milestone.id for milestone in project.milestones]
    known = Known(setting.people, milestones, own_risks={})
    for sheet in sheets:
        known = sheet.with_own_risks(known)
    return tuple(sheet.read(known.spoken_by(sheet.function), setting.people) for sheet in sheets)


@dataclass(frozen=True)
class _Sheet:
    """What stands in the file for one function, and the template that it was asked with."""

    function: str
    entries: Mapping[str, Node]
    node: Node
    template: Template

    def with_own_risks(self, known: Known) -> Known:
        """What may be referred to, once this function's own risks are known too."""
        own = {}
        for question in self.template.questions:
            node = self.entries.get(question.id)
            if question.kind is Kind.OWN_RISKS and node is not None and not node.is_blank:
                value = read_answer(self.template, question, node, known.spoken_by(self.function))
                risks = value if isinstance(value, tuple) else ()
                own.update({risk.id: self.function for risk in risks if isinstance(risk, OwnRisk)})
        return replace(known, own_risks={**(known.own_risks or {}), **own})

    def read(self, known: Known, people: Collection[str]) -> FunctionAnswers:
        """Who said it, what, and who may read it."""
        questions = {question.id: question for question in self.template.questions}
        for key, value in self.entries.items():
            if key not in ABOUT_ANSWERS:
                _check_asked(key, value, questions)
        # Unlike elsewhere, an empty list is something said.
        given = Record(self.node, {key: value for key, value in self.entries.items() if not value.is_blank})
        return FunctionAnswers(
            function=self.function,
            by=person(given.need("by"), people),
            answers={
                key: read_answer(self.template, questions[key], value, known)
                for key, value in given.entries.items()
                if key in questions
            },
            recorded_by=given.maybe("recorded_by", lambda node: person(node, people)),
            visibility=given.maybe("visibility", lambda node: _visibility(node, questions)) or {},
        )


def _check_asked(question: str, node: Node, questions: Mapping[str, Question]) -> None:
    if question not in questions:
        raise node.refused(f"unknown question {shown(question)}; known: {listed(questions)}")


def _visibility(node: Node, questions: Mapping[str, Question]) -> Mapping[str, Visibility]:
    for question, value in mapping(node).items():
        _check_asked(question, value, questions)
    chosen = {question: choice(value, Visibility) for question, value in subjects(node).items()}
    return {question: readers for question, readers in chosen.items() if readers is not Visibility.PROJECT}
