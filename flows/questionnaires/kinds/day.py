"""Date: one calendar day."""

# ruff: noqa: ARG002  # all kinds have the same methods, and not each of them needs all it is given

from __future__ import annotations

from datetime import date

from flows.commands import FormValues
from flows.errors import Invalid, InvalidForm
from flows.forms import ChoicesField, DateField, Field, Option
from flows.messages import Block, Text
from flows.phrases import Phrase, Words
from flows.plain import Plain
from flows.questionnaires.asking import Asking, Full, Setting, Taken, Way, one_text, several
from flows.questionnaires.checking import checked
from flows.questionnaires.days import EXAMPLE, read_dated
from flows.questionnaires.template import Question
from flows.questionnaires.wording import NO_VIEW, NO_VIEW_LABEL


class DateWay(Way):
    """Typed in figures or with the month's name, always with the year."""

    def card(self, asking: Asking) -> tuple[Block, ...]:
        example = asking.question.example or EXAMPLE
        return (Text(Phrase("Type the day with its year, for example: {example}", example=example)),)

    def read(self, asking: Asking, text: str) -> Taken:
        return Full(checked(asking, read_dated(text).isoformat()))

    def fields(self, asking: Asking, value: Plain) -> tuple[Field, ...]:
        question = asking.question
        given = "" if value is None or value == NO_VIEW else str(value)
        none = (NO_VIEW,) if value == NO_VIEW else ()
        return (
            DateField(question.id, question.title, value=given),
            ChoicesField(_none(question), "Or", (Option(NO_VIEW, NO_VIEW_LABEL),), values=none),
        )

    def filled(self, asking: Asking, values: FormValues) -> Plain:
        text, none = one_text(values, asking.question.id), bool(several(values, _none(asking.question)))
        if text and none:
            raise InvalidForm({asking.question.id: "Please give either a day or “no view”, not both."})
        if not text:
            return NO_VIEW if none else None
        try:
            return checked(asking, read_dated(text).isoformat())
        except Invalid as refusal:
            raise InvalidForm({asking.question.id: refusal.phrase}) from refusal

    def shown(self, setting: Setting, question: Question, value: Plain) -> tuple[Words, ...]:
        return (Phrase("{day}", day=date.fromisoformat(str(value))),)


def _none(question: Question) -> str:
    return f"{question.id}:none"
