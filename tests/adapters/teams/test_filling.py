"""What comes back from a card is read strictly, page by page."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.keeping import NotOurs, digest_of, wanted
from adapters.teams.fields import input_id, pages
from adapters.teams.filling import filled, pressed
from adapters.teams.forms import in_chat, next_page, page_with, task
from adapters.teams.keeping import Opened
from flows.commands import FormValues
from flows.errors import Invalid
from flows.forms import Field, PeopleField, Section, TextField
from flows.messages import Button, Buttons, Choice, Menu
from flows.plain import Plain
from tests.adapters.slack.anything import fields as any_field
from tests.adapters.slack.anything import some
from tests.adapters.teams.adaptive_card import check_card
from tests.adapters.teams.drawing_board import PEN, WIRE, asked, drawn, form
from tests.adapters.teams.screen import data_of, inputs, pressable
from tests.adapters.teams.test_forms import EVERY, PEOPLE, SOMEBODY
from tests.adapters.web.small_commands import Pass, Take

ANSWERED: Mapping[str, Plain] = {
    "accordForm": "#…",
    "field.title": "  Stop line 3?  ",
    "field.axis": "2",
    "field.all": "0,2",
    "field.decider": "1",
    "field.informed": f"0,{SOMEBODY.removeprefix('aad:').upper()}",
    "field.by": "2027-02-01",
    "field.at": "09:30",
}
LONG = form(*(TextField(f"t{number}", f"Question {number}", multiline=True, limit=8000) for number in range(20)))


def test_what_was_filled_in_by_field() -> None:
    assert filled(Opened(EVERY), ANSWERED) == {
        "title": "  Stop line 3?  ",
        "axis": "a,b",
        "all": ("speed", "a,b"),
        "decider": "ewa",
        "informed": ("adam", SOMEBODY),
        "by": "2027-02-01",
        "at": "09:30",
    }


def test_what_was_left_empty_is_not_there() -> None:
    before: FormValues = {"title": "Stop?", "axis": "speed", "all": ("scope",)}
    assert filled(Opened(EVERY, filled=before), {"field.title": "", "field.axis": "-", "field.why": None}) == {}


def test_words_are_cleaned() -> None:
    assert filled(Opened(EVERY), {"field.title": "a\x00\u202eb\r\nc\ud800", "field.why": "\u200b"}) == {
        "title": "ab\nc\ufffd"
    }


@pytest.mark.parametrize(
    "data",
    [
        {"field.nothing": "x"},
        {"field.": "x"},
        {"field.title": 3},
        {"field.title": ["x"]},
        {"field.axis": "3"},
        {"field.axis": "speed"},
        {"field.axis": "²"},
        {"field.axis": "-1"},
        {"field.all": "0,9"},
        {"field.all": "0,-"},
        {"field.decider": "0,1"},
        {"field.decider": "adam"},
        {"field.informed": "0;1"},
        {"field.all": ",".join(map(str, range(2000)))},
    ],
)
def test_what_the_form_does_not_have_is_refused(data: Mapping[str, Plain]) -> None:
    with pytest.raises(NotOurs):
        filled(Opened(EVERY), data)


def test_a_page_that_the_form_does_not_have_is_refused() -> None:
    for page in (-1, 1):
        with pytest.raises(NotOurs):
            filled(Opened(EVERY, page), {})


def test_a_long_form_is_asked_page_by_page_and_forgets_nothing() -> None:
    opened: Opened | None = Opened(LONG)
    shown: list[str] = []
    while opened is not None:
        shown += [line for line in asked(opened).split("\n") if line.startswith(("Page", "["))]
        here = [field.id for field in pages(LONG)[opened.page] if not isinstance(field, Section)]
        data = {input_id(name): f"about {name}" for name in here}
        values = filled(opened, data)
        opened = next_page(Opened(LONG, opened.page, values))
    assert shown == ["Page 1 of 3.", "[Next]", "Page 2 of 3.", "[Next]", "Page 3 of 3.", "[Send]"]
    assert values == {f"t{number}": f"about t{number}" for number in range(20)}


def test_long_explanations_take_room_on_a_page() -> None:
    long = form(*(TextField(f"t{number}", "Why? " * 150, hint="Because " * 120) for number in range(20)))
    assert len(pages(long)) > 2
    for number in range(len(pages(long))):
        asked(Opened(long, number, {f"t{each}": "x" * 300 for each in range(20)}))


def test_a_page_says_again_what_was_filled_in_on_it() -> None:
    opened = Opened(LONG, 1, {"t0": "first", "t9": "before"})
    assert "Question 9 [before]" in asked(opened)
    assert filled(opened, {"field.t9": "", "field.t10": "new"}) == {"t0": "first", "t10": "new"}


def test_the_page_that_has_a_field() -> None:
    opened = Opened(LONG, 1)
    assert [page_with(opened, name).page for name in ("t0", "t19", "nowhere")] == [0, 2, 0]


def test_a_heading_goes_with_what_it_is_about() -> None:
    fields: list[Field] = list(LONG.fields)
    fields.insert(len(pages(LONG)[0]), Section("What comes next"))
    assert [type(page[0]) for page in pages(form(*fields))][1] is Section


@pytest.mark.timeout(240)
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(max_examples=100, deadline=None)
@given(some(any_field, most=30))
def test_teams_takes_every_form_and_every_field_is_on_one_page(fields: tuple[Field, ...]) -> None:
    whole = form(*fields)
    assert [field for page in pages(whole) for field in page] == list(fields)
    for number, page in enumerate(pages(whole)):
        if len({field.id for field in page if not isinstance(field, Section)}) < sum(
            not isinstance(field, Section) for field in page
        ):
            continue  # two fields of one name are no form
        opened = Opened(whole, number)
        assert check_card(task(PEN, opened).card, dialog=True) == []
        assert check_card(in_chat(PEN, opened).card) == []


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(["field.who", "accord", "x"]), st.text(max_size=30)))
def test_anything_else_is_ignored_or_refused(data: Mapping[str, Plain]) -> None:
    try:
        values = filled(Opened(form(PeopleField("who", "Who", PEOPLE))), data)
    except NotOurs:
        return
    assert set(values) <= {"who"}
    assert values.get("who", "adam") in ("adam", "ewa")


def test_a_press_gives_the_command_of_its_button_or_chosen_line() -> None:
    long = Take("x" * 1000)
    menus = [Menu("Who?", (Choice("Adam", Pass("adam")), Choice(who, Pass(who)))) for who in ("ben", "ewa")]
    done = drawn(Buttons((Button("Take", Take("7")), Button("Long", long))), *menus)
    kept: dict[str | None, str] = {digest_of(text): text for text in done.kept}
    first, second = inputs(done.card)
    chosen: Mapping[str, Plain] = {first: "1", second: "0"}
    held = [data_of(each) for each in pressable(done.card)]
    kept_for = [kept.get(wanted(str(data["accord"]))) for data in held]
    commands = [pressed(WIRE, {**data, **chosen}, text) for data, text in zip(held, kept_for, strict=True)]
    assert commands == [Take("7"), long, Pass("ben"), Pass("adam")]
    with pytest.raises(Invalid):
        pressed(WIRE, held[-1], kept_for[-1])
    for wrong in ("2", "x", "-1"):
        with pytest.raises(NotOurs):
            pressed(WIRE, {**held[-1], second: wrong}, kept_for[-1])


@pytest.mark.parametrize("held", [None, 3, "", "{}", '{"do":"Nothing"}', "#" + "0" * 32, "m#" + "0" * 32])
def test_a_button_that_is_not_ours_is_refused(held: Plain) -> None:
    with pytest.raises(NotOurs):
        pressed(WIRE, {"accord": held, "accordChoice": "x", "x": "0"}, None)
