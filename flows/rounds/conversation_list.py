"""What waits for my answers: the list behind /align questions."""

from __future__ import annotations

from datetime import datetime

from flows.commands import Actor
from flows.effects import Effects
from flows.messages import Block, Button, Buttons, Header, Message, Style, Text
from flows.phrases import Count, Instant, Phrase
from flows.questionnaires.commands import ContinueAnswering, ListQuestionnaires, OpenForm
from flows.rounds.conversation_cards import is_answered
from flows.rounds.conversation_turn import Turn, load_turn
from flows.rounds.records import ViewState
from flows.rounds.scene import latest_round
from flows.rounds.shelves import Records

MOST = 20


def list_questionnaires(records: Records, actor: Actor, command: ListQuestionnaires, now: datetime) -> Effects:  # noqa: ARG001  # says nothing
    """The person's questionnaires: those that wait first, then what can still be added to or changed."""
    views = records.views.where(person_id=actor.person_id)
    turns = [load_turn(records, actor, view, now) for view in views]
    waiting = sorted((turn for turn in turns if turn.view.is_pending), key=lambda turn: turn.deadline)
    others = [turn for turn in turns if not turn.view.is_pending and _is_latest(records, turn)]
    if not waiting and not others:
        nothing = "No questions wait for you just now. I write to you when there are new ones."
        return Effects(reply=Message(nothing, (Text(nothing),)))
    title = Phrase("{n} for you", n=Count(len(waiting), "questionnaire waits", "questionnaires wait"))
    if not waiting:
        title = Phrase("Nothing waits for you; {n} can still be changed.", n=len(others))
    blocks: list[Block] = [Header(title)]
    for turn in (*waiting, *others)[:MOST]:
        blocks += _entry(turn)
    return Effects(reply=Message(title, tuple(blocks)))


def _is_latest(records: Records, turn: Turn) -> bool:
    """Whether what is said there still counts: a closed round takes late answers until the next one begins."""
    latest = latest_round(records, turn.project.id)
    return latest is not None and latest.id == turn.round.id


def _entry(turn: Turn) -> tuple[Block, ...]:
    view, questions = turn.view, turn.template.questions
    given = sum(1 for question in questions if is_answered(view, question.id))
    template = "{project}, {function}: {given} of {all} answered, due {deadline}."
    if view.state is ViewState.SUBMITTED:
        template = "{project}, {function}: sent; every answer can be changed until the round closes."
        if not turn.round.is_open:
            template = "{project}, {function}: sent, and the round is closed; a change is noted as late."
    elif view.state is ViewState.WITHOUT:
        template = "{project}, {function}: the round went on without it; a late answer is still welcome."
    words = Phrase(
        template,
        project=turn.project.name,
        function=turn.function.name,
        given=given,
        all=Count(len(questions), "question", "questions"),
        deadline=Instant(turn.deadline, turn.project.zone),
    )
    begun = bool(view.answers or view.draft)
    label = "Change answers" if not view.is_pending and begun else "Continue" if begun else "Start"
    buttons = (
        Button(label, ContinueAnswering(view.id), Style.PRIMARY if view.is_pending else Style.PLAIN, turn.project.name),
        Button("Open as form", OpenForm(view.id), about=turn.project.name),
    )
    return (Text(words), Buttons(buttons))
