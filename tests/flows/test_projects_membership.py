"""Who belongs to a project, which one is meant, and who runs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from adapters.drawing import draw_text
from flows.commands import OPERATOR, Actor
from flows.errors import FlowError, Invalid, NotAllowed, NotFound
from flows.people import Person
from flows.projects.membership import (
    check_runs,
    may_act,
    members,
    myself,
    project_here,
    who_runs,
)
from flows.projects.records import DecisionRight, Project
from tests.flows.line3 import PEOPLE, line3

LINE3 = replace(
    line3(),
    channel="line3",
    observers=("vera",),
    decision_rights=(DecisionRight("speed/scope", "rolf", "rita"),),
)
PAINT = replace(LINE3, id="paint", name="Paint shop", channel="paint", observers=(), decision_rights=())


@dataclass
class Shelf:
    records: Sequence[Project]

    def all(self) -> Sequence[Project]:
        return self.records


@dataclass
class People:
    def find(self, person_id: str, /) -> Person | None:
        return PEOPLE.get(person_id)


@dataclass
class Records:
    projects: Shelf


def here(who: str, channel: str | None = None, named: str = "", projects: Sequence[Project] = (LINE3, PAINT)) -> str:
    """The id of the project that is meant."""
    return project_here(Records(Shelf(projects)), Actor("plant", who), channel, named).id


def refusal(kind: type[FlowError], who: str, channel: str | None = None, named: str = "") -> str:
    with pytest.raises(kind) as refused:
        here(who, channel, named)
    return draw_text(refused.value.phrase)


def test_everybody_with_a_part_is_a_member_and_observers_have_no_part() -> None:
    assert members(LINE3) == {"adam", "ewa", "maria", "jan", "piotr", "rolf", "rita", "vera"}
    assert members(LINE3) - may_act(LINE3) == {"vera"}
    assert "" not in members(replace(LINE3, sponsor="", facilitator=""))


@pytest.mark.parametrize("said", ["paint", "#floor", "floor", "“Paint shop”", "'paint'", " PAINT SHOP "])
def test_a_project_is_named_by_id_name_or_channel_as_people_write_them(said: str) -> None:
    projects = (LINE3, replace(PAINT, channel="floor"))
    assert here("ewa", None, said, projects) == "paint"


def test_a_channel_that_is_called_like_another_project_is_not_it() -> None:
    assert here("ewa", None, LINE3.id, (LINE3, replace(PAINT, channel=LINE3.id))) == LINE3.id
    assert "no such project" in refusal(NotFound, "ewa", None, "#")


def test_the_project_of_the_channel_comes_before_the_others() -> None:
    assert here("maria", "line3") == "line3-mes"
    assert here("maria", "#paint") == "paint"


def test_a_named_project_comes_before_the_one_of_the_channel() -> None:
    assert here("maria", "line3", "paint") == "paint"
    assert here("maria", None, "  Line 3 MES Roll-Out ") == "line3-mes"


def test_the_only_project_of_a_person_is_meant_everywhere() -> None:
    assert here("vera") == "line3-mes"
    assert here("vera", "random") == "line3-mes"


def test_of_several_projects_each_is_named_with_how_to_say_which() -> None:
    told = refusal(Invalid, "maria")
    assert "Line 3 MES roll-out (line3-mes) and Paint shop (paint)" in told
    assert told.endswith("add the project's id to the command: line3-mes.")


def test_a_foreign_and_an_unknown_project_get_the_same_answer() -> None:
    foreign, unknown = refusal(NotFound, "vera", None, "paint"), refusal(NotFound, "vera", None, "nothing")
    assert foreign == unknown
    assert foreign == refusal(NotFound, "stranger", "line3")
    assert "/align new" in foreign


def test_the_operator_sees_every_project() -> None:
    assert here(OPERATOR, None, "paint") == "paint"


def test_only_sponsor_facilitator_and_operator_run_a_project() -> None:
    for who in ("adam", "ewa", OPERATOR):
        check_runs(LINE3, Actor("plant", who), People())
    with pytest.raises(NotAllowed) as refused:
        check_runs(LINE3, Actor("plant", "maria"), People())
    assert draw_text(refused.value.phrase) == (
        "Only Ewa Kot (facilitator) or Adam Wolski (sponsor) of Line 3 MES roll-out can do this. Please ask them."
    )


def test_one_person_in_both_roles_is_named_once() -> None:
    both = replace(LINE3, facilitator="adam")
    assert draw_text(who_runs(both, People())) == "Adam Wolski (facilitator and sponsor) of Line 3 MES roll-out"


def test_nobody_runs_a_project_without_roles() -> None:
    bare = replace(LINE3, sponsor="", facilitator="")
    with pytest.raises(NotAllowed):
        check_runs(bare, Actor("plant", ""), People())
    assert draw_text(who_runs(bare)) == "the operator of Line 3 MES roll-out"


def test_whom_nobody_has_added_is_told_whom_to_ask() -> None:
    assert myself(People(), Actor("plant", "maria")).name == "Maria Nowak"
    with pytest.raises(NotAllowed) as refused:
        myself(People(), Actor("plant", "stranger"))
    assert "ask the facilitator of your project" in draw_text(refused.value.phrase)
