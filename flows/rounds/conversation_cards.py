"""What a respondent sees of a question: the card that asks it, and the same card once it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import ceil

from flows.effects import Card
from flows.messages import Block, Button, Buttons, Choice, Header, Menu, Message, Note, Text
from flows.phrases import Count, Instant, Phrase, Quote, Words, as_phrase
from flows.plain import Plain
from flows.project_file import STORED, Node, read_answer
from flows.questionnaires.answers import Lens, Measure, Visibility
from flows.questionnaires.commands import (
    AnswerQuestion,
    ChangeAnswer,
    GoBack,
    OpenForm,
    SetLens,
    SetVisibility,
    SkipQuestion,
)
from flows.questionnaires.kinds import WAYS, shown
from flows.questionnaires.lenses import lens_of
from flows.questionnaires.template import Kind, Question
from flows.questionnaires.wording import NO_VIEW, NO_VIEW_LABEL, lines, shortened
from flows.rounds.conversation_turn import REVIEW, Turn, value_of
from flows.rounds.records import Answer, View

READERS: Mapping[Visibility, str] = {
    Visibility.PROJECT: "everyone in the project",
    Visibility.SPONSOR: "sponsor and facilitator only",
    Visibility.CONFIDENTIAL: "confidential: nobody else; you alone are told what contradicts it",
}

SHOWN_LINES = 3


def card_key(view: View, card: str) -> str:
    """The place of a question's latest card (or of the review), for the person who answers now."""
    posted = view.cards.count(card)
    asked = "review" if card == REVIEW else f"q/{card}"
    key = f"{conversation_key(view)}/{asked}"
    return key if posted <= 1 else f"{key}/{posted}"


def conversation_key(view: View) -> str:
    """What all keys of a conversation begin with; a colleague who takes over has a conversation of their own."""
    key = f"round/{view.round_id}/{view.function_id}"
    return f"{key}/to/{view.respondent}" if view.handed_over_by else key


def step_key(view: View, question: str, step: str) -> str:
    """The place of a small question under a card; every version of the answer has its own."""
    return f"{card_key(view, question)}/s{len(view.answers.get(question, ()))}/{step}"


QUESTION = "question"


def asking_card(turn: Turn, question: str) -> Card:
    """The card that asks a question, drawn when it is sent: while the respondent presses, it changes all the time."""
    return Card(QUESTION, turn.view.id, question)


def question_card(turn: Turn, question: Question) -> Message:
    """The question, with all the ways to answer it."""
    asking = turn.asking(question)
    blocks: list[Block] = [Header(question.title), Note(_where(turn, question)), Text(question.asks)]
    if question.why:
        blocks.append(Note(question.why))
    if question.example and question.kind is Kind.TEXT:
        blocks.append(Note(Phrase("For example: {example}", example=question.example)))
    if asking.value is not None:
        blocks += [Text("Your answer so far:"), lines(shown(turn.setting, question, asking.value))]
    elif question.required:
        blocks.append(Note("This one is needed before you can send your answers."))
    blocks += WAYS[question.kind].card(asking)
    blocks.append(Buttons(_roads(turn, question, changing=asking.value is not None)))
    if not turn.round.is_open:
        blocks.append(Note("The round is closed. Your answer is noted as late, and the summary is brought up to date."))
    summary = Phrase(
        "{project}, {function}: {question}",
        project=turn.project.name,
        function=turn.function.name,
        question=question.title,
    )
    return Message(summary, tuple(blocks))


def answered_card(turn: Turn, question: Question) -> Message:
    """The answer in words, with the ways to change it and to choose who reads it."""
    view = turn.view
    latest = view.answers[question.id][-1]
    said = lines(shown(turn.setting, question, latest.value))
    change = Button("Change", ChangeAnswer(view.id, question.id), about=question.title)
    blocks = (
        Header(question.title),
        said,
        Note(_small_print(turn, latest)),
        *_before(turn, question),
        Buttons((change,)),
        *_lens(turn, question, latest.value),
        Menu(
            "Who may read this",
            tuple(
                Choice(words.capitalize(), SetVisibility(view.id, question.id, visibility))
                for visibility, words in READERS.items()
                if visibility is not latest.visibility
            ),
        ),
    )
    return Message(Phrase("{question}: answered.", question=question.title), blocks)


def _lens(turn: Turn, question: Question, value: Plain) -> tuple[Block, ...]:
    """What a measure is about, and a menu to say otherwise."""
    if question.kind is not Kind.MEASURE or not isinstance(value, Mapping):
        return ()
    measure = read_answer(turn.template, question, Node.of(value), STORED)
    now = lens_of(turn.template, measure) if isinstance(measure, Measure) else None
    words = Phrase("It is about {lens}.", lens=now.value) if now else Phrase("I cannot tell what it is about.")
    others = (lens for lens in Lens if lens is not now)
    choices = tuple(Choice(lens.value.capitalize(), SetLens(turn.view.id, question.id, lens)) for lens in others)
    return (Note(words), Menu("What it is about", choices))


def skipped_card(turn: Turn, question: Question) -> Message:
    """A question that was put off."""
    again = turn.view.skipped.count(question.id) == 1
    words = "Put off for now. I ask again at the end." if again else "Left open."
    button = Button("Answer it now", ChangeAnswer(turn.view.id, question.id, anew=True), about=question.title)
    blocks: tuple[Block, ...] = (Header(question.title), Text(words), Buttons((button,)))
    return Message(Phrase("{question}: {words}", question=question.title, words=words), blocks)


def retired_card(title: Words) -> Message:
    """What stands where a card was, after it was posted again further down."""
    words = Phrase("{title}: this goes on further down.", title=title)
    return Message(words, (Note(words),))


def brief(turn: Turn, question: Question, value: Plain) -> Words:
    """An answer in a line or three; long words are cut."""
    if isinstance(value, str) and value != NO_VIEW and question.kind is Kind.TEXT:
        return Phrase("{said}", said=Quote(shortened(value)))
    said = shown(turn.setting, question, value)
    some = {f"line{at}": as_phrase(words) for at, words in enumerate(said[:SHOWN_LINES])}
    template = "; ".join(f"{{{name}}}" for name in some)
    if len(said) > SHOWN_LINES:
        return Phrase(f"{template}; and {{n}} more", **some, n=len(said) - SHOWN_LINES)
    return Phrase(template, **some)


def _before(turn: Turn, question: Question) -> tuple[Block, ...]:
    """What was said before the last change; every version is kept."""
    versions = turn.view.answers[question.id]
    latest, earlier = versions[-1], [each for each in versions if each.value != versions[-1].value]
    if not earlier:
        return ()
    return (
        Note(
            Phrase(
                "Edited by {who}, {at}; was: {was}",
                who=turn.setting.name_of(latest.recorded_by or latest.by),
                at=Instant(latest.at, turn.project.zone),
                was=as_phrase(brief(turn, question, earlier[-1].value)),
            )
        ),
    )


def _where(turn: Turn, question: Question) -> Phrase:
    """ "Line 3 MES roll-out · Operations · question 4 of 13, about 6 minutes left"."""
    questions, answers = turn.template.questions, turn.view.answers
    left = sum(1 for other in questions if not answers.get(other.id))
    minutes = ceil(turn.template.minutes * max(left, 1) / len(questions))
    return Phrase(
        "{project} · {function} · question {n} of {all}, about {minutes} left",
        project=turn.project.name,
        function=turn.function.name,
        n=questions.index(question) + 1,
        all=len(questions),
        minutes=Count(minutes, "minute", "minutes"),
    )


def _roads(turn: Turn, question: Question, *, changing: bool) -> tuple[Button, ...]:
    """What every question offers beside its answer."""
    card = max(turn.view.cards.count(question.id), 1)
    first = question.id == turn.template.questions[0].id
    return _road_buttons((turn.view.id, question.id, card), question.title, changing=changing, first=first)


@lru_cache(maxsize=1024)
def _road_buttons(at: tuple[str, str, int], title: Words, *, changing: bool, first: bool) -> tuple[Button, ...]:
    """Kept, since every press draws them again. `at`: view, question, and how often it was asked."""
    view, question, card = at
    no_view = Button(NO_VIEW_LABEL, AnswerQuestion(view, question, NO_VIEW), about=title)
    back = Button("Back", GoBack(view, question), about=title)
    skip = Button("Keep as it is" if changing else "Skip for now", SkipQuestion(view, question, card), about=title)
    form = Button("Open as form", OpenForm(view))
    return (no_view, skip, form) if first else (no_view, back, skip, form)


def _small_print(turn: Turn, latest: Answer) -> Phrase:
    """Who reads it, and who said it where that is not plain."""
    template, by = "Read by: {readers}.", turn.setting.name_of(latest.by)
    if latest.visibility is Visibility.CONFIDENTIAL:
        template = "{readers}."
    if latest.recorded_by:
        template += " Recorded by {recorder} for {by}."
    elif latest.by != turn.view.respondent:
        template += " Said by {by}."
    if latest.late:
        template += " Late: {at}."
    readers = READERS[latest.visibility]
    return Phrase(
        template,
        readers=readers.capitalize() if template.startswith("{") else readers,
        recorder=turn.setting.name_of(latest.recorded_by or latest.by),
        by=by,
        at=Instant(latest.at, turn.project.zone),
    )


def is_answered(view: View, question: str) -> bool:
    """Whether there is an answer, "no view" included."""
    return value_of(view, question) is not None
