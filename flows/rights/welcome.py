"""What somebody is told when they are named decider for the first time: what will come, how often, what to set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.availability import OpenSettings
from flows.calendar import describe_hours, next_working
from flows.decisions.cast import Cast
from flows.effects import Post
from flows.messages import Block, Button, Buttons, Facts, Header, Message, Text, ToPerson
from flows.people import Person
from flows.phrases import Phrase, Words
from flows.projects.records import DecisionRight
from flows.rights.commands import OpenRightChange, ShowRegister
from flows.rights.wording import NO_LIMIT, SILENCE


def welcome(right: DecisionRight, cast: Cast, now: datetime) -> Post:
    """In their working hours. One place for each person and project, however often they are named."""
    person = cast.person(right.decider)
    key = f"rights/{cast.project.id}/decider/{person.id}"
    return Post(key, ToPerson(person.id), _message(right, cast, person), not_before=next_working(person, now))


def _message(right: DecisionRight, cast: Cast, person: Person) -> Message:
    topic, project = cast.tradeoff(right.tradeoff), cast.project
    line = Phrase("In {project} you decide {topic} from now on.", project=project.name, topic=topic)
    comes = Phrase(
        "When people cannot settle it among themselves, a question with its options comes to you here. You can decide, "
        "ask something first, hand it over, or decline; taking it alone is not deciding it."
    )
    blocks: tuple[Block, ...] = (
        Header("You are a decider"),
        Text(line),
        Text(comes),
        Facts(_facts(right, cast, person)),
    )
    return Message(line, (*blocks, Buttons(tuple(_buttons(right, cast)))))


def _facts(right: DecisionRight, cast: Cast, person: Person) -> tuple[tuple[str, Words], ...]:
    limits = cast.project.escalation_limits
    often = Phrase(
        "as often as somebody asks; at most {day} a day in the whole project, and {hour} an hour from one person",
        day=limits.of_a_project_a_day,
        hour=limits.of_a_person_an_hour,
    )
    deputy: Words = Phrase("{who}", who=cast.who(right.deputy)) if right.deputy else "nobody yet; please propose one"
    return (
        ("How often", often),
        ("You have", str(right.within) if right.within else NO_LIMIT),
        ("No answer means", SILENCE[right.silence]),
        ("Your deputy", deputy),
        ("I write to you", Phrase("{hours}; what is urgent comes at once", hours=describe_hours(person))),
    )


def _buttons(right: DecisionRight, cast: Cast) -> Iterator[Button]:
    label = "Change my deputy" if right.deputy else "Name a deputy"
    yield Button(label, OpenRightChange(cast.project.id, right.tradeoff), about=cast.tradeoff(right.tradeoff))
    yield Button("My hours and absences", OpenSettings(), about="days, hours, zone and absences")
    yield Button("All decision rights", ShowRegister(project=cast.project.id), about=cast.project.name)
