"""Own risks: what the catalogue lacks. Each is put to every other function that answers later in the round."""

# ruff: noqa: ARG002  # all kinds have the same methods, and not each of them needs all it is given

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

from flows.commands import FormValues
from flows.errors import Invalid, InvalidForm
from flows.forms import ChoiceField, Field, TextField
from flows.messages import Button, Buttons, Text
from flows.phrases import Phrase, Quote, Words
from flows.plain import Plain
from flows.questionnaires.answers import Stance
from flows.questionnaires.asking import Asking, Part, Setting, Step, Taken, one_text
from flows.questionnaires.commands import AnswerQuestion
from flows.questionnaires.kinds.listing import Entries, Entry, ListWay, entries_of, text_of
from flows.questionnaires.kinds.risk_grid import OPTIONS
from flows.questionnaires.lines import join, split
from flows.questionnaires.risks import DETAILS, LABELS, TYPED, details_line, in_words, read_details, stance_of
from flows.questionnaires.wording import either

MARKS = ("category", *TYPED)
_SENTENCE = re.compile(
    r"(?P<text>[^\"\n].*?)\s*[:–]\s*"
    r"(?P<stance>acceptable if .+|(?:not acceptable|acceptable|no view)\b[^,]*)"
    r"(?:,\s*(?:because\s+)?(?P<why>.+))?",
    re.IGNORECASE,
)
WAITING = "waiting"
"""The stance of a risk that was typed without one, until a button is pressed."""


class OwnRisksWay(ListWay):
    """`Shift handover without the old board; not acceptable; why: we lose things there`."""

    example = "Shift handover without the old board; not acceptable; why: that is where we lose things"
    none_label = "The list is complete"
    none_words = "No risks besides those of the list."

    def parse(self, asking: Asking, line: str, before: Entries) -> Entry:
        text, stance, rest = "", None, []
        for label, words in split(_in_parts(line), MARKS):
            if not text and not label:
                text = words
            elif not label and stance is None and (found := stance_of(words)):
                stance = found
            else:
                rest.append((label, words))
        if not text:
            raise Invalid("Please say first what the risk is, for example: {example}", example=self.example)
        category = [words for label, words in rest if label == "category"]
        others = [part for part in rest if part[0] != "category"]
        if stance is None and rest:
            raise Invalid(
                "I read the risk “{risk}”, and no stance on it. Please add {stances}, for example: {example}",
                risk=text[:80],
                stances=either(("acceptable", "acceptable if …", "not acceptable", "no view")),
                example=self.example,
            )
        if stance is None:
            stance = {"stance": WAITING}
        details = read_details(join(others, MARKS), str(stance["stance"])) if others else {}
        known = {"category": category[0]} if category else {}
        return {"id": self._id(asking, text, before), "text": text, **known, **stance, **details}

    def line(self, setting: Setting, entry: Entry) -> str:
        stance = text_of(entry, "stance").replace("_", " ")
        parts = [("", text_of(entry, "text")), ("", stance)]
        if entry.get("category"):
            parts.append(("category", text_of(entry, "category")))
        written = join(parts, MARKS)
        details = details_line(entry)
        return f"{written}; {details}" if details else written

    def words(self, setting: Setting, entry: Entry) -> Words:
        name = Quote(text_of(entry, "text"))
        shown = Phrase("{risk}", risk=name) if entry.get("stance") == WAITING else in_words(entry, name)
        if not entry.get("category"):
            return shown
        return Phrase("{shown} [{category}]", shown=shown, category=text_of(entry, "category"))

    def one(self, asking: Asking, line: str, before: Entries) -> Entry:
        entry = self.parse(asking, line, before)
        return entry if entry["stance"] == WAITING else self.store(asking, entry)

    def read(self, asking: Asking, text: str) -> Taken:
        entries = entries_of(asking.draft)
        stance = stance_of(text) if entries and entries[-1].get("stance") == WAITING else None
        if stance is not None:
            return Part([*entries[:-1], {**entries[-1], **stance}])
        return super().read(asking, text)

    def pick(self, asking: Asking, item: str, value: str) -> Taken:
        entries = entries_of(asking.draft)
        for at, entry in enumerate(entries):
            if entry.get("id") == item and value in LABELS:
                entries[at] = {**entry, "stance": Stance(value).value}
                return Part(entries)
        return super().pick(asking, item, value)

    def finish(self, asking: Asking) -> Taken:
        waiting = [entry for entry in entries_of(asking.draft) if entry.get("stance") == WAITING]
        if waiting:
            raise Invalid("Please say first how {risk} is for you: press one of its buttons.", risk=_quote(waiting[0]))
        return super().finish(asking)

    def so_far(self, asking: Asking) -> Plain:
        """A risk that has no stance yet is kept all the same: nothing said is lost."""
        unsaid = {"stance": Stance.NO_VIEW.value}
        entries = entries_of(asking.draft)
        return [{**entry, **unsaid} if entry.get("stance") == WAITING else entry for entry in entries] or None

    def step(self, asking: Asking) -> Step | None:
        entries = entries_of(asking.draft)
        waiting = [(at, entry) for at, entry in enumerate(entries) if entry.get("stance") == WAITING]
        if not waiting:
            return super().step(asking)
        at, entry = waiting[0]
        view, question = asking.setting.view_id, asking.question.id
        buttons = tuple(
            Button(label, AnswerQuestion(view, question, stance.value, text_of(entry, "id")), about=_quoted(entry))
            for stance, label in LABELS.items()
        )
        asks = Text(Phrase("Noted: {risk}. How is it for you?", risk=_quote(entry)))
        return Step(f"{at + 1}.stance", (asks, Buttons(buttons)))

    def record(self, asking: Asking) -> tuple[Field, ...]:
        return (
            TextField("text", "What is the risk", required=True, multiline=True),
            ChoiceField("stance", "How is it for you", OPTIONS, required=True),
            TextField("category", "Category", hint="for example: safety, quality, delivery, cost, people"),
            TextField("limit", "Limit, if you accept it", hint="for example: 4 h"),
            TextField("condition", "Condition, if there is one"),
            TextField("why", "Why not, if you refuse it", multiline=True),
            TextField("test", "How would everybody notice that it happened"),
        )

    def recorded(self, asking: Asking, values: FormValues) -> Taken:
        given = {key: one_text(values, key) for key in ("text", "stance", "category", *DETAILS)}
        missing = {key: "Please fill this in." for key in ("text", "stance") if not given[key]}
        if missing:
            raise InvalidForm(missing)
        entries = entries_of(asking.draft)
        entry = {"id": self._id(asking, given["text"], entries)} | {key: said for key, said in given.items() if said}
        try:
            return Part([*entries, self.store(asking, entry)])
        except Invalid as refusal:
            raise InvalidForm({"limit" if given["limit"] else "text": refusal.phrase}) from refusal

    def filled(self, asking: Asking, values: FormValues) -> Plain:
        value = super().filled(asking, values)
        waiting = [entry for entry in entries_of(value) if entry.get("stance") == WAITING]
        if waiting:
            problem = Phrase(
                "Please add a stance to {risk}, for example: {example}", risk=_quote(waiting[0]), example=self.example
            )
            raise InvalidForm({asking.question.id: problem})
        return value

    def _id(self, asking: Asking, text: str, before: Entries) -> str:
        """The id that the risk had before, found by its text, else by its place; or a new one of this function."""
        known = entries_of(asking.value)
        taken = {text_of(entry, "id") for entry in before}
        at = len(before)
        if at < len(known) and text_of(known[at], "text") == text:
            return text_of(known[at], "id")
        same = [text_of(entry, "id") for entry in known if text_of(entry, "text") == text]
        free = [own for own in same if own not in taken]
        return free[0] if free else _new_id(asking, text, taken | {text_of(entry, "id") for entry in known})


def _in_parts(line: str) -> str:
    """`Handover: not acceptable, because we lose things there` with its parts between semicolons."""
    found = _SENTENCE.fullmatch(line.strip())
    if found is None or ";" in line:
        return line
    parts = [("", found["text"]), ("", found["stance"])]
    if found["why"]:
        parts.append(("why", found["why"]))
    return join(parts, MARKS)


def _new_id(asking: Asking, text: str, taken: set[str]) -> str:
    """Unlike any other function's, and without its name: others see the id in what they press, not who added it."""
    number = 1
    while (own := _hashed(f"{asking.setting.view_id}\n{asking.setting.function_id}\n{number}\n{text}")) in taken:
        number += 1
    return own


def _hashed(words: str) -> str:
    return f"own_{sha256(words.encode()).hexdigest()[:12]}"


def _quote(entry: Entry) -> Quote:
    return Quote(text_of(entry, "text"))


def _quoted(entry: Entry) -> Phrase:
    return Phrase("{risk}", risk=_quote(entry))


def owned(value: Plain) -> Mapping[str, str]:
    """The risks of an answer, as others are asked about them: text by id."""
    return {text_of(entry, "id"): " ".join(text_of(entry, "text").split()) for entry in entries_of(value)}
