"""Words for outsiders: roles in the place of people's names, and no address, link or number of a person.

A name is known by the people of the organisation: the whole of it in any case and without accents, a part of it where
it is written with a capital. What is nobody's here, or inflected, is not known as a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from flows.people import Person
from flows.projects.records import Project
from flows.topics import words_of

_WORD = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@<>(),;]+@[^\s@<>(),;]+\.\w+")
_NUMBER = re.compile(r"\+\d[\d ()/.-]{5,}\d")
SOMEBODY = "a person"


def roles(project: Project) -> Mapping[str, str]:
    """What each person of the project is called for outsiders, by id: the first of their roles."""
    named = [(project.sponsor, "the sponsor"), (project.facilitator, "the facilitator")]
    for each in project.functions:
        named.append((each.representative, f"who speaks for {each.name}"))
        named.append((each.deputy or "", f"the deputy in {each.name}"))
    named.append((project.backup or "", "the back-up of the sponsor"))
    found: dict[str, str] = {}
    for person_id, role in named:
        if person_id:
            found.setdefault(person_id, role)
    return found


class Redactor:
    """Takes people out of words. `people`: everybody of the organisation, those who have left as well."""

    def __init__(self, project: Project, people: Iterable[Person]) -> None:
        self._roles = roles(project)
        self._owners: dict[str, set[str]] = {}
        for person in people:
            for part in _WORD.findall(person.name):
                if len(part) > 1 and part[0].isupper():
                    self._owners.setdefault(_key(part), set()).add(person.id)

    def role(self, person_id: str) -> str:
        """What the person is called."""
        return self._roles.get(person_id, SOMEBODY)

    def words(self, text: str) -> str:
        """The text with roles in square brackets for names, and without addresses."""
        for pattern, instead in ((_LINK, "[link]"), (_MAIL, "[address]"), (_NUMBER, "[number]")):
            text = pattern.sub(instead, text)
        return self._without_names(text)

    def _without_names(self, text: str) -> str:
        found = [(match.start(), match.end(), match[0]) for match in _WORD.finditer(text)]
        runs: list[tuple[int, int, set[str]]] = []
        for known, group in groupby(found, key=lambda each: _key(each[2]) in self._owners):
            if known:
                runs += self._names(text, list(group))
        for start, end, owners in reversed(runs):
            role = self.role(next(iter(owners))) if len(owners) == 1 else SOMEBODY
            text = f"{text[:start]}[{role}]{text[end:]}"
        return text

    def _names(self, text: str, words: list[tuple[int, int, str]]) -> list[tuple[int, int, set[str]]]:
        """Words that can be names, put together where they stand side by side and are one person's."""
        runs: list[tuple[int, int, set[str], bool]] = []
        for start, end, word in words:
            owners = self._owners[_key(word)]
            if runs and runs[-1][2] & owners and not text[runs[-1][1] : start].strip(" -.'’"):
                before = runs.pop()
                runs.append((before[0], end, before[2] & owners, True))
            else:
                runs.append((start, end, owners, word[0].isupper()))
        return [(start, end, owners) for start, end, owners, sure in runs if sure]


def _key(word: str) -> str:
    """Without case and accents."""
    return "".join(words_of(word))
