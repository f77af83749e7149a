"""Nudges in words: what is missing, by when, and the shortest way to get it done; several questionnaires in one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from flows.effects import Post, Promise
from flows.errors import Invalid
from flows.messages import Block, Button, Buttons, Header, Message, Note, Style, Text, ToPerson
from flows.nudges import Snooze, snooze_until
from flows.people import Person
from flows.phrases import Count, Instant, Phrase, Words
from flows.questionnaires.commands import SubmitAnswers
from flows.rounds.commands import AskSomebodyElse, SnoozeNudges
from flows.rounds.kickoff import start_buttons
from flows.rounds.participation import how_many
from flows.rounds.records import View, ViewState
from flows.rounds.scene import Scene
from flows.rounds.when_active import waits_until

PUNCTUAL = timedelta(minutes=15)
"""A message that comes later than this after its time says so."""
SNOOZES = {
    Snooze.TOMORROW: "Remind me tomorrow",
    Snooze.NEXT_WORKING_DAY: "Remind me next working day",
    Snooze.ONE_HOUR: "Remind me in 1 hour",
}
"""Of several that come to the same moment the first is offered: in an hour may well be tomorrow morning."""


class Reminded(NamedTuple):
    """One questionnaire in a nudge."""

    scene: Scene
    view: View


def nudge_key(view: View, number: int) -> str:
    """Each nudge is a message of its own."""
    return f"round/{view.id}/nudge/{number}"


def nudge(key: str, person: Person, bundle: Sequence[Reminded], now: datetime, *, late: bool) -> Post:
    """One message about everything of the bundle. It is of no use after the next deadline, or a day later."""
    deadlines = [scene.deadline(view) for scene, view in bundle]
    expires = min((deadline for deadline in deadlines if deadline > now), default=now + timedelta(days=1))
    message = nudge_message(person, bundle, now, late=late)
    at_once = late or any(_is_put_off(view) for _, view in bundle)
    waits = None if at_once else waits_until(person, deadlines, now)
    return Post(key, ToPerson(person.id), message, Promise.NEVER_DOUBLED, not_before=waits, expires=expires)


def _is_put_off(view: View) -> bool:
    """Whether the respondent has said when to be reminded."""
    return view.snoozed_until is not None and view.snoozed_until > (view.nudged_at or view.asked_at)


def nudge_message(person: Person, bundle: Sequence[Reminded], now: datetime, *, late: bool = False) -> Message:
    """What stands there while something of it is still open."""
    blocks: list[Block] = []
    for scene, view in bundle:
        blocks += _part(scene, view, person, now)
    pending = [each for each in bundle if each.view.is_pending]
    snoozes = snooze_buttons(pending, person, now)
    if snoozes:
        blocks.append(Buttons(snoozes))
    if late:
        blocks.append(LATE)
    summary = _summary(person, pending, now) if pending else "Nothing waits for you here any more."
    return Message(summary, tuple(blocks))


LATE = Note("This comes late: I was not running when it was due.")


def _summary(person: Person, bundle: Sequence[Reminded], now: datetime) -> Words:
    if len(bundle) > 1:
        return Phrase(
            "{count} wait for you, the first until {deadline}.",
            count=Count(len(bundle), "questionnaire", "questionnaires"),
            deadline=Instant(min(scene.deadline(view) for scene, view in bundle), person.zone),
        )
    scene, view = bundle[0]
    return _headline(scene, view, person, now)


def _headline(scene: Scene, view: View, person: Person, now: datetime) -> Phrase:
    deadline = scene.deadline(view)
    template = (
        "{project}: the answers for {function} are due {deadline}."
        if now < deadline
        else "{project}: the answers for {function} were due {deadline}."
    )
    return Phrase(
        template,
        project=scene.project.name,
        function=scene.function(view).name,
        deadline=Instant(deadline, person.zone),
    )


def _part(scene: Scene, view: View, person: Person, now: datetime) -> list[Block]:
    name = scene.function(view).name
    if view.state is ViewState.SUBMITTED:
        return [Text(Phrase("{function}: sent, thank you. Nothing more to do.", function=name))]
    if view.respondent != person.id:
        return [Text(Phrase("{function}: {who} answers now.", function=name, who=scene.respondent(view).who))]
    if not view.is_pending:
        return [
            Text(Phrase("{function}: the round went on without it.", function=name)),
            Buttons(start_buttons(view, name)),
        ]
    blocks: list[Block] = [Header(_headline(scene, view, person, now)), Text(standing(scene, view))]
    if view.offered_to is not None:
        asked = Phrase(
            "You asked {who} to take it over; there is no answer yet, so it is still with you.",
            who=scene.person(view.offered_to).who,
        )
        blocks.append(Text(asked))
    if now >= scene.deadline(view):
        blocks.append(Text(_waiting(scene)))
    return [*blocks, Buttons(_buttons(scene, view, name))]


def standing(scene: Scene, view: View) -> Phrase:
    """How far the answers have come: factual, with the count of what is missing."""
    total, given = len(scene.template(view).questions), scene.answered(view)
    if given == 0:
        return Phrase(
            "None of the {n} questions is answered yet; it takes about {minutes} minutes.",
            n=total,
            minutes=scene.template(view).minutes,
        )
    if given == total:
        return Phrase("All {n} questions are answered; only sending is left.", n=total)
    if scene.is_complete(view):
        return Phrase(
            "Answered: {given} of {n} questions, everything required among them; it can be sent as it is.",
            given=given,
            n=total,
        )
    return Phrase("Answered: {given} of {n} questions, {missing} missing.", given=given, n=total, missing=total - given)


def _waiting(scene: Scene) -> Phrase:
    return Phrase("{into}; I compare the answers when the others are.", into=how_many(scene))


def _buttons(scene: Scene, view: View, about: str) -> tuple[Button, ...]:
    start, form = start_buttons(view, about)
    other = Button("Ask somebody else", AskSomebodyElse(view.id), about=about)
    if not scene.is_complete(view):
        return (start, form, other)
    send = Button("Send", SubmitAnswers(view.id), Style.PRIMARY, about)
    return (send, Button(start.label, start.does, about=about), form, other)


def snooze_buttons(bundle: Sequence[Reminded], person: Person, now: datetime) -> tuple[Button, ...]:
    """The ways to put the nudge off that end before the first deadline, each moment once."""
    if not bundle:
        return ()
    deadline = min(scene.deadline(view) for scene, view in bundle)
    views = tuple(view.id for _, view in bundle)
    buttons: dict[datetime, Button] = {}
    for choice, label in SNOOZES.items():
        try:
            until = snooze_until(choice, person, now, deadline)
        except Invalid:
            continue
        buttons.setdefault(until, Button(label, SnoozeNudges(views, choice)))
    return tuple(button for _, button in sorted(buttons.items(), key=lambda each: each[0]))
