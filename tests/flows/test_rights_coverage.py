"""Whether the decision rights hold, and which of them somebody means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.decisions.cast import Cast
from flows.projects.records import DecisionRight
from flows.rights.applying import changed
from flows.rights.coverage import gaps
from flows.rights.records import RightChange
from flows.rights.topics import topics
from tests.flows.decision_desk import Desk
from tests.flows.decision_plant import PROJECT
from tests.flows.reading import read


def said(*rights: DecisionRight, most: int = 3) -> str:
    project = replace(PROJECT, decision_rights=rights)
    return "\n".join(read(each) for each in gaps(Cast(Desk(), project), most))


def test_e9_two_deciders_for_one_topic_are_named() -> None:
    told = said(DecisionRight("speed/scope", "maria", "jan"), DecisionRight("scope/speed", "kim", "jan"))
    assert "Two are named to decide scope against speed: Maria Nowak and Kim Seo." in told
    assert "Two are named" not in said(*PROJECT.decision_rights)


def test_e9_what_nobody_decides_who_has_no_deputy_and_who_is_gone() -> None:
    told = said(DecisionRight("speed/scope", "maria"), DecisionRight("cost/quality", "nobody_known", "jan"))
    assert "speed against operational safety" in told
    assert "Maria Nowak has no deputy for speed against scope." in told
    assert "nobody_known, the decider of cost against quality, has no working account any more." in told


@pytest.mark.parametrize(("most", "found"), [(1, True), (2, False)])
def test_e9_one_person_for_too_many(most: int, *, found: bool) -> None:
    rights = (DecisionRight("speed/scope", "maria", "jan"), DecisionRight("cost/quality", "maria", "jan"))
    assert ("Maria Nowak decides 2 kinds of decision" in said(*rights, most=most)) is found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("speed/scope", ("speed/scope",)),
        ("Scope vs. Speed?", ("speed/scope",)),
        ("speed against operational safety", ("speed/operational_safety",)),
        ("safety", ("speed/operational_safety",)),
        ("cut-over", ("cutover_date",)),
        ("cutover date", ("cutover_date",)),
        ("speed/cost", ()),
        ("", ()),
        ("///", ()),
        ("a/b/c", ()),
    ],
)
def test_e6_topics_in_the_words_of_people(typed: str, meant: tuple[str, ...]) -> None:
    assert topics(Cast(Desk(), PROJECT), typed) == meant


def test_e10_a_change_replaces_one_right_and_leaves_the_others() -> None:
    right = DecisionRight("scope/speed", "kim")
    after = changed(PROJECT, RightChange("speed/scope", right))
    assert [each.decider for each in after] == ["maria", "kim", "kim"]
    assert len(changed(PROJECT, RightChange("speed/scope", None))) == 2
    assert changed(PROJECT, RightChange("scope/quality", right))[-1] == right
