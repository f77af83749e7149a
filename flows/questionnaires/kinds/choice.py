"""Choice: exactly one of the options, by one press."""

# ruff: noqa: ARG002  # all kinds have the same methods, and not each of them needs all it is given

from __future__ import annotations

from flows.commands import FormValues
from flows.errors import Invalid, InvalidForm
from flows.forms import ChoiceField, Field, Option
from flows.messages import Block, Button, Choice, Menu
from flows.phrases import Phrase, Words
from flows.plain import Plain
from flows.questionnaires.asking import Asking, Full, Setting, Taken, Way, name_in, one_text
from flows.questionnaires.commands import AnswerQuestion
from flows.questionnaires.template import Question
from flows.questionnaires.wording import NO_VIEW, NO_VIEW_LABEL, capital, either, named, rows_of

AS_BUTTONS = 10


class ChoiceWay(Way):
    """Buttons, or a menu where there are many options; the typed name does as well."""

    def card(self, asking: Asking) -> tuple[Block, ...]:
        question, view = asking.question, asking.setting.view_id
        given = [(capital(option.name), AnswerQuestion(view, question.id, option.id)) for option in question.options]
        if len(given) > AS_BUTTONS:
            return (Menu(question.title, tuple(Choice(name, command) for name, command in given)),)
        return rows_of([Button(name, command, about=question.title) for name, command in given])

    def read(self, asking: Asking, text: str) -> Taken:
        option = named(asking.question.options, text)
        if option is not None:
            return Full(option.id)
        raise Invalid(
            "I read “{typed}”, which is none of the choices. Please press one, or type {choices}.",
            typed=text.strip()[:80],
            choices=either(option.name for option in asking.question.options),
        )

    def pick(self, asking: Asking, item: str, value: str) -> Taken:
        if any(option.id == value for option in asking.question.options):
            return Full(value)
        raise Invalid("This choice does not exist any more. Please choose one of those shown now.")

    def fields(self, asking: Asking, value: Plain) -> tuple[Field, ...]:
        question = asking.question
        options = tuple(Option(option.id, capital(option.name)) for option in question.options)
        chosen = value if isinstance(value, str) else ""
        if chosen and chosen not in {NO_VIEW, *(option.value for option in options)}:
            options += (Option(chosen, chosen),)  # it has gone from the template since; it stays what was said
        options += (Option(NO_VIEW, NO_VIEW_LABEL),)
        return (ChoiceField(question.id, question.title, options, value=chosen, required=question.required),)

    def filled(self, asking: Asking, values: FormValues) -> Plain:
        chosen = one_text(values, asking.question.id)
        if not chosen:
            return None
        if chosen not in {NO_VIEW, asking.value, *(option.id for option in asking.question.options)}:
            raise InvalidForm({asking.question.id: "Please choose one of those shown."})
        return chosen

    def shown(self, setting: Setting, question: Question, value: Plain) -> tuple[Words, ...]:
        return (Phrase("{choice}", choice=capital(name_in(question.options, str(value)))),)
