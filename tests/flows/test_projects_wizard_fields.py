"""What the pages of the wizard refuse, field by field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from adapters.drawing import draw_text
from flows.commands import FormValues
from flows.errors import InvalidForm
from flows.people import Person
from flows.projects.naming import free_id, slug
from flows.projects.records import Function
from flows.projects.setup import Setup, SetupState
from flows.projects.setup_reading import read_basics, read_functions, read_people
from tests.flows.line3 import line3
from tests.flows.office import MONDAY
from tests.flows.test_projects_wizard import BASICS, FUNCTIONS, PEOPLE

KNOWN = tuple(
    Person(name.split()[0].lower(), name) for name in ("Adam Wolski", "Maria Nowak", "Jan Lis", "Hanna Mazur")
)
DRAFT = Setup(
    "hanna",
    SetupState.DRAFT,
    replace(line3(), functions=(Function("operations", "Operations", ""), Function("it", "IT", ""))),
)


def problems(read: Callable[[], object]) -> dict[str, str]:
    """The sentences at the fields."""
    with pytest.raises(InvalidForm) as refused:
        read()
    return {field: draw_text(words, "Europe/Warsaw") for field, words in refused.value.problems.items()}


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"name": ""}, "name", "Please give the project a name."),
        ({"name": "!!!"}, "name", "at least one letter or digit"),
        ({"name": "x" * 400}, "name", "Please keep it to 300 characters"),
        ({"name": "LINE3"}, "name", "There is already a project called Line 3."),
        ({"zone": "Mars/Base"}, "zone", "Expected a time zone such as Europe/Warsaw."),
        ({"kickoff": "2026-02-01"}, "kickoff", "Sun 1 Feb 2026 has passed. Did you mean Mon 1 Feb 2027?"),
        ({"kickoff": "soon"}, "kickoff", "Expected a date"),
        ({"due_day": "2026-11-23", "due_time": "09:00"}, "due_day", "has passed"),
        ({"due_time": "25:00"}, "due_time", "Expected a time of day"),
        ({"channel": "two words"}, "channel", "one channel without spaces"),
        ({"channel": "c" * 81}, "channel", "one channel without spaces"),
    ],
)
def test_the_first_page_says_what_is_wrong(changed: FormValues, field: str, sentence: str) -> None:
    found = problems(lambda: read_basics({**BASICS, **changed}, DRAFT.project, {"line3": "Line 3"}, MONDAY))
    assert sentence in found[field]
    assert len(found) == 1


def test_all_problems_of_a_page_are_told_together() -> None:
    found = problems(lambda: read_basics({"zone": "Mars/Base"}, DRAFT.project, {}, MONDAY))
    assert set(found) == {"name", "zone", "kickoff", "due_day", "due_time"}


def test_answers_due_in_a_minute_are_taken() -> None:
    soon = {**BASICS, "due_day": "2026-11-23", "due_time": "09:01", "channel": ""}
    project = read_basics(soon, DRAFT.project, {}, MONDAY)
    assert project.channel == project.id == "paint-shop-łodz"


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"functions": ("it",), "own": ""}, "functions", "from 2 to 20 functions; these are 1"),
        ({"own": "\n".join(f"F{n}" for n in range(30))}, "functions", "these are 32"),
        ({"own": "Logistics\nlogistics"}, "own", "logistics is here twice"),
        ({"own": "Operations"}, "own", "Operations is here twice"),
        ({"own": "???"}, "own", "at least one letter or digit"),
        ({"newcomers": "Anna Nowak"}, "newcomers", "I cannot read “Anna Nowak”"),
        ({"newcomers": "Anna Nowak <anna>"}, "newcomers", "no e-mail address that I can read"),
        ({"newcomers": "\n".join(f"A{n} <a{n}@x.org>" for n in range(41))}, "newcomers", "at most 40 people"),
    ],
)
def test_the_second_page_says_what_is_wrong(changed: FormValues, field: str, sentence: str) -> None:
    found = problems(lambda: read_functions({**FUNCTIONS, **changed}, DRAFT, KNOWN))
    assert sentence in found[field]


def test_who_is_known_by_e_mail_is_not_added_again() -> None:
    known = (*KNOWN, Person("an", "Anna N.", "Anna@Example.com"))
    values = {
        **FUNCTIONS,
        "newcomers": "Anna Nowak <anna@example.com>; Eva Jan <eva@example.com>\nEva J <EVA@example.com>",
    }
    _, newcomers = read_functions(values, DRAFT, known)
    assert [(person.id, person.email) for person in newcomers] == [("eva-jan", "eva@example.com")]


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"sponsor": ""}, "sponsor", "Please choose the sponsor."),
        ({"it.representative": ""}, "it.representative", "Please choose who answers for IT."),
        ({"it.representative": "stranger"}, "it.representative", "Please choose somebody from the list."),
        ({"operations.deputy": "stranger"}, "operations.deputy", "Please choose somebody from the list."),
    ],
)
def test_the_third_page_says_what_is_wrong(changed: FormValues, field: str, sentence: str) -> None:
    found = problems(lambda: read_people({**PEOPLE, **changed}, DRAFT, KNOWN))
    assert found == {field: sentence}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Line 3 – MES!", "line-3-mes"),
        ("Łódź", "łodz"),
        ("  Überholung  ", "uberholung"),
        ("现场", "现场"),
        ("***", ""),
    ],
)
def test_ids_come_from_names(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_an_id_is_never_given_twice_nor_is_accord_s_own() -> None:
    assert free_id("Anna Nowak", {"anna-nowak", "anna-nowak-2"}) == "anna-nowak-3"
    assert free_id("Operator", set()) == "operator-2"
    assert len(free_id("x" * 300, {"x" * 64})) <= 64
