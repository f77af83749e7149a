"""Deciders: who should decide each tradeoff, how fast, and what no answer means; one tradeoff at a time."""

# ruff: noqa: ARG002  # all kinds have the same methods, and not each of them needs all it is given

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from flows.amounts import read_span
from flows.commands import FormValues
from flows.errors import Invalid, InvalidForm
from flows.forms import ChoiceField, Field, Option
from flows.messages import Block, Button, Buttons, Choice, Menu, Note, Text
from flows.phrases import Count, Phrase, Value, Words
from flows.plain import Plain
from flows.projects.records import Silence
from flows.questionnaires.asking import Asking, Full, Part, Setting, Taken, Way, name_in, one_text
from flows.questionnaires.commands import AnswerQuestion
from flows.questionnaires.kinds.decider_words import SILENCES, addressed, read_part, typed
from flows.questionnaires.template import Question
from flows.questionnaires.wording import NO_VIEW, NO_VIEW_LABEL, capital, lines, rows_of

CHOSEN, LEFT = "chosen", "left"
NEXT = "next"
LONGEST_MENU = 100
SPANS = ("4 h", "1 working day", "2 working days", "1 week")
IN_WORDS: Mapping[Silence, str] = {
    Silence.BLOCKS: "no answer stops the work",
    Silence.PROCEEDS: "without an answer work goes on as planned",
    Silence.GOES_UP: "without an answer it goes one level up",
}
PARTS = ("decider", "within", "silence")

Chosen: TypeAlias = Mapping[str, Plain]


class DecidersWay(Way):
    """A menu of people, then two rows of buttons, on one card that moves on to the next tradeoff."""

    def card(self, asking: Asking) -> tuple[Block, ...]:
        chosen, left = _draft(asking)
        listed = (lines(self.shown(asking.setting, asking.question, chosen)),) if chosen else ()
        if not left:
            return listed
        to_go = len({step.rpartition(".")[0] for step in left})
        return (*listed, *_next(asking, left[0]), Note(Phrase("{n} to go.", n=Count(to_go, "tradeoff", "tradeoffs"))))

    def read(self, asking: Asking, text: str) -> Taken:
        chosen, left = _draft(asking)
        if not left:
            return self.finish(asking)
        meant, text = addressed(asking.setting, text)
        first = next((step for step in left if meant and step.startswith(f"{meant}.")), left[0])
        tradeoff, _, part = first.rpartition(".")
        if text.strip().casefold().rstrip(".") == "skip":
            return _moved(chosen, _skipped(left, tradeoff, part))
        if part == "decider":
            given = typed(asking.setting, text)
        else:
            given = {**_record(chosen, tradeoff), part: read_part(part, text)}
        return _moved({**chosen, tradeoff: given}, _without(left, tradeoff, given))

    def pick(self, asking: Asking, item: str, value: str) -> Taken:
        chosen, left = _draft(asking)
        tradeoff, _, part = item.rpartition(".")
        if tradeoff not in asking.setting.template.tradeoffs or part not in PARTS:
            raise Invalid("This tradeoff is not asked any more. Please choose one of those shown now.")
        if value == NEXT:
            return _moved(chosen, [step for step in left if step != item])
        if value == NO_VIEW and part == "decider":
            return _moved({**chosen, tradeoff: NO_VIEW}, _without(left, tradeoff, NO_VIEW))
        record = {**_record(chosen, tradeoff), part: _allowed(asking.setting, part, value)}
        if "decider" not in record:
            raise Invalid("Please choose first who should decide.")
        return _moved({**chosen, tradeoff: record}, [step for step in left if step != item])

    def finish(self, asking: Asking) -> Taken:
        chosen, _ = _draft(asking)
        if not chosen:
            raise Invalid("Please choose who should decide, or say that you have no view.")
        return Full(chosen)

    def so_far(self, asking: Asking) -> Plain:
        return _draft(asking)[0] or None if isinstance(asking.draft, Mapping) else None

    def fields(self, asking: Asking, value: Plain) -> tuple[Field, ...]:
        found: list[Field] = []
        for tradeoff in _tradeoffs(asking, value):
            given = value.get(tradeoff) if isinstance(value, Mapping) else value
            record = given if isinstance(given, Mapping) else {}
            field, name = _field(asking.question, tradeoff), tradeoff_name(asking.setting, tradeoff)
            decider = NO_VIEW if given == NO_VIEW else str(record.get("decider", ""))
            within, silence = str(record.get("within", "")), str(record.get("silence", ""))
            spans = dict.fromkeys((*SPANS, within) if within else SPANS)
            found += (
                ChoiceField(field, f"{name}: who decides", _people(asking.setting, decider), value=decider),
                ChoiceField(f"{field}.within", f"{name}: how fast", tuple(Option(s, s) for s in spans), value=within),
                ChoiceField(f"{field}.silence", f"{name}: no answer means", OPTIONS, value=silence),
            )
        return tuple(found)

    def filled(self, asking: Asking, values: FormValues) -> Plain:
        found: dict[str, Plain] = {}
        problems: dict[str, Words] = {}
        for tradeoff in _tradeoffs(asking, asking.value):
            try:
                given = _filled(asking, tradeoff, values)
            except InvalidForm as refusal:
                problems |= refusal.problems
            else:
                found |= {} if given is None else {tradeoff: given}
        if problems:
            raise InvalidForm(problems)
        if asking.value == NO_VIEW and found and all(said == NO_VIEW for said in found.values()):
            return NO_VIEW
        before = [pair for pair in asking.value if pair in found] if isinstance(asking.value, Mapping) else []
        return {pair: found[pair] for pair in dict.fromkeys([*before, *found])} or None

    def shown(self, setting: Setting, question: Question, value: Plain) -> tuple[Words, ...]:
        given = value if isinstance(value, Mapping) else {}
        return tuple(_in_words(setting, pair, said) for pair, said in given.items()) or ("Nobody named.",)


OPTIONS = tuple(Option(silence.value, label) for silence, label in SILENCES.items())


def tradeoff_name(setting: Setting, tradeoff: str) -> str:
    """ "Speed / Operational safety"."""
    return capital(" / ".join(name_in(setting.template.axes, axis) for axis in tradeoff.split("/")))


def _next(asking: Asking, step: str) -> tuple[Block, ...]:
    """What is asked next of a tradeoff."""
    setting, view, question = asking.setting, asking.setting.view_id, asking.question.id
    tradeoff, _, part = step.rpartition(".")
    name = tradeoff_name(setting, tradeoff)
    if part == "decider":
        asks = Text(Phrase("{tradeoff} pull apart: who should decide?", tradeoff=name.replace(" / ", " and ")))
        people = setting.people[:LONGEST_MENU]
        menu = Menu(name, tuple(Choice(one.name, AnswerQuestion(view, question, one.id, step)) for one in people))
        skip = Button("No view on this one", AnswerQuestion(view, question, NO_VIEW, step), about=name)
        return (asks, menu, Buttons((skip,)))
    if part == "within":
        buttons = [Button(span, AnswerQuestion(view, question, span, step), about=name) for span in SPANS]
        asks = Text(Phrase("{tradeoff}: how fast should the decision come?", tradeoff=name))
    else:
        buttons = [
            Button(said, AnswerQuestion(view, question, key.value, step), about=name) for key, said in SILENCES.items()
        ]
        asks = Text(Phrase("{tradeoff}: what should happen when nobody answers in time?", tradeoff=name))
    return (asks, *rows_of([*buttons, Button("Leave open", AnswerQuestion(view, question, NEXT, step), about=name)]))


def _draft(asking: Asking) -> tuple[Chosen, list[str]]:
    """What is chosen, and the steps still to ask. Without a draft everything is asked, from the stored answer on."""
    if isinstance(asking.draft, Mapping):
        chosen, left = asking.draft.get(CHOSEN), asking.draft.get(LEFT)
        return (
            chosen if isinstance(chosen, Mapping) else {},
            [str(step) for step in left] if isinstance(left, list | tuple) else [],
        )
    steps = [f"{tradeoff}.{part}" for tradeoff in asking.setting.template.tradeoffs for part in PARTS]
    return (asking.value if isinstance(asking.value, Mapping) else {}), steps


def _moved(chosen: Chosen, left: list[str]) -> Taken:
    return Part({CHOSEN: chosen, LEFT: left}) if left or not chosen else Full(chosen)


def _skipped(left: list[str], tradeoff: str, part: str) -> list[str]:
    """Without this step; a tradeoff without a decider needs no others."""
    known = PARTS if part == "decider" else (part,)
    return [step for step in left if step not in {f"{tradeoff}.{each}" for each in known}]


def _record(chosen: Chosen, tradeoff: str) -> Chosen:
    record = chosen.get(tradeoff)
    return record if isinstance(record, Mapping) else {}


def _without(left: list[str], tradeoff: str, given: Plain) -> list[str]:
    """The steps that are left once `given` is known of the tradeoff."""
    known = given if isinstance(given, Mapping) else dict.fromkeys(PARTS)
    done = {f"{tradeoff}.{part}" for part in known}
    return [step for step in left if step not in done]


def _allowed(setting: Setting, part: str, value: str) -> str:
    if part == "decider" and value not in {person.id for person in setting.people}:
        raise Invalid("That person is not in this project any more. Please choose somebody else.")
    if part == "silence" and value not in {silence.value for silence in SILENCES}:
        raise Invalid("This choice does not exist any more. Please choose one of those shown now.")
    return str(read_span(value)) if part == "within" else value


def _filled(asking: Asking, tradeoff: str, values: FormValues) -> Plain:
    """One tradeoff of the form, None when it was left empty. Raises InvalidForm."""
    field = _field(asking.question, tradeoff)
    decider, rest = one_text(values, field), [one_text(values, f"{field}.{part}") for part in PARTS[1:]]
    if not decider and any(rest):
        raise InvalidForm({field: "Please choose who should decide, or leave the other two empty."})
    if not decider or decider == NO_VIEW:
        return decider or None
    stored = _record(asking.value if isinstance(asking.value, Mapping) else {}, tradeoff)
    record: dict[str, Plain] = {}
    for part, said in zip(PARTS, (decider, *rest), strict=True):
        name = field if part == "decider" else f"{field}.{part}"
        try:
            if said:
                record[part] = said if said == stored.get(part) else _allowed(asking.setting, part, said)
        except Invalid as refusal:
            raise InvalidForm({name: refusal.phrase}) from refusal
    return record


def _tradeoffs(asking: Asking, value: Plain) -> list[str]:
    """Those of the template, and what an answer names besides."""
    named_here = list(value) if isinstance(value, Mapping) else []
    return list(dict.fromkeys([*asking.setting.template.tradeoffs, *named_here]))


def _people(setting: Setting, decider: str) -> tuple[Option, ...]:
    people = [Option(person.id, person.name) for person in setting.people]
    if decider and decider not in {NO_VIEW, *(person.value for person in people)}:
        people.append(Option(decider, setting.name_of(decider)))
    return (*people, Option(NO_VIEW, NO_VIEW_LABEL))


def _in_words(setting: Setting, pair: str, said: Plain) -> Words:
    name = tradeoff_name(setting, pair)
    if not isinstance(said, Mapping):
        return Phrase("{tradeoff}: no view", tradeoff=name)
    parts: dict[str, Value] = {"tradeoff": name, "decider": setting.name_of(str(said.get("decider")))}
    template = "{tradeoff}: {decider}"
    if said.get("within"):
        template += ", within {within}"
        parts["within"] = str(said["within"])
    if said.get("silence"):
        template += "; {silence}"
        parts["silence"] = IN_WORDS[Silence(str(said["silence"]))]
    return Phrase(template, **parts)


def _field(question: Question, tradeoff: str) -> str:
    return f"{question.id}:{tradeoff}"
