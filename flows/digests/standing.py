"""Where a project stands, computed from the records: every line has a key, so that changes can be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.calendar import local_day, local_instant
from flows.contradictions.findings import Analysis, Strength
from flows.decisions import Decision
from flows.escalations.records import Escalation, EscalationState
from flows.people import Person
from flows.phrases import Count, Instant, Listing, Phrase, Quote
from flows.projects.records import Function, Project
from flows.rounds.records import Round, RoundState, View, ViewState

OPEN = (EscalationState.ASKED, EscalationState.ACKNOWLEDGED, EscalationState.INFO_WANTED)
HORIZON = timedelta(days=30)
"""How far ahead deadlines are told."""


@dataclass(frozen=True)
class Line:
    """One thing worth telling. `key` stays the same while it is the same thing; `state` changes when it moves."""

    key: str
    state: str
    words: Phrase


@dataclass(frozen=True)
class Standing:
    """Everything the digest tells. `told` of the next digest is made of the lines' keys and states."""

    participation: Line | None
    missing: tuple[Line, ...]
    contradictions: tuple[Line, ...]
    waiting: tuple[Line, ...]
    decided: tuple[Line, ...]
    overdue: tuple[Line, ...]
    upcoming: tuple[Line, ...]

    @property
    def fingerprint(self) -> Mapping[str, str]:
        """What is compared with the last digest: states, not ages, so that time alone is no change."""
        parts = (self.missing, self.contradictions, self.waiting, self.overdue)
        lines = [line for part in parts for line in part]
        if self.participation:
            lines.append(self.participation)
        return {line.key: line.state for line in lines}


@dataclass(frozen=True)
class Findings:
    """What the digest tells about a round: the latest one, its views, and its analysis once it is closed."""

    round: Round | None
    views: tuple[View, ...] = ()
    analysis: Analysis | None = None


@dataclass(frozen=True)
class Situation:
    """What a standing is computed from."""

    project: Project
    people: Mapping[str, Person]
    findings: Findings
    escalations: tuple[Escalation, ...]
    decisions: tuple[Decision, ...]


def standing(situation: Situation, now: datetime, since: datetime | None) -> Standing:
    """Where the project stands at `now`; decisions are those made after `since` (all of them when None)."""
    return Standing(
        participation=_participation(situation),
        missing=_missing(situation),
        contradictions=_contradictions(situation),
        waiting=tuple(_waiting(situation, each, now) for each in situation.escalations if each.state in OPEN),
        decided=tuple(
            _decided(situation, each) for each in situation.decisions if not since or each.decided_at > since
        ),
        overdue=(*_overdue_views(situation, now), *_overdue_escalations(situation, now)),
        upcoming=_upcoming(situation, now),
    )


def _participation(situation: Situation) -> Line | None:
    views = situation.findings.views
    if not views:
        return None
    into = [view for view in views if view.state is ViewState.SUBMITTED]
    words = Phrase("{into} of {all} are in", into=len(into), all=Count(len(views), "function", "functions"))
    late = tuple(_function(situation, view).name for view in views if view.state is not ViewState.SUBMITTED)
    if late:
        words = Phrase("{words}; waiting for {late}", words=words, late=Listing(late))
    return Line("participation", f"{len(into)}/{len(views)}", words)


def _missing(situation: Situation) -> tuple[Line, ...]:
    analysis = situation.findings.analysis
    gaps = analysis.gaps if analysis else ()
    return tuple(Line(f"gap/{gap.id}", "open", Phrase("{gap}", gap=gap.openly)) for gap in gaps)


def _contradictions(situation: Situation) -> tuple[Line, ...]:
    """In words that everyone in the project may read; a difference in words only is no open contradiction yet."""
    analysis = situation.findings.analysis
    return tuple(
        Line(f"contradiction/{found.id}", found.kind.value, Phrase("{found}", found=found.openly))
        for found in (analysis.contradictions if analysis else ())
        if found.kind is not Strength.APPARENT
    )


def _waiting(situation: Situation, escalation: Escalation, now: datetime) -> Line:
    owner = situation.people[escalation.turn.person_id]
    words = Phrase(
        "E-{number} {question}: with {owner}, open for {age}, answer due {until}",
        number=escalation.number,
        question=Quote(escalation.question),
        owner=owner.who,
        age=age(now - escalation.raised_at),
        until=Instant(escalation.until, situation.project.zone),
    )
    return Line(f"escalation/{escalation.id}", f"{escalation.state.value}/{owner.id}", words)


def age(span: timedelta) -> Count:
    """How old something is, in whole days or hours."""
    if span >= timedelta(days=1):
        return Count(span.days, "day", "days")
    return Count(max(int(span.total_seconds() // 3600), 0), "hour", "hours")


def _decided(situation: Situation, decision: Decision) -> Line:
    words = Phrase(
        "D-{number} {question}: {choice}. Decided by {who} on {at}",
        number=decision.number,
        question=Quote(decision.question),
        choice=Quote(decision.choice),
        who=_name(situation, decision.decided_by),
        at=Instant(decision.decided_at, situation.project.zone),
    )
    return Line(f"decision/{decision.id}", "decided", words)


def _name(situation: Situation, person_id: str) -> Phrase:
    person = situation.people.get(person_id)
    return Phrase("{who}", who=person.who) if person else Phrase("the agreed rule for silence")


def _overdue_views(situation: Situation, now: datetime) -> list[Line]:
    round_ = situation.findings.round
    if round_ is None or now <= round_.deadline:
        return []
    return [
        Line(
            f"overdue/{view.id}",
            "overdue",
            Phrase(
                "Answers of {function}: {who} owes them since {deadline}",
                function=_function(situation, view).name,
                who=situation.people[view.respondent].who,
                deadline=Instant(round_.deadline, situation.project.zone),
            ),
        )
        for view in situation.findings.views
        if view.state in (ViewState.ASKED, ViewState.ANSWERING)
    ]


def _overdue_escalations(situation: Situation, now: datetime) -> list[Line]:
    late = [
        each
        for each in situation.escalations
        if each.state is EscalationState.EXHAUSTED or (each.state in OPEN and each.deadline < now)
    ]
    return [
        Line(
            f"overdue/{each.id}",
            each.state.value,
            Phrase(
                "E-{number} {question}: no decision since {deadline}, with {owner}",
                number=each.number,
                question=Quote(each.question),
                deadline=Instant(each.deadline, situation.project.zone),
                owner=situation.people[each.turn.person_id].who,
            ),
        )
        for each in late
    ]


def _upcoming(situation: Situation, now: datetime) -> tuple[Line, ...]:
    project, found = situation.project, situation.findings.round
    moments: list[tuple[datetime, str, Phrase]] = []
    if found and found.state is RoundState.OPEN:
        moments.append((found.deadline, f"round/{found.id}", Phrase("Answers of every function")))
    for each in situation.escalations:
        if each.state in OPEN:
            what = Phrase("Decision on {question}", question=Quote(each.question))
            moments.append((each.deadline, f"escalation/{each.id}", what))
    days = [(project.kickoff, "kickoff", "Kick-off"), *((m.date, m.id, m.name) for m in project.milestones)]
    for day, key, name in days:
        moments.append((local_instant(day, project.digest.at, project.zone), f"day/{key}", Phrase("{name}", name=name)))
    return tuple(
        Line(key, "", _moment(situation, at, what, key))
        for at, key, what in sorted(moments, key=lambda moment: moment[0])
        if now < at <= now + HORIZON
    )


def _moment(situation: Situation, at: datetime, what: Phrase, key: str) -> Phrase:
    zone = situation.project.zone
    if key.startswith("day/"):
        return Phrase("{what}: {day}", what=what, day=local_day(at, zone))
    return Phrase("{what}: {at}", what=what, at=Instant(at, zone))


def _function(situation: Situation, view: View) -> Function:
    return next(each for each in situation.project.functions if each.id == view.function_id)
