"""What somebody is told when they are named decider for the first time: what will come, how often, what to set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.calendar import describe_hours, next_working
from flows.decisions.cast import Cast, capital
from flows.effects import Post
from flows.messages import Block, Button, Buttons, Facts, Header, Message, Text, ToPerson
from flows.people import Person
from flows.phrases import Listing, Phrase, Words
from flows.projects.records import DecisionRight, Project
from flows.rights.commands import OpenRightChange, ShowRegister
from flows.rights.wording import NO_LIMIT, SILENCE
from flows.settings import OpenSettings


def welcomes(before: Project | None, cast: Cast, now: datetime) -> Iterator[Post]:
    """To everybody with an account who decides something now and decided nothing `before`: once for each."""
    known = {right.decider for right in before.decision_rights} if before is not None else set()
    for person_id in dict.fromkeys(right.decider for right in cast.project.decision_rights):
        if person_id not in known and cast.person(person_id).active:
            yield _welcome(cast, cast.person(person_id), now)


def _welcome(cast: Cast, person: Person, now: datetime) -> Post:
    """In their working hours. One place for each person and project, however often they are named."""
    key = f"rights/{cast.project.id}/decider/{person.id}"
    return Post(key, ToPerson(person.id), _message(cast, person), not_before=next_working(person, now))


def _message(cast: Cast, person: Person) -> Message:
    rights = tuple(right for right in cast.project.decision_rights if right.decider == person.id)
    topics = Listing(tuple(cast.tradeoff(right.tradeoff) for right in rights))
    line = Phrase("From now on you decide in {project}: {topics}.", project=cast.project.name, topics=topics)
    comes = Phrase(
        "When people cannot settle it among themselves, a question with its options comes to you here. You can decide, "
        "ask something first, hand it over, or decline. “I'll take it” stops the reminders for a while; it decides "
        "nothing yet."
    )
    blocks: tuple[Block, ...] = (
        Header("You are a decider"),
        Text(line),
        Text(comes),
        Facts((*_facts(rights, cast), ("I write to you", _hours(person)))),
    )
    return Message(line, (*blocks, Buttons(tuple(_buttons(rights, cast)))))


def _hours(person: Person) -> Phrase:
    return Phrase("{hours}; what is urgent comes at once", hours=describe_hours(person))


def _facts(rights: tuple[DecisionRight, ...], cast: Cast) -> Iterator[tuple[str, Words]]:
    limits = cast.project.escalation_limits
    yield (
        "How often",
        Phrase(
            "as often as somebody asks; at most {day} a day in the whole project, and {hour} an hour from one person",
            day=limits.of_a_project_a_day,
            hour=limits.of_a_person_an_hour,
        ),
    )
    if len(rights) == 1:
        yield "You have", _time(rights[0])
        yield "No answer means", SILENCE[rights[0].silence]
        yield "Your deputy", _deputy(rights[0], cast)
        return
    for right in rights:
        words = Phrase(
            "You have {time}. No answer means: {silence}. Your deputy: {deputy}.",
            time=_time(right),
            silence=SILENCE[right.silence],
            deputy=_deputy(right, cast),
        )
        yield capital(cast.tradeoff(right.tradeoff)), words


def _time(right: DecisionRight) -> str:
    return str(right.within) if right.within else NO_LIMIT


def _deputy(right: DecisionRight, cast: Cast) -> Phrase:
    return Phrase("{who}", who=cast.who(right.deputy) if right.deputy else "nobody yet; please propose one")


def _buttons(rights: tuple[DecisionRight, ...], cast: Cast) -> Iterator[Button]:
    """The deputy of the first decision that has none, else of the first."""
    right = next((each for each in rights if not each.deputy), rights[0])
    label = "Change my deputy" if right.deputy else "Name a deputy"
    yield Button(label, OpenRightChange(cast.project.id, right.tradeoff), about=cast.tradeoff(right.tradeoff))
    yield Button("My hours and absences", OpenSettings(), about="days, hours, zone and absences")
    yield Button("All decision rights", ShowRegister(project=cast.project.id), about=cast.project.name)
