"""Text: the person's own words."""

# ruff: noqa: ARG002  # all kinds have the same methods, and not each of them needs all it is given

from __future__ import annotations

from flows.commands import FormValues
from flows.errors import Invalid
from flows.forms import Field, TextField
from flows.phrases import Words
from flows.plain import Plain
from flows.questionnaires.asking import Asking, Full, Setting, Taken, Way, one_text
from flows.questionnaires.template import Question
from flows.questionnaires.wording import NO_VIEW, NO_VIEW_LABEL, means_no_view, said

LONGEST = 8000


class TextWay(Way):
    """Free text of up to 8,000 characters."""

    def read(self, asking: Asking, text: str) -> Taken:
        return Full(_words(text))

    def fields(self, asking: Asking, value: Plain) -> tuple[Field, ...]:
        question = asking.question
        shown = NO_VIEW_LABEL if value == NO_VIEW else str(value or "")
        return (
            TextField(
                question.id,
                question.title,
                hint=f"For example: {question.example}" if question.example else "",
                value=shown,
                required=question.required,
                multiline=True,
                limit=LONGEST,
            ),
        )

    def filled(self, asking: Asking, values: FormValues) -> Plain:
        words = one_text(values, asking.question.id)
        if not words:
            return None
        return NO_VIEW if means_no_view(words) else _words(words)

    def shown(self, setting: Setting, question: Question, value: Plain) -> tuple[Words, ...]:
        return (said(str(value)),)


def _words(text: str) -> str:
    words = text.strip()
    if not words:
        raise Invalid("I have not read any words. Please type your answer, or say that you have no view.")
    if len(words) > LONGEST:
        raise Invalid(
            "That is {length} characters, and {longest} is the most I can take. "
            "Please send the main points, or a link to the rest.",
            length=f"{len(words):,}",
            longest=f"{LONGEST:,}",
        )
    return words
