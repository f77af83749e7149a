"""How many escalations are too many: counted from those that were sent, so that a restart forgets none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from flows.decisions.cast import Cast
from flows.errors import WrongState
from flows.escalations.keeping import Escalations
from flows.escalations.records import Escalation
from flows.phrases import Instant

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def check_room(
    escalations: Escalations, casts: Sequence[Cast], person_id: str, now: datetime, *, number: int = 0
) -> None:
    """Refuses with WrongState who has sent too many in the last hour, and a project that had too many in the last day.

    With several projects, what the person sent to all of them counts, against the most generous of their limits.
    `number`: the next one of the only project, where it is known.
    """
    if len(casts) == 1:
        number = number or escalations.next_number(casts[0].project.id)
        _check_project(escalations, casts[0], number, now)
    most = max(cast.project.escalation_limits.of_a_person_an_hour for cast in casts)
    if all(most >= cast.project.escalation_limits.of_a_project_a_day for cast in casts):
        return
    mine = sorted(
        each.raised_at
        for cast in casts
        for each in _since(escalations, cast.project.id, now - HOUR, number)
        if each.requester == person_id
    )
    if len(mine) < most:
        return
    zone = casts[0].person(person_id).zone
    raise WrongState(
        "You have sent {many} escalations within an hour, which is the most that people can keep up with. You can send "
        "the next one from {at}. Nothing of what you sent is lost: /align escalations shows it.",
        many=len(mine),
        at=Instant(mine[-most] + HOUR, zone),
    )


def _check_project(escalations: Escalations, cast: Cast, number: int, now: datetime) -> None:
    """One look is enough: numbers follow each other, so the one that many before tells how fast they came."""
    project = cast.project
    most = project.escalation_limits.of_a_project_a_day
    earlier = escalations.find(f"{project.id}/E-{number - most}") if number > most else None
    if earlier is None or earlier.raised_at <= now - DAY:
        return
    raise WrongState(
        "{project} has had {many} escalations within a day, which is the most that people can keep up with. The next "
        "one can be sent from {at}. If it cannot wait, please talk to {facilitator}.",
        project=project.name,
        many=most,
        at=Instant(earlier.raised_at + DAY, project.zone),
        facilitator=cast.who(project.facilitator),
    )


def _since(escalations: Escalations, project_id: str, since: datetime, number: int) -> Iterator[Escalation]:
    """Those raised after `since`, newest first; `number`: the next one, 0 where it is not known."""
    for earlier in range((number or escalations.next_number(project_id)) - 1, 0, -1):
        found = escalations.find(f"{project_id}/E-{earlier}")
        if found is None or found.raised_at <= since:
            return
        yield found
