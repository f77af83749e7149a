"""What the functions have agreed about decision rights is not changed by a project file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from flows.consent.records import Proposal, ProposalState
from flows.decisions.cast import Cast, Directory
from flows.decisions.rights import find_right
from flows.phrases import Phrase
from flows.projects.records import Project
from flows.rights.applying import changed
from flows.rights.records import RightChange


class Proposals(Protocol):
    """Proposals of a project."""

    def where(self, *, project_id: str, state: str | None = ...) -> Sequence[Proposal]: ...


class Records(Directory, Protocol):
    """What was agreed."""

    @property
    def proposals(self) -> Proposals: ...


def locked(records: Records, before: Project | None, project: Project) -> tuple[Project, tuple[Phrase, ...]]:
    """The project of a file with the rights as agreed, and a sentence for each that the file has otherwise."""
    told: list[Phrase] = []
    for tradeoff in _agreed(records, project.id) if before is not None else ():
        holds = find_right(before, tradeoff) if before is not None else None
        if find_right(project, tradeoff) == holds:
            continue
        given = find_right(project, tradeoff)
        project = replace(project, decision_rights=changed(project, RightChange(tradeoff, holds)))
        if given is None or holds is None or replace(holds, rule="") != given:
            told.append(_told(records, project, tradeoff))
    return project, tuple(told)


def _agreed(records: Records, project_id: str) -> Iterator[str]:
    """The tradeoffs whose decider the functions have set, changed or taken away."""
    found: dict[str, None] = {}
    for proposal in records.proposals.where(project_id=project_id, state=ProposalState.AGREED.value):
        match proposal.content:
            case RightChange(tradeoff=tradeoff):
                found[tradeoff] = None
            case _:
                pass
    yield from found


def _told(records: Records, project: Project, tradeoff: str) -> Phrase:
    return Phrase(
        "Who decides {topic} was agreed by the functions, so the file does not change it; {typed} does.",
        topic=Cast(records, project).tradeoff(tradeoff),
        typed="/align rights",
    )
