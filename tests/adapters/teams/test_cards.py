"""Each block as people see it in Teams."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from adapters.keeping import picture_digest
from adapters.teams.render import message
from flows.messages import (
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
    Style,
    Text,
)
from flows.phrases import Count, Instant, Link, Listing, Phrase, Quote
from tests.adapters.teams.adaptive_card import check_card, listed
from tests.adapters.teams.drawing_board import ADAM, EWA, MARIA, NINE, PEN, WIRE, drawn, shown
from tests.adapters.teams.screen import inputs, live, pressable, screen
from tests.adapters.web.small_commands import AskToEscalate, Pass, Take

PICTURE = Picture("Coverage", ("IT",), ("Risks",), ((Mark.GAP,),), Phrase("IT has said nothing about risks."))


def test_a_message_is_read_from_top_to_bottom() -> None:
    assert shown(
        Header("Escalation 7"),
        Text(Phrase("{who} asks {whom}.", who=ADAM, whom=EWA)),
        Quoted("We cannot\nwait.", Phrase("{who}", who=MARIA)),
        Facts((("Decider", Phrase("{who}", who=EWA)), ("Due", Phrase("{day}", day=date(2027, 2, 1))))),
        Items(("Speed", Phrase("{q}", q=Quote("safety first")))),
        Note("Sent by Accord."),
    ) == "\n".join(
        (
            "# Escalation 7",
            "@Adam Wolski asks Ewa Kot.",
            "> We cannot",
            "> wait.",
            "> — @Maria Nowak",
            "*Decider:* Ewa Kot",
            "*Due:* Mon 1 Feb 2027",
            "• Speed",
            "• “safety first”",
            "Sent by Accord.",
        )
    )


def test_a_heading_is_one_for_screen_readers() -> None:
    heading = listed(drawn(Header("Escalation 7")).card["body"])[0]
    assert (heading["style"], heading["wrap"]) == ("heading", True)


def test_times_are_the_readers_and_say_their_zone_where_several_read() -> None:
    due = Text(Phrase("By {at}, {others}.", at=Instant(NINE, "Europe/Warsaw"), others=Listing((Instant(NINE),))))
    assert shown(due) == "By Mon 1 Feb 2027, 09:00 CET, Mon 1 Feb 2027, 08:00 UTC."
    mine = replace(PEN, zone="Asia/Tashkent", year=2027)
    assert shown(due, pen=mine) == "By Mon 1 Feb, 13:00, Mon 1 Feb, 13:00."


def test_values_are_drawn_in_words() -> None:
    words = Phrase(
        "{n} of {all}: {link}, {bad}",
        n=3,
        all=Count(1, "answer", "answers"),
        link=Link("https://a.example/b(c)", "the list"),
        bad=Link("javascript:alert(1)", "press me"),
    )
    assert shown(Text(words)) == "3 of 1 answer: the list <https://a.example/b(c)>, press me"


def test_a_link_beside_a_mention_leads_to_the_same_place() -> None:
    words = Phrase("{who}: {link}", who=MARIA, link=Link("https://a.example/b(c)<d>", "[the] list"))
    done = drawn(Text(words))
    assert screen(done.card) == "@Maria Nowak: [the] list"
    assert live(done.card)[1] == "https://a.example/b%28c%29%3Cd%3E"


def test_two_people_of_one_name_are_both_mentioned() -> None:
    other = replace(MARIA, person_id="ben")
    done = drawn(Text(Phrase("{a}, {b}, {a}", a=MARIA, b=other)))
    assert screen(done.card) == "@Maria Nowak, @Maria Nowak, @Maria Nowak"
    assert len(set(live(done.card))) == 2


@pytest.mark.parametrize("name", ["", " ", "***", "<>"])
def test_somebody_whose_name_has_no_letters_is_named_and_not_mentioned(name: str) -> None:
    done = drawn(Text(Phrase("By {who}.", who=replace(MARIA, name=name))))
    assert (screen(done.card), live(done.card)) == (f"By {name}.", [])


def test_buttons_give_their_commands_in_clients_old_and_new() -> None:
    done = drawn(
        Buttons((Button("I'll take it", Take("7"), Style.PRIMARY, "Launch date"), Button("Pass", Pass("ben"))))
    )
    assert screen(done.card) == "[I'll take it] [Pass]"
    take = pressable(done.card)[0]
    assert take["tooltip"] == "I'll take it (Launch date)"
    assert take["data"] == {"accord": '{"do":"Take","words":"7"}'}


def test_a_button_that_needs_a_second_thought_asks_first() -> None:
    done = drawn(Buttons((Button("Decline", Pass("ben"), Style.DANGER, confirm="This goes to Ben. Sure?"),)))
    assert screen(done.card) == "[Decline → This goes to Ben. Sure? [Decline]]"


def test_a_button_that_opens_a_dialog_does_so_at_once_where_the_host_can() -> None:
    block = Buttons((Button("Escalate", AskToEscalate()), Button("Pass", Pass("ben"))))
    opens, pressed = pressable(drawn(block, pen=replace(PEN, dialogs=frozenset({"AskToEscalate"}))).card)
    assert (opens["type"], opens["data"]) == (
        "Action.Submit",
        {"accord": '{"do":"AskToEscalate"}', "msteams": {"type": "task/fetch"}},
    )
    assert pressed["type"] == "Action.Execute"
    assert pressable(drawn(block).card)[0]["type"] == "Action.Execute"


def test_in_a_dialog_every_button_is_a_submit() -> None:
    pen = replace(PEN, in_dialog=True, dialogs=frozenset({"AskToEscalate"}))
    buttons = Buttons((Button("Escalate", AskToEscalate()), Button("Pass", Pass("ben"), confirm="Sure?")))
    done = message(pen, Message("x", (buttons, Menu("Who?", (Choice("Ben", Pass("ben")),)))))
    assert check_card(done.card, dialog=True) == []
    assert screen(done.card) == "[Escalate] [Pass → Sure? [Pass]]\nWho? <Ben>\n[Choose]"


def test_no_more_buttons_in_a_row_than_every_client_shows() -> None:
    many = Buttons(tuple(Button(f"b{number}", Take(str(number))) for number in range(12)))
    rows = shown(many).split("\n")
    assert [row.count("[") for row in rows] == [5, 5, 2]


def test_a_menu_is_a_list_with_a_button_and_two_do_not_meet() -> None:
    menus = [Menu("Who decides?", (Choice("Adam", Pass("adam")), Choice(who, Pass(who)))) for who in ("ben", "ewa")]
    done = drawn(*menus)
    assert screen(done.card).split("\n") == [
        "Who decides? <Adam | ben>",
        "[Choose]",
        "Who decides? <Adam | ewa>",
        "[Choose]",
    ]
    assert len(inputs(done.card)) == len(done.kept) == 2
    assert all("isRequired" not in each for each in inputs(done.card).values())  # it would hold back every button


def test_the_pressed_answer_of_a_row_is_marked() -> None:
    buttons = (Button("Acceptable", Take("y")), Button("Not", Take("n")))
    assert shown(Grid((GridRow("Stop of line 3", buttons, "Not", "since Monday"), GridRow("Rework", buttons)))) == (
        "*Stop of line 3* \nsince Monday\n[Acceptable] [✓ Not]\n*Rework* \n[Acceptable] [Not]"
    )


@pytest.mark.parametrize("png", [b"\x89PNG" * 10, None])
def test_a_picture_is_shown_with_its_words_or_told(png: bytes | None) -> None:
    pictures = {} if png is None else {picture_digest(WIRE, PICTURE): png}
    rows = screen(drawn(PICTURE, pictures=pictures).card).split("\n")
    told = ["*Coverage* ", "IT has said nothing about risks."]
    assert rows == (told if png is None else ["picture: IT has said nothing about risks."])


def test_a_message_without_blocks_is_its_summary() -> None:
    done = message(PEN, Message(Phrase("{who} has it.", who=MARIA)), late=True)
    assert check_card(done.card) == []
    assert done.text == done.card["fallbackText"] == "Maria Nowak has it."
    first, late = screen(done.card).split("\n")
    assert (first, late[:27]) == ("@Maria Nowak has it.", "This comes later than plann")


def test_commands_have_the_names_that_they_have_here() -> None:
    pen = replace(PEN, names={"/escalate": "/tradeoff"})
    words = Phrase("Type /escalate; {who} said {quote}", who=EWA, quote=Quote("/escalate"))
    assert shown(Text(words), Buttons((Button("/escalate", Take()),)), pen=pen) == (
        "Type /tradeoff; Ewa Kot said “/escalate”\n[/tradeoff]"
    )


def test_each_drawing_can_be_told_from_the_one_before() -> None:
    block = Buttons((Button("Take", Take()),))
    (take,) = pressable(drawn(block, pen=replace(PEN, nonce="n1")).card)
    assert take["data"] == {"accord": '{"do":"Take"}', "accordDrawn": "n1"}
