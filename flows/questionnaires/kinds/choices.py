"""Choices: any number of the options, and own words where the question takes them."""

# ruff: noqa: ARG002  # all kinds have the same methods, and not each of them needs all it is given

from __future__ import annotations

from collections.abc import Sequence

from flows.commands import FormValues
from flows.errors import Invalid, InvalidForm
from flows.forms import ChoicesField, Field, Option, TextField
from flows.messages import Block, Button, Buttons, Style, Text
from flows.phrases import Phrase, Quote, Words
from flows.plain import Plain
from flows.questionnaires.asking import Asking, Full, Part, Setting, Taken, Way, name_in, one_text, several
from flows.questionnaires.commands import AnswerQuestion, FinishQuestion
from flows.questionnaires.lines import join, split
from flows.questionnaires.template import Named, Question
from flows.questionnaires.wording import (
    NO_VIEW,
    NO_VIEW_LABEL,
    capital,
    either,
    means_all,
    means_no_view,
    means_none,
    named,
    rows_of,
)

LONGEST_OWN = 300


class ChoicesWay(Way):
    """A press adds an option or takes it back; "That is all" stores them."""

    def card(self, asking: Asking) -> tuple[Block, ...]:
        question, view = asking.question, asking.setting.view_id
        chosen = _chosen(asking.draft)
        buttons = [
            Button(
                f"✓ {capital(option.name)}" if option.id in chosen else capital(option.name),
                AnswerQuestion(view, question.id, option.id),
                Style.PRIMARY if option.id in chosen else Style.PLAIN,
                about="press again to take it back" if option.id in chosen else "",
            )
            for option in offered(question, chosen)
        ]
        hint = "Press all that apply"
        hint += ", type anything that is missing, then press “That is all”." if question.own_words else "."
        label = "That is all" if chosen else "None of these"
        done = Button(label, FinishQuestion(view, question.id), Style.PRIMARY if chosen else Style.PLAIN)
        return (Text(hint), *rows_of(buttons), Buttons((done,)))

    def read(self, asking: Asking, text: str) -> Taken:
        if means_all(text) or means_none(text):
            return self.finish(asking)
        question, chosen = asking.question, list(_chosen(asking.draft))
        for typed in _typed(question, text):
            option = named(question.options, typed)
            if option is None and not question.own_words:
                raise Invalid(
                    "I read “{typed}”, which is none of the choices. Please press them, or type {choices}.",
                    typed=typed[:80],
                    choices=either(option.name for option in question.options),
                )
            chosen.append(_own(typed) if option is None else option.id)
        return Part(list(dict.fromkeys(chosen)))

    def pick(self, asking: Asking, item: str, value: str) -> Taken:
        chosen = list(_chosen(asking.draft))
        if value not in {option.id for option in offered(asking.question, chosen)}:
            raise Invalid("This choice does not exist any more. Please choose among those shown now.")
        if value in chosen:
            chosen.remove(value)
        else:
            chosen.append(value)
        return Part(chosen)

    def finish(self, asking: Asking) -> Taken:
        return Full(list(_chosen(asking.draft)))

    def so_far(self, asking: Asking) -> Plain:
        return list(_chosen(asking.draft)) or None

    def reopened(self, asking: Asking) -> Plain:
        return list(_chosen(asking.value))

    def fields(self, asking: Asking, value: Plain) -> tuple[Field, ...]:
        question = asking.question
        known = {option.id for option in question.options}
        chosen = (NO_VIEW,) if value == NO_VIEW else tuple(_chosen(value))
        options = (
            *(Option(option.id, capital(option.name)) for option in question.options),
            Option(NO_VIEW, NO_VIEW_LABEL),
        )
        picked = tuple(item for item in chosen if item in known or item == NO_VIEW)
        found: tuple[Field, ...] = (ChoicesField(question.id, question.title, options, values=picked),)
        if question.own_words or len(picked) < len(chosen):
            own = "\n".join(join([("", item)]) for item in chosen if item not in picked)
            label = f"{question.title}: others, one per line"
            found += (TextField(_own_field(question), label, value=own, multiline=True),)
        return found

    def filled(self, asking: Asking, values: FormValues) -> Plain:
        question = asking.question
        chosen = list(several(values, question.id))
        own = _own_lines(question, values)
        if NO_VIEW in chosen:
            if len(chosen) + len(own) > 1:
                raise InvalidForm({question.id: "Please choose either what applies or “no view”, not both."})
            return NO_VIEW
        if not {*chosen} <= {option.id for option in question.options}:
            raise InvalidForm({question.id: "Please choose among those shown."})
        return list(dict.fromkeys([*_as_before(asking.value, chosen, own)])) or None

    def shown(self, setting: Setting, question: Question, value: Plain) -> tuple[Words, ...]:
        known = {option.id for option in question.options}
        chosen = _chosen(value)
        if not chosen:
            return ("None of these.",)
        return tuple(
            Phrase("{choice}", choice=capital(name_in(question.options, item)) if item in known else Quote(item))
            for item in chosen
        )


def offered(question: Question, chosen: Sequence[str]) -> list[Named]:
    """The options, then the person's own words, which can be taken back in the same way."""
    known = {option.id for option in question.options}
    return [*question.options, *(Named(item, item) for item in chosen if item not in known)]


def _chosen(value: Plain) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()


def _own_field(question: Question) -> str:
    return f"{question.id}:own"


def _typed(question: Question, text: str) -> list[str]:
    """One own thing per message; names of options may also come as a list."""
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    if all(named(question.options, part) for part in parts):
        return parts
    return [text.strip()]


def _own(words: str) -> str:
    line = " ".join(words.split())
    if means_no_view(line):
        raise Invalid("Please say “no view” in place of the whole answer, or give your own words.")
    if len(line) > LONGEST_OWN:
        raise Invalid("Please say it in at most {longest} characters.", longest=LONGEST_OWN)
    return line


def _own_lines(question: Question, values: FormValues) -> list[str]:
    try:
        return [_own(words) for line in one_text(values, _own_field(question)).split("\n") for _, words in split(line)]
    except Invalid as refusal:
        raise InvalidForm({_own_field(question): refusal.phrase}) from refusal


def _as_before(value: Plain, chosen: list[str], own: list[str]) -> list[str]:
    """In the order in which they were said before; what is new comes last."""
    now = [*chosen, *own]
    before = [item for item in _chosen(value) if item in now]
    return [*before, *(item for item in now if item not in before)]
