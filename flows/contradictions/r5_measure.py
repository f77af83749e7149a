"""R5: functions measure success by the same name, but mean another target, direction, dimension or date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from flows.amounts import sized
from flows.contradictions import sayings
from flows.contradictions.about import PERIOD, SCOPE, STAGE, About, about, apart
from flows.contradictions.case import Case, side
from flows.contradictions.findings import Contradiction, Strength
from flows.contradictions.views import MEASURE, View
from flows.questionnaires.answers import Measure
from flows.text import name_key
from flows.units import Size

RULE = "R5"


@dataclass(frozen=True)
class Position:
    """What counts in a measure, whatever its baseline. `direction`: 1 up, -1 down, 0 hold."""

    target: Size
    direction: int
    by: date


@dataclass(frozen=True)
class Measured:
    """One function's measure."""

    view: View
    answer: Measure
    position: Position
    about: About


def find(case: Case) -> Iterator[Contradiction]:
    """One finding per measure name (case, accents and spaces aside); its subject is the name as first given."""
    for measured in _by_name(case).values():
        positions: defaultdict[Position, list[Measured]] = defaultdict(list)
        for one in measured:
            positions[one.position].append(one)
        if len(positions) > 1:
            sides = tuple(
                side(one.view.quote(MEASURE, sayings.measure(one.answer)) for one in held)
                for held in positions.values()
            )
            kind = _strength(measured)
            why = _why(kind, measured[0], tuple(positions.values()))
            yield Contradiction(RULE, measured[0].answer.name, kind, sides, why)


def _by_name(case: Case) -> dict[str, list[Measured]]:
    found: defaultdict[str, list[Measured]] = defaultdict(list)
    for view in case.views:
        answer = view.one(MEASURE, Measure)
        if answer is not None:
            found[name_key(answer.name)].append(Measured(view, answer, _position(answer), about(answer)))
    return found


def _position(answer: Measure) -> Position:
    direction = (answer.target > answer.baseline) - (answer.target < answer.baseline)
    return Position(sized(answer.target, answer.unit), direction, answer.by)


def _strength(measured: Sequence[Measured]) -> Strength:
    """Hard as soon as one pair speaks of the same matter; what is equal is looked at once."""
    for (one, its), (other, others) in _distinct(measured):
        if one != other and not apart(its, others) and one.target.dimension == other.target.dimension:
            return Strength.HARD
    return Strength.APPARENT


def _distinct(measured: Sequence[Measured]) -> Iterator[tuple[tuple[Position, About], tuple[Position, About]]]:
    return combinations({(one.position, one.about) for one in measured}, 2)


def _not_the_same(measured: Sequence[Measured]) -> str:
    """Scope and dimension where nothing else differs, else what does."""
    found: set[str] = set()
    for (one, its), (other, others) in _distinct(measured):
        found |= {*apart(its, others), *(["dimension"] if one.target.dimension != other.target.dimension else [])}
    if not found & {STAGE, PERIOD}:
        return "scope or dimension"
    return " or ".join(thing for thing in (SCOPE, STAGE, PERIOD, "dimension") if thing in found)


def _why(kind: Strength, first: Measured, positions: Sequence[Sequence[Measured]]) -> str:
    saying = sayings.listed(
        f"{sayings.listed(one.view.name for one in held)} {sayings.verb(held, 'says', 'say')} {_words(held)}"
        for held in positions
    )
    why = f"{first.view.shown(MEASURE, first.answer.name)}: {saying}"
    everyone = [one for held in positions for one in held]
    return f"{why}, but not of the same {_not_the_same(everyone)}." if kind is Strength.APPARENT else f"{why}."


def _words(held: Sequence[Measured]) -> str:
    """The position in the words of the first who may be quoted."""
    shown = next((one for one in held if not one.view.hides(MEASURE)), held[0])
    return shown.view.shown(MEASURE, sayings.position(shown.answer))
