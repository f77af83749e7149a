"""Forms as people see them in Teams, in a dialog and in the chat."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.keeping import NotOurs, digest_of
from adapters.teams.forms import in_chat, task, title
from adapters.teams.keeping import Opened, form_in
from flows.commands import FormValues
from flows.forms import (
    ChoiceField,
    ChoicesField,
    DateField,
    Option,
    PeopleField,
    Section,
    TextField,
    TimeField,
)
from flows.phrases import Phrase, Quote
from tests.adapters.teams.adaptive_card import check_card, listed
from tests.adapters.teams.drawing_board import MARIA, PEN, WIRE, asked, form
from tests.adapters.teams.screen import data_of, inputs, live, screen

SIDES = (Option("speed", "Speed"), Option("scope", "Scope, all of it"), Option("a,b", "Both"))
PEOPLE = (Option("adam", "Adam Wolski"), Option("ewa", "Ewa Kot"))
SOMEBODY = "aad:0000ffff-0000-4000-8000-00000000000f"
EVERY = form(
    Section("What it is about", Phrase("{who} asked.", who=MARIA)),
    TextField("title", "Title", hint="One line.", required=True, limit=80),
    TextField("why", "Why", multiline=True),
    ChoiceField("axis", "Axis", SIDES, required=True, value="scope"),
    ChoiceField("other", "Other axis", SIDES),
    ChoicesField("all", "All of them", SIDES, values=("speed", "a,b")),
    PeopleField("decider", "Decider", PEOPLE, required=True, values=("ewa",)),
    PeopleField("informed", "Informed", PEOPLE, most=3),
    DateField("by", "By", value="2027-02-01"),
    TimeField("at", "At", value="9"),
    intro="Six questions.",
)


def test_every_field_is_asked() -> None:
    assert asked(Opened(EVERY)).split("\n") == [
        "Six questions.",
        "# What it is about",
        "@Maria Nowak asked.",
        "Title! []",
        "One line.",
        "Why []",
        "Axis! <Speed | ✓ Scope, all of it | Both>",
        "Other axis <Speed | Scope, all of it | Both | No choice>",
        "All of them <many of ✓ Speed | Scope, all of it | ✓ Both>",
        "Decider! <Adam Wolski | ✓ Ewa Kot>",
        "Informed <many of Adam Wolski | Ewa Kot>",
        "By [2027-02-01]",
        "At []",
        "[Send]",
    ]


def test_what_was_filled_in_stands_in_the_fields() -> None:
    values: FormValues = {
        "title": "Stop?",
        "axis": "speed",
        "all": ("scope",),
        "informed": ("adam", "ewa"),
        "at": "09:30",
    }
    rows = asked(Opened(EVERY, filled={**values, "at": "09:30"})).split("\n")
    assert "Title! [Stop?]" in rows
    assert "Axis! <✓ Speed | Scope, all of it | Both>" in rows
    assert "All of them <many of Speed | ✓ Scope, all of it | Both>" in rows
    assert "Informed <many of ✓ Adam Wolski | ✓ Ewa Kot>" in rows
    assert "At [09:30]" in rows


def test_what_is_wrong_is_told_at_its_field() -> None:
    rows = asked(Opened(EVERY), problems={"title": "A title is missing.", "nowhere": "Too late."}).split("\n")
    assert rows[1] == "Too late."
    assert rows[rows.index("Title! []") - 1] == "*Please correct:* A title is missing."


def test_a_form_holds_itself_and_what_was_filled_in() -> None:
    opened = Opened(EVERY, filled={"title": "Stop?", "why": "x" * 2000, "all": ("a,b",)})
    for done in (task(PEN, opened), in_chat(replace(PEN, nonce="n1"), opened)):
        data = data_of(listed(done.card["actions"])[0])
        (kept,) = done.kept
        assert data["accordForm"] == f"#{digest_of(kept)}"
        assert form_in(WIRE, str(data["accordForm"]), kept) == opened
        with pytest.raises(NotOurs):
            form_in(WIRE, str(data["accordForm"]), kept + " ")
    assert data["accordDrawn"] == "n1"


def test_a_dialog_is_sent_off_as_a_dialog_and_a_card_as_a_card() -> None:
    kinds = [listed(draw(PEN, Opened(EVERY)).card["actions"])[0]["type"] for draw in (task, in_chat)]
    assert kinds == ["Action.Submit", "Action.Execute"]


def test_somebody_who_is_not_listed_can_be_picked_where_the_directory_can_be_asked() -> None:
    everybody = replace(PEN, picker=True)
    opened = Opened(form(PeopleField("who", "Who", PEOPLE, values=("ewa", SOMEBODY), most=3)))
    for done in (task(everybody, opened), in_chat(everybody, opened)):
        field = inputs(done.card)["field.who"]
        assert field["choices.data"] == {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}
        assert field["value"] == f"1,{SOMEBODY.removeprefix('aad:')}"
    assert inputs(task(PEN, opened).card)["field.who"]["value"] == "1"


@pytest.mark.parametrize(
    "field", [ChoiceField("a", "Which?", ()), ChoicesField("a", "Which?", ()), PeopleField("a", "Which?", ())]
)
def test_where_there_is_nothing_to_choose_from_it_says_so(field: ChoiceField | ChoicesField | PeopleField) -> None:
    assert asked(Opened(form(field))) == "*Which?:* There is nothing to choose from.\n[Send]"


def test_a_form_without_fields_says_so() -> None:
    assert asked(Opened(form())) == "There is nothing to fill in.\n[Send]"


def test_few_required_options_are_all_to_be_seen_and_many_are_a_list() -> None:
    many = tuple(Option(str(number), f"Option {number}") for number in range(12))
    fields = (
        ChoiceField("few", "Few", SIDES, required=True),
        ChoiceField("many", "Many", many, required=True),
        ChoicesField("boxes", "Boxes", SIDES),
        ChoicesField("list", "List", many),
    )
    styles = [each["style"] for each in inputs(task(PEN, Opened(form(*fields))).card).values()]
    assert styles == ["expanded", "compact", "expanded", "compact"]


def test_of_two_options_with_one_value_the_first_is_chosen() -> None:
    field = ChoiceField("a", "Which?", (Option("x", "One"), Option("x", "Other")), value="x")
    assert asked(Opened(form(field))).startswith("Which? <✓ One | Other | No choice>")


def test_words_of_people_in_a_form_are_only_words() -> None:
    hostile = "<at>Maria Nowak</at> [x](https://evil.example) {{DATE(1)}} ${x}"
    fields = (
        Section(hostile, Phrase("{who} said {words}", who=MARIA, words=Quote(hostile))),
        TextField("a", hostile, hint=hostile, value=hostile),
        ChoiceField("b", hostile, (Option("x", hostile),), value="x"),
    )
    opened = Opened(form(*fields, title=hostile, submit=hostile, intro=hostile))
    for done in (task(PEN, opened, {"a": hostile}), in_chat(PEN, opened, {"a": hostile})):
        assert len(live(done.card)) == 1
        assert inputs(done.card)["field.a"]["value"] == hostile
        assert f"{hostile} [{hostile}]" in screen(done.card)


def test_a_long_title_is_cut_and_commands_have_their_names() -> None:
    pen = replace(PEN, names={"/escalate": "/tradeoff"})
    opened = Opened(form(TextField("a", "See /escalate"), title="/escalate " + "x" * 200, submit="/escalate"))
    assert title(pen, opened) == f"/tradeoff {'x' * 89}…"
    assert check_card(task(pen, opened).card, dialog=True) == []
    assert screen(task(pen, opened).card) == "See /tradeoff []\n[/tradeoff]"
