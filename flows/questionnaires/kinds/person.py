"""Person: one of the people of the project."""

# ruff: noqa: ARG002  # all kinds have the same methods, and not each of them needs all it is given

from __future__ import annotations

from flows.commands import FormValues
from flows.errors import Invalid, InvalidForm
from flows.forms import ChoiceField, Field, Option
from flows.messages import Block, Choice, Menu
from flows.phrases import Phrase, Words
from flows.plain import Plain
from flows.questionnaires.asking import Asking, Full, Setting, Taken, Way, one_text
from flows.questionnaires.commands import AnswerQuestion
from flows.questionnaires.template import Question
from flows.questionnaires.wording import NO_VIEW, NO_VIEW_LABEL, named

LONGEST_MENU = 100


class PersonWay(Way):
    """Chosen from the menu, or the typed name."""

    def card(self, asking: Asking) -> tuple[Block, ...]:
        question, view = asking.question, asking.setting.view_id
        people = asking.setting.people[:LONGEST_MENU]
        return (
            Menu(question.title, tuple(Choice(one.name, AnswerQuestion(view, question.id, one.id)) for one in people)),
        )

    def read(self, asking: Asking, text: str) -> Taken:
        person = named(asking.setting.people, text.strip().removeprefix("@"))
        if person is not None:
            return Full(person.id)
        raise Invalid(
            "I read “{typed}”, and nobody of this project has that name. Please choose from the menu, or type the "
            "whole name, for example: {example}",
            typed=" ".join(text.split())[:80],
            example=asking.setting.people[0].name,
        )

    def pick(self, asking: Asking, item: str, value: str) -> Taken:
        if any(person.id == value for person in asking.setting.people):
            return Full(value)
        raise Invalid("That person is not in this project any more. Please choose somebody else.")

    def fields(self, asking: Asking, value: Plain) -> tuple[Field, ...]:
        question, setting = asking.question, asking.setting
        options = [Option(person.id, person.name) for person in setting.people]
        chosen = value if isinstance(value, str) else ""
        if chosen and chosen not in {NO_VIEW, *(option.value for option in options)}:
            options.append(Option(chosen, setting.name_of(chosen)))  # has left since; it stays what was said
        options.append(Option(NO_VIEW, NO_VIEW_LABEL))
        return (ChoiceField(question.id, question.title, tuple(options), value=chosen, required=question.required),)

    def filled(self, asking: Asking, values: FormValues) -> Plain:
        chosen = one_text(values, asking.question.id)
        if not chosen:
            return None
        if chosen not in {NO_VIEW, asking.value, *(person.id for person in asking.setting.people)}:
            raise InvalidForm({asking.question.id: "Please choose somebody from the list."})
        return chosen

    def shown(self, setting: Setting, question: Question, value: Plain) -> tuple[Words, ...]:
        return (Phrase("{person}", person=setting.name_of(str(value))),)
