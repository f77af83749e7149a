"""The blind drill: whose words are whose where a function has a deputy, and what is asked when it is repeated."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from flows.commands import Actor
from flows.drills.cards import draw
from flows.drills.commands import AnswerDrill, OpenDrill, StartDrill
from flows.drills.records import Drill, Replies, Reply
from flows.drills.repeating import last_with, next_tradeoffs
from flows.drills.running import answer_drill, open_drill, start_drill
from flows.effects import Card
from flows.errors import WrongState
from flows.forms import Form, TextField
from flows.people import Person
from flows.projects.records import Project
from flows.questionnaires.template import Template
from tests.flows.decision_plant import MONDAY, NAMES, PROJECT, TEMPLATE, person
from tests.flows.reading import labels, read, show
from tests.flows.shelves import NumberedShelf, Shelf

SECRET = "what Maria would do"


@dataclass
class Kept:
    """What a drill needs of the records."""

    people: Shelf[Person] = field(default_factory=lambda: Shelf(*map(person, NAMES)))
    projects: Shelf[Project] = field(default_factory=lambda: Shelf(PROJECT))
    templates: Shelf[Template] = field(default_factory=lambda: Shelf(TEMPLATE))
    drills: NumberedShelf[Drill] = field(default_factory=lambda: NumberedShelf[Drill]())

    def start(self) -> Drill:
        start_drill(self, Actor("local", "ewa"), StartDrill(project="line3"), MONDAY)
        return self.drills.all()[-1]

    def says(self, who: str, decider: str, what: str = "") -> None:
        """For operations."""
        drill = self.drills.all()[-1]
        values: dict[str, str | tuple[str, ...]] = {f"{each}.decider": (decider,) for each in drill.tradeoffs}
        values[f"{drill.tradeoffs[0]}.what"] = what
        answer_drill(self, Actor("local", who), AnswerDrill(drill.id, "operations", values=values), MONDAY)

    def typed(self, who: str) -> list[str]:
        """What this person's form has in it."""
        form = open_drill(self, Actor("local", who), OpenDrill(self.drills.all()[-1].id, "operations"), MONDAY).reply
        assert isinstance(form, Form)
        return [each.value for each in form.fields if isinstance(each, TextField) and each.value]


@pytest.fixture
def kept() -> Kept:
    found = Kept()
    found.start()
    return found


@pytest.mark.parametrize(("first", "second"), [("maria", "jan"), ("jan", "maria")])
def test_o3_who_has_answered_for_a_function_is_told_by_name_and_only_they_change_it(
    kept: Kept, first: str, second: str
) -> None:
    kept.says(first, "maria", SECRET)
    with pytest.raises(WrongState) as refused:
        kept.typed(second)
    told = f"{NAMES[first]} has answered for Operations, and only they can change it. Please talk to them."
    assert read(refused.value.phrase) == told
    with pytest.raises(WrongState):
        kept.says(second, "ben")
    drill = kept.drills.all()[-1]
    assert drill.said["operations"].by == first
    assert kept.typed(first) == [SECRET]
    card = Card("drill", drill.id, "operations")
    assert labels(draw(kept, card, first, MONDAY)) == ["Change my answer"]
    theirs = draw(kept, card, second, MONDAY)
    assert not labels(theirs)
    assert told in show(theirs)
    assert SECRET not in show(theirs)


def test_o3_the_deputy_answers_anew_and_blind_where_who_answered_is_gone(kept: Kept) -> None:
    kept.says("maria", "maria", SECRET)
    kept.people.put(replace(person("maria"), active=False))
    assert not kept.typed("jan")
    drill = kept.drills.all()[-1]
    assert labels(draw(kept, Card("drill", drill.id, "operations"), "jan", MONDAY)) == ["Answer"]
    kept.says("jan", "ben")
    assert kept.drills.all()[-1].said["operations"].by == "jan"


@pytest.mark.parametrize(("count", "told"), [(1, "1 short case, made up"), (2, "2 short cases, made up")])
def test_o3_the_card_tells_how_many_cases_there_are(kept: Kept, count: int, told: str) -> None:
    drill = kept.drills.all()[-1]
    kept.drills.put(replace(drill, tradeoffs=drill.tradeoffs[:count]))
    assert told in show(draw(kept, Card("drill", drill.id, "operations"), "maria", MONDAY))


def ended(number: int, tradeoffs: tuple[str, ...], *, answered: bool = True) -> Drill:
    reply = Replies("maria", MONDAY, dict.fromkeys(tradeoffs, Reply("maria", "", "")))
    said = {"operations": reply} if answered else {}
    return Drill(f"line3/drill/{number}", "line3", number, "ewa", MONDAY, tradeoffs, ("operations",), said, MONDAY)


def test_o3_repeated_drills_go_round_until_every_tradeoff_was_asked_and_then_again() -> None:
    all_, seen = tuple("abcde"), list[str]()
    drills: list[Drill] = []
    for number in range(1, 6):
        seen.append("".join(next_tradeoffs(drills, all_, 3)))
        drills.append(ended(number, tuple(seen[-1])))
    assert seen == ["abc", "dea", "bca", "dea", "bca"]


def test_o3_a_tradeoff_that_nobody_answered_or_that_is_new_comes_first() -> None:
    drills = [ended(1, ("a", "b", "c")), ended(2, ("d", "e", "a"), answered=False)]
    assert next_tradeoffs(drills, tuple("abcdef"), 3) == ("d", "e", "f")
    assert next_tradeoffs(drills, ("a", "b"), 3) == ("a", "b"), "never the same one twice in one drill"


def test_o3_the_result_stands_beside_the_last_drill_that_asked_the_same() -> None:
    drills = [ended(1, ("a", "b")), ended(2, ("c",)), ended(3, ("a",), answered=False), ended(4, ("a", "c"))]
    found = [last_with(drills, drills[-1], each) for each in ("a", "b", "c", "x")]
    assert [each.number if each else None for each in found] == [1, 1, 2, None]
