"""What a live drill measured, in words: a line for each person of the path and for each gap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from flows.decisions.cast import Cast
from flows.live_drills.records import LiveDrill, LiveDrillState, Rung
from flows.phrases import Count, Instant, Phrase

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def verdict(drill: LiveDrill, cast: Cast) -> Phrase:
    """ "Drill: 2 of 3 were reached in time; 1 gap."."""
    if drill.is_open:
        until = Instant(drill.due_at, cast.project.zone) if drill.due_at else "the end of their time"
        return Phrase("Drill: it is with {who}, until {until}.", who=cast.person(drill.turn.person).name, until=until)
    asked = [rung for rung in drill.rungs if rung.asked_at is not None]
    reached = [rung for rung in asked if rung.answered_at is not None and not rung.is_late]
    words = Phrase(
        "Drill: {n} of {all} on the path were reached in time; {gaps}.",
        n=len(reached),
        all=Count(len(drill.rungs), "person", "people"),
        gaps=Count(len(drill.gaps), "gap", "gaps"),
    )
    if drill.state is LiveDrillState.STOPPED:
        return Phrase("{words} It was stopped.", words=words)
    return words


def lines(drill: LiveDrill, cast: Cast) -> Iterator[Phrase]:
    """In the order of the path; then the gaps."""
    for rung in drill.rungs:
        who = cast.person(rung.person).name
        yield Phrase("Drill: {who} ({role}): {what}", who=who, role=rung.role.value, what=_what(drill, rung, cast))
    for gap in drill.gaps:
        if gap.person:
            yield Phrase("Drill, gap: {who} {why}", who=cast.person(gap.person).name, why=gap.why)
        else:
            yield Phrase("Drill, gap: {why}", why=gap.why)


def _what(drill: LiveDrill, rung: Rung, cast: Cast) -> Phrase:
    if rung.asked_at is None:
        return Phrase("not asked yet" if drill.is_open else "not asked")
    if rung.unreached:
        return Phrase("could not be reached by the chat")
    seen: Phrase = (
        Phrase("shown after {span}", span=_since(rung.asked_at, rung.shown_at))
        if rung.shown_at is not None
        else Phrase("not shown")
    )
    if rung.answered_at is None:
        waits = drill.is_open and rung is drill.turn
        return Phrase("waiting" if waits else "{seen}, no answer in time", seen=seen)
    late = ", too late" if rung.is_late else ""
    return Phrase(
        "answered after {span}{late}, on {at}",
        span=_since(rung.asked_at, rung.answered_at),
        late=late,
        at=Instant(rung.answered_at, cast.project.zone),
    )


def _since(start: datetime, end: datetime) -> Count:
    """In minutes, from two hours on in hours."""
    span = max(end - start, timedelta())
    if span < 2 * HOUR:
        return Count(span // MINUTE, "minute", "minutes")
    return Count(span // HOUR, "hour", "hours")
