"""From the stored answers of a round to its analysis. Only what was sent counts; a draft never does."""

from __future__ import annotations

from collections.abc import Mapping

from flows.contradictions.analysis import analyse_case
from flows.contradictions.case import Case, case_of
from flows.contradictions.openly import for_everybody
from flows.digests.standing import Findings
from flows.people import Person
from flows.project_file import STORED, Node, read_answer
from flows.projects.records import Project
from flows.questionnaires.answers import FunctionAnswers, Visibility
from flows.rounds.added_risks import held_back, without
from flows.rounds.records import Answer, View
from flows.rounds.scene import Scene, latest_round, load_scene
from flows.rounds.shelves import Records

__all__ = ["Records", "case_now", "case_told", "findings", "latest", "said", "spoken_by"]


def findings(records: Records, project: Project) -> Findings:
    """The project's latest round and its views; the analysis only once the round is closed, since it is blind."""
    round_ = latest_round(records, project.id)
    if round_ is None:
        return Findings(None)
    scene = load_scene(records, round_)
    analysis = None if round_.is_open else analyse_case(case_told(records, scene))
    return Findings(round_, tuple(scene.views.values()), analysis)


def case_now(records: Records, scene: Scene) -> Case:
    """What the rules look at: the answers that were sent."""
    people: Mapping[str, Person] = {person.id: person for person in records.people.all()}
    template = records.templates.get(scene.project.template)
    held = held_back(scene)
    return case_of(template, scene.project, people, (without(said(scene, view), held) for view in scene.submitted))


def case_told(records: Records, scene: Scene) -> Case:
    """The answers alone that everybody may read: for all that others read."""
    return for_everybody(case_now(records, scene))


def said(scene: Scene, view: View) -> FunctionAnswers:
    """The latest version of each answer, typed. A question that has gone from the template since is left out."""
    questions = {question.id: question for question in scene.template(view).questions}
    answers = {question: answer for question, answer in latest(view).items() if question in questions}
    return FunctionAnswers(
        function=view.function_id,
        by=spoken_by(view),
        answers={
            question: read_answer(scene.template(view), questions[question], Node.of(answer.value), STORED)
            for question, answer in answers.items()
        },
        recorded_by=view.recorded_by,
        visibility={
            question: answer.visibility
            for question, answer in answers.items()
            if answer.visibility is not Visibility.PROJECT
        },
    )


def latest(view: View) -> dict[str, Answer]:
    """The version of each answer that counts."""
    return {question: versions[-1] for question, versions in view.answers.items() if versions}


def spoken_by(view: View) -> str:
    """Who is quoted for the function: whose answers these are; the respondent where several gave them."""
    authors = {answer.by for answer in latest(view).values()}
    return authors.pop() if len(authors) == 1 else view.respondent
