"""Whose word it takes that evidence is enough: each function that asked, for itself; never who gives it for their own.

A function that gives what it alone asked for may accept it, but that proves nothing to anybody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from flows.decisions.cast import Cast
from flows.evidence import rules
from flows.evidence.records import EvidenceState, Given, Obligation, Verdict
from flows.projects.records import Function, Project

JUDGED = frozenset({EvidenceState.GIVEN, EvidenceState.ACCEPTED, EvidenceState.REJECTED})
"""In which there is a version that somebody can say something about."""


def judges(obligation: Obligation, project: Project) -> tuple[Function, ...]:
    """The functions whose word it takes: all that asked and who owns a red line that it touches, except those that
    give it; these where there is no other."""
    asked = concerned(obligation, project)
    return tuple(each for each in asked if not _gives(each, obligation, project)) or asked


def is_own(obligation: Obligation, project: Project) -> bool:
    """Whether only who gives it asked for it, so that nobody else says that it is enough."""
    asked = concerned(obligation, project)
    return bool(asked) and all(_gives(each, obligation, project) for each in asked)


def concerned(obligation: Obligation, project: Project) -> tuple[Function, ...]:
    """The functions that asked for it, and that own a red line that it touches."""
    owners = {each.owner for each in obligation.touches}
    wanted = owners.union(each.id for each in rules.askers(obligation, project))
    return tuple(each for each in project.functions if each.id in wanted)


def _gives(function: Function, obligation: Obligation, project: Project) -> bool:
    givers = rules.voices(obligation.provider, project)
    if obligation.provider in (function.id, function.representative):
        return True
    return set(rules.voices(function.id, project)) <= set(givers)


def _givers(obligation: Obligation, project: Project) -> frozenset[str]:
    """Who may not judge: who speaks for the provider, and who gave the newest version."""
    if is_own(obligation, project):
        return frozenset()
    by = (given.by for given in obligation.given[-1:])
    return frozenset((*rules.voices(obligation.provider, project), *by))


def word_of(obligation: Obligation, function: Function, number: int = 0) -> Verdict | None:
    """What a function said last about that version, the newest one by default."""
    wanted = number or len(obligation.given)
    said = (each for each in obligation.verdicts if each.number == wanted and each.function in (function.id, ""))
    return next(reversed(tuple(said)), None)


def accepted_by(obligation: Obligation, project: Project) -> tuple[Function, ...]:
    """The functions that have accepted the newest version."""
    return _that_said(obligation, project, accepted=True)


def rejected_by(obligation: Obligation, project: Project) -> tuple[Function, ...]:
    """The functions that have said that the newest version is not enough."""
    return _that_said(obligation, project, accepted=False)


def _that_said(obligation: Obligation, project: Project, *, accepted: bool) -> tuple[Function, ...]:
    said = ((each, word_of(obligation, each)) for each in judges(obligation, project))
    return tuple(each for each, word in said if word is not None and word.accepted is accepted)


def waiting_for(obligation: Obligation, project: Project) -> tuple[Function, ...]:
    """The functions that have said nothing about the newest version."""
    return tuple(each for each in judges(obligation, project) if word_of(obligation, each) is None)


def asked_person(function: Function, obligation: Obligation, project: Project) -> str:
    """Who is asked for a function's word: its representative, or its deputy where the representative gave it."""
    givers = _givers(obligation, project)
    voices = rules.voices(function.id, project)
    return next((each for each in voices if each not in givers), function.representative)


def turn(obligation: Obligation, project: Project) -> tuple[str, ...]:
    """Whose turn it is, as person ids: nobody once it is over; the facilitator where nobody is named."""
    state = obligation.state
    if not obligation.is_open:
        return ()
    if state is EvidenceState.GIVEN:
        found = [asked_person(each, obligation, project) for each in waiting_for(obligation, project)]
    elif state is EvidenceState.DECLINED and obligation.other_day is not None:
        found = [asked_person(each, obligation, project) for each in judges(obligation, project)]
    elif state in rules.OWED:
        found = list(rules.voices(obligation.provider, project)[:1])
    else:
        found = []
    return tuple(dict.fromkeys(found)) or (rules.host(project),)


def newly(before: Obligation, after: Obligation, project: Project) -> tuple[str, ...]:
    """Whose turn it is now and was not."""
    had = turn(before, project)
    return tuple(each for each in turn(after, project) if each not in had)


def asked_by(obligation: Obligation, project: Project, person_id: str) -> tuple[Function, ...]:
    """The functions that asked for it and that this person speaks for, its own evidence or not."""
    return tuple(each for each in rules.askers(obligation, project) if person_id in (each.representative, each.deputy))


def may_judge(obligation: Obligation, project: Project, person_id: str) -> bool:
    """Whether this person speaks for a function whose word it takes, and did not give it."""
    mine = (each for each in judges(obligation, project) if person_id in (each.representative, each.deputy))
    return person_id not in _givers(obligation, project) and any(mine)


def may_say(obligation: Obligation, project: Project, person_id: str, *, accepted: bool) -> tuple[Function, ...]:
    """The functions for which this person can say that now: those they represent, else those they are deputy of.

    What a representative has said, the deputy does not change.
    """
    if person_id in _givers(obligation, project):
        return ()
    able = [each for each in judges(obligation, project) if _news(obligation, each, person_id, accepted=accepted)]
    mine = tuple(each for each in able if each.representative == person_id)
    return mine or tuple(each for each in able if each.deputy == person_id)


def _news(obligation: Obligation, function: Function, person_id: str, *, accepted: bool) -> bool:
    said = word_of(obligation, function)
    if said is None:
        return True
    return said.accepted is not accepted and (said.by != function.representative or said.by == person_id)


def judge(obligation: Obligation, verdicts: Sequence[Verdict], cast: Cast, now: datetime) -> Obligation:
    """What functions that asked say. Raises WrongState where another version was given since."""
    if any(each.number != len(obligation.given) for each in verdicts):
        raise rules.since(obligation, cast)
    return settled(replace(obligation, verdicts=(*obligation.verdicts, *verdicts)), cast, now)


def settled(obligation: Obligation, cast: Cast, now: datetime) -> Obligation:
    """In the state that the words of all that ask for it come to. Raises WrongState where nothing was given."""
    project = cast.project
    if rejected_by(obligation, project):
        state = EvidenceState.REJECTED
    else:
        state = EvidenceState.GIVEN if waiting_for(obligation, project) else EvidenceState.ACCEPTED
    same = state is obligation.state  # what was said last does not put off when others are reminded
    return obligation if same else rules.move(obligation, state, cast, now)


def is_evidenced(obligation: Obligation, project: Project) -> bool:
    """Whether all that asked have accepted it, and somebody else than who gave it was among them."""
    return obligation.state is EvidenceState.ACCEPTED and not is_own(obligation, project)


def is_evidenced_for(obligation: Obligation, function: Function, project: Project) -> bool:
    """Whether this function has accepted the newest version, given by somebody else."""
    if obligation.state not in JUDGED or is_own(obligation, project):
        return False
    if _gives(function, obligation, project):
        return is_evidenced(obligation, project)
    said = word_of(obligation, function)
    return said is not None and said.accepted


def latest_accepted(obligation: Obligation, project: Project) -> Given | None:
    """The newest version that all that asked accepted; one that any of them rejected after that does not stand."""
    needed = judges(obligation, project)
    versions = (given for given in reversed(obligation.given) if _stands(obligation, given, needed))
    return next(versions, None)


def _stands(obligation: Obligation, given: Given, needed: Iterable[Function]) -> bool:
    said = [word_of(obligation, each, given.number) for each in needed]
    return bool(said) and all(word is not None and word.accepted for word in said)
