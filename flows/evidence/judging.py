"""Whose word it takes that evidence is enough: each function that asked, for itself; never who gives it for their own.

A function that gives what it alone asked for may accept it, but that proves nothing to anybody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from flows.decisions.cast import Cast
from flows.errors import WrongState
from flows.evidence import rules
from flows.evidence.records import EvidenceState, Given, Obligation, Touched, Verdict
from flows.projects.records import Function, Project

JUDGED = frozenset({EvidenceState.GIVEN, EvidenceState.ACCEPTED, EvidenceState.REJECTED})
"""In which there is a version that somebody can say something about."""


def judges(obligation: Obligation, project: Project) -> tuple[Function, ...]:
    """The functions whose word it takes: all that asked and who owns a red line that it touches, except those that
    give it; these where there is no other."""
    asked = concerned(obligation, project)
    return tuple(each for each in asked if not gives(each, obligation, project)) or asked


def is_own(obligation: Obligation, project: Project) -> bool:
    """Whether only who gives it asked for it, so that nobody else says that it is enough."""
    asked = concerned(obligation, project)
    return bool(asked) and all(gives(each, obligation, project) for each in asked)


def says_too(line: Touched, obligation: Obligation, project: Project) -> bool:
    """Whether it takes the word of who owns that red line: not where they give it themselves."""
    return not is_own(obligation, project) and line.owner in (each.id for each in judges(obligation, project))


def concerned(obligation: Obligation, project: Project) -> tuple[Function, ...]:
    """The functions that asked for it, and that own a red line that it touches."""
    owners = {each.owner for each in obligation.touches}
    wanted = owners.union(each.id for each in rules.askers(obligation, project))
    return tuple(each for each in project.functions if each.id in wanted)


def gives(function: Function, obligation: Obligation, project: Project) -> bool:
    """Whether it is the function's own, or all who speak for it give it."""
    allowed = rules.may_give(obligation.provider, project)
    theirs = (*rules.voices(obligation.provider, project), *(each for each in _gave(obligation) if each in allowed))
    if obligation.provider in (function.id, function.representative):
        return True
    return set(rules.voices(function.id, project)) <= set(theirs)


def givers(obligation: Obligation, project: Project) -> frozenset[str]:
    """Who may not judge: who speaks for the provider, and who gave the newest version."""
    if is_own(obligation, project):
        return frozenset()
    return frozenset((*rules.voices(obligation.provider, project), *_gave(obligation)))


def _gave(obligation: Obligation) -> tuple[str, ...]:
    """Who gave the newest version."""
    return tuple(given.by for given in obligation.given[-1:])


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


def day_waits_for(obligation: Obligation, project: Project) -> tuple[Function, ...]:
    """The functions that have not said yet that the other day is good."""
    agreed = obligation.declined.agreed if obligation.declined else ()
    able = judges(obligation, project)
    asked = tuple(each for each in able if each.id in obligation.functions) or able
    return tuple(each for each in asked if each.id not in agreed)


def day_is_good(obligation: Obligation, cast: Cast, person_id: str, now: datetime) -> Obligation:
    """The other day is good for whom this person speaks: those they represent, else those they are deputy of.

    Raises WrongState where no other day is offered, and where it was said for them already.
    """
    declined = obligation.declined
    if declined is None or declined.instead is None or obligation.state is not EvidenceState.DECLINED:
        raise rules.since(obligation, cast)
    waiting = day_waits_for(obligation, cast.project)
    mine = [each.id for each in waiting if each.representative == person_id]
    mine = mine or [each.id for each in waiting if each.deputy == person_id]
    if not mine:
        raise WrongState("This was said for your function already, so nothing was changed.")
    said = replace(declined, agreed=(*declined.agreed, *mine))
    return day_settled(replace(obligation, declined=said), cast, now)


def day_settled(obligation: Obligation, cast: Cast, now: datetime) -> Obligation:
    """Promised for the other day once it is good for all that asked; itself otherwise."""
    declined = obligation.declined
    offered = obligation.state is EvidenceState.DECLINED and declined is not None and declined.agreed
    if declined is None or not offered or day_waits_for(obligation, cast.project):
        return obligation
    after = replace(rules.move(obligation, EvidenceState.PROMISED, cast, now), agreed_due=declined.instead)
    return rules.timed(after, cast.project, now)


def asked_by(obligation: Obligation, project: Project, person_id: str) -> tuple[Function, ...]:
    """The functions that asked for it and that this person speaks for, its own evidence or not."""
    return tuple(each for each in rules.askers(obligation, project) if person_id in (each.representative, each.deputy))


def may_judge(obligation: Obligation, project: Project, person_id: str) -> bool:
    """Whether this person speaks for a function whose word it takes, and did not give it."""
    mine = (each for each in judges(obligation, project) if person_id in (each.representative, each.deputy))
    return person_id not in givers(obligation, project) and any(mine)


def may_say(obligation: Obligation, project: Project, person_id: str, *, accepted: bool) -> tuple[Function, ...]:
    """The functions for which this person can say that now: those they represent, else those they are deputy of.

    What a representative has said, the deputy does not change.
    """
    if person_id in givers(obligation, project):
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
    if gives(function, obligation, project):
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
