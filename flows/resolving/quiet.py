"""Which contradictions are told without quotes: in private still, false alarms, and what was settled in private."""

from __future__ import annotations

from collections.abc import Iterable

from flows.contradictions.clearing import Quiet
from flows.contradictions.clearing import told as quietly
from flows.phrases import Instant, Phrase
from flows.projects.records import Project
from flows.resolving.keeping import Tracked
from flows.resolving.records import LiveContradiction, LiveState


def quiet_now(records: Tracked, project: Project) -> dict[str, Quiet]:
    """By the id of the finding."""
    return quiet_among(records.contradictions.where(project_id=project.id), project)


def quiet_among(found: Iterable[LiveContradiction], project: Project) -> dict[str, Quiet]:
    """The same of these."""
    each_of = ((each.found, quiet_of(each, project)) for each in found)
    return {found: quiet for found, quiet in each_of if quiet is not None}


def quiet_of(contradiction: LiveContradiction, project: Project) -> Quiet | None:
    """How it is told while its quotes are not; None where they are."""
    opened = contradiction.opened_at is not None
    match contradiction.state:
        case LiveState.CLARIFYING:
            return Quiet(Instant(contradiction.until, project.zone) if contradiction.until else None)
        case LiveState.FALSE_ALARM:
            words = contradiction.settled.words if contradiction.settled is not None and opened else ""
            return Quiet(alarm=True, reason=words)
        case _:
            return None if opened else Quiet()


def told(contradiction: LiveContradiction, quiet: Quiet, project: Project) -> Phrase:
    """Its subject, its functions and where it stands."""
    sides = {function for party in contradiction.parties for function in party.functions}
    return quietly(contradiction.matter, [each.name for each in project.functions if each.id in sides], quiet)
