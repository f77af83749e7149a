"""Whose turn it is: who gives evidence or judges it and is there today, and never nobody.

Where the representative is away or their account is closed it is the deputy's turn; where nobody is left, it is who
runs the project.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from flows.decisions.voices import People, first_there
from flows.evidence import judging, rules
from flows.evidence.records import EvidenceState, Obligation
from flows.projects.records import Function, Project


class Scene(People, Protocol):
    """A project and everybody in it."""

    @property
    def project(self) -> Project: ...


def host(scene: Scene, now: datetime) -> str:
    """Who runs it now: the facilitator, or the sponsor while that one is away or gone."""
    people = rules.hosts(scene.project)
    return first_there(people, scene, now) or people[0]


def asked_person(function: Function, obligation: Obligation, scene: Scene, now: datetime) -> str | None:
    """Who is asked for a function's word: its representative, or its deputy where the representative gave it, is away
    or gone; None where nobody has a working account."""
    givers = judging.givers(obligation, scene.project)
    voices = rules.voices(function.id, scene.project)
    return first_there((each for each in voices if each not in givers), scene, now)


def turn(obligation: Obligation, scene: Scene, now: datetime) -> tuple[str, ...]:
    """Whose turn it is, as person ids: nobody once it is over; who runs the project where nobody else is left."""
    if not obligation.is_open:
        return ()
    found = (person or host(scene, now) for person in _asked(obligation, scene, now))
    return tuple(dict.fromkeys(found)) or (host(scene, now),)


def _asked(obligation: Obligation, scene: Scene, now: datetime) -> Iterator[str | None]:
    """Whoever is asked, None for each who cannot be."""
    if obligation.state in rules.OWED:
        yield first_there(rules.may_give(obligation.provider, scene.project), scene, now)
    for function in _to_speak(obligation, scene.project):
        yield asked_person(function, obligation, scene, now)


def _to_speak(obligation: Obligation, project: Project) -> tuple[Function, ...]:
    """The functions that are asked something."""
    if obligation.state is EvidenceState.GIVEN:
        return judging.waiting_for(obligation, project)
    if obligation.state is EvidenceState.DECLINED and obligation.other_day is not None:
        return judging.day_waits_for(obligation, project)
    return ()


def unspoken(obligation: Obligation, scene: Scene, now: datetime) -> tuple[Function, ...]:
    """The functions that are asked something, and for which nobody with a working account can speak."""
    functions = _to_speak(obligation, scene.project)
    return tuple(each for each in functions if asked_person(each, obligation, scene, now) is None)


def ungiven(obligation: Obligation, scene: Scene, now: datetime) -> bool:
    """Whether nobody who was asked to give it has a working account any more."""
    owed = obligation.state in rules.OWED
    return owed and first_there(rules.may_give(obligation.provider, scene.project), scene, now) is None


def newly(before: Obligation, after: Obligation, scene: Scene, now: datetime) -> tuple[str, ...]:
    """Whose turn it is now and was not."""
    had = turn(before, scene, now)
    return tuple(each for each in turn(after, scene, now) if each not in had)
