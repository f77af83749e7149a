"""Where a project stands: what is known about it, and the lines that tell it, each with a key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flows.contradictions.findings import Analysis
from flows.decisions.records import Decision
from flows.escalations.records import Escalation
from flows.evidence.records import Obligation
from flows.people import Person
from flows.phrases import Instant, Phrase, Who
from flows.projects.records import Project
from flows.resolving.records import LiveContradiction
from flows.rounds.records import Round, View


@dataclass(frozen=True)
class Line:
    """One thing worth telling. `key` stays the same while it is the same thing; `state` changes when it moves."""

    key: str
    state: str
    words: Phrase


@dataclass(frozen=True)
class Standing:
    """Everything the digest tells. `told` of the next digest is made of the lines' keys and states.

    `unanswered`: how many functions have not sent their answers. `compared`: whether the round is closed, so that what
    they say is known; before that no number of contradictions or gaps means anything.
    """

    participation: Line | None
    unanswered: int
    compared: bool
    missing: tuple[Line, ...]
    contradictions: tuple[Line, ...]
    waiting: tuple[Line, ...]
    decided: tuple[Line, ...]
    overdue: tuple[Line, ...]
    upcoming: tuple[Line, ...]
    evidence: tuple[Line, ...] = ()
    to_agree: tuple[Line, ...] = ()
    drift: tuple[Line, ...] = ()
    """Where decisions drift from the agreed trade-off order."""
    pulse: tuple[Line, ...] = ()
    drill: tuple[Line, ...] = ()
    words: tuple[Line, ...] = ()
    """Functions whose word a decision waits for."""

    @property
    def fingerprint(self) -> Mapping[str, str]:
        """What is compared with the last digest: states, not ages, so that time alone is no change."""
        parts = (
            self.missing,
            self.to_agree,
            self.contradictions,
            self.waiting,
            self.words,
            self.overdue,
            self.evidence,
            self.drift,
            self.pulse,
            self.drill,
        )
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
    live: Mapping[str, LiveContradiction] = field(default_factory=dict)
    """What people work on, by what was found."""
    evidence: tuple[Obligation, ...] = ()
    to_agree: tuple[Line, ...] = ()
    """What is still to be agreed or signed before the kick-off, and with whom."""
    drift: tuple[Line, ...] = ()
    pulse: tuple[Line, ...] = ()
    """What the functions are asked about what they signed, and what they said last."""
    drill: tuple[Line, ...] = ()
    """Whether the path of a decision reaches everybody."""

    def person(self, person_id: str) -> Person:
        """The person; somebody who is gone keeps the id as a name, and has no working account."""
        return self.people.get(person_id) or Person(person_id, person_id, active=False)

    def who(self, person_id: str) -> Who:
        """The person of that id as a value of a phrase; somebody who is gone keeps the id as a name."""
        person = self.people.get(person_id)
        return person.who if person else Who(person_id, person_id)

    def instant(self, at: datetime) -> Instant:
        """A moment, shown in the project's zone where the reader has none."""
        return Instant(at, self.project.zone)

    def function_name(self, view: View) -> str:
        """What the function of a view is called, also one that the project has dropped since."""
        names = {function.id: function.name for function in self.project.functions}
        return names.get(view.function_id, view.function_id)
