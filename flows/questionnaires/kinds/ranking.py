"""Ranking: the axes from first to last, ties allowed."""

# ruff: noqa: ARG002  # all kinds have the same methods, and not each of them needs all it is given

from __future__ import annotations

import re

from flows.commands import FormValues
from flows.errors import Invalid, InvalidForm
from flows.forms import ChoiceField, Field, Option
from flows.messages import Block, Button, Buttons, Grid, GridRow, Text
from flows.phrases import Phrase, Value, Words
from flows.plain import Plain
from flows.questionnaires.asking import Asking, Full, Part, Setting, Taken, Way, name_in, one_text
from flows.questionnaires.commands import AnswerQuestion
from flows.questionnaires.template import Named, Question
from flows.questionnaires.wording import NO_VIEW, NO_VIEW_LABEL, capital, either, named

NEXT, TIED, AFRESH = "next", "tied", "afresh"

Ranks = list[list[str]]


class RankingWay(Way):
    """Pressed one after the other, or typed: `safety > quality > scope = speed > cost`."""

    def card(self, asking: Asking) -> tuple[Block, ...]:
        axes, ranks = asking.setting.template.axes, _ranks(asking.draft)
        hint = Text(
            Phrase(
                "Press what comes first, then what comes next. Or type it: {example}.",
                example=" > ".join(axis.name for axis in axes),
            )
        )
        grid = Grid(tuple(_row(asking, axis, ranks) for axis in axes))
        if not ranks:
            return (hint, grid)
        afresh = Button("Start again", AnswerQuestion(asking.setting.view_id, asking.question.id, AFRESH))
        return (hint, grid, Buttons((afresh,)))

    def read(self, asking: Asking, text: str) -> Taken:
        axes = asking.setting.template.axes
        parts = [part for part in re.split(r"[>,;\n]|\bthen\b", text) if part.strip()]
        groups = [re.split(r"[=&]|\band\b", re.sub(r"\btogether\b", "", part)) for part in parts]
        ranks: Ranks = []
        for group in groups:
            ranks.append([_axis(axes, typed, text) for typed in group])
        said = [axis for group in ranks for axis in group]
        twice = {axis for axis in said if said.count(axis) > 1}
        missing = [axis.name for axis in axes if axis.id not in said]
        if twice or missing:
            raise Invalid(
                "I understood {ranking}. {problem} Please name each of the {n} once, for example: {example}.",
                ranking=_arrow(axes, ranks),
                problem=_problem(axes, twice, missing),
                n=len(axes),
                example=" > ".join(axis.name for axis in axes),
            )
        return Full(_plain(ranks))

    def pick(self, asking: Asking, item: str, value: str) -> Taken:
        if value == AFRESH:
            return Part([])
        axes, ranks = asking.setting.template.axes, _ranks(asking.draft)
        placed = {axis for group in ranks for axis in group}
        if item not in {axis.id for axis in axes}:
            raise Invalid("This choice does not exist any more. Please choose one of those shown now.")
        if item in placed:
            return Part(_plain(ranks))
        if value == TIED and ranks:
            ranks[-1].append(item)
        else:
            ranks.append([item])
        placed.add(item)
        return Part(_plain(ranks)) if len(placed) < len(axes) else Full(_plain(ranks))

    def fields(self, asking: Asking, value: Plain) -> tuple[Field, ...]:
        axes = asking.setting.template.axes
        place = {axis: str(at + 1) for at, group in enumerate(_ranks(value)) for axis in group}
        ranks = tuple(Option(str(at + 1), _ordinal(at + 1)) for at in range(len(axes)))
        options = (*ranks, Option(NO_VIEW, NO_VIEW_LABEL))
        return tuple(
            ChoiceField(
                _field(asking.question, axis),
                capital(axis.name),
                options,
                hint="1st wins over 2nd, and so on; the same place for two is a tie." if axis is axes[0] else "",
                value=NO_VIEW if value == NO_VIEW else place.get(axis.id, ""),
                required=asking.question.required,
            )
            for axis in axes
        )

    def filled(self, asking: Asking, values: FormValues) -> Plain:
        axes = asking.setting.template.axes
        chosen = {axis.id: one_text(values, _field(asking.question, axis)) for axis in axes}
        if not any(chosen.values()):
            return None
        if {*chosen.values()} == {NO_VIEW}:
            return NO_VIEW
        wrong = {
            _field(asking.question, axis): "Please give each of them a place, or “no view” to all."
            for axis in axes
            if not chosen[axis.id].isascii() or not chosen[axis.id].isdigit()
        }
        if wrong:
            raise InvalidForm(wrong)
        places = sorted({int(place) for place in chosen.values()})
        before = [axis for group in _ranks(asking.value) for axis in group]
        order = sorted(axes, key=lambda axis: before.index(axis.id) if axis.id in before else len(before))
        return _plain([[axis.id for axis in order if int(chosen[axis.id]) == place] for place in places])

    def shown(self, setting: Setting, question: Question, value: Plain) -> tuple[Words, ...]:
        return (Phrase("{ranking}", ranking=_arrow(setting.template.axes, _ranks(value))),)


def _row(asking: Asking, axis: Named, ranks: Ranks) -> GridRow:
    view, question = asking.setting.view_id, asking.question.id
    for at, group in enumerate(ranks):
        if axis.id in group:
            return GridRow(capital(axis.name), (), chosen=_ordinal(at + 1))
    label = "First" if not ranks else "Next"
    buttons = [Button(label, AnswerQuestion(view, question, NEXT, axis.id), about=axis.name)]
    if ranks:
        last = name_in(asking.setting.template.axes, ranks[-1][-1])
        tied = AnswerQuestion(view, question, TIED, axis.id)
        buttons.append(Button("Equal to the last", tied, about=Phrase("{axis} and {last}", axis=axis.name, last=last)))
    return GridRow(capital(axis.name), tuple(buttons))


def _axis(axes: tuple[Named, ...], typed: str, text: str) -> str:
    """The axis meant by the beginning or the last word of its name: "safety" is Operational safety."""
    found = named(axes, typed)
    if found is None:
        key = typed.strip().casefold()
        ends = [axis for axis in axes if key and axis.name.casefold().split()[-1] == key]
        found = ends[0] if len(ends) == 1 else None
    if found is not None:
        return found.id
    raise Invalid(
        "I read “{typed}”, which is none of {axes}. Please put them in order, for example: {example}.",
        typed=(typed.strip() or text.strip())[:80],
        axes=either(axis.name for axis in axes),
        example=" > ".join(axis.name for axis in axes),
    )


def _problem(axes: tuple[Named, ...], twice: set[str], missing: list[str]) -> Value:
    if missing:
        return Phrase("Missing: {missing}.", missing=", ".join(missing))
    return Phrase("Named twice: {twice}.", twice=", ".join(axis.name for axis in axes if axis.id in twice))


def _arrow(axes: tuple[Named, ...], ranks: Ranks) -> str:
    """ "Quality > Speed = Scope > Cost"."""
    return " > ".join(" = ".join(name_in(axes, axis) for axis in group) for group in ranks)


def _ranks(value: Plain) -> Ranks:
    """The plain shape `[a, [b, c], d]` with a list for every place."""
    if not isinstance(value, list | tuple):
        return []
    return [[str(axis) for axis in group] if isinstance(group, list | tuple) else [str(group)] for group in value]


def _plain(ranks: Ranks) -> Plain:
    return [group[0] if len(group) == 1 else group for group in ranks]


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{endings.get(number if number < 20 else number % 10, 'th')}"


def _field(question: Question, axis: Named) -> str:
    return f"{question.id}:{axis.id}"
