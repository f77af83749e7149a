"""Answers in the plain shapes of the project file: what is stored and exported. `read_answer` is the inverse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias, assert_never

from flows.amounts import Amount
from flows.plain import Plain
from flows.project_file.known import NO_VIEW
from flows.questionnaires.answers import (
    AnswerValue,
    DeciderChoice,
    EvidenceNeed,
    Measure,
    NoTouch,
    NoView,
    OwnRisk,
    RiskStance,
)

Record: TypeAlias = Measure | RiskStance | DeciderChoice | OwnRisk | NoTouch | EvidenceNeed
Entry: TypeAlias = str | int | date | tuple[str, ...] | NoView | Amount | Record


def plain_answer(value: AnswerValue) -> Plain:
    """The answer as JSON and YAML hold it; `read_answer(template, question, Node.of(plain))` gives it back."""
    if isinstance(value, Mapping):
        return {subject: _plain(entry) for subject, entry in value.items()}
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return _plain(value)


def given(**values: Plain) -> dict[str, Plain]:
    """The values that there are; a trailing underscore keeps Python's own words apart (`from_`)."""
    return {key.rstrip("_"): value for key, value in values.items() if value is not None}


def plain_number(number: Decimal) -> Plain:
    """As a JSON number where that keeps all digits, else as text."""
    digits = f"{number:f}"
    if "." not in digits:
        return int(digits) if str(int(digits)) == digits else digits
    return float(digits) if repr(float(digits)) == digits else digits


def _plain(entry: Entry) -> Plain:
    match entry:
        case str() | int():
            return entry
        case date():
            return entry.isoformat()
        case tuple():
            return entry[0] if len(entry) == 1 else list(entry)
        case NoView():
            return NO_VIEW
        case Amount():
            return str(entry)
        case _:
            return _record(entry)


def _record(entry: Record) -> Plain:
    match entry:
        case Measure():
            return _measure(entry)
        case RiskStance():
            return _stance(entry)
        case OwnRisk():
            return {**given(id=entry.id, text=entry.text, category=entry.category), **_stance(entry.view)}
        case DeciderChoice():
            return given(
                decider=entry.decider,
                within=None if entry.within is None else str(entry.within),
                silence=None if entry.silence is None else entry.silence.value,
            )
        case NoTouch():
            return given(from_=entry.first.isoformat(), to=entry.last.isoformat(), why=entry.why)
        case EvidenceNeed():
            return _evidence(entry)
        case _:
            assert_never(entry)


def _measure(measure: Measure) -> Plain:
    return given(
        name=measure.name,
        baseline=plain_number(measure.baseline),
        target=plain_number(measure.target),
        unit=measure.unit,
        by=measure.by.isoformat(),
        scope=measure.scope,
        lens=None if measure.lens is None else measure.lens.value,
        stage=measure.stage,
        period=None if measure.period is None else str(measure.period),
    )


def _stance(view: RiskStance) -> dict[str, Plain]:
    return given(
        stance=view.stance.value,
        limit=None if view.limit is None else str(view.limit),
        condition=view.condition,
        why=view.why,
        test=view.test,
        scope=view.scope,
        stage=view.stage,
        period=None if view.period is None else str(view.period),
    )


def _evidence(need: EvidenceNeed) -> Plain:
    return given(
        what=need.what,
        from_=need.provider,
        by=None if need.by is None else need.by.isoformat(),
        for_=need.milestone,
        form=need.form,
    )
