"""The end of a conversation: all answers in short, sending them, and what happens next."""

from __future__ import annotations

from flows.messages import (
    Block,
    Button,
    Buttons,
    Choice,
    Facts,
    Header,
    Menu,
    Message,
    Note,
    Style,
    Text,
)
from flows.phrases import Count, Instant, Listing, Phrase, Words, as_phrase
from flows.projects.membership import who_is
from flows.questionnaires.answers import Visibility
from flows.questionnaires.commands import ChangeAnswer, OpenForm, SubmitAnswers
from flows.questionnaires.template import Question
from flows.rounds.conversation_cards import brief, conversation_key, is_answered
from flows.rounds.conversation_turn import Turn
from flows.rounds.records import View, ViewState


def review_message(turn: Turn) -> Message:
    """All answers in short; what is missing by name; the way to send them, or that they are sent."""
    view, function = turn.view, turn.function.name
    sent = view.state is ViewState.SUBMITTED
    title = Phrase(
        "{project}: {function} has answered" if sent else "{project}: the answers of {function}",
        project=turn.project.name,
        function=function,
    )
    rows = tuple(
        (question.title, in_short(turn, question))
        for question in turn.template.questions
        if is_answered(view, question.id)
    )
    blocks: list[Block] = [Header(title)]
    if rows:
        blocks.append(Facts(rows))
    blocks += _open(turn)
    blocks += _sent(turn) if sent else _ready(turn)
    return Message(title, tuple(blocks))


def missing(turn: Turn, *, required: bool) -> tuple[Question, ...]:
    """The questions without an answer."""
    return tuple(
        question
        for question in turn.template.questions
        if question.required is required and not is_answered(turn.view, question.id)
    )


def in_short(turn: Turn, question: Question) -> Words:
    """The answer in one or a few lines; long words are cut, the card has them whole."""
    latest = turn.view.answers[question.id][-1]
    said = brief(turn, question, latest.value)
    if latest.visibility is Visibility.PROJECT:
        return said
    mark = "confidential" if latest.visibility is Visibility.CONFIDENTIAL else "for sponsor and facilitator"
    return Phrase("{said} ({mark})", said=as_phrase(said), mark=mark)


def thanks(turn: Turn) -> Message:
    """What happens next, and when."""
    function = turn.function.name
    if not turn.round.is_open:
        words = Phrase(
            "Thank you. The round was closed already, so the answers of {function} are noted as late, "
            "and the summary in {where} is brought up to date now.",
            function=function,
            where=_where(turn),
        )
        return Message(words, (Text(words),))
    words = Phrase(
        "Thank you, the answers of {function} are in. Nobody else reads them until the round closes.",
        function=function,
    )
    then = Phrase(
        "I close the round when everybody has answered, at the latest after {deadline}. Then I compare the answers and "
        "post in {where} where you agree, where answers contradict each other, and what is open. "
        "Until then you can change every answer.",
        deadline=Instant(turn.round.deadline, turn.project.zone),
        where=_where(turn),
    )
    return Message(words, (Text(words), Text(then)))


def thanks_key(view: View) -> str:
    """One thank-you per conversation."""
    return f"{conversation_key(view)}/thanks"


def titles(questions: tuple[Question, ...]) -> Listing:
    """ "Success, One number and Risks"."""
    return Listing(tuple(question.title for question in questions), "nothing")


def _open(turn: Turn) -> list[Block]:
    needed, others = missing(turn, required=True), missing(turn, required=False)
    blocks: list[Block] = []
    if needed:
        blocks.append(Text(Phrase("Needed before you can send: {questions}.", questions=titles(needed))))
    if others:
        blocks.append(Text(Phrase("Not answered: {questions}.", questions=titles(others))))
    begun = tuple(question for question in turn.template.questions if question.id in turn.view.draft)
    if begun:
        blocks.append(Note(Phrase("Begun and not finished: {questions}.", questions=titles(begun))))
    return blocks


def _ready(turn: Turn) -> list[Block]:
    view = turn.view
    total = len(turn.template.questions)
    given = sum(1 for question in turn.template.questions if is_answered(view, question.id))
    note = Phrase(
        "{given} of {all} answered. Nobody else reads your answers before you send them and the round closes, "
        "due {deadline}.",
        given=given,
        all=Count(total, "question", "questions"),
        deadline=Instant(turn.deadline, turn.project.zone),
    )
    buttons = (
        Button("Send my answers", SubmitAnswers(view.id), Style.PRIMARY, about=turn.function.name),
        Button("Open as form", OpenForm(view.id)),
    )
    return [Note(note), Buttons(buttons), _change_menu(turn)]


def _sent(turn: Turn) -> list[Block]:
    sent_at = Instant(turn.view.sent_at or turn.view.submitted_at or turn.now, turn.project.zone)
    words = Phrase(
        "Sent {at} by {who}. A change counts at once; you need not send again.", at=sent_at, who=_sender(turn)
    )
    return [Note(words), Buttons((Button("Open as form", OpenForm(turn.view.id)),)), _change_menu(turn)]


def _sender(turn: Turn) -> Words:
    return Phrase("{who}", who=who_is(turn.records.people, turn.view.respondent).name)


def _change_menu(turn: Turn) -> Menu:
    choices = tuple(
        Choice(question.title, ChangeAnswer(turn.view.id, question.id, anew=True))
        for question in turn.template.questions
    )
    return Menu("Answer or change a question", choices)


def _where(turn: Turn) -> Phrase:
    if turn.project.channel:
        return Phrase("#{channel}", channel=turn.project.channel)
    return Phrase("the project {name}", name=turn.project.name)
