"""Recording what was decided in talk. Maria decides, Jan is her deputy, Adam is the sponsor; Ben brings the message."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.commands import Actor
from flows.decisions import recording
from flows.decisions.commands import (
    ConfirmDecision,
    ListDecisions,
    OpenRecordDecision,
    OpenSupersede,
    RecordDecision,
    RejectDecision,
    ShowDecision,
)
from flows.decisions.records import Decision, Standing
from flows.errors import FlowError, Invalid, InvalidForm, NotAllowed, NotFound, WrongState
from flows.forms import Form, Section
from flows.messages import Message
from tests.flows.decision_desk import Desk
from tests.flows.decision_plant import MONDAY
from tests.flows.reading import all_buttons, read, show

LINK = "https://chat.example/archives/C1/p1"
SAID = MONDAY - timedelta(days=3)
OPEN = OpenRecordDecision("line3", "OK, we stop line 3 for 12 h.", LINK, "maria", SAID)
FILLED = {
    "question": "Stop line 3?",
    "tradeoff": "speed/operational_safety",
    "choice": "Stop for 12 h",
    "rationale": "The crane is there on Sunday only.",
    "decided_by": "maria",
}


@pytest.fixture
def desk() -> Desk:
    return Desk()


def record(desk: Desk, who: str, opened: OpenRecordDecision = OPEN, **changes: str) -> str:
    reply = desk.fill(who, desk.give(who, opened), **{**FILLED, **changes})
    assert isinstance(reply, Message)
    return read(reply.summary)


def proposal(desk: Desk) -> Decision:
    (found,) = desk.decisions.where(state=Standing.PROPOSED.value)
    return found


def press(desk: Desk, who: str, key: str, label: str) -> str:
    does = next(each.does for each in all_buttons(desk.screen[key].post.message) if each.label == label)
    reply = desk.give(who, does)
    assert isinstance(reply, Message)
    return read(reply.summary)


def card(desk: Desk) -> str:
    (key,) = [key for key in desk.screen if key.startswith("proposal/") and "/to/" in key]
    return key


def test_the_form_shows_the_message_and_names_who_may_have_decided(desk: Desk) -> None:
    form = desk.give("ben", OPEN)
    assert isinstance(form, Form)
    first = form.fields[0]
    assert isinstance(first, Section)
    assert read(first.text).startswith("Maria Nowak, 2026-11-20 09:00: “OK, we stop line 3 for 12 h.”")
    fields = {getattr(each, "id", ""): each for each in form.fields}
    assert getattr(fields["choice"], "value", "") == "OK, we stop line 3 for 12 h."
    assert [option.value for option in getattr(fields["decided_by"], "options", ())] == ["adam", "jan", "kim", "maria"]
    assert getattr(fields["decided_by"], "value", "") == "maria"


def test_who_decided_it_records_it_at_once_with_words_author_time_and_link(desk: Desk) -> None:
    assert record(desk, "maria").startswith("Recorded as D-1.")
    decision = desk.decisions.get("line3/D-1")
    assert (decision.decided_by, decision.on_behalf_of, decision.requester) == ("maria", None, None)
    source = decision.source
    assert source is not None
    assert (source.words, source.by, source.at, source.link) == (OPEN.text, "maria", SAID, LINK)
    assert source.recorded_by == "maria"
    text = desk.text("decision/line3/D-1/channel")
    assert "Said: Maria Nowak, 2026-11-20 09:00: “OK, we stop line 3 for 12 h.” Read it there" in text
    assert "(recorded by Maria Nowak)" in text


def test_somebody_else_s_recording_is_nothing_until_the_decider_confirms_it(desk: Desk) -> None:
    said = record(desk, "ben")
    assert said == "Maria Nowak is asked to confirm it. It counts as decided only then, and you are told."
    assert desk.decisions.where(project_id="line3") == ()
    assert not any(key.startswith("decision/") for key in desk.screen)
    assert "Nothing has been decided yet." in show_log(desk)
    assert "Ben Okoye would like to record as your decision in Line 3 MES: “Stop for 12 h”" in desk.text(card(desk))
    assert press(desk, "maria", card(desk), "Confirm").startswith("Recorded as D-1.")
    decision = desk.decisions.get("line3/D-1")
    assert (decision.decided_by, decision.requester) == ("maria", "ben")
    assert decision.source is not None
    assert decision.source.recorded_by == "ben"
    assert "decision/line3/D-1/to/ben" in desk.rings("ben")
    assert desk.buttons(card(desk)) == []
    assert "You confirmed it. It is recorded as D-1." in desk.text(card(desk))


def show_log(desk: Desk) -> str:
    shown = desk.give("ben", ListDecisions("line3"))
    assert isinstance(shown, Message)
    return show(shown) or read(shown.summary)


def test_it_was_not_a_decision(desk: Desk) -> None:
    record(desk, "ben")
    wanted = proposal(desk)
    assert press(desk, "maria", card(desk), "That was not a decision") == "Nothing is recorded. Ben Okoye is told."
    assert desk.decisions.where(project_id="line3") == ()
    assert desk.buttons(card(desk)) == []
    assert "Maria Nowak says that this was not a decision" in desk.text(desk.rings("ben")[-1])
    for late in (ConfirmDecision(wanted.id), RejectDecision(wanted.id)):
        assert "has said that this was not a decision" in desk.refused("maria", late, WrongState)
    with pytest.raises(WrongState) as refusal:
        record(desk, "kim")
    assert "Maria Nowak has said that this was not a decision." in read(refusal.value.phrase)


def test_the_same_message_is_recorded_once(desk: Desk) -> None:
    form = desk.give("maria", OPEN)
    assert isinstance(form, Form)
    record(desk, "maria")
    for who in ("maria", "ben", "kim"):
        assert desk.refused(who, OPEN, WrongState) == "This is recorded as D-1. /decisions shows it."
    again = replace(form.submits, values=FILLED)
    assert desk.refused("maria", again, WrongState).startswith("This is recorded as D-1.")
    assert len(desk.decisions.where(project_id="line3")) == 1


def test_the_same_message_is_proposed_once_and_recorded_once_by_two_deciders(desk: Desk) -> None:
    record(desk, "ben")
    with pytest.raises(WrongState) as refusal:
        record(desk, "kim")
    assert "Maria Nowak was asked to confirm this already" in read(refusal.value.phrase)
    record(desk, "kim", decided_by="adam")
    both = desk.decisions.where(state=Standing.PROPOSED.value)
    mine = {each.decided_by: each for each in both}
    desk.give("adam", ConfirmDecision(mine["adam"].id))
    assert desk.refused("maria", ConfirmDecision(mine["maria"].id), WrongState).startswith("This is recorded as D-1.")


def test_typed_words_are_recorded_once_per_form(desk: Desk) -> None:
    form = desk.give("maria", OpenRecordDecision("line3", "We stop"))
    assert isinstance(form, Form)
    filled = replace(form.submits, values=FILLED)
    desk.give("maria", filled)
    assert desk.decisions.get("line3/D-1").source is None
    assert desk.refused("maria", filled, WrongState).startswith("This is recorded as D-1.")
    desk.now += timedelta(minutes=5)
    record(desk, "maria", OpenRecordDecision("line3"), question="Another one?")
    assert desk.decisions.get("line3/D-2").question == "Another one?"


@pytest.mark.parametrize("who", ["ben", "kim", "jan", "adam", "rita"])
def test_nobody_confirms_for_somebody_else(desk: Desk, who: str) -> None:
    record(desk, "ben")
    for does in (ConfirmDecision(proposal(desk).id), RejectDecision(proposal(desk).id)):
        said = desk.refused(who, does, NotFound)
        assert said == "There is nothing here that you were asked to confirm."


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"decided_by": "ben"}, "decided_by", "Only Maria Nowak, Jan Lis or Adam Wolski may decide speed against"),
        ({"decided_by": "kim"}, "decided_by", "Only Maria Nowak, Jan Lis or Adam Wolski may decide speed against"),
        ({"decided_by": ""}, "decided_by", "Please say who decided."),
        ({"tradeoff": "speed/beauty"}, "tradeoff", "Please choose one that Line 3 MES knows."),
        ({"choice": " "}, "choice", "Please say what was decided."),
        ({"rationale": ""}, "rationale", "Please say why: people have to live with it."),
        ({"question": "x" * 201}, "question", "These are 201 characters; please use at most 200."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(desk: Desk, changes: dict[str, str], field: str, words: str) -> None:
    with pytest.raises(InvalidForm) as refusal:
        record(desk, "ben", OPEN, **changes)
    assert list(refusal.value.problems) == [field]
    assert read(refusal.value.problems[field]).startswith(words)
    assert not desk.decisions.all()


def test_a_deputy_and_the_sponsor_decide_on_behalf_of_the_decider_who_is_told(desk: Desk) -> None:
    record(desk, "jan", decided_by="jan")
    assert desk.decisions.get("line3/D-1").on_behalf_of == "maria"
    assert "decision/line3/D-1/to/maria" in desk.rings("maria")


def test_who_has_no_part_or_only_reads_records_nothing(desk: Desk) -> None:
    assert "Only people who have a part in Line 3 MES" in desk.refused("piotr", OPEN, NotAllowed)
    assert "Only people who have a part in Line 3 MES" in desk.refused("rita", OPEN, NotAllowed)
    assert "You have no part in a project" in desk.refused("rita", OpenRecordDecision(), NotAllowed)
    forged = RecordDecision("line3", MONDAY, link=LINK, values=FILLED)
    desk.refused("piotr", forged, NotAllowed)


def test_a_guest_records_only_what_they_decided_themselves(desk: Desk) -> None:
    with pytest.raises(NotAllowed) as refusal:
        recording.open_record_decision(desk, Actor("plant", "ben", outside=True), OPEN, MONDAY)
    assert "guests only their own" in read(refusal.value.phrase)
    other = RecordDecision("line3", MONDAY, link=LINK, values={**FILLED, "decided_by": "adam"})
    with pytest.raises(NotAllowed) as refusal:
        recording.record_decision(desk, Actor("plant", "maria", outside=True), other, MONDAY)
    assert "As a guest you can record only what you have decided yourself." in read(refusal.value.phrase)
    own = replace(other, values=FILLED)
    effects = recording.record_decision(desk, Actor("plant", "maria", outside=True), own, MONDAY)
    assert isinstance(effects.reply, Message)
    assert desk.decisions.get("line3/D-1").decided_by == "maria"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://x.example/ a\nb", "https://" + "x" * 600])
def test_a_forged_address_is_not_kept(desk: Desk, link: str) -> None:
    forged = RecordDecision("line3", MONDAY, link=link, values=FILLED)
    desk.refused("maria", forged, Invalid)


def test_a_proposal_is_no_decision_by_any_road(desk: Desk) -> None:
    record(desk, "ben")
    wanted = proposal(desk)
    for does in (ShowDecision(wanted.id), OpenSupersede(wanted.id)):
        assert "no such decision" in desk.refused("maria", does, FlowError)


def test_a_right_that_was_taken_away_meanwhile_counts(desk: Desk) -> None:
    record(desk, "ben")
    desk.projects.put(replace(desk.projects.get("line3"), decision_rights=()))
    said = desk.refused("maria", ConfirmDecision(proposal(desk).id), NotAllowed)
    assert said.startswith("You may not decide speed against operational safety any more")
