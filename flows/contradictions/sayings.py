"""Answers in words, as close to the person's own as their structure allows, and the grammar of `why`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from flows.contradictions.about import details
from flows.contradictions.case import Case, RiskView
from flows.questionnaires.answers import DeciderChoice, EvidenceNeed, Measure, NoTouch, Ranking, RiskStance, Stance

SHOWN = 12
"""How many functions a sentence names before it counts the rest."""

STANCES: Mapping[Stance, str] = {
    Stance.ACCEPTABLE: "acceptable",
    Stance.ACCEPTABLE_IF: "acceptable if …",
    Stance.NOT_ACCEPTABLE: "not acceptable",
    Stance.NO_VIEW: "no view",
}
"""Stances as people say them, without what follows."""


def number(value: Decimal) -> str:
    """The digits that were given, never with an exponent."""
    return format(value, "f")


def stance(answer: RiskStance, condition: str | None = None) -> str:
    """The closed part of a stance: "acceptable for line 3 if up to 4 h"; with the condition where one is given."""
    words = STANCES[answer.stance].removesuffix(" if …") + (f" for {answer.scope}" if answer.scope else "")
    words += details(answer)
    if answer.stance is Stance.ACCEPTABLE_IF:
        allowed = f"up to {answer.limit}" if answer.limit else None
        return f"{words} if {', '.join(filter(None, (allowed, condition))) or '…'}"
    if answer.limit is None:
        return words
    return f"{words}, {'limit' if answer.stance is Stance.NOT_ACCEPTABLE else 'up to'} {answer.limit}"


def risk_view(held: RiskView) -> str:
    """A stance with its own words: "acceptable if up to 4 h, only on a Sunday night shift"."""
    answer = held.answer
    conditional = answer.stance is Stance.ACCEPTABLE_IF
    said = stance(answer, answer.condition)
    words = "; ".join(text for text in (None if conditional else answer.condition, answer.why) if text)
    if words:
        said = f"{said}: {words}"
    if answer.test:
        said = f"{said} (test: {answer.test})"
    return f"{held.own.text}: {said}" if held.own else said


def ranking(groups: Ranking, names: Mapping[str, str]) -> str:
    """The axes from first to last: "Quality > Speed = Scope > Cost"."""
    return " > ".join(" = ".join(names.get(axis, axis) for axis in group) for group in groups)


def position(measure: Measure) -> str:
    """The position a measure takes: "from 61 to 66 % by 2027-06-30"."""
    start, end = number(measure.baseline), number(measure.target)
    return f"from {start} to {end} {measure.unit} by {measure.by.isoformat()}"


def measure(answer: Measure) -> str:
    """The whole measure: "OEE line 3 from 61 to 66 % by 2027-06-30, scope line 3"."""
    scope = f", scope {answer.scope}" if answer.scope else ""
    return f"{answer.name} {position(answer)}{scope}{details(answer)}"


def decider(choice: DeciderChoice, case: Case) -> str:
    """ "Maria Nowak, within 1 working day, without an answer it goes up"."""
    parts = [case.person(choice.decider)]
    if choice.within is not None:
        parts.append(f"within {choice.within}")
    if choice.silence is not None:
        parts.append(f"without an answer it {choice.silence.value.replace('_', ' ')}")
    return ", ".join(parts)


def days(window: NoTouch) -> str:
    """ "2027-05-01 to 2027-05-31"."""
    return f"{window.first.isoformat()} to {window.last.isoformat()}"


def no_touch(window: NoTouch) -> str:
    """The days with the reason: "2027-05-01 to 2027-05-31: seasonal peak"."""
    return f"{days(window)}: {window.why}" if window.why else days(window)


def evidence(need: EvidenceNeed, case: Case) -> str:
    """ "Rehearsal protocol, from IT, by 2027-05-15, for cutover, as document"."""
    parts = [need.what]
    if need.provider:
        parts.append(f"from {provider(need.provider, case)}")
    if need.by is not None:
        parts.append(f"by {need.by.isoformat()}")
    if need.milestone:
        parts.append(f"for {need.milestone}")
    if need.form:
        parts.append(f"as {need.form}")
    return ", ".join(parts)


def provider(named: str, case: Case) -> str:
    """The name of a function or a person; what was written where it is neither."""
    functions = {view.id: view.name for view in case.views}
    return functions.get(named) or case.person(named)


def listed(items: Iterable[str], shown: int = SHOWN) -> str:
    """ "a, b and c"; a long list ends in "and 7 more"; "nobody" without items."""
    words = list(items)
    if not words:
        return "nobody"
    if len(words) > shown:
        return f"{', '.join(words[:shown])} and {len(words) - shown} more"
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def verb(subjects: Sequence[object], one: str, many: str) -> str:
    """The form of the verb that goes with this many subjects."""
    return one if len(subjects) == 1 else many
