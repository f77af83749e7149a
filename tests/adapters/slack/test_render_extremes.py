"""As much as anybody could say: Slack takes it all the same, and what is missing is said."""

from __future__ import annotations

import json

import pytest

from adapters.keeping import digest_of
from adapters.slack.controls import MOST_OPTIONS
from adapters.slack.fitting import MESSAGE, VIEW, cost
from adapters.slack.pen import Pen, line
from adapters.slack.render import home, said
from flows.effects import Refusal
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
    Menu,
    Message,
    Note,
    Picture,
    Quoted,
    Text,
)
from flows.phrases import Link, Listing, Phrase, Quote, Who
from tests.adapters.slack.block_kit import texts
from tests.adapters.slack.drawing_board import MARIA, PEN, SHORTENED, WIRE, drawn, shown, viewed
from tests.adapters.slack.screen import objects, pressable, screen
from tests.adapters.web.small_commands import Pass, Stand, Take

WORD = "unbroken" * 1000
WORDS = "as long as it takes to say " * 300
WEIRD = ("א" * 8000, "👩‍🏭" * 2000, "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A" * 300, "\n" * 5000, " " * 5000, "\t\u200b", WORD, WORDS)


@pytest.mark.parametrize("words", WEIRD, ids=range(len(WEIRD)))
def test_every_block_with_8000_characters(words: str) -> None:
    phrase = Phrase("{words}", words=words)
    button = Button(words, Take(words), about=phrase, confirm=phrase)
    blocks: tuple[Block, ...] = (
        Header(phrase),
        Text(phrase),
        Note(phrase),
        Quoted(words, phrase),
        Facts(((words, phrase),)),
        Items((phrase, phrase)),
        Buttons((button,)),
        Menu(words, (Choice(words, Take(words)),)),
        Grid((GridRow(phrase, (button,), words, phrase),)),
        Picture(words, ("IT",), ("Risks",), (), phrase),
    )
    for block in blocks:
        drawn(block)
    assert pressable(drawn(*blocks).blocks)


def test_a_header_too_long_for_slack_is_whole_below() -> None:
    words = f"Is it right to {WORDS[:150]}?"
    assert shown(Header(Phrase("{words}", words=words))).split("\n") == [f"# {line(words, 150)}", f"*{words}*"]


def test_a_long_quote_is_whole_in_several_blocks() -> None:
    done = drawn(Quoted(WORDS, Phrase("{who}", who=MARIA)))
    assert len(done.blocks) == 4
    assert "".join(texts(list(done.blocks))).replace("— ", "").replace(" ", "") == WORDS.replace(" ", "")
    assert SHORTENED not in screen(done.blocks)


def test_too_much_is_cut_and_says_so_and_keeps_its_buttons() -> None:
    quotes = [Quoted(WORDS, Phrase("{who}", who=MARIA)) for _ in range(5)]
    done = drawn(Header("Decide"), *quotes, Buttons((Button("Decide", Take()),)))
    lines = screen(done.blocks).split("\n")
    assert lines[0] == "# Decide"
    assert lines[-2:] == [
        "[Decide]",
        "(Slack shows no more in one place: 5 texts are cut short here. To read on, type /align status, or /decisions "
        "for what was decided.)",
    ]
    assert cost(done.blocks).within(MESSAGE)


def test_too_many_blocks_are_left_out_from_the_end_but_never_what_can_be_pressed() -> None:
    done = drawn(*(Text(f"Paragraph {number}.") for number in range(70)), Buttons((Button("Go on", Take()),)))
    assert len(done.blocks) == 50
    shown_lines = screen(done.blocks).split("\n")
    assert shown_lines[:48] == [f"Paragraph {number}." for number in range(48)]
    assert shown_lines[48] == "[Go on]"
    assert shown_lines[49].startswith(f"({SHORTENED}: 22 parts are left out here.")


def grid(rows: int) -> Grid:
    stances = ("Acceptable", "Acceptable if …", "Not acceptable", "No view")
    return Grid(
        tuple(
            GridRow(f"Risk {n}", tuple(Button(s, Stand(f"risk{n}", s)) for s in stances), stances[n % 4], "Ask first.")
            for n in range(rows)
        )
    )


def test_twenty_rows_are_buttons_and_thirty_are_selects() -> None:
    twenty = drawn(Header("Risks"), grid(20), Note("One press each.")).blocks
    assert len(twenty) == 42
    assert {each["type"] for each in pressable(twenty)} == {"button"}
    thirty = drawn(Header("Risks"), grid(30), Note("One press each.")).blocks
    assert len(thirty) == 32
    assert screen(thirty[1:2]) == (
        "Risk 0 (Ask first.) <static_select Choose …: ✓ Acceptable | Acceptable if … | Not acceptable | No view>"
    )


def test_sixty_rows_show_as_many_as_there_is_room_for() -> None:
    done = drawn(Header("Risks"), grid(60), Buttons((Button("As a form", Take()),)))
    lines = screen(done.blocks).split("\n")
    assert len(done.blocks) == 50
    assert lines[-2] == "[As a form]"
    assert "13 parts are left out" in lines[-1]


@pytest.mark.parametrize("count", [1, MOST_OPTIONS, 101, 200, 350])
def test_a_menu_of_any_length(count: int) -> None:
    done = drawn(Menu("Who", tuple(Choice(f"Person {n}", Pass(f"p{n}")) for n in range(count))))
    selects = pressable(done.blocks)
    assert sum(len(objects(select["options"])) for select in selects) == count
    assert len(done.kept) == len(selects) == -(-count // MOST_OPTIONS)
    if count > MOST_OPTIONS:
        assert shown(Menu("Who", (Choice("x", Take()),) * 101)).startswith("<static_select Who, 1 to 100:")


def test_a_menu_beyond_all_measure_says_what_is_missing() -> None:
    lines = shown(Menu("Who", tuple(Choice(f"Person {n}", Pass(f"p{n}")) for n in range(1000)))).split("\n")
    assert 3 < len(lines) < 9
    assert f"{11 - len(lines)} parts are left out" in lines[-1]


def test_more_buttons_than_a_row_holds() -> None:
    done = drawn(Buttons(tuple(Button(f"Button {n}", Take(str(n))) for n in range(60))))
    assert [len(objects(block["elements"])) for block in done.blocks] == [25, 25, 10]


def test_a_command_too_long_for_a_button_is_kept() -> None:
    done = drawn(Buttons((Button("Take", Take("x" * 1900)), Button("Again", Take("x" * 1900)))))
    assert [each["value"] for each in pressable(done.blocks)] == [f"#{digest_of(done.kept[0])}"] * 2
    assert len(done.kept) == 1


def test_nothing_to_show_shows_no_empty_block() -> None:
    empty = (Header(""), Text(""), Note(""), Quoted("", ""), Facts(()), Items(()), Buttons(()), Menu("x", ()), Grid(()))
    assert drawn(*empty).blocks == ()


def test_lists_of_many_people_and_long_links() -> None:
    everybody = Listing(tuple(Who("maria", "Maria") for _ in range(900)))
    links = Listing(tuple(Link("https://example.com/" + "x" * 1900, WORD) for _ in range(20)))
    drawn(Text(Phrase("{all}", all=everybody)), Items((Phrase("{all}", all=everybody),)))
    done = drawn(Items((Phrase("{links}", links=links),)), Note(Phrase("{links}", links=links)))
    assert SHORTENED in screen(done.blocks)


def test_views_have_more_room() -> None:
    paragraphs = tuple(Text(Phrase("{words}", words=Quote(WORDS[:900]))) for _ in range(60))
    seen = viewed(home(PEN, Message("Home", paragraphs)))
    assert SHORTENED not in viewed(home(PEN, Message("Home", paragraphs[:30])))
    assert SHORTENED in seen
    rows = home(PEN, Message("Home", (grid(40),)))
    assert {each["type"] for each in pressable(objects(rows.view["blocks"]))} == {"button"} or viewed(rows)


def test_a_view_stays_within_its_bytes() -> None:
    long = [Button("Take", Take("ż" * 290), confirm="Really") for _ in range(1200)]
    view = home(PEN, Message("Home", (*(Buttons((each,)) for each in long), Text("ż" * 39_000))))
    assert len(json.dumps(view.view)) <= 250_000
    viewed(view)
    assert VIEW.size < 250_000


def test_a_refusal_and_a_reply_are_said_in_a_small_modal() -> None:
    refusal = Refusal(Phrase("Only {who} can decide this.", who=MARIA))
    assert viewed(said(PEN, refusal)) == "Only @U0MARIA can decide this."
    assert viewed(said(PEN, Message("Done", (Text("Recorded as D-7."),)))) == "Recorded as D-7."
    assert viewed(said(PEN, Message(Phrase("{words}", words=WORDS * 10)))).endswith("decided.)")


def test_names_longer_than_their_own_stay_within_the_limits() -> None:
    pen = Pen(WIRE, PEN.mention, {"/align": "/" + "a" * 31})
    drawn(Buttons((Button("/align " * 10, Take(), confirm="/align " * 40),)), Text("/align " * 420), pen=pen)
