"""The decision log: publishing, searching, replacing, and saying that something cannot work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flows.decisions.cast import Cast
from flows.decisions.commands import (
    ListDecisions,
    OpenConcern,
    OpenSupersede,
    RaiseConcern,
    ShowDecision,
    Supersede,
)
from flows.decisions.rights import concerned, find_right
from flows.errors import InvalidForm, NotAllowed, WrongState
from flows.escalations.commands import Decide
from flows.escalations.replacing import still_replacing
from flows.messages import Message
from tests.flows.decision_desk import Desk, raised
from tests.flows.decision_plant import PROJECT, draft
from tests.flows.reading import all_buttons, labels, show

NEW = {"choice": "22 May", "rationale": "The supplier is late."}


def decided(desk: Desk, **changes: object) -> str:
    """Raised by Ben and decided by whoever is first on the ladder; the decision's id."""
    escalation = raised(desk, "ben", **changes)
    values = {"choice": "a", "rationale": "Nobody gets hurt."}
    desk.give(escalation.turn.person_id, Decide(escalation.id, 0, values=values))
    return desk.escalations.get(escalation.id).decision_id or ""


@pytest.fixture
def desk() -> Desk:
    return Desk()


def listed(desk: Desk, text: str = "", page: int = 0, who: str = "piotr") -> Message:
    shown = desk.give(who, ListDecisions("line3", text, page))
    assert isinstance(shown, Message)
    return shown


def lines(desk: Desk, text: str = "") -> list[str]:
    return [line[2:5] for line in show(listed(desk, text)).splitlines() if line.startswith("- ")]


def test_the_log_lists_the_newest_first(desk: Desk) -> None:
    decided(desk)
    desk.wait(hours=1)
    decided(desk, question="Test on Sunday?", tradeoff="cost/quality")
    assert show(listed(desk)) == (
        "2 decisions, newest first.\n"
        "- D-2 “Test on Sunday?” Kim Seo decided: “8 May, with a 12 h stop”. 2026-11-23 10:00\n"
        "- D-1 “Cut over on 8 May or a week later?” Maria Nowak decided: “8 May, with a 12 h stop”. 2026-11-23 09:00\n"
        "[Show D-2] [Show D-1]"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sunday", ["D-2"]),
        ("maria", ["D-1"]),
        ("QUALITY", ["D-2"]),
        ("hurt", ["D-2", "D-1"]),
        ("d-1", ["D-1"]),
        ("operational safety hurt", ["D-1"]),
        ("maria sunday", []),
    ],
)
def test_words_tradeoffs_and_deciders_can_be_searched(desk: Desk, text: str, found: list[str]) -> None:
    decided(desk)
    desk.wait(hours=1)
    decided(desk, question="Test on Sunday?", tradeoff="cost/quality")
    assert lines(desk, text) == found


def test_nothing_found_says_what_to_do(desk: Desk) -> None:
    empty = desk.give("piotr", ListDecisions("line3"))
    assert isinstance(empty, Message)
    assert "Nothing has been decided yet." in str(empty.summary)
    decided(desk)
    assert not lines(desk, "unicorn")


def test_a_long_log_has_pages(desk: Desk) -> None:
    for _ in range(10):
        decided(desk)
        desk.wait(minutes=15)
    first = listed(desk)
    assert labels(first)[-1] == "Older"
    older = desk.give("piotr", all_buttons(first)[-1].does)
    assert isinstance(older, Message)
    assert labels(older) == ["Show D-2", "Show D-1", "Newer"]


def test_outsiders_read_nothing(desk: Desk) -> None:
    decided(desk)
    for command in (ListDecisions("line3"), ListDecisions(), ShowDecision("line3/D-1"), OpenSupersede("line3/D-1")):
        assert desk.refused("rita", command, NotAllowed)


def test_a_decision_is_replaced_and_never_overwritten(desk: Desk) -> None:
    old = decided(desk)
    before = desk.decisions.get(old)
    desk.wait(hours=1)
    desk.fill("maria", desk.give("maria", OpenSupersede(old)), **NEW)
    after, new = desk.decisions.get(old), desk.decisions.get("line3/D-2")
    assert after == replace(before, superseded_by="line3/D-2")
    assert (new.choice, new.supersedes, new.decided_by) == ("22 May", old, "maria")
    assert "It does not hold any more: it was replaced by D-2." in desk.text("decision/line3/D-1/channel")
    assert "It replaces D-1." in desk.text("decision/line3/D-2/channel")
    assert "decision/line3/D-2/to/ben" in desk.rings("ben")
    assert desk.refused("maria", Supersede(old, values=NEW), WrongState) == (
        "D-1 was already replaced by D-2: Maria Nowak decided: “22 May”."
    )
    shown = desk.give("piotr", ShowDecision("line3/D-2"))
    assert isinstance(shown, Message)
    assert labels(shown) == ["Show what it replaced"]


def test_only_who_may_decide_the_tradeoff_may_replace(desk: Desk) -> None:
    old = decided(desk)
    for who in ("ben", "jan", "adam", "ewa", "kim", "piotr"):
        sentence = desk.refused(who, Supersede(old, values=NEW), NotAllowed)
        assert sentence.startswith("Only Maria Nowak can replace a decision on speed against operational safety.")
    desk.away("maria", date(2026, 11, 23), date(2026, 11, 24))
    assert desk.refused("adam", Supersede(old, values=NEW), NotAllowed)
    desk.give("jan", Supersede(old, values=NEW))
    assert desk.decisions.get("line3/D-2").on_behalf_of == "maria"


def test_what_the_sponsor_decided_only_the_sponsor_replaces(desk: Desk) -> None:
    escalation = raised(desk)
    desk.wait(days=2)
    values = {"choice": "a", "rationale": "r"}
    desk.give("adam", Decide(escalation.id, 2, values=values))
    assert desk.refused("maria", Supersede("line3/D-1", values=NEW), NotAllowed).startswith("Only Adam Wolski can")
    desk.give("adam", Supersede("line3/D-1", values=NEW))
    assert desk.decisions.get("line3/D-2").on_behalf_of == "maria"


def test_a_new_decision_needs_a_choice_and_a_reason(desk: Desk) -> None:
    old = decided(desk)
    with pytest.raises(InvalidForm) as refusal:
        desk.give("maria", Supersede(old))
    assert set(refusal.value.problems) == {"choice", "rationale"}


def test_who_is_concerned_says_once_that_it_cannot_work(desk: Desk) -> None:
    old = decided(desk)
    assert desk.buttons(f"decision/{old}/to/kim") == ["This cannot work"]
    desk.fill("kim", desk.give("kim", OpenConcern(old)), words="The lab is closed.")
    assert f"decision/{old}/concern/kim/maria" in desk.rings("maria")
    assert f"decision/{old}/concern/kim/ewa" in desk.rings("ewa")
    assert "“The lab is closed.” (Kim Seo: cannot work)" in desk.text(f"decision/{old}/channel")
    assert desk.buttons(f"decision/{old}/to/kim") == []
    assert desk.refused("kim", RaiseConcern(old, values={"words": "again"}), WrongState)
    assert desk.refused("olga", RaiseConcern(old, values={"words": "me too"}), NotAllowed)
    assert desk.decisions.get(old).superseded_by is None


def test_a_decision_concerns_whom_its_right_names_or_every_function() -> None:
    assert concerned(PROJECT, "speed/operational_safety") == ("kim",)
    assert concerned(PROJECT, "scope/quality") == ("maria", "ben", "kim")
    right = find_right(PROJECT, "operational_safety/speed")
    assert right is not None
    named = replace(right, must_agree=("it",), consulted=("olga", "quality"), informed=("piotr",))
    assert concerned(replace(PROJECT, decision_rights=(named,)), right.tradeoff) == ("ben", "olga", "kim", "piotr")


def test_tradeoffs_have_names_people_use(desk: Desk) -> None:
    cast = Cast(desk, PROJECT)
    assert cast.tradeoff("speed/operational_safety") == "speed against operational safety"
    assert cast.tradeoff("cutover_date") == "cut-over date"
    assert cast.tradeoff("own_words") == "own words"


def test_an_escalation_replaces_what_holds_on_its_own_matter_and_nothing_else(desk: Desk) -> None:
    old = decided(desk)
    wanted = draft(replaces=old)
    assert still_replacing(desk, wanted).replaces == old
    assert not still_replacing(desk, replace(wanted, tradeoff="cost/quality")).replaces
    assert not still_replacing(desk, replace(wanted, project_id="other")).replaces
    assert not still_replacing(desk, replace(wanted, replaces="line3/D-9")).replaces
    desk.fill("maria", desk.give("maria", OpenSupersede(old)), **NEW)
    newer = desk.decisions.get(old).superseded_by
    assert still_replacing(desk, wanted).replaces == newer, "what replaced it since"
    third = decided(desk, replaces=newer)
    assert desk.decisions.get(third).supersedes == newer
    assert desk.decisions.get(newer or "").superseded_by == third
