"""Every kind of block with ordinary content, as somebody sees it in Slack."""

from __future__ import annotations

from datetime import date
from typing import get_args

from adapters.drawing import LATE
from adapters.keeping import picture_digest
from adapters.slack.render import message
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
    Style,
    Text,
)
from flows.phrases import Count, Instant, Link, Listing, Phrase, Quote
from tests.adapters.slack.block_kit import check_message, texts
from tests.adapters.slack.drawing_board import ADAM, EWA, MARIA, NINE, PEN, WIRE, drawn, shown
from tests.adapters.slack.screen import pressable, screen
from tests.adapters.web import small_messages
from tests.adapters.web.small_commands import Pass, Stand, Take


def test_every_kind_of_value() -> None:
    words = Phrase(
        "{who} and {other} agreed {words} {at} on {day}, with {n}: see {link}; {those} know. {more}",
        who=MARIA,
        other=EWA,
        words=Quote("both is possible"),
        at=Instant(NINE, "Europe/Warsaw"),
        day=date(2027, 2, 3),
        n=Count(3, "week", "weeks"),
        link=Link("https://example.com/plan", "the plan"),
        those=Listing((ADAM, EWA)),
        more=Phrase("So does {one}.", one="Jan"),
    )
    assert shown(Text(words)) == (
        "@U0MARIA and Ewa Kot agreed “both is possible” Mon 1 Feb 2027, 09:00 CET on Wed 3 Feb 2027, with 3 weeks: "
        "see the plan <https://example.com/plan>; @U0ADAM and Ewa Kot know. So does Jan."
    )


def test_header_text_and_small_print() -> None:
    assert shown(Header("Line 3 MES"), Text("Two things wait."), Note(Phrase("Ask {who}.", who=MARIA))) == (
        "# Line 3 MES\nTwo things wait.\n(Ask <@U0MARIA>.)"
    )


def test_small_print_says_moments_and_links() -> None:
    words = Phrase("By {at}; see {link}.", at=Instant(NINE), link=Link("https://example.com/a?b=1&c=2", "the plan"))
    assert shown(Note(words)) == (
        "(By <!date^1801468800^{date_short_pretty} at {time}|Mon 1 Feb 2027, 08:00 UTC>; "
        "see <https://example.com/a?b=1&amp;c=2|the plan>.)"
    )


def test_a_quote_stands_apart_with_who_said_it() -> None:
    words = "If we cut reporting,\nnobody signs in May."
    assert shown(Quoted(words, Phrase("{who}, Quality", who=MARIA))) == (
        "> If we cut reporting,\n> nobody signs in May.\n— @U0MARIA, Quality"
    )


def test_facts_are_lines_and_items_bullets() -> None:
    rows = (("Tradeoff", "Speed and scope"), ("Decider", Phrase("{who}", who=MARIA)))
    assert shown(Facts(rows), Items(("One", "Two"))) == (
        "*Tradeoff: *Speed and scope\n*Decider: *@U0MARIA\n• One\n• Two"
    )


def test_buttons_say_what_they_do_and_ask_back() -> None:
    done = drawn(
        Buttons(
            (
                Button("I’ll take it", Take(), Style.PRIMARY, about="Launch date"),
                Button("Decline", Take("no"), Style.DANGER, confirm="Say no to deciding this?"),
            )
        )
    )
    assert screen(done.blocks) == "[*I’ll take it] [!Decline]"
    first, second = pressable(done.blocks)
    assert (first["accessibility_label"], first["value"]) == ("I’ll take it (Launch date)", '{"do":"Take"}')
    assert list(texts(second["confirm"])) == ["Are you sure?", "Say no to deciding this?", "Decline", "Cancel"]
    assert done.kept == ()


def test_a_menu_is_a_select_with_its_label() -> None:
    menu = Menu("Delegate to …", (Choice("Maria Nowak", Pass("maria")), Choice("Ben Okoye", Pass("ben"))))
    assert shown(menu) == "<static_select Delegate to …: Maria Nowak | Ben Okoye>"


def test_labels_too_long_for_an_option_are_written_out() -> None:
    long = "A: " + "cut the reporting module and keep the date of the cut-over " * 2
    assert shown(Menu("Decide", (Choice(long, Take()), Choice("B: wait", Take())))) == (
        f"• {long}\n<static_select Decide: A: cut the reporting module and keep the date of the cut-over cut the… | "
        "B: wait>"
    )


def test_a_grid_marks_what_is_chosen() -> None:
    buttons = tuple(Button(stance, Stand("Stop", stance)) for stance in ("Fine", "Not acceptable"))
    rows = (GridRow("Stop", buttons, "Fine", "You set a limit of 4 h."), GridRow("Loss", buttons))
    assert (
        shown(Grid(rows))
        == "*Stop*\nYou set a limit of 4 h.\n[*✓ Fine] [Not acceptable]\n*Loss*\n[Fine] [Not acceptable]"
    )


def test_a_picture_is_shown_once_slack_has_it_and_told_until_then() -> None:
    picture = Picture("Who agrees", ("IT",), ("Risks",), (), Phrase("One function, one topic."))
    assert shown(picture) == "*Who agrees*\nOne function, one topic."
    done = drawn(picture, pictures={picture_digest(WIRE, picture): "F0PICTURE"})
    assert screen(done.blocks) == "picture: One function, one topic."


def test_a_message_without_blocks_shows_its_summary() -> None:
    done = message(PEN, Message(Phrase("{who} is done.", who=MARIA)))
    assert (done.text, screen(done.blocks)) == ("Maria Nowak is done.", "@U0MARIA is done.")


def test_what_comes_late_says_so() -> None:
    done = message(PEN, Message("Digest", (Text("All is well."),)), late=True)
    assert screen(done.blocks) == f"All is well.\n({LATE.text})"


def test_the_text_beside_the_blocks_is_plain_and_names_the_zone() -> None:
    summary = Phrase(
        "{who} asks you to decide {what} by {at}.",
        who=MARIA,
        what=Quote("a < b & c"),
        at=Instant(NINE, "Asia/Tashkent"),
    )
    assert message(PEN, Message(summary)).text == (
        "Maria Nowak asks you to decide “a &lt; b &amp; c” by Mon 1 Feb 2027, 13:00 UTC+05."
    )


def test_the_same_message_is_drawn_the_same_and_another_has_other_block_ids() -> None:
    one, same, other = (drawn(Text(words)).blocks[0]["block_id"] for words in ("One", "One", "Two"))
    assert one == same != other


def test_every_kind_of_block_is_shown_here() -> None:
    drawn_above = {Header, Text, Note, Quoted, Facts, Items, Buttons, Menu, Grid, Picture}
    assert drawn_above == set(get_args(Block))


def test_what_the_local_workspace_shows_fits_slack() -> None:
    stances = {"Production stop": "Acceptable if …"}
    for each in (
        small_messages.home(),
        small_messages.welcome(),
        small_messages.grid(stances),
        small_messages.escalation(),
        small_messages.summary(),
    ):
        done = message(PEN, each)
        assert check_message(done.text, done.blocks) == []
