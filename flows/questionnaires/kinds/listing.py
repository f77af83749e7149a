"""Lists of records: one per message, one per line of a form, or one at a time by a small form."""

# ruff: noqa: ARG002  # all kinds have the same methods, and not each of them needs all it is given

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TypeAlias

from flows.commands import FormValues
from flows.errors import FlowError, Invalid, InvalidForm
from flows.forms import Field, TextField
from flows.messages import Block, Button, Buttons, Style, Text
from flows.phrases import Count, Phrase, Words, as_phrase
from flows.plain import Plain
from flows.questionnaires.asking import Asking, Full, Part, Setting, Step, Taken, Way, one_text
from flows.questionnaires.checking import checked
from flows.questionnaires.commands import AnswerQuestion, FinishQuestion, OpenQuestionForm
from flows.questionnaires.template import Question
from flows.questionnaires.wording import (
    NO_VIEW,
    NO_VIEW_LABEL,
    lines,
    means_all,
    means_no_view,
    means_none,
)

Entry: TypeAlias = Mapping[str, Plain]
Entries: TypeAlias = list[Entry]
REMOVE = "remove"
LONGEST = 100


class ListWay(Way, ABC):
    """A list of one kind of record. Its kinds say how one record is typed, written and shown."""

    example = ""
    none_label = "There are none"
    none_words = "None."

    @abstractmethod
    def parse(self, asking: Asking, line: str, before: Entries) -> Entry:
        """One record as typed, after those `before`. Raises Invalid."""

    @abstractmethod
    def line(self, setting: Setting, entry: Entry) -> str:
        """One record as it would be typed; `parse` reads it back."""

    @abstractmethod
    def words(self, setting: Setting, entry: Entry) -> Words:
        """One record, to be read."""

    def card(self, asking: Asking) -> tuple[Block, ...]:
        entries, setting, question = entries_of(asking.draft), asking.setting, asking.question
        hint = Text(
            Phrase("Type one per message, for example: {example}", example=asking.question.example or self.example)
        )
        listed = (lines(self.shown(setting, question, asking.draft)),) if entries else ()
        return (hint, *listed, Buttons(self._buttons(asking)))

    def read(self, asking: Asking, text: str) -> Taken:
        entries = entries_of(asking.draft)
        if means_all(text) or (means_none(text) and not entries):
            return self.finish(asking)
        if means_no_view(text):
            raise Invalid("You have listed some already. Press “That is all”, or “No view / not my area” to drop them.")
        for line in text.split("\n"):
            if line.strip():
                entries.append(self.one(asking, line, entries))
        return Part(_few(entries))

    def pick(self, asking: Asking, item: str, value: str) -> Taken:
        if value != REMOVE:
            return super().pick(asking, item, value)
        entries = entries_of(asking.draft)
        return Part(entries[:-1] if str(len(entries)) == item else entries)

    def finish(self, asking: Asking) -> Taken:
        return Full(entries_of(asking.draft))

    def so_far(self, asking: Asking) -> Plain:
        return entries_of(asking.draft) or None

    def reopened(self, asking: Asking) -> Plain:
        return entries_of(asking.value)

    def step(self, asking: Asking) -> Step | None:
        entries = entries_of(asking.draft)
        if not entries:
            return None
        noted = Phrase(
            "Noted as number {n}: {entry}. Type the next one, or press “That is all”.",
            n=len(entries),
            entry=as_phrase(self.words(asking.setting, entries[-1])),
        )
        return Step(str(len(entries)), (Text(noted), Buttons(self._buttons(asking))))

    def past(self, asking: Asking, step: str) -> tuple[Block, ...]:
        entries = entries_of(asking.draft if asking.draft is not None else asking.value)
        at = int(step.partition(".")[0]) - 1 if step.partition(".")[0].isdigit() else -1
        if 0 <= at < len(entries):
            return (Text(Phrase("Noted: {entry}", entry=as_phrase(self.words(asking.setting, entries[at])))),)
        return (Text("Removed."),)

    def fields(self, asking: Asking, value: Plain) -> tuple[Field, ...]:
        question, entries = asking.question, entries_of(value)
        shown = "\n".join(self.line(asking.setting, entry) for entry in entries)
        if not entries and value is not None:
            shown = NO_VIEW_LABEL if value == NO_VIEW else "none"
        hint = f"One per line, for example: {question.example or self.example}. Or: none."
        return (TextField(question.id, question.title, hint, shown, multiline=True, limit=8000),)

    def filled(self, asking: Asking, values: FormValues) -> Plain:
        text = one_text(values, asking.question.id)
        if not text or means_no_view(text):
            return NO_VIEW if text else None
        entries: Entries = []
        if means_none(text):
            return entries
        try:
            for line in text.split("\n"):
                if line.strip():
                    entries.append(self.one(asking, line, entries))
        except Invalid as refusal:
            where = Phrase("Line {n}: {problem}", n=len(entries) + 1, problem=refusal.phrase)
            raise InvalidForm({asking.question.id: where}) from refusal
        return _few(entries)

    def shown(self, setting: Setting, question: Question, value: Plain) -> tuple[Words, ...]:
        return tuple(self.words(setting, entry) for entry in entries_of(value)) or (self.none_words,)

    def one(self, asking: Asking, line: str, before: Entries) -> Entry:
        """One typed record, in its stored spelling. Raises Invalid."""
        return self.store(asking, self.parse(asking, line, before))

    def store(self, asking: Asking, entry: Entry) -> Entry:
        """The record in its stored spelling. Raises Invalid with an example."""
        try:
            return entries_of(checked(asking, [entry]))[0]
        except FlowError as refusal:
            raise Invalid(
                "{problem} Please type it like this: {example}", problem=refusal.phrase, example=self.example
            ) from refusal

    def _buttons(self, asking: Asking) -> tuple[Button, ...]:
        view, question, entries = asking.setting.view_id, asking.question.id, entries_of(asking.draft)
        form = Button("Add by form", OpenQuestionForm(view, question))
        if not entries:
            return (Button(self.none_label, FinishQuestion(view, question)), form)
        remove = AnswerQuestion(view, question, REMOVE, str(len(entries)))
        done = Button("That is all", FinishQuestion(view, question), Style.PRIMARY)
        return (done, form, Button("Remove the last one", remove))


def entries_of(value: Plain) -> Entries:
    """The records of a stored list or draft; none for anything else."""
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list | tuple) else []


def text_of(entry: Entry, key: str) -> str:
    """One part of a record; "" when it is not there."""
    return str(entry.get(key) or "")


def _few(entries: Entries) -> Entries:
    if len(entries) > LONGEST:
        raise Invalid(
            "I can keep {longest} here. Please send the rest as one document.",
            longest=Count(LONGEST, "entry", "entries"),
        )
    return entries
