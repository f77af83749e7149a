"""People as a project file brings them: who they are among those who are known, and what is taken over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from flows.arriving import is_made
from flows.errors import Invalid
from flows.people import Person
from flows.projects.membership import members
from flows.projects.records import Project
from flows.projects.shelves import People
from flows.text import same_name


def with_people(
    people: People, arriving: Iterable[Person], before: Project | None, projects: Sequence[Project] = ()
) -> tuple[Person, ...]:
    """The records of the file's people as they are to be kept.

    Where the file says about somebody what it said last time, what they have changed themselves since stays. Who only
    wrote to Accord from a chat so far, and has no part in any of `projects`, is from now on who the file says. Raises
    Invalid when an id is that of another human, or a human has another id already.
    """
    loaded = before.loaded if before else {}
    by_email = _by_email(people)
    kept: list[Person] = []
    for person in arriving:
        known = people.find(person.id)
        _check_id(person, known if person.id not in loaded else None)
        newcomer = _newcomer(person, by_email, projects)
        if newcomer is not None:
            kept += (replace(newcomer, email=None, active=False), replace(person, away=(*newcomer.away, *person.away)))
            continue
        _check_email(person, by_email)
        kept.append(_merged(person, known, loaded.get(person.id)))
    return tuple(kept)


def turned_out(
    people: People, arriving: Iterable[Person], projects: Sequence[Project] = ()
) -> tuple[tuple[Person, Person], ...]:
    """Who only wrote to Accord from a chat so far, each with who the file says they are."""
    by_email = _by_email(people)
    found = ((_newcomer(person, by_email, projects), person) for person in arriving)
    return tuple((newcomer, person) for newcomer, person in found if newcomer is not None)


def fingerprint(person: Person) -> str:
    """Changes when anything that the file says about them does."""
    return sha256(repr(person).encode()).hexdigest()[:16]


def _by_email(people: People) -> dict[str, Person]:
    return {person.email.casefold(): person for person in people.all() if person.email}


def _merged(person: Person, known: Person | None, last: str | None) -> Person:
    """What the file says; absences that they have entered themselves stay in any case."""
    if known is None:
        return person
    if last == fingerprint(person):
        return known
    own = tuple(absence for absence in known.away if absence not in person.away)
    return replace(person, away=(*person.away, *own))


def _check_id(person: Person, known: Person | None) -> None:
    if known is None or _is_same_human(person, known):
        return
    raise Invalid(
        "The id {id} is taken: it is that of {known} in another project. If {name} is somebody else, please use "
        "another id; if not, the same name or e-mail.",
        id=person.id,
        known=_described(known),
        name=_described(person),
    )


def _is_same_human(one: Person, other: Person) -> bool:
    if one.email and other.email:
        return one.email.casefold() == other.email.casefold()
    return same_name(one.name, other.name)


def _newcomer(person: Person, by_email: dict[str, Person], projects: Iterable[Project]) -> Person | None:
    """The record that was made for the same human's chat account, if nothing but that account belongs to it."""
    owner = by_email.get(person.email.casefold()) if person.email else None
    if owner is None or owner.id == person.id or not is_made(owner.id):
        return None
    return None if any(owner.id in members(project) for project in projects) else owner


def _check_email(person: Person, by_email: dict[str, Person]) -> None:
    owner = by_email.get(person.email.casefold()) if person.email else None
    if owner is not None and owner.id != person.id:
        raise Invalid(
            "{email} is the address of {known}, who is known by the id {id}. Please use that id for {name}.",
            email=person.email or "",
            known=owner.name,
            id=owner.id,
            name=person.name,
        )


def _described(person: Person) -> str:
    return f"{person.name} <{person.email}>" if person.email else person.name
