"""Names are taken out of words: whole, in part, in any case, with and without accents; other words stay."""

from __future__ import annotations

from datetime import date

import pytest

from flows.charter.redacting import Redactor
from flows.people import Person
from flows.projects.records import Function, Project

PROJECT = Project(
    "p", "P", date(2027, 2, 1), "UTC", "adam", "ewa", (Function("it", "IT", "mark", "lukasz"),), observers=("wan",)
)
PEOPLE = (
    Person("adam", "Adam Wolski"),
    Person("ewa", "Ewa Wolski"),
    Person("mark", "Mark de Vries"),
    Person("lukasz", "Łukasz Król", active=False),
    Person("wan", "Li Wan"),
)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Ask Adam Wolski.", "Ask [the sponsor]."),
        ("Ask adam wolski.", "Ask [the sponsor]."),
        ("Ask WOLSKI, ADAM", "Ask [a person], [the sponsor]"),
        ("Wolski signs", "[a person] signs"),
        ("Mark signs; we mark it", "[who speaks for IT] signs; we mark it"),
        ("Lukasz KROL and Łukasz", "[the deputy in IT] and [the deputy in IT]"),
        ("Adam and Ewa", "[the sponsor] and [the facilitator]"),
        ("Li Wan’s test", "[a person]’s test"),
        ("a living line, wan light", "a living line, wan light"),
        ("write to x.y@plant.example, now", "write to [address], now"),
        ("see https://files.example/adam.wolski/1", "see [link]"),
        ("call +48 601-222-333", "call [number]"),
        ("66 % by 2027-06-30, 1 200 units", "66 % by 2027-06-30, 1 200 units"),
        ("", ""),
    ],
)
def test_m8_names_are_replaced_by_roles(said: str, shown: str) -> None:
    assert Redactor(PROJECT, PEOPLE).words(said) == shown
