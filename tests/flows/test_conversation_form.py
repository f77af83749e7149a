"""The form on the draft of the conversation: what one stored the other shows, and problems stand at their fields."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.commands import Actor, FormValues
from flows.errors import InvalidForm
from flows.forms import Form
from flows.questionnaires.answers import Visibility
from flows.questionnaires.commands import OpenForm, OpenQuestionForm, SetVisibility, SubmitForm
from flows.rounds.form import submit_form
from flows.rounds.records import RoundState, ViewState
from tests.flows.asking import MONDAY, Chat, offered, opened
from tests.flows.spoken import words


def opened_form(chat: Chat) -> Form:
    assert chat.give(OpenForm(chat.view_id)) == ""
    assert isinstance(chat.reply, Form)
    return chat.reply


def test_the_form_shows_what_was_said_in_the_conversation_half_answers_included() -> None:
    chat = Chat(opened())
    chat.start()
    for said in ("It works", "OEE line 3: 61 -> 66 % by 2027-06-30", "safety > quality > scope = speed > cost"):
        chat.say(said)
    chat.press("Not acceptable", "Safety incident")
    values = offered(opened_form(chat))
    assert values["outcome.statement"] == "It works"
    assert values["outcome.measure:target"] == "66"
    assert values["outcome.priorities:speed"] == values["outcome.priorities:scope"] == "3"
    assert values["risks.stances:safety_incident"] == "not_acceptable"
    assert "reporting.cadence" not in values


def test_a_filled_in_form_is_stored_and_sent_and_the_conversation_shows_it() -> None:
    chat = Chat(opened())
    chat.start()
    opened_form(chat)
    said = chat.submit_form(
        {
            "outcome.statement": "It works",
            "risks.stances:production_stop": "acceptable_if",
            "risks.stances:production_stop:details": "4 h; only on a Sunday night shift",
            "risks.needs": "none",
            "decisions.joint": ("go_live",),
            "decisions.joint:own": "the colour of the doors",
            "evidence.needs": "Protocol; from: IT\nReport; by: 2027-05-01",
        }
    )
    assert said == ""
    assert chat.view.state is ViewState.SUBMITTED
    assert chat.value("risks.stances") == {
        "production_stop": {
            "stance": "acceptable_if",
            "limit": "4 h",
            "condition": "only on a Sunday night shift",
        }
    }
    assert chat.value("risks.needs") == {}
    assert chat.value("decisions.joint") == ["go_live", "the colour of the doors"]
    assert chat.value("evidence.needs") == [{"what": "Protocol", "from": "it"}, {"what": "Report", "by": "2027-05-01"}]
    assert "outcome.failure" not in chat.view.answers
    assert "“It works”" in chat.card("outcome.statement")
    assert "round/line3/1/operations/thanks" in chat.screen


def test_each_problem_stands_at_its_field_and_nothing_is_stored() -> None:
    chat = Chat(opened())
    values = {
        "outcome.measure:name": "OEE",
        "outcome.measure:baseline": "sixty",
        "risks.stances:production_stop": "acceptable_if",
        "risks.stances:production_stop:details": "limit: soon",
        "risks.no_touch": "2027-05-01 to 2027-05-31\nall of June",
    }
    with pytest.raises(InvalidForm) as refusal:
        submit_form(chat.shelves, Actor("plant", "maria"), SubmitForm(chat.view_id, values=values), MONDAY)
    problems = {field: words(phrase) for field, phrase in refusal.value.problems.items()}
    assert problems.keys() == {
        "outcome.statement",
        "outcome.measure:baseline",
        "outcome.measure:target",
        "outcome.measure:unit",
        "outcome.measure:by",
        "risks.stances:production_stop:details",
        "risks.no_touch",
    }
    assert problems["risks.no_touch"].startswith("Line 2: I read “all of June”")
    assert chat.view.answers == {}


def test_an_answer_cannot_be_emptied_in_the_form_but_turned_into_no_view() -> None:
    chat = Chat(opened())
    chat.start()
    chat.say("It works")
    opened_form(chat)
    assert chat.submit_form({"outcome.statement": ""}) == "Please look at the marked fields."
    opened_form(chat)
    assert chat.submit_form({"outcome.statement": "no view"}) == ""
    assert [version.value for version in chat.view.answers["outcome.statement"]] == ["It works", "no_view"]


def test_submitting_the_form_again_unchanged_changes_nothing() -> None:
    chat = Chat(opened())
    opened_form(chat)
    chat.submit_form({"outcome.statement": "It works"})
    before = chat.view
    opened_form(chat)
    assert chat.submit_form({}) == ""
    assert chat.view == before


def test_a_small_form_adds_one_entry_to_a_list() -> None:
    chat = Chat(opened())
    chat.start()
    chat.say("It works")
    chat.give(OpenQuestionForm(chat.view_id, "evidence.needs"))
    assert chat.submit_form({"what": ""}) == "Please look at the marked fields."
    chat.give(OpenQuestionForm(chat.view_id, "evidence.needs"))
    assert chat.submit_form({"what": "Protocol", "from": "Quality", "for": "cutover"}) == ""
    chat.press("That is all")
    assert chat.value("evidence.needs") == [{"what": "Protocol", "from": "quality", "for": "cutover"}]


def test_a_small_form_answers_the_measure() -> None:
    chat = Chat(opened())
    chat.start()
    chat.say("It works")
    chat.press("Fill in a small form")
    measure = {"name": "OEE", "baseline": "61", "target": "66.5", "unit": "%", "by": "2027-06-30"}
    assert chat.submit_form({f"outcome.measure:{part}": said for part, said in measure.items()}) == ""
    assert chat.value("outcome.measure") == {**measure, "baseline": 61, "target": 66.5}
    assert chat.view.asking == "outcome.priorities"


def test_only_the_respondent_opens_the_form() -> None:
    chat = Chat(opened(), person="jan")
    assert chat.give(OpenForm(chat.view_id)).startswith("Only @Maria Nowak answers for Operations")


def test_the_form_of_an_answered_view_says_the_same_after_a_change_in_chat() -> None:
    chat = Chat(opened())
    opened_form(chat)
    chat.submit_form({"outcome.statement": "It works", "reporting.cadence": "daily"})
    chat.shelves.views.put(replace(chat.view, cards=()))
    chat.press("How often", "Answer or change")
    chat.press("Every week")
    assert offered(opened_form(chat))["reporting.cadence"] == "weekly"


def test_the_form_says_who_reads_it_also_when_nobody_is_blind_any_more() -> None:
    chat = Chat(opened())
    assert "Nobody else reads it before the round closes." in words(opened_form(chat).intro)
    round_ = chat.shelves.rounds.get("line3/1")
    chat.shelves.rounds.put(replace(round_, state=RoundState.CLOSED, closed_at=chat.now))
    intro = words(opened_form(chat).intro)
    assert intro.startswith("The round is closed: what you send or change now is added to the summary as late.")
    assert "Nobody else" not in intro


SPONSOR, CONFIDENTIAL = "who_may_read:sponsor", "who_may_read:confidential"


def readers(chat: Chat, question: str) -> list[str]:
    return [version.visibility.value for version in chat.view.answers[question]]


def test_the_form_says_who_may_read_what_and_shows_it_again() -> None:
    chat = Chat(opened())
    opened_form(chat)
    said = {"outcome.statement": "It works", "evidence.needs": "Protocol", "reporting.cadence": "daily"}
    chat.submit_form({**said, SPONSOR: ("evidence.needs",), CONFIDENTIAL: ("reporting.cadence",)})
    assert readers(chat, "outcome.statement") == ["project"]
    assert readers(chat, "evidence.needs") == ["sponsor"]
    assert readers(chat, "reporting.cadence") == ["confidential"]
    values = offered(opened_form(chat))
    assert (values[SPONSOR], values[CONFIDENTIAL]) == (("evidence.needs",), ("reporting.cadence",))
    chat.submit_form({SPONSOR: (), CONFIDENTIAL: ("evidence.needs", "reporting.cadence")})
    assert readers(chat, "evidence.needs") == ["sponsor", "confidential"]
    assert readers(chat, "reporting.cadence") == ["confidential"]


def test_readers_chosen_in_chat_are_shown_in_the_form_and_a_form_opened_before_leaves_them() -> None:
    chat = Chat(opened())
    chat.start()
    chat.say("It works")
    before = opened_form(chat)
    chat.give(SetVisibility(chat.view_id, "outcome.statement", Visibility.CONFIDENTIAL))
    chat.reply = before
    chat.submit_form({"reporting.cadence": "daily"})
    assert chat.view.answers["outcome.statement"][-1].visibility is Visibility.CONFIDENTIAL
    assert offered(opened_form(chat))[CONFIDENTIAL] == ("outcome.statement",)
    chat.submit_form({CONFIDENTIAL: ()})
    assert readers(chat, "outcome.statement") == ["project", "confidential", "project"]


def test_a_question_in_both_or_without_an_answer_is_a_problem_at_the_field() -> None:
    chat = Chat(opened())
    chosen = {SPONSOR: ("outcome.statement", "evidence.needs"), CONFIDENTIAL: ("outcome.statement",)}
    values: FormValues = {"outcome.statement": "It works", **chosen}
    with pytest.raises(InvalidForm) as refusal:
        submit_form(chat.shelves, Actor("plant", "maria"), SubmitForm(chat.view_id, values=values), MONDAY)
    problems = {field: words(phrase) for field, phrase in refusal.value.problems.items()}
    assert problems.keys() == {SPONSOR, CONFIDENTIAL}
    assert "please choose one of the two, not both" in problems[CONFIDENTIAL]
    assert problems[SPONSOR].startswith("There is no answer to")
    assert chat.view.answers == {}
