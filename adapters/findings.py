"""What a check of a chat platform finds, in one line each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True)
class Finding:
    """One line. `cure`: what to do, "" where all is well.

    `people`: who can be written to where it is ok, and who cannot where it is broken: (organisation id, person id).
    """

    state: State
    what: str
    cure: str = ""
    people: tuple[tuple[str, str], ...] = ()


def worst(findings: Iterable[Finding]) -> State:
    """The worst of them; ok when there are none."""
    states = {finding.state for finding in findings}
    return next((state for state in (State.BROKEN, State.WARNING) if state in states), State.OK)


def can_be_written_to(people: Sequence[tuple[str, str]], where: str = "") -> Finding:
    """How many that are: (organisation id, person id) each. `where`: in which chat, where there may be others."""
    who = "One person of the projects" if len(people) == 1 else f"{len(people)} people of the projects"
    return Finding(State.OK, f"{who} can be written to{where}.", people=tuple(people))


def out_of_reach(findings: Iterable[Finding]) -> list[Finding]:
    """What is broken about people whom nothing else reaches: in another chat they may be well."""
    findings = list(findings)
    reached = {each for finding in findings if finding.state is State.OK for each in finding.people}
    return [each for each in findings if each.state is State.BROKEN and each.people and not reached & {*each.people}]
