"""However much is said, Teams takes the card; it says what is missing, and what can be pressed stays."""

from __future__ import annotations

import json

import pytest

from adapters.keeping import digest_of, picture_digest, wanted
from adapters.teams.cards import LARGEST_PICTURE
from adapters.teams.controls import HELD
from adapters.teams.elements import LONGEST_SUMMARY
from adapters.teams.filling import pressed
from adapters.teams.pen import Drawn
from adapters.teams.render import message
from flows.messages import (
    Block,
    Button,
    Buttons,
    Choice,
    Facts,
    Grid,
    GridRow,
    Header,
    Items,
    Mark,
    Menu,
    Message,
    Note,
    Picture,
    Quoted,
    Text,
)
from flows.phrases import Phrase, Who
from tests.adapters.teams.adaptive_card import LARGEST, SMALL, bytes_of, check_card
from tests.adapters.teams.drawing_board import MARIA, PEN, SHORTENED, WIRE, drawn, shown
from tests.adapters.teams.screen import data_of, inputs, live, pressable, screen
from tests.adapters.web.small_commands import Stand, Take

LONG = "Żółw nie zdąży. " * 3000
BUTTONS = Buttons(tuple(Button(label, Take(label)) for label in ("I'll take it", "Decline")))


def small(done: Drawn) -> bool:
    """Whether it is within the 28 KB that older texts name."""
    return len(json.dumps(done.card, ensure_ascii=False).encode()) <= SMALL


def grid(rows: int, words: str = "x" * 150, answers: int = 5) -> Grid:
    """A grid of long commands."""
    return Grid(
        tuple(
            GridRow(f"Risk {row}", tuple(Button(f"Answer {n}", Stand(f"{row}/{n}", words)) for n in range(answers)))
            for row in range(rows)
        )
    )


@pytest.mark.parametrize(
    "block",
    [
        Text(LONG),
        Note(LONG),
        Quoted(LONG, Phrase("{who}", who=MARIA)),
        Facts((("Why", LONG), ("How", LONG))),
        Items((LONG, "short")),
        Items(("a longer line of a list",) * 3000),
        Text(Phrase("{who}: {words}", who=MARIA, words=LONG)),
        Picture("Coverage", (), (), (), Phrase("{words}", words=LONG)),
    ],
)
def test_long_words_are_cut_and_it_says_so(block: Block) -> None:
    done = drawn(Header("Escalation 7"), block, BUTTONS)
    rows = screen(done.card).split("\n")
    assert SHORTENED in rows[-1]
    assert "[I'll take it] [Decline]" in rows
    assert bytes_of(done.card) > LARGEST / 40, "as much as fits"


@pytest.mark.parametrize("times", [1, 30, 300])
def test_many_long_paragraphs_leave_what_can_be_pressed(times: int) -> None:
    done = drawn(Header("Escalation 7"), *[Text(LONG)] * times, BUTTONS, Menu("Who?", (Choice("Adam", Take()),)))
    text = screen(done.card)
    assert text.startswith("# Escalation 7")
    assert "[I'll take it] [Decline]" in text
    assert "[Choose]" in text
    assert SHORTENED in text


def test_a_card_of_some_length_is_whole_although_it_is_not_small() -> None:
    done = drawn(Text("word " * 6400))
    assert not small(done)
    assert SHORTENED not in screen(done.card)


def test_a_grid_of_ordinary_size_is_small_with_all_its_buttons() -> None:
    done = drawn(grid(8, "x" * 200))
    assert small(done)
    assert len(pressable(done.card)) == 40
    kept = {digest_of(text): text for text in done.kept}
    last = data_of(pressable(done.card)[-1])
    assert pressed(WIRE, last, kept[str(wanted(str(last["accord"])))]) == Stand("7/4", "x" * 200)


def test_a_large_grid_becomes_a_list_in_each_row() -> None:
    done = drawn(grid(35))
    assert SHORTENED not in screen(done.card)
    assert len(inputs(done.card)) == 35


def test_the_chosen_answer_of_a_large_grid_is_marked() -> None:
    rows = tuple(GridRow(row.label, row.buttons, "Answer 3") for row in grid(35).rows)
    assert "Risk 34 <Answer 0 | Answer 1 | Answer 2 | ✓ Answer 3 | Answer 4>" in shown(Grid(rows))


def test_rows_of_an_endless_grid_are_left_out_and_counted() -> None:
    text = shown(Text("Please judge."), grid(300), BUTTONS)
    shown_rows = text.count("Risk ")
    assert 20 < shown_rows < 300
    assert f"{300 - shown_rows} parts are left out" in text
    assert "[I'll take it]" in text


def test_a_long_command_is_kept_beside_and_a_short_one_is_in_its_button() -> None:
    done = drawn(Buttons((Button("Short", Take("x" * (HELD - 30))), Button("Long", Take("x" * HELD)))))
    assert [wanted(str(data_of(each)["accord"])) for each in pressable(done.card)] == [None, digest_of(done.kept[0])]


@pytest.mark.parametrize(("size", "is_shown"), [(LARGEST_PICTURE, True), (LARGEST_PICTURE + 1, False)])
def test_a_picture_is_shown_as_long_as_there_is_room(size: int, is_shown: bool) -> None:
    picture = Picture("Coverage", ("IT",), ("Risks",), ((Mark.GAP,),), Phrase("IT has said nothing."))
    done = drawn(picture, Text("word " * 600), pictures={picture_digest(WIRE, picture): b"x" * size})
    assert ("picture: IT has said nothing." in screen(done.card)) == is_shown
    assert "IT has said nothing." in screen(done.card)


def test_words_are_worth_more_than_a_picture() -> None:
    picture = Picture("Coverage", ("IT",), ("Risks",), ((Mark.GAP,),), Phrase("IT has said nothing."))
    done = drawn(picture, Text("word " * 5000), pictures={picture_digest(WIRE, picture): b"x" * LARGEST_PICTURE})
    assert "picture" not in screen(done.card)
    assert "IT has said nothing." in screen(done.card)
    assert SHORTENED not in screen(done.card)


def test_nobody_is_mentioned_who_was_left_out() -> None:
    crowd = [Text(Phrase("{who} {words}", who=Who("maria", f"M{number}"), words="x" * 650)) for number in range(300)]
    done = drawn(*crowd)
    assert 20 < len(live(done.card)) < 300


def test_a_long_summary_is_cut_for_those_who_listen() -> None:
    done = message(PEN, Message("x" * 5000, (Text("y"),)))
    assert check_card(done.card) == []
    assert len(done.text) == len(str(done.card["speak"])) == LONGEST_SUMMARY
    assert done.text.endswith("…")


def test_signs_of_four_bytes_count_as_teams_counts_them() -> None:
    assert bytes_of(drawn(Text("👩‍🏭" * 20_000)).card) < LARGEST
