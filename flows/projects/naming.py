"""Ids from names, and people typed as "Anna Nowak <anna@example.com>"."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from flows.commands import CLOCK, OPERATOR
from flows.errors import Invalid
from flows.people import Person
from flows.project_file.grammars import read_email
from flows.text import name_key

LONGEST_ID = 64
LONGEST_NAME = 300
MOST_NEWCOMERS = 40
RESERVED = frozenset({CLOCK, OPERATOR})
_GAPS = re.compile(r"[\W_]+")
_PERSON = re.compile(r"(?P<name>[^<>]+?)\s*<(?P<email>[^<>]*)>")


def slug(name: str) -> str:
    """An id from a name: "Line 3 – Łódź" gives "line-3-łodz". "" when the name has no letter or digit."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _GAPS.sub("-", letters).strip("-")[:LONGEST_ID].strip("-")


def free_id(name: str, taken: Collection[str]) -> str:
    """The id of a name, with a number where it is taken: "anna-nowak-2"."""
    wanted = slug(name) or "person"
    if wanted not in taken and wanted not in RESERVED:
        return wanted
    return next(
        numbered
        for number in range(2, len(taken) + 4)
        if (numbered := f"{wanted[: LONGEST_ID - 5]}-{number}") not in taken
    )


def read_name(said: str) -> str:
    """One line of at most 300 characters with a letter or digit. Raises Invalid."""
    name = " ".join(said.split())
    if len(name) > LONGEST_NAME:
        raise Invalid("Please keep it to {most} characters; these are {many}.", most=LONGEST_NAME, many=len(name))
    if not slug(name):
        raise Invalid("Please use a name with at least one letter or digit.")
    return name


@dataclass(frozen=True)
class Acquaintance:
    """The people who are known, and the settings that new ones get until they change them."""

    known: tuple[Person, ...]
    zone: str
    language: str

    def read(self, said: str) -> tuple[Person, ...]:
        """People who are not known yet, one per line; who is known by e-mail is left out. Raises Invalid."""
        lines = [line for line in re.split(r"[\n;]", said) if line.strip()]
        if len(lines) > MOST_NEWCOMERS:
            raise Invalid("Please add at most {most} people at once.", most=MOST_NEWCOMERS)
        emails = {person.email.casefold() for person in self.known if person.email}
        taken = {person.id for person in self.known}
        new: list[Person] = []
        for name, email in (_name_and_email(line.strip().rstrip(",")) for line in lines):
            if email.casefold() in emails:
                continue
            emails.add(email.casefold())
            new.append(Person(free_id(name, taken), name, email, self.zone, self.language))
            taken.add(new[-1].id)
        return tuple(new)


def _name_and_email(line: str) -> tuple[str, str]:
    found = _PERSON.fullmatch(line)
    if found is None:
        raise Invalid("I cannot read “{line}”. Please write it like this: {example}", line=line[:80], example=EXAMPLE)
    try:
        return read_name(found["name"].strip("\"' ")), read_email(found["email"].strip())
    except Invalid:
        raise Invalid(
            "“{line}” has no e-mail address that I can read. Please write it like this: {example}",
            line=line[:80],
            example=EXAMPLE,
        ) from None


EXAMPLE = "Anna Nowak <anna@example.com>"


def labels(people: Iterable[Person]) -> dict[str, str]:
    """What each person is called in a menu, by id: the name, with the e-mail (else the id) where two share it."""
    everybody = sorted(people, key=lambda person: (name_key(person.name), person.id))
    bearers = Counter(name_key(person.name) for person in everybody)
    return {
        person.id: person.name
        if bearers[name_key(person.name)] == 1
        else f"{person.name} ({person.email or person.id})"
        for person in everybody
    }


def settled(newcomers: Iterable[Person], zone: str, language: str) -> tuple[Person, ...]:
    """The same people with the zone and language of their project."""
    return tuple(replace(person, zone=zone, language=language) for person in newcomers)
