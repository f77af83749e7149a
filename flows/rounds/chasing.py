"""Following up: nudges to respondents, one message per person, and snoozing them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from flows.calendar import is_working
from flows.commands import Actor
from flows.effects import NOTHING, Effects
from flows.errors import NotFound, WrongState
from flows.messages import Buttons, Message, Text
from flows.nudges import snooze_until
from flows.people import Person, Reminders
from flows.phrases import Instant, Phrase
from flows.rounds.commands import ChaseDue, RemindMeLater, SnoozeNudges
from flows.rounds.nudge_cards import PUNCTUAL, Reminded, nudge, nudge_key, snooze_buttons
from flows.rounds.participation import participation
from flows.rounds.records import Chase, View
from flows.rounds.scene import load_scene, scene_of
from flows.rounds.schedule import next_look, nudge_at, stage_at
from flows.rounds.shelves import Records
from flows.rounds.stragglers import ask_sponsor, tell_owner

BUNDLE_WITHIN = timedelta(hours=12)
"""Nudges to one person that are due within this time of each other become one message (B8)."""


def chase_due(records: Records, actor: Actor, command: ChaseDue, now: datetime) -> Effects:
    """The clock looks at a view: nudges, tells the owner, asks the sponsor, or finds nothing to do."""
    view = records.views.find(command.view_id)
    if not actor.is_clock or view is None or view.due_at is None or view.due_at > now:
        return NOTHING
    scene = load_scene(records, records.rounds.get(view.round_id), view)
    due = next_look(scene, view, now)
    late = view.missed or now - view.due_at > PUNCTUAL
    if due is None or due > now:
        records.views.put(replace(view, due_at=due, missed=late and due is not None))
        return NOTHING
    if view.chase is Chase.NUDGING and nudge_at(scene, view, now) == due:
        return _nudge(records, Reminded(scene, view), now, late)
    if stage_at(scene, view, now) is Chase.OWNER_TOLD:
        return tell_owner(records, scene, view, now, late=late)
    return ask_sponsor(records, scene, now, late=late)


def _nudge(records: Records, due: Reminded, now: datetime, late: bool) -> Effects:
    """One message about everything that waits for this person, so that nobody gets two."""
    person = due.scene.respondent(due.view)
    bundle = (due, *_also_waiting(records, due.view, person, now))
    key = nudge_key(due.view, due.view.nudges + 1)
    waiting = tuple(dict.fromkeys(_waiting(person, bundle)))  # two at once are one too many
    unseen = {before for before in waiting if records.arrived(before) is None}
    for scene, view in bundle:
        told = replace(view, nudges=view.nudges + 1, nudged_at=now, nudge_key=key, missed=False)
        told = replace(told, unseen_nudges=view.unseen_nudges + (view.nudge_key in unseen))
        records.views.put(replace(told, due_at=next_look(scene.with_view(told), told, now)))
    tried_again = dict.fromkeys(view.round_id for _, view in bundle if view.is_unreached)
    lines = (participation(load_scene(records, records.rounds.get(round_id)), now) for round_id in tried_again)
    return Effects(posts=(nudge(key, person, bundle, now, late=late), *lines), withdraw=waiting)


def _waiting(person: Person, bundle: Sequence[Reminded]) -> Iterator[str]:
    """The keys of the reminders before, where they may still wait for the person to be at it."""
    if person.reminders is Reminders.WHEN_ACTIVE:
        yield from (each.view.nudge_key for each in bundle if each.view.nudge_key)


def _also_waiting(records: Records, view: View, person: Person, now: datetime) -> Sequence[Reminded]:
    """The person's other open questionnaires that are nudged about in the same hours; a snooze is kept."""
    others = [
        Reminded(load_scene(records, records.rounds.get(other.round_id), other), other)
        for other in records.views.where(person_id=person.id)
        if other.id != view.id and other.is_pending and other.chase is Chase.NUDGING
    ]
    return [each for each in others if _is_near(each, now)]


def _is_near(each: Reminded, now: datetime) -> bool:
    """Whether its own nudge would come within this working day or is overdue."""
    coming = nudge_at(each.scene, each.view, now)
    person = each.scene.respondent(each.view)
    snoozed = each.view.snoozed_until is not None and each.view.snoozed_until > now
    return coming is not None and not snoozed and coming <= now + BUNDLE_WITHIN and is_working(person, now)


def remind_me_later(records: Records, actor: Actor, command: RemindMeLater, now: datetime) -> Effects:
    """A look: the moments a person can choose from."""
    bundle = _mine(records, actor, command.view_ids)
    person = records.people.get(actor.person_id)
    buttons = snooze_buttons(bundle, person, now)
    deadline = Instant(min(scene.deadline(view) for scene, view in bundle), person.zone)
    if not buttons:
        raise WrongState("It is due {deadline}, too soon to put it off. Please answer now.", deadline=deadline)
    words = Phrase("When should I remind you? The answers are due {deadline}.", deadline=deadline)
    return Effects(reply=Message(words, (Text(words), Buttons(buttons))))


def snooze_nudges(records: Records, actor: Actor, command: SnoozeNudges, now: datetime) -> Effects:
    """No nudge before the chosen moment, which must be before the deadline. Raises Invalid."""
    bundle = _mine(records, actor, command.view_ids)
    person = records.people.get(actor.person_id)
    until = snooze_until(command.choice, person, now, min(scene.deadline(view) for scene, view in bundle))
    for scene, view in bundle:
        quiet = replace(view, snoozed_until=until, missed=False)
        records.views.put(replace(quiet, due_at=next_look(scene.with_view(quiet), quiet, now)))
    words = Phrase("I will remind you {until}.", until=Instant(until, person.zone))
    return Effects(reply=Message(words, (Text(words),)))


def _mine(records: Records, actor: Actor, view_ids: Sequence[str]) -> Sequence[Reminded]:
    """The actor's own open ones among these. Raises NotFound or WrongState."""
    bundle = [Reminded(*scene_of(records, view_id)) for view_id in dict.fromkeys(view_ids)]
    mine = [each for each in bundle if each.view.respondent == actor.person_id]
    if not mine:
        raise NotFound(
            "These questions are not yours to answer, or not any more. Type /align to see what waits for you."
        )
    waiting = [each for each in mine if each.view.is_pending and each.scene.round.is_open]
    if not waiting:
        raise WrongState("This is done already: nothing waits for you here, so there is nothing to remind you of.")
    return waiting
