"""When the clock has to look at a view next: a nudge, or the next stage of following up a straggler."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.calendar import add_working, is_away, local_day, next_working
from flows.errors import WrongState
from flows.nudges import FOLLOWS, MOST_PATIENCE, RESPONSE_WINDOW, next_nudge, straggler_step
from flows.people import Person
from flows.rounds.records import Chase, View
from flows.rounds.scene import Scene


def next_look(scene: Scene, view: View, now: datetime) -> datetime | None:
    """The next moment the clock has to look at the view, `now` or later; None when it has nothing to do there."""
    if not view.is_pending or not scene.round.is_open:
        return None
    if view.chase is Chase.NUDGING:
        nudge = nudge_at(scene, view, now)
        if nudge is not None:
            return nudge
    return chase_at(scene, view, now)


def nudge_at(scene: Scene, view: View, now: datetime) -> datetime | None:
    """When its respondent is nudged next; None when the nudges are used up, or would come when it is too late."""
    person, deadline = scene.respondent(view), scene.deadline(view)
    moment = next_nudge(
        scene.project.nudges,
        view.asked_at,
        deadline,
        view.nudges - view.earlier_nudges,
        person=person,
        now=now,
        nudged_at=view.nudged_at,
        snoozed_until=view.snoozed_until,
    )
    if moment is None or moment < deadline:
        return moment
    # Nobody waits for the reminder of somebody who is away when the answer is due.
    away = is_away(person, local_day(max(now, deadline), person.zone))
    return None if away or moment > deadline + MOST_PATIENCE else moment


def chase_at(scene: Scene, view: View, now: datetime) -> datetime | None:
    """When the next stage of the chase begins; None once the sponsor has been asked."""
    sponsor = scene.person(chooser(scene, now))
    if view.chase is Chase.OWNER_TOLD and view.choice is not None and view.choice.at >= (view.chased_at or now):
        until = max(now, view.choice.until or now)
        return next_working(sponsor, until) or until
    step = straggler_step(
        view.chase,
        _since(scene, view),
        straggler=scene.respondent(view),
        owner=owner(scene, view),
        sponsor=sponsor,
        now=now,
    )
    return step.at if step else None


def followed_up(view: View, stage: Chase) -> View:
    """The view at that stage of its chase; refuses with WrongState a stage that cannot follow."""
    if stage is not view.chase and stage not in FOLLOWS[view.chase]:
        raise WrongState("This function has answered meanwhile, or the round went on without it.")
    return replace(view, chase=stage)


def stage_at(scene: Scene, view: View, now: datetime) -> Chase:
    """The stage that begins at `now`, which must be what `chase_at` gave."""
    if view.chase is Chase.OWNER_TOLD:
        return Chase.SPONSOR_ASKED
    step = straggler_step(
        view.chase,
        _since(scene, view),
        straggler=scene.respondent(view),
        owner=owner(scene, view),
        sponsor=scene.person(chooser(scene, now)),
        now=now,
    )
    return step.stage if step else Chase.SPONSOR_ASKED


def _since(scene: Scene, view: View) -> datetime:
    """The deadline, the end of the respondent's own response window or the last message, whichever is latest."""
    if view.chase is not Chase.NUDGING:
        return view.chased_at or scene.deadline(view)
    window = min(
        add_working(scene.respondent(view), view.asked_at, RESPONSE_WINDOW), scene.deadline(view) + MOST_PATIENCE
    )
    return max(scene.deadline(view), window, view.nudged_at or window)


def owner(scene: Scene, view: View) -> Person | None:
    """Who else speaks for the function and has a working account: its representative, else its deputy."""
    function = scene.function(view)
    for person_id in (function.representative, function.deputy):
        if person_id and person_id != view.respondent and scene.person(person_id).active:
            return scene.person(person_id)
    return None


def chooser(scene: Scene, now: datetime) -> str:
    """Who is asked what to do about stragglers: the sponsor, or the facilitator while the sponsor is away or gone."""
    sponsor, facilitator = scene.project.sponsor, scene.project.facilitator
    if not facilitator or not sponsor:
        return sponsor or facilitator
    person = scene.person(sponsor)
    moment = next_working(person, now)
    if moment is None or not person.active or is_away(person, local_day(now, person.zone)):
        return facilitator
    return sponsor
