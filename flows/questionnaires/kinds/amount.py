"""Amount: a number with its unit, also where somebody types it as a limit ("at most 4 h")."""

# ruff: noqa: ARG002  # all kinds have the same methods, and not each of them needs all it is given

from __future__ import annotations

import re

from flows.amounts import read_amount
from flows.commands import FormValues
from flows.errors import Invalid, InvalidForm
from flows.forms import Field, TextField
from flows.messages import Block, Text
from flows.phrases import Phrase, Words
from flows.plain import Plain
from flows.questionnaires.asking import Asking, Full, Setting, Taken, Way, one_text
from flows.questionnaires.checking import checked
from flows.questionnaires.template import Question
from flows.questionnaires.wording import NO_VIEW, NO_VIEW_LABEL, means_no_view

_AT_MOST = r"(?:at most|(?:no|not) (?:more|longer) than|up to|max(?:imum|\.)?(?: of)?|within|≤|<=|<|=|:)"
_AT_LEAST = re.compile(r"at least|(?<!no )(?<!not )(?:more|longer) than|\bmin(?:imum|\.)|≥|>", re.IGNORECASE)
_GRAMMAR = re.compile(
    rf"(?:[^\d≤<>≥=]*?{_AT_MOST}\s*)?(?P<amount>\.?\d.*?)(?:\s*(?:at most|or less|max(?:imum|\.)?))?\.?",
    re.IGNORECASE | re.DOTALL,
)
LONGEST = 200


class AmountWay(Way):
    """Typed: the number and the unit, with or without words for "at most" before it."""

    def card(self, asking: Asking) -> tuple[Block, ...]:
        return (Text(Phrase("Type a number and its unit, for example: {example}", example=_example(asking.question))),)

    def read(self, asking: Asking, text: str) -> Taken:
        return Full(_amount(asking, text))

    def fields(self, asking: Asking, value: Plain) -> tuple[Field, ...]:
        question = asking.question
        hint = Phrase("A number and its unit, for example {example}. Or: no view.", example=_example(question))
        shown = NO_VIEW_LABEL if value == NO_VIEW else str(value or "")
        return (TextField(question.id, question.title, hint, shown, required=question.required, limit=LONGEST),)

    def filled(self, asking: Asking, values: FormValues) -> Plain:
        text = one_text(values, asking.question.id)
        if not text or means_no_view(text):
            return NO_VIEW if text else None
        try:
            return asking.value if text == asking.value else _amount(asking, text)
        except Invalid as refusal:
            raise InvalidForm({asking.question.id: refusal.phrase}) from refusal

    def shown(self, setting: Setting, question: Question, value: Plain) -> tuple[Words, ...]:
        return (Phrase("{amount}", amount=str(value)),)


def _amount(asking: Asking, text: str) -> Plain:
    """The amount that the words come to, as it is stored. Raises Invalid with an example."""
    typed, unit = " ".join(text.split()), asking.question.unit
    found = _GRAMMAR.fullmatch(typed) if len(typed) <= LONGEST else None
    if _AT_LEAST.search(typed) or found is None:
        raise Invalid(_misread(typed), typed=typed[:80], example=_example(asking.question))
    words = found["amount"]
    if re.search(r"\d,\d", words):
        template = "I read “{typed}”. Please write the number with a decimal point and nothing else, for example 4.5."
        raise Invalid(template, typed=typed[:80])
    if unit and re.fullmatch(r"[\d.]+", words):
        words = f"{words.rstrip('.')} {unit}"
    try:
        amount = read_amount(words)
    except Invalid as refusal:
        raise Invalid(_misread(typed), typed=typed[:80], example=_example(asking.question)) from refusal
    return checked(asking, str(amount))


def _misread(typed: str) -> str:
    if _AT_LEAST.search(typed):
        return "I read “{typed}” as a lower end, and I keep one amount. Please type it alone, for example {example}."
    return "I read “{typed}”. Please type a number and its unit, for example {example}."


def _example(question: Question) -> str:
    return question.example or f"4 {question.unit or 'h'}"
