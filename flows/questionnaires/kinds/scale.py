"""Scale: a whole number between two ends, by one press where there are few."""

# ruff: noqa: ARG002  # all kinds have the same methods, and not each of them needs all it is given

from __future__ import annotations

import re

from flows.commands import FormValues
from flows.errors import Invalid, InvalidForm
from flows.forms import ChoiceField, Field, Option, TextField
from flows.messages import Block, Button, Text
from flows.phrases import Phrase, Words
from flows.plain import Plain
from flows.questionnaires.asking import Asking, Full, Setting, Taken, Way, one_text
from flows.questionnaires.commands import AnswerQuestion
from flows.questionnaires.template import Question, Scale
from flows.questionnaires.wording import NO_VIEW, NO_VIEW_LABEL, means_no_view, rows_of

AS_BUTTONS = 11
_NUMBER = re.compile(r"(-?\d{1,7})(?:\s*(?:/|of|out of)\s*(\d{1,7}))?\.?", re.ASCII)


class ScaleWay(Way):
    """A button per number, or the typed number."""

    def card(self, asking: Asking) -> tuple[Block, ...]:
        question, view = asking.question, asking.setting.view_id
        hint = Text(Phrase("A whole number {ends}.", ends=_ends(question.scale)))
        if not _is_short(question.scale):
            return (hint,)
        numbers = [
            Button(str(number), AnswerQuestion(view, question.id, str(number)), about=_about(question, number))
            for number in question.scale.points
        ]
        return (hint, *rows_of(numbers))

    def read(self, asking: Asking, text: str) -> Taken:
        return Full(_number(asking.question, text))

    def pick(self, asking: Asking, item: str, value: str) -> Taken:
        return Full(_number(asking.question, value))

    def fields(self, asking: Asking, value: Plain) -> tuple[Field, ...]:
        question = asking.question
        hint = Phrase("A whole number {ends}.", ends=_ends(question.scale))
        shown = "" if value is None else str(value)
        if not _is_short(question.scale):
            shown = NO_VIEW_LABEL if value == NO_VIEW else shown
            return (TextField(question.id, question.title, hint, shown, required=question.required),)
        numbers = [*(Option(str(number), str(number)) for number in question.scale.points)]
        if shown not in {"", NO_VIEW, *(option.value for option in numbers)}:
            numbers.append(Option(shown, shown))  # from an earlier scale; it stays what was said
        options = (*numbers, Option(NO_VIEW, NO_VIEW_LABEL))
        return (ChoiceField(question.id, question.title, options, hint, shown, required=question.required),)

    def filled(self, asking: Asking, values: FormValues) -> Plain:
        text = one_text(values, asking.question.id)
        if not text or text == NO_VIEW or means_no_view(text):
            return NO_VIEW if text else None
        if asking.value is not None and text == str(asking.value):
            return asking.value
        try:
            return _number(asking.question, text)
        except Invalid as refusal:
            raise InvalidForm({asking.question.id: refusal.phrase}) from refusal

    def shown(self, setting: Setting, question: Question, value: Plain) -> tuple[Words, ...]:
        return (Phrase("{number}, {ends}", number=str(value), ends=_ends(question.scale)),)


def _number(question: Question, text: str) -> int:
    """The number on the scale: `4`, `4 of 5`. Raises Invalid with the two ends."""
    scale, found = question.scale, _NUMBER.fullmatch(text.strip())
    if found is None or int(found[1]) not in scale.points or int(found[2] or scale.high) != scale.high:
        typed = " ".join(text.split())[:80]
        raise Invalid("I read “{typed}”. Please give a whole number {ends}.", typed=typed, ends=_ends(scale))
    return int(found[1])


def _ends(scale: Scale) -> Phrase:
    """ "from 1 (not at all) to 5 (fully)"."""
    low = Phrase("{number} ({name})" if scale.low_name else "{number}", number=scale.low, name=scale.low_name)
    high = Phrase("{number} ({name})" if scale.high_name else "{number}", number=scale.high, name=scale.high_name)
    return Phrase("from {low} to {high}", low=low, high=high)


def _about(question: Question, number: int) -> str:
    name = {question.scale.low: question.scale.low_name, question.scale.high: question.scale.high_name}.get(number)
    return f"{name}, {question.title}" if name else question.title


def _is_short(scale: Scale) -> bool:
    return len(scale.points) <= AS_BUTTONS
