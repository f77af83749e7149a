"""Evidence changes hands: whoever gives or judges it leaves, is away or is back, and the next one is asked at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.decisions.cast import Cast
from flows.effects import Post
from flows.evidence import cards, turns
from flows.evidence.keeping import Records
from flows.evidence.records import Obligation
from flows.people import Person
from flows.projects.records import Project


def handed_over(records: Records, before: Person, after: Person, now: datetime) -> Iterator[Post]:
    """Whose turn it has become by that is asked, in one message each, and the lists of all are drawn anew."""
    told: dict[str, Cast] = {}
    drawn: dict[str, Post] = {}
    for project, obligations in _concerning(records, after):
        was, cast = Cast(records, project, before), Cast(records, project, after)
        for each in obligations:
            had, has = turns.turn(each, was, now), turns.turn(each, cast, now)
            if had != has:
                told |= dict.fromkeys((person for person in has if person not in had), cast)
                drawn |= {post.key: post for post in cards.again(records, each, cast)}
    yield from drawn.values()
    for person, cast in told.items():
        if cast.person(person).active:
            yield from cards.asked((person,), cast, now)


def _concerning(records: Records, person: Person) -> Iterator[tuple[Project, list[Obligation]]]:
    """What is open and could be this person's turn, by project."""
    named = {each.id: each for each in records.evidence.where(person_id=person.id)}
    for project in records.projects.all():
        found = {each.id: each for each in named.values() if each.project_id == project.id}
        if person.id in cards.parts(project):
            found |= {each.id: each for each in records.evidence.where(project_id=project.id)}
        yield project, [each for each in found.values() if each.is_open]
