"""What the facilitator is told about a project that is set up but not started."""

from __future__ import annotations

from datetime import datetime

from flows.calendar import local_instant, next_working
from flows.effects import Post, Promise
from flows.messages import Button, Buttons, Message, Style, Text, ToPerson
from flows.phrases import Count, Instant, Phrase
from flows.projects.membership import People, members
from flows.projects.records import Project
from flows.rounds.commands import ListNext, StartRound


def announcement(people: People, project: Project, now: datetime) -> tuple[Post, ...]:
    """To whoever runs the project, in their working hours: it is there, and how to start it.

    Nothing for a project that nobody runs.
    """
    person = people.find(project.facilitator or project.sponsor)
    if person is None:
        return ()
    key, to = announcement_key(project), ToPerson(person.id)
    return (Post(key, to, ready(project), not_before=next_working(person, now)),)


def announcement_key(project: Project) -> str:
    """One place for it, however often the project is loaded."""
    return f"project/{project.id}/ready"


def started(project: Project, at: datetime) -> tuple[Post, ...]:
    """The same place once the round has begun: nothing is left to press. Nothing where it was never told."""
    runs = project.facilitator or project.sponsor
    if not runs:
        return ()
    words = Phrase("{set_up} It was started on {at}.", set_up=set_up(project), at=Instant(at, project.zone))
    return (Post(announcement_key(project), ToPerson(runs), Message(words, (Text(words),)), Promise.REFRESH),)


def ready(project: Project) -> Message:
    """ "Line 3 MES is set up: 6 functions, … Nobody has been asked yet." and the next two steps."""
    words = Phrase("{set_up} Nobody has been asked yet.", set_up=set_up(project))
    buttons = (
        Button("Start asking", StartRound(project.id), Style.PRIMARY, about=project.name),
        Button("See what will be sent", ListNext(project=project.id), about=project.name),
    )
    return Message(words, (Text(words), Buttons(buttons)))


def set_up(project: Project) -> Phrase:
    """ "Line 3 MES is set up: 6 functions, 9 people and 2 decision rights; answers are due 15 Jan 16:00." """
    counts = Phrase(
        "{functions}, {people} and {rights}",
        functions=Count(len(project.functions), "function", "functions"),
        people=Count(len(members(project)), "person", "people"),
        rights=Count(len(project.decision_rights), "decision right", "decision rights"),
    )
    if project.round_due is None:
        return Phrase("{project} is set up: {counts}.", project=project.name, counts=counts)
    due = local_instant(project.round_due.date(), project.round_due.time(), project.zone)
    return Phrase(
        "{project} is set up: {counts}; answers are due {due}.",
        project=project.name,
        counts=counts,
        due=Instant(due, project.zone),
    )
