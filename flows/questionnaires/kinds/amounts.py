"""Amounts per risk: how much of it this function needs to be allowed."""

# ruff: noqa: ARG002  # all kinds have the same methods, and not each of them needs all it is given

from __future__ import annotations

from collections.abc import Mapping

from flows.commands import FormValues
from flows.errors import Invalid, InvalidForm
from flows.forms import Field, TextField
from flows.messages import Block, Button, Buttons, Choice, Menu, Text
from flows.phrases import Phrase, Words
from flows.plain import Plain
from flows.questionnaires.asking import Asking, Full, Part, Setting, Step, Taken, Way, one_text
from flows.questionnaires.commands import AnswerQuestion, FinishQuestion
from flows.questionnaires.risks import all_risks, known_risks, limit_of, line_name, risk_meant, risk_name
from flows.questionnaires.template import Question, Risk
from flows.questionnaires.wording import (
    NO_VIEW,
    NO_VIEW_LABEL,
    capital,
    lines,
    means_all,
    means_no_view,
    means_none,
)

AT, GIVEN = "at", "given"
EXAMPLE = "Production stop: 12 h"


class AmountsWay(Way):
    """A risk from the menu and an amount, or both on one line; one per message."""

    def card(self, asking: Asking) -> tuple[Block, ...]:
        view, question, given = asking.setting.view_id, asking.question, _given(asking.draft)
        risks = asking.setting.template.risks
        menu = Menu(
            "Choose a risk",
            tuple(Choice(capital(risk.name), AnswerQuestion(view, question.id, AT, risk.id)) for risk in risks),
        )
        hint = Text(Phrase("Choose a risk, or type one per message, for example: {example}", example=_example(asking)))
        listed = (lines(self.shown(asking.setting, question, given)),) if given else ()
        label = "That is all" if given else "We need nothing special"
        return (hint, *listed, menu, Buttons((Button(label, FinishQuestion(view, question.id)),)))

    def read(self, asking: Asking, text: str) -> Taken:
        if means_all(text) or means_none(text):
            return self.finish(asking)
        given = dict(_given(asking.draft))
        for line in text.split("\n"):
            if line.strip():
                risk, amount = _entry(all_risks(asking.setting), line, _at(asking.draft))
                given[risk] = amount
        return Part({GIVEN: given, AT: ""})

    def pick(self, asking: Asking, item: str, value: str) -> Taken:
        if value != AT or item not in {risk.id for risk in all_risks(asking.setting)}:
            raise Invalid("This choice does not exist any more. Please choose one of those shown now.")
        return Part({GIVEN: _given(asking.draft), AT: item})

    def finish(self, asking: Asking) -> Taken:
        return Full(_given(asking.draft))

    def so_far(self, asking: Asking) -> Plain:
        return _given(asking.draft) or None

    def reopened(self, asking: Asking) -> Plain:
        return {GIVEN: asking.value if isinstance(asking.value, Mapping) else {}, AT: ""}

    def step(self, asking: Asking) -> Step | None:
        given, at = _given(asking.draft), _at(asking.draft)
        if at:
            unit = next((risk.unit for risk in asking.setting.template.risks if risk.id == at), None)
            name = risk_name(asking.setting, at)
            asks = Phrase(
                "{risk}: how much do you need? For example {example}.", risk=name, example=f"12 {unit or 'h'}"
            )
            return Step(f"{len(given)}.{at}", (Text(asks),))
        if not given:
            return None
        done = Button("That is all", FinishQuestion(asking.setting.view_id, asking.question.id))
        noted = Text(Phrase("Noted: {last}. What else do you need?", last=_last(asking)))
        return Step(str(len(given)), (noted, Buttons((done,))))

    def past(self, asking: Asking, step: str) -> tuple[Block, ...]:
        risk = step.partition(".")[2]
        given = _given(asking.draft) or (asking.value if isinstance(asking.value, Mapping) else {})
        if risk and risk in given:
            name = risk_name(asking.setting, risk)
            return (Text(Phrase("{risk}: {amount}", risk=name, amount=str(given[risk]))),)
        return (Text("Noted."),)

    def fields(self, asking: Asking, value: Plain) -> tuple[Field, ...]:
        risks = known_risks(asking.setting, value)
        shown = NO_VIEW_LABEL if value == NO_VIEW else ""
        if isinstance(value, Mapping):
            shown = "\n".join(f"{line_name(risks, risk)}: {amount}" for risk, amount in value.items())
            shown = shown or "none"
        hint = f"One per line, for example: {_example(asking)}. Or: none."
        return (TextField(asking.question.id, asking.question.title, hint, shown, multiline=True),)

    def filled(self, asking: Asking, values: FormValues) -> Plain:
        text = one_text(values, asking.question.id)
        if not text or means_no_view(text):
            return NO_VIEW if text else None
        if means_none(text):
            return {}
        risks = known_risks(asking.setting, asking.value)
        try:
            return dict(_entry(risks, line, "") for line in text.split("\n") if line.strip())
        except Invalid as refusal:
            raise InvalidForm({asking.question.id: refusal.phrase}) from refusal

    def shown(self, setting: Setting, question: Question, value: Plain) -> tuple[Words, ...]:
        given = value if isinstance(value, Mapping) else {}
        if not given:
            return ("Nothing special.",)
        return tuple(
            Phrase("{risk}: {amount}", risk=risk_name(setting, risk), amount=str(amount))
            for risk, amount in given.items()
        )


def _entry(risks: tuple[Risk, ...], line: str, at: str) -> tuple[str, str]:
    """`Production stop: 12 h`, or only the amount when the risk was chosen before."""
    name, colon, amount = line.rpartition(":")
    if not colon and at:
        name, amount = at, line
    risk = risk_meant(risks, name) if name.strip() else None
    if risk is None:
        raise Invalid(
            "I read “{line}” and cannot tell which risk it is about. "
            "Please type the risk, a colon and the amount, for example: {example}",
            line=line.strip()[:80],
            example=EXAMPLE,
        )
    return risk.id, limit_of(amount, risk.unit)


def _example(asking: Asking) -> str:
    return asking.question.example or EXAMPLE


def _last(asking: Asking) -> Phrase:
    risk, amount = list(_given(asking.draft).items())[-1]
    return Phrase("{risk}, {amount}", risk=risk_name(asking.setting, risk), amount=str(amount))


def _given(draft: Plain) -> Mapping[str, Plain]:
    given = draft.get(GIVEN) if isinstance(draft, Mapping) else None
    return given if isinstance(given, Mapping) else {}


def _at(draft: Plain) -> str:
    return str(draft.get(AT) or "") if isinstance(draft, Mapping) else ""
