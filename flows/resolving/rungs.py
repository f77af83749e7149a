"""Who stands on each rung of the resolution ladder, and which rungs are passed over, and why.

From the decider upwards these are the people of an escalation in the same order: decider, deputy, sponsor, back-up.
Nobody is asked twice: a person on two rungs is asked on the one where they can do more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from flows.calendar import add_working_days
from flows.decisions.cast import Cast
from flows.decisions.rights import find_right
from flows.decisions.voices import first_there
from flows.escalations.records import Urgency
from flows.escalations.times import missing
from flows.phrases import Phrase
from flows.projects.records import Function
from flows.resolving.records import DECIDING, LADDER, LiveContradiction, Rung

RUNG_DAYS: dict[Rung, int] = {
    Rung.BILATERAL: 2,
    Rung.FACILITATOR: 2,
    Rung.DECIDER: 1,
    Rung.DEPUTY: 1,
    Rung.SPONSOR: 2,
    Rung.BACKUP: 2,
}
"""Working days of whoever's turn it is; after the last one's it stays open, and they are asked again."""
MORE_THAN: dict[Rung, tuple[Rung, ...]] = {
    Rung.FACILITATOR: (Rung.DECIDER, Rung.SPONSOR),
    Rung.DECIDER: (),
    Rung.DEPUTY: (Rung.SPONSOR, Rung.DECIDER),
    Rung.SPONSOR: (Rung.DECIDER,),
    Rung.BACKUP: (Rung.SPONSOR, Rung.DECIDER, Rung.DEPUTY),
}
"""Whoever stands on one of these as well is asked there, and not on this rung."""


@dataclass(frozen=True)
class Passed:
    """A rung that was passed over at once, and why: "nobody is named"."""

    rung: Rung
    why: Phrase


def host(cast: Cast) -> str:
    """Whose calendar the private time goes by."""
    return cast.project.facilitator or cast.project.sponsor


def stands(contradiction: LiveContradiction, rung: Rung, cast: Cast) -> str | None:
    """The one person of a rung; None where nobody is named, and for the two sides."""
    project = cast.project
    right = find_right(project, contradiction.subject)
    match rung:
        case Rung.BILATERAL:
            return None
        case Rung.FACILITATOR:
            return project.facilitator or None
        case Rung.DECIDER:
            return None if right is None else right.decider
        case Rung.DEPUTY:
            return None if right is None else right.deputy
        case Rung.SPONSOR:
            return project.sponsor
        case Rung.BACKUP:
            return project.backup


def owners(contradiction: LiveContradiction, cast: Cast, now: datetime | None = None) -> tuple[str, ...]:
    """Whose turn it is: who speaks for each function of the sides, or the one person of the rung; never nobody.

    `now`: deputies speak for who is away then; without it only for who has no working account.
    """
    if contradiction.rung is Rung.BILATERAL:
        return voices(contradiction, cast, now) or (host(cast),)
    return (stands(contradiction, contradiction.rung, cast) or host(cast),)


def voices(contradiction: LiveContradiction, cast: Cast, now: datetime | None = None) -> tuple[str, ...]:
    """Who speaks for the functions of the sides, each person once."""
    people = (voice(function, cast, now) for _, function in every_function(contradiction, cast))
    return tuple(dict.fromkeys(person for person in people if person is not None))


def every_function(contradiction: LiveContradiction, cast: Cast) -> tuple[tuple[int, Function], ...]:
    """The functions of all sides that have somebody to speak for them, each with the number of its side."""
    numbers = range(len(contradiction.parties))
    return tuple((number, each) for number in numbers for each in of_side(contradiction, number, cast))


def of_side(contradiction: LiveContradiction, number: int, cast: Cast) -> tuple[Function, ...]:
    """The functions of one side that have somebody to speak for them, in the order of the project."""
    wanted = contradiction.parties[number].functions
    return tuple(each for each in cast.project.functions if each.id in wanted and voice(each, cast) is not None)


def voice(function: Function, cast: Cast, now: datetime | None = None) -> str | None:
    """Who speaks for a function: its representative, the deputy while that one is away or gone; None for nobody."""
    return first_there((each for each in (function.representative, function.deputy) if each), cast, now)


def speaks_for(contradiction: LiveContradiction, cast: Cast, person_id: str) -> tuple[tuple[int, Function], ...]:
    """The sides and functions for which this person can speak, as representative or deputy."""
    return tuple(
        (number, function)
        for number, function in every_function(contradiction, cast)
        if person_id in (function.representative, function.deputy)
    )


def next_above(
    contradiction: LiveContradiction, rungs: Iterable[Rung], cast: Cast, now: datetime
) -> tuple[Rung | None, tuple[Passed, ...]]:
    """The first of these rungs with somebody to ask, and those passed over on the way; None where nobody is left.

    Whoever is merely away is asked all the same when otherwise nobody would be left.
    """
    wanted = tuple(rungs)
    passed: list[Passed] = []
    for rung in wanted:
        why = _why_not(contradiction, rung, cast, now)
        if why is None:
            return rung, tuple(passed)
        if not _optional(contradiction, rung, cast):
            passed.append(Passed(rung, why))
    last = [rung for rung in wanted if rung in DECIDING and _could(contradiction, rung, cast)]
    if not last:
        return None, tuple(passed)
    return last[0], tuple(each for each in passed if LADDER.index(each.rung) < LADDER.index(last[0]))


def _optional(contradiction: LiveContradiction, rung: Rung, cast: Cast) -> bool:
    """Whether it is a rung for somebody who stands in, and nobody is named for that."""
    return rung in (Rung.DEPUTY, Rung.BACKUP) and stands(contradiction, rung, cast) is None


def _could(contradiction: LiveContradiction, rung: Rung, cast: Cast) -> bool:
    person = stands(contradiction, rung, cast)
    return person is not None and cast.person(person).active and _elsewhere(contradiction, rung, cast) is None


def _why_not(contradiction: LiveContradiction, rung: Rung, cast: Cast, now: datetime) -> Phrase | None:
    if rung is Rung.BILATERAL:
        return None if voices(contradiction, cast) else Phrase("nobody speaks for them")
    person_id = stands(contradiction, rung, cast)
    if person_id is None:
        return Phrase("nobody is named")
    elsewhere = _elsewhere(contradiction, rung, cast)
    if elsewhere is not None:
        return Phrase("{who} is asked as {rung}", who=cast.who(person_id), rung=elsewhere.value)
    person = cast.person(person_id)
    end = add_working_days(replace(person, away=()), now, RUNG_DAYS[rung])
    why = missing(person, now, end, Urgency.NORMAL)
    return None if why is None else Phrase("{who} {why}", who=person.who, why=why)


def _elsewhere(contradiction: LiveContradiction, rung: Rung, cast: Cast) -> Rung | None:
    """Where the person of a rung is asked instead."""
    person_id = stands(contradiction, rung, cast)
    return next((each for each in MORE_THAN[rung] if stands(contradiction, each, cast) == person_id), None)
