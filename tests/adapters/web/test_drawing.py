"""Phrases in words and in HTML: right for the reader, and people's words never anything but words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.drawing import draw_text, message_text, safe_url
from adapters.web.forms import draw_form
from adapters.web.html import element
from adapters.web.lines import draw_private
from adapters.web.render import Pen
from adapters.web.roster import initials
from flows.effects import Refusal
from flows.forms import ChoiceField, ChoicesField, Form, Option, PeopleField, TextField
from flows.messages import Button, Buttons, Facts, Grid, GridRow, Header, Items, Menu, Message, Note, Quoted, Text
from flows.phrases import Count, Instant, Link, Listing, Phrase, Quote, Value, Who, as_phrase
from tests.adapters.web.pages import Elements
from tests.adapters.web.small_commands import Escalate, Take
from tests.adapters.web.small_messages import escalation, summary
from tests.adapters.web.small_project import small_project

NOON = datetime(2027, 1, 11, 11, 0, tzinfo=UTC)


def a_pen() -> Pen:
    small = small_project()
    return Pen("maria", "Europe/Warsaw", 2027, small.workspace.encode, small.workspace.pictures.url)


@pytest.mark.parametrize(
    ("value", "text", "html"),
    [
        (Who("ben", "Ben"), "Ben", '<span class="who">@Ben</span>'),
        (Who("maria", "Maria"), "Maria", '<span class="who you">@Maria</span>'),
        (Quote("no < yes"), "“no < yes”", "<q>no &lt; yes</q>"),
        (Count(1, "answer", "answers"), "1 answer", "1 answer"),
        (Count(0, "answer", "answers"), "0 answers", "0 answers"),
        (Listing(()), "nobody", "nobody"),
        (Listing(("a",)), "a", "a"),
        (Listing(("a", "b", "c")), "a, b and c", "a, b and c"),
        (Listing(("a", "b"), last="or"), "a or b", "a or b"),
        (Link("javascript:alert(1)", "the plan"), "the plan", "the plan"),
        (Link("https://x.example/ a", "the plan"), "the plan", "the plan"),
        (date(2027, 2, 1), "Mon 1 Feb 2027", '<time datetime="2027-02-01">Mon 1 Feb</time>'),
        (7, "7", "7"),
        ("{braces} & <b>", "{braces} & <b>", "{braces} &amp; &lt;b&gt;"),
        (Phrase("{n} of {n}", n=2), "2 of 2", "2 of 2"),
    ],
)
def test_each_value_is_drawn_for_the_reader(value: Value, text: str, html: str) -> None:
    assert draw_text(Phrase("{v}", v=value), "Europe/Warsaw") == text
    assert a_pen().words(Phrase("{v}", v=value)) == html


def test_a_moment_is_in_the_readers_zone_and_else_in_its_own() -> None:
    at = Phrase("{at}", at=Instant(NOON, "America/New_York"))
    assert draw_text(at, "Europe/Warsaw") == "Mon 11 Jan 2027, 12:00"
    assert draw_text(at, "Europe/Warsaw", 2027) == "Mon 11 Jan, 12:00"
    assert draw_text(at) == "Mon 11 Jan 2027, 06:00"
    assert draw_text(Phrase("{at}", at=Instant(NOON, "No/Where"))) == "Mon 11 Jan 2027, 11:00"
    html = a_pen().words(at)
    assert 'datetime="2027-01-11T11:00:00+00:00"' in html
    assert ">Mon 11 Jan, 12:00<" in html


@pytest.mark.parametrize("url", ["http://a.example", "HTTPS://a.example/x?y=1#z"])
def test_web_addresses_are_links(url: str) -> None:
    assert safe_url(url) == url
    assert 'rel="noreferrer noopener"' in a_pen().words(Phrase("{l}", l=Link(url, "x")))


def test_a_message_reads_the_same_as_text() -> None:
    text = message_text(escalation(), "Europe/Warsaw")
    assert text.splitlines()[:2] == ["Cut the reporting module or move the cut-over?", "Tradeoff: Speed and scope"]
    assert "Delegate to …: [Adam Wolski] [Maria Nowak]" in text
    assert "[I’ll take it] [Decide] [Decline]" in text
    assert message_text(summary()).endswith("Six functions and five topics: 7 cells in contradiction.")
    assert message_text(Message("Only this.")) == "Only this."


def test_the_chosen_answer_of_a_row_is_marked_in_text_too() -> None:
    row = GridRow("Stop", (Button("Yes", Take("y")), Button("No", Take("n"))), chosen="No", note="limit 4 h")
    assert message_text(Message("x", (Grid((row,)),))) == "Stop: [Yes] [✓ No] (limit 4 h)"


def test_a_button_without_more_to_say_has_only_its_label() -> None:
    html = str(a_pen().button(Button("Go", Take())))
    assert html == '<button type="button" class="button plain" data-command="{&#34;do&#34;:&#34;Take&#34;}">Go</button>'


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Maria Nowak", "MN"),
        ("Ben van der O’Hara", "BO"),
        ("Cher", "C"),
        ("ż ś", "ŻŚ"),
        ("", "?"),
        ("— -", "?"),
        ("<b>", "?"),
    ],
)
def test_initials_stand_for_a_name(name: str, letters: str) -> None:
    assert initials(name) == letters


DRAWN = {
    *(
        "h3",
        "h2",
        "p",
        "figure",
        "blockquote",
        "figcaption",
        "dl",
        "div",
        "dt",
        "dd",
        "ul",
        "li",
        "button",
        "span",
        "a",
        "q",
    ),
    *("details", "summary", "form", "label", "legend", "fieldset", "input", "textarea", "select", "option", "time"),
}


def everywhere(words: str) -> Message:
    values: dict[str, Value] = {"a": words, "b": Quote(words), "c": Who(words, words), "d": Link(words, words)}
    phrase = Phrase("{a}{b}{c}{d}{e}", **values, e=Listing((words, Link("https://example.com/" + words, words))))
    button = Button(words, Take(words), about=phrase, confirm=phrase)
    row = GridRow(phrase, (button,), words, phrase)
    facts = Facts(((words, phrase),))
    blocks = (Header(phrase), Text(phrase), Note(phrase), Quoted(words, phrase), facts, Items((phrase,)))
    return Message(phrase, (*blocks, Buttons((button,)), Menu(words, ()), Grid((row,))))


def a_form(words: str) -> Form:
    options = (Option(words, words),)
    fields = (
        TextField(words, words, words, words),
        TextField(words, words, words, words, multiline=True),
        ChoiceField(words, words, options, words, words),
        ChoiceField(words, words, options * 9, words, words),
        ChoicesField(words, words, options, words, (words,)),
        PeopleField(words, words, options, words, (words,)),
        PeopleField(words, words, options, words, (words,), most=3),
    )
    return Form(words, Escalate(words), fields, words, as_phrase(words))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from("<>\"'&/= {}$!-`;:\n"), st.characters()), max_size=40))
def test_no_words_make_an_element_or_an_attribute(words: str) -> None:
    pen = a_pen()
    for html in (
        draw_private(everywhere(words), pen),
        draw_private(Refusal(as_phrase(words)), pen),
        draw_form(a_form(words), pen),
        element("p", words, title=words),
    ):
        found = Elements(html)
        assert found.names() <= DRAWN
        assert not {name for name in found.attributes() if name.startswith("on") or name in ("style", "src", "srcdoc")}
        for tag, attributes in found.found:
            if tag == "a":
                assert str(attributes["href"]).lower().startswith(("https://", "http://"))


def test_one_person_is_picked_from_a_list_and_several_by_boxes() -> None:
    options = tuple(Option(name, name.title()) for name in ("ann", "ben", "kim"))
    one = PeopleField("deputy", "Deputy", options, "Stands in.", ("ben",), required=True)
    several = PeopleField("readers", "Readers", options, values=("ann", "kim"), most=5)
    found = Elements(draw_form(Form("Parts", Escalate("x"), (one, several)), a_pen()))
    chosen = [given.get("value") for tag, given in found.found if tag == "option" and "selected" in given]
    assert chosen == ["ben"]
    boxes = [given for tag, given in found.found if tag == "input"]
    assert [(each["type"], each["value"], "checked" in each) for each in boxes] == [
        ("checkbox", "ann", True),
        ("checkbox", "ben", False),
        ("checkbox", "kim", True),
    ]
    many = {str(given["data-field"]): "data-many" in given for _, given in found.found if "data-field" in given}
    assert many == {"deputy": False, "readers": True}
