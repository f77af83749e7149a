"""Functions that must agree by the decision right: each is asked when it opens, and agrees or vetoes in its time.

Each has half of the time that the one who decides has, in its own working hours; the one who decides then has half an
hour at least. It is still one person who decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from flows.decisions.cast import Cast
from flows.decisions.rights import find_right
from flows.escalations import times
from flows.escalations.holds import asked_event, voice
from flows.escalations.records import Escalation, Happened, Urgency
from flows.holds.records import Ground, Hold
from flows.holds.wording import function_name
from flows.phrases import Listing, Phrase, Words
from flows.projects.records import DecisionRight, Project


def with_must_agree(escalation: Escalation, cast: Cast, now: datetime) -> Escalation:
    """The escalation with a hold for each function that must agree; itself where none must."""
    new = new_holds(escalation.tradeoff, escalation.turn.allowed, escalation.urgency, cast, now)
    if not new:
        return escalation
    events = tuple(asked_event(hold, cast, now) for hold in new)
    after = replace(escalation, holds=(*escalation.holds, *new), history=(*escalation.history, *events))
    return _with_time_to_decide(after, max(hold.until for hold in new), cast)


def must_agree_rows(cast: Cast, tradeoff: str) -> Iterator[tuple[str, Words]]:
    """Who will have to agree, before anything is sent."""
    right = find_right(cast.project, tradeoff)
    for function in right.must_agree if right is not None else ():
        domains = right.domains.get(function, ()) if right is not None else ()
        about = Phrase(" on {domains}", domains=Listing(domains, last="or")) if domains else Phrase("")
        words = Phrase("They agree or veto{about}, each in half of the time; then one person decides.", about=about)
        yield f"{function_name(cast, function)} must agree", words


def new_holds(tradeoff: str, allowed: timedelta, urgency: Urgency, cast: Cast, now: datetime) -> tuple[Hold, ...]:
    """One for each function that must agree to that tradeoff. `allowed`: the time of the one who decides."""
    right = find_right(cast.project, tradeoff)
    if right is None:
        return ()
    span = allowed / 2
    return tuple(_hold(right, each, span, urgency, cast=cast, now=now) for each in must_agree(cast.project, tradeoff))


def must_agree(project: Project, tradeoff: str) -> tuple[str, ...]:
    """The functions (ids) without which nothing of that kind is decided."""
    right = find_right(project, tradeoff)
    known = {each.id for each in project.functions}
    return tuple(each for each in right.must_agree if each in known) if right is not None else ()


def _hold(right: DecisionRight, function: str, span: timedelta, urgency: Urgency, *, cast: Cast, now: datetime) -> Hold:
    person = voice(function, cast, now)
    start = times.seen(person, now, urgency)
    return Hold(
        id=f"{cast.project.id}/agree/{function}",
        text="",
        owner=function,
        tripped=(),
        asked=person.id,
        since=now,
        until=times.advance(person, start, span, urgency),
        ground=Ground.MUST_AGREE,
        domains=right.domains.get(function, ()),
        silence=right.silence,
        remind_at=times.advance(person, start, span / 2, urgency),
    )


def _with_time_to_decide(escalation: Escalation, spoken_by: datetime, cast: Cast) -> Escalation:
    """The one who is asked first can still decide when the last function has spoken."""
    person, urgency = cast.person(escalation.turn.person_id), escalation.urgency
    start = times.seen(person, spoken_by, urgency)
    least = times.advance(person, start, times.SHORTEST[urgency], urgency)
    if least <= escalation.until:
        return escalation
    history = tuple(replace(each, until=least) if each.what is Happened.ASKED else each for each in escalation.history)
    return replace(escalation, until=least, history=history)
