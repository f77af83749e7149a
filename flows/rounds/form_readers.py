"""Who may read which answer, as the last part of the form of the whole questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flows.forms import ChoicesField, Field, Option, Section
from flows.phrases import Listing, Phrase, Words
from flows.plain import Plain
from flows.questionnaires.answers import Visibility
from flows.questionnaires.asking import several
from flows.questionnaires.commands import SubmitForm
from flows.rounds.conversation_turn import Turn

FIELDS: Mapping[Visibility, str] = MappingProxyType(
    {Visibility.SPONSOR: "who_may_read:sponsor", Visibility.CONFIDENTIAL: "who_may_read:confidential"}
)
LABELS: Mapping[Visibility, tuple[str, str]] = MappingProxyType(
    {
        Visibility.SPONSOR: ("Only for sponsor and facilitator", "These two read it; the summary is made without it."),
        Visibility.CONFIDENTIAL: (
            "Confidential",
            "Nobody else reads it or anything made of it. You alone are told what contradicts it.",
        ),
    }
)


def reader_fields(turn: Turn) -> tuple[Field, ...]:
    """Two choices of questions by title, filled with what is set."""
    options = tuple(Option(question.id, question.title) for question in turn.template.questions)
    return (
        Section(
            "Who may read your answers", "Everyone in the project once the round is closed, but for what you choose."
        ),
        *(ChoicesField(FIELDS[one], label, options, hint, marked(turn, one)) for one, (label, hint) in LABELS.items()),
    )


def marked(turn: Turn, visibility: Visibility) -> tuple[str, ...]:
    """The questions whose latest answer is for these readers."""
    latest = {question: versions[-1] for question, versions in turn.view.answers.items() if versions}
    asked = (question.id for question in turn.template.questions)
    return tuple(question for question in asked if question in latest and latest[question].visibility is visibility)


def changed_readers(turn: Turn, command: SubmitForm) -> Mapping[str, Visibility]:
    """Questions for which the form says something else than it showed.

    What was not touched stays as it is now: a form that was opened before must not make public what was marked since.
    """
    shown = _by_question({Visibility.SPONSOR: command.sponsor_only, Visibility.CONFIDENTIAL: command.confidential})
    wanted = _by_question({one: several(command.values, field) for one, field in FIELDS.items()})
    return {
        question.id: wanted.get(question.id, Visibility.PROJECT)
        for question in turn.template.questions
        if shown.get(question.id) is not wanted.get(question.id)
    }


def reader_problems(turn: Turn, command: SubmitForm, given: Mapping[str, Plain]) -> dict[str, Words]:
    """What is wrong with the choices, by field: a question in both, or one without an answer."""
    titles = {question.id: question.title for question in turn.template.questions}
    chosen = {one: several(command.values, field) for one, field in FIELDS.items()}
    problems: dict[str, Words] = {}
    for one, questions in chosen.items():
        unsaid = {question for question, value in given.items() if value is None} - turn.view.answers.keys()
        empty = [question for question in questions if question in unsaid]
        if set(questions) - titles.keys():
            problems[FIELDS[one]] = "Please choose among the questions shown."
        elif empty:
            template = "There is no answer to {questions}. Please answer first, or take it out here."
            problems[FIELDS[one]] = Phrase(template, questions=_titles(titles, empty))
    both = [question for question in chosen[Visibility.CONFIDENTIAL] if question in chosen[Visibility.SPONSOR]]
    if both:
        template = "{questions}: please choose one of the two, not both."
        problems[FIELDS[Visibility.CONFIDENTIAL]] = Phrase(template, questions=_titles(titles, both))
    return problems


def _titles(titles: Mapping[str, str], questions: list[str]) -> Listing:
    return Listing(tuple(titles.get(question, question) for question in questions))


def _by_question(chosen: Mapping[Visibility, tuple[str, ...]]) -> dict[str, Visibility]:
    return {question: one for one, questions in chosen.items() for question in questions}
