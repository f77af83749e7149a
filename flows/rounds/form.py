"""The questionnaire as a form: everything at once, or one structured question; on the draft of the conversation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.commands import Actor
from flows.effects import NOTHING, Effects
from flows.errors import Invalid, InvalidForm
from flows.forms import Field, Form, Section
from flows.phrases import Instant, Phrase, Words
from flows.plain import Plain
from flows.questionnaires.answers import Visibility
from flows.questionnaires.asking import Asking
from flows.questionnaires.commands import OpenForm, OpenQuestionForm, SubmitForm, SubmitQuestionForm
from flows.questionnaires.kinds import WAYS
from flows.questionnaires.template import Question
from flows.rounds.conversation_cards import answered_card, card_key
from flows.rounds.conversation_moves import settled
from flows.rounds.conversation_sending import sent
from flows.rounds.conversation_turn import Turn, turn_of, value_of, with_answer, with_readers
from flows.rounds.conversation_vague import hinted
from flows.rounds.form_readers import changed_readers, marked, reader_fields, reader_problems
from flows.rounds.records import ViewState
from flows.rounds.shelves import Records


def open_form(records: Records, actor: Actor, command: OpenForm, now: datetime) -> Effects:
    """The whole questionnaire, filled with what is answered or begun. Only reads."""
    turn = turn_of(records, actor, command.view_id, now)
    fields: list[Field] = []
    for question in turn.template.questions:
        fields.append(_section(question))
        fields += WAYS[question.kind].fields(turn.asking(question), _so_far(turn.asking(question)))
    fields += reader_fields(turn)
    form = Form(
        title=f"{turn.project.name}: {turn.function.name}",
        submits=SubmitForm(turn.view.id, marked(turn, Visibility.SPONSOR), marked(turn, Visibility.CONFIDENTIAL)),
        fields=tuple(fields),
        submit="Send my answers",
        intro=Phrase(
            "{who_reads} What you leave empty stays unanswered; “no view” is an answer too.", who_reads=_who_reads(turn)
        ),
    )
    return Effects(reply=form)


def submit_form(records: Records, actor: Actor, command: SubmitForm, now: datetime) -> Effects:
    """Stores and sends what was filled in. Raises InvalidForm with the problem at each field, storing nothing."""
    turn = turn_of(records, actor, command.view_id, now)
    given = _all_filled(turn, command)
    was_sent = turn.view.state is ViewState.SUBMITTED
    readers = changed_readers(turn, command)
    new = {question.id for question in turn.template.questions if _is_new(turn, question, given[question.id])}
    changed = [question for question in turn.template.questions if question.id in new or question.id in readers]
    if was_sent and not changed:
        return NOTHING
    for question in changed:
        if question.id in new:
            turn = with_answer(turn, question.id, given[question.id])
        if question.id in readers and turn.view.answers.get(question.id):
            turn = with_readers(turn, question.id, readers[question.id])
        if question.id in turn.view.cards:
            turn = turn.saying(card_key(turn.view, question.id), answered_card(turn, question))
    return hinted(sent(turn), [question for question in changed if question.id in new]).effects()


def open_question_form(records: Records, actor: Actor, command: OpenQuestionForm, now: datetime) -> Effects:
    """One structured question, or one more entry of a list. Only reads."""
    turn = turn_of(records, actor, command.view_id, now)
    question = turn.question(command.question)
    fields = WAYS[question.kind].record(turn.asking(question))
    if not fields:
        raise Invalid("This question has no form of its own. Please type or press your answer.")
    submits = SubmitQuestionForm(turn.view.id, question.id)
    return Effects(reply=Form(question.title, submits, fields, "Keep", intro=question.asks))


def submit_question_form(records: Records, actor: Actor, command: SubmitQuestionForm, now: datetime) -> Effects:
    """What was filled in, as if it had been typed. Raises InvalidForm."""
    turn = turn_of(records, actor, command.view_id, now)
    question = turn.question(command.question)
    return settled(turn, question, WAYS[question.kind].recorded(turn.asking(question), command.values))


def _who_reads(turn: Turn) -> Phrase:
    if turn.round.is_open:
        deadline = Instant(turn.deadline, turn.project.zone)
        return Phrase("Due {deadline}. Nobody else reads it before the round closes.", deadline=deadline)
    return Phrase("The round is closed: what you send or change now is added to the summary as late.")


def _section(question: Question) -> Section:
    needed = " (needed)" if question.required else ""
    return Section(f"{question.title}{needed}", question.asks)


def _so_far(asking: Asking) -> Plain:
    """What the form begins with: the half-given answer if there is one, else the stored one."""
    begun = WAYS[asking.question.kind].so_far(asking) if asking.draft is not None else None
    return asking.value if begun is None else begun


def _all_filled(turn: Turn, command: SubmitForm) -> dict[str, Plain]:
    """Every answer of the form, None for those left empty. Raises InvalidForm with all problems at once."""
    given: dict[str, Plain] = {}
    problems: dict[str, Words] = {}
    for question in turn.template.questions:
        asking = turn.asking(question)
        begun = replace(asking, value=_so_far(asking))
        try:
            given[question.id] = WAYS[question.kind].filled(begun, command.values)
        except InvalidForm as refusal:
            problems |= refusal.problems
        except Invalid as refusal:
            problems[_first_field(begun)] = refusal.phrase
        else:
            problems |= _emptied(asking, begun, given[question.id])
    problems |= reader_problems(turn, command, given)
    if problems:
        raise InvalidForm(problems)
    return given


def _emptied(asking: Asking, begun: Asking, value: Plain) -> dict[str, Words]:
    """The problem of a field that is empty and must not be: needed, or answered before."""
    if value is not None:
        return {}
    if asking.value is not None and asking.value not in ([], {}):
        words = "You have answered this before. Please say it anew, or “no view”; it cannot be left empty any more."
        return {_first_field(begun): words}
    if asking.question.required and asking.value is None:
        return {_first_field(begun): "Please answer this one, or write “no view”."}
    return {}


def _first_field(asking: Asking) -> str:
    fields = WAYS[asking.question.kind].fields(asking, asking.value)
    return next(field.id for field in fields if not isinstance(field, Section))


def _is_new(turn: Turn, question: Question, value: Plain) -> bool:
    return value is not None and value != value_of(turn.view, question.id)
