"""When the next pulse comes: after the kick-off, so many weeks after the last one, as the project wants it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from flows.calendar import local_day, local_instant
from flows.charter.records import Charter
from flows.projects.records import Project
from flows.pulse.keeping import Kept, last_closed, newest
from flows.pulse.records import Pulse, PulseState


def planned(records: Kept, project: Project, charter: Charter | None) -> Pulse | None:
    """Notes the next one, or gives it another day where the project's rhythm or kick-off has changed since.

    None where there is no charter to ask about, or one is open.
    """
    last = newest(records, project.id)
    if charter is None or (last is not None and last.is_open):
        return None
    due = _due(records, project, charter)
    if last is not None and last.state is PulseState.PLANNED:
        after = replace(last, due_at=due)
    else:
        number = records.pulses.next_number(project.id)
        after = Pulse(f"{project.id}/pulse/{number}", project.id, number, due)
    if after != last:
        records.pulses.put(after)
    return after


def _due(records: Kept, project: Project, charter: Charter) -> datetime | None:
    """At the hour of the project's digest; None where it wants none, or what was signed holds no longer."""
    if not project.pulse_weeks:
        return None
    last = last_closed(records, project.id)
    if last is not None and last.opened_at is not None:
        since = local_day(last.opened_at, project.zone)
    else:
        since = max(project.kickoff, local_day(charter.at, project.zone))
    day = since + timedelta(weeks=project.pulse_weeks)
    if charter.valid_until is not None and day > charter.valid_until:
        return None
    return local_instant(day, project.digest.at, project.zone)


def later(pulse: Pulse, now: datetime, span: timedelta) -> Pulse:
    """It waits: something else is asked just now, or nobody has signed."""
    return replace(pulse, due_at=now + span)
