"""Measure: one number that shows success, from its baseline to its target by a day."""

# ruff: noqa: ARG002  # all kinds have the same methods, and not each of them needs all it is given

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from flows.amounts import read_number
from flows.commands import FormValues
from flows.errors import FlowError, Invalid, InvalidForm
from flows.forms import ChoiceField, DateField, Field, Option, TextField
from flows.messages import Block, Button, Buttons, Text
from flows.phrases import Phrase, Words
from flows.plain import Plain
from flows.project_file.fields import read_day
from flows.questionnaires.answers import Lens
from flows.questionnaires.asking import Asking, Full, Setting, Taken, Way, one_text
from flows.questionnaires.checking import checked
from flows.questionnaires.commands import OpenQuestionForm
from flows.questionnaires.days import DAY, read_dated
from flows.questionnaires.periods import read_period
from flows.questionnaires.template import Question
from flows.questionnaires.wording import NO_VIEW, NO_VIEW_LABEL, either, means_no_view

EXAMPLE = "OEE line 3: 61 -> 66 % by 2027-06-30"
PARTS: Mapping[str, tuple[str, str]] = {
    "name": ("Name", "what is measured, for example OEE line 3"),
    "baseline": ("Today", "the number today, for example 61"),
    "target": ("Target", "the number to reach, for example 66"),
    "unit": ("Unit", "for example %, h or pieces"),
    "by": ("By", "the day, for example 2027-06-30"),
    "scope": ("Scope (optional)", "where or for what it counts, for example line 3"),
    "stage": ("Stage (optional)", "of which stage you speak, where it is not every one, for example stage 1"),
    "period": ("Period (optional)", "of which time you speak, for example 2027-05 or 2027-05-01 to 2027-06-30"),
}
LONGEST = 600
NEEDED = ("name", "baseline", "target", "unit", "by")

_NUMBER = r"-?\d+(?:\.\d+)?|-?\.\d+"
_GRAMMAR = re.compile(
    rf"""\s*(?P<name>[^\n]*?)\s*(?::\s*(?:from\b)?|\bfrom\b)\s*
    (?P<baseline>{_NUMBER})\s*(?P<unit_before>[^\d\s>→-][^>→]*?)?\s*(?:->|→|=>|\bto\b)\s*
    (?P<target>{_NUMBER})\s*(?P<unit>[^\d\s].*?)?\s*,?\s*
    \b(?:by|until)\s+(?P<by>{DAY})\s*
    (?:[;,]?\s*(?:scope:?|for)\s+(?P<scope>.*\S))?\s*\.?\s*""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_BESIDES = re.compile(r"[;,]\s*(?P<part>stage|period):\s*(?P<said>[^;,\n]*[^;,\s])", re.IGNORECASE)


class MeasureWay(Way):
    """Typed on one line, or by a small form."""

    def card(self, asking: Asking) -> tuple[Block, ...]:
        form = OpenQuestionForm(asking.setting.view_id, asking.question.id)
        return (
            Text(Phrase("Type it on one line, for example: {example}", example=asking.question.example or EXAMPLE)),
            Buttons((Button("Fill in a small form", form, about=asking.question.title),)),
        )

    def read(self, asking: Asking, text: str) -> Taken:
        typed, besides = _apart(text) if len(text) <= LONGEST else (text, {})
        found = _GRAMMAR.fullmatch(typed) if len(text) <= LONGEST else None
        if found is None:
            raise Invalid(_understood(text))
        parts = found.groupdict()
        parts["unit"] = parts["unit"] or parts.pop("unit_before")
        given = {part: words.strip() for part, words in parts.items() if part in PARTS and words}
        missing = [PARTS[part][0].lower() for part in NEEDED if part not in given]
        if missing:
            raise Invalid(
                "I understood most of it; the {missing} is missing. Please type it like this: {example}",
                missing=either(missing).replace(" or ", " and "),
                example=EXAMPLE,
            )
        given |= besides
        given["by"] = read_dated(given["by"], EXAMPLE).isoformat()
        before = asking.value if isinstance(asking.value, Mapping) else {}
        if before.get("lens") and before.get("name") == given["name"]:
            given["lens"] = str(before["lens"])
        return Full(checked(asking, given))

    def record(self, asking: Asking) -> tuple[Field, ...]:
        return self.fields(asking, asking.value)

    def recorded(self, asking: Asking, values: FormValues) -> Taken:
        value = self.filled(asking, values)
        if value is None:
            raise InvalidForm({_field(asking.question, part): "Please fill this in." for part in NEEDED})
        return Full(value)

    def fields(self, asking: Asking, value: Plain) -> tuple[Field, ...]:
        given = value if isinstance(value, Mapping) else {}
        if value == NO_VIEW:
            given = {"name": NO_VIEW_LABEL}
        parts = (_part(asking.question, part, str(given.get(part, ""))) for part in PARTS)
        return (*parts, _lens(asking.question, str(given.get("lens", ""))))

    def filled(self, asking: Asking, values: FormValues) -> Plain:
        question = asking.question
        given = {part: words for part in PARTS if (words := one_text(values, _field(question, part)))}
        if not given:
            return None
        if means_no_view(given.get("name", "")) and len(given) == 1:
            return NO_VIEW
        if lens := one_text(values, _field(question, "lens")):
            given["lens"] = lens
        problems = {part: PARTS[part][1] for part in NEEDED if part not in given}
        problems |= _unreadable(given)
        if problems:
            raise InvalidForm(
                {_field(question, part): Phrase("Please give {what}.", what=what) for part, what in problems.items()}
            )
        try:
            return checked(asking, given)
        except FlowError as refusal:
            raise InvalidForm({_field(question, "unit"): refusal.phrase}) from refusal

    def shown(self, setting: Setting, question: Question, value: Plain) -> tuple[Words, ...]:
        given = value if isinstance(value, Mapping) else {}
        parts = {part: str(given.get(part, "")) for part in NEEDED}
        where = {
            part: Phrase(words, said=str(given[part])) if given.get(part) else ""
            for part, words in (("scope", ", for {said}"), ("stage", ", stage: {said}"), ("period", ", {said}"))
        }
        template = "{name}: from {baseline} to {target} {unit} by {by}{scope}{stage}{period}"
        return (Phrase(template, **parts, **where),)


def _apart(text: str) -> tuple[str, dict[str, str]]:
    """The line without its stage and period, and these. Raises Invalid for a period that cannot be read."""
    found: dict[str, str] = {}
    for part in _BESIDES.finditer(text):
        said = part["said"].strip().rstrip(".")
        found[part["part"].lower()] = str(read_period(said)) if part["part"].lower() == "period" else said
    return _BESIDES.sub("", text), found


def _unreadable(given: Mapping[str, str]) -> dict[str, str]:
    problems = {}
    readers: Mapping[str, Callable[[str], object]] = {
        "baseline": read_number,
        "target": read_number,
        "by": read_day,
        "period": read_period,
    }
    for part, read in readers.items():
        try:
            read(given.get(part, "0" if part in ("baseline", "target") else "2027-01-01"))
        except Invalid:
            problems[part] = PARTS[part][1]
    return problems


def _part(question: Question, part: str, value: str) -> Field:
    label, hint = PARTS[part]
    field = _field(question, part)
    return DateField(field, label, hint, value) if part == "by" else TextField(field, label, hint, value)


def _lens(question: Question, value: str) -> Field:
    options = tuple(Option(lens.value, lens.value.capitalize()) for lens in Lens)
    return ChoiceField(
        _field(question, "lens"), "What it is about (optional)", options, "Left empty, I read it off the name.", value
    )


def _field(question: Question, part: str) -> str:
    return f"{question.id}:{part}"


def _understood(text: str) -> Words:
    """What could be read of a line that does not fit, and what is missing."""
    day = re.search(DAY, text, re.IGNORECASE)
    after_name = (text.replace(day[0], "") if day else text).rpartition(":")[2]
    numbers = re.findall(rf"(?<![\w-])(?:{_NUMBER})(?![\w-])", after_name)
    read = [Phrase("the day {day}", day=day[0])] if day else []
    if numbers:
        read.insert(0, Phrase("{numbers}", numbers=either(numbers[:4]).replace(" or ", " and ")))
    understood = Phrase("I read {read}. ", read=_and(read)) if read else ""
    missing = [] if len(numbers) > 1 else ["the number today and the number to reach"]
    missing += [] if day else ["the day with its year"]
    missing = missing or ["the name with a colon, an arrow between the numbers, or “by” before the day"]
    return Phrase(
        "{understood}Missing: {missing}. Please type it like this: {example}",
        understood=understood,
        missing="; ".join(missing),
        example=EXAMPLE,
    )


def _and(read: list[Phrase]) -> Phrase:
    return Phrase("{one} and {two}", one=read[0], two=read[1]) if len(read) > 1 else read[0]
