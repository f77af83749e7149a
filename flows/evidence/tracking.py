"""From what functions ask for to what somebody owes: new needs are asked of their provider, those that are gone end.

`tracked` runs in the transaction of the change that led to the analysis: a round that closes, a late or changed answer.
Only needs that everybody may read become obligations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from flows.contradictions.case import Case
from flows.contradictions.views import EVIDENCE
from flows.decisions.cast import Cast
from flows.effects import Post
from flows.evidence import cards, judging, rules, turns
from flows.evidence.keeping import Records
from flows.evidence.records import EvidenceState, Obligation
from flows.questionnaires.answers import EvidenceNeed

IN_CONFIDENCE = "Proof that was asked for in confidence since"
"""In place of what was asked for, where that is not for everybody any more."""
EDGES = " .,;:!?…*•-–—'\"‘’“”„«»()[]"
"""Marks that change nothing about what is asked for when they stand around it."""


@dataclass(frozen=True)
class Wanted:
    """The same proof from the same provider, whoever asks for it."""

    functions: tuple[str, ...]
    need: EvidenceNeed
    due: date | None


def tracked(records: Records, cast: Cast, case: Case, now: datetime) -> tuple[Post, ...]:
    """Notes what is new, changed or gone, and tells those whose turn it is: one message each."""
    known = {each.found: each for each in records.evidence.where(project_id=cast.project.id)}
    wanted = _wanted(case, known)
    silent = {view.id for view in case.views if not view.said.by}
    told: list[str] = []
    posts: list[Post] = []
    for found, want in wanted.items():
        before = known.get(found)
        after = _noticed(records, cast, found, _with_silent(want, before, silent), before, now)
        records.evidence.put(after)
        if before is None or before.state is EvidenceState.DROPPED:
            told += turns.turn(after, cast, now)
        elif before.functions != after.functions:
            told += turns.newly(before, after, cast, now)
            posts += cards.again(records, after, cast)
    for gone in (each for found, each in known.items() if found not in wanted):
        posts += _gone(records, gone, silent, case, cast, now=now)
    return (*posts, *cards.asked(told, cast, now))


def _gone(
    records: Records, before: Obligation, silent: set[str], case: Case, cast: Cast, *, now: datetime
) -> tuple[Post, ...]:
    """Dropped, unless somebody who has not said anything in this round still asks; without who asks in confidence."""
    if before.state is EvidenceState.DROPPED:
        return ()
    closed = {view.id for view in case.views if not view.open(EVIDENCE)}
    if silent & set(before.functions):
        after = replace(before, functions=tuple(each for each in before.functions if each not in closed))
    else:
        after = rules.move(before, EvidenceState.DROPPED, cast, now)
        after = replace(after, what=IN_CONFIDENCE) if closed & set(before.functions) else after
    if after == before:
        return ()
    records.evidence.put(after)
    return tuple(cards.again(records, before, cast))


def _with_silent(want: Wanted, before: Obligation | None, silent: set[str]) -> Wanted:
    """Who asked in an earlier round and has not said anything in this one still asks."""
    still = tuple(each for each in (before.functions if before else ()) if each in silent)
    return replace(want, functions=tuple(dict.fromkeys((*want.functions, *still))))


def _wanted(case: Case, known: Mapping[str, Obligation]) -> Mapping[str, Wanted]:
    """What is asked for openly, each thing once; the earliest day counts."""
    days = {point.id: point.date for point in case.project.milestones}
    found: dict[str, Wanted] = {}
    for view in case.views:
        for need in view.several(EVIDENCE, EvidenceNeed) if view.open(EVIDENCE) else ():
            due = need.by or days.get(need.milestone or "")
            key = key_of(need, known)
            before = found.get(key, Wanted((), need, None))
            functions = tuple(dict.fromkeys((*before.functions, view.id)))
            found[key] = Wanted(functions, before.need, min(_days(before.due, due), default=None))
    return found


def _days(*days: date | None) -> Iterable[date]:
    return (day for day in days if day is not None)


def fingerprint(need: EvidenceNeed) -> str:
    """The same for the same proof from the same provider for the same milestone, however it is typed: without case,
    spaces, and the marks around it."""
    return _hashed(_spaced(need.what).strip(EDGES) or need.what, need)


def key_of(need: EvidenceNeed, known: Mapping[str, Obligation]) -> str:
    """Under which the need is known, or will be. Earlier releases kept it with the marks around it: what they know
    stays apart where both are there, and is known again where only one is."""
    exact, folded = _hashed(_spaced(need.what), need), fingerprint(need)
    if exact in known or folded in known:
        return exact if exact in known else folded
    for found, each in known.items():
        as_it_was = replace(need, what=each.what)
        if found == _hashed(_spaced(each.what), as_it_was) and fingerprint(as_it_was) == folded:
            return found
    return folded


def _spaced(what: str) -> str:
    return " ".join(what.casefold().split())


def _hashed(what: str, need: EvidenceNeed) -> str:
    return sha256("\n".join((what, need.provider or "", need.milestone or "")).encode()).hexdigest()[:24]


def _noticed(
    records: Records, cast: Cast, found: str, want: Wanted, before: Obligation | None, now: datetime
) -> Obligation:
    """The new one, or the known one as it is asked for now."""
    if before is not None and before.state is not EvidenceState.DROPPED:
        if not _differs(before, want):
            return before
        asked = judging.day_settled(rules.timed(_as_asked(before, want), cast.project, now), cast, now)
        return judging.settled(asked, cast, now) if asked.state in judging.JUDGED else asked
    provider, wished = _provider(cast, want.need)
    if before is None:
        number = records.evidence.next_number(cast.project.id)
        begun = Obligation(f"{cast.project.id}/EV-{number}", cast.project.id, number, found, want.need.what, (), now)
        begun = replace(begun, state=EvidenceState.ASKED if provider else EvidenceState.UNNAMED)
    else:
        begun = rules.move(before, EvidenceState.ASKED if provider else EvidenceState.UNNAMED, cast, now)
    person = None if any(each.id == provider for each in cast.project.functions) else provider or None
    named = replace(_as_asked(begun, want), provider=provider, person_id=person, wished=wished)
    return rules.timed(named, cast.project, now)


def _differs(before: Obligation, want: Wanted) -> bool:
    return _as_asked(before, want) != before


def _as_asked(obligation: Obligation, want: Wanted) -> Obligation:
    """With what the answers say now; a day that was agreed since stays, unless another one is asked for."""
    agreed = obligation.agreed_due if obligation.due == want.due else None
    need = want.need
    return replace(
        obligation,
        what=need.what,
        functions=want.functions,
        due=want.due,
        agreed_due=agreed,
        milestone=need.milestone,
        form=need.form or "",
    )


def _provider(cast: Cast, need: EvidenceNeed) -> tuple[str, str]:
    """The function's or person's id, and "" or else what was written where it is neither."""
    named = need.provider or ""
    if any(each.id == named for each in cast.project.functions) or (named and cast.person(named).active):
        return named, ""
    return "", named
