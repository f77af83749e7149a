"""People's words are shown as they are: they never become mentions, links, dates, emoji or layout."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from adapters.slack.mrkdwn import escaped, fallback, is_tame, mrkdwn
from adapters.slack.pen import Pen, head, line, shortened, units, zoned_text
from flows.messages import Header, Items, Message, Note, Quoted, Text
from flows.phrases import Instant, Link, Listing, Phrase, Quote, Who
from tests.adapters.slack.drawing_board import MARIA, NINE, PEN, WIRE, drawn, shown
from tests.adapters.slack.screen import live

HOSTILE = (
    "<!channel>",
    "<!here|here>",
    "<@U1>",
    "<#C1|general>",
    "<https://evil.example|click>",
    "<!date^1^{date}|x>",
    "*bold*",
    "_slanted_",
    "~struck~",
    "`code`",
    "```\nblock\n```",
    "> quoted",
    "one\n> two",
    ":tada:",
    "&lt;!channel&gt;",
    "{who}",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words(words: str) -> None:
    done = drawn(
        Header(Phrase("{words}!", words=words)),
        Text(Phrase("{who} said {words} and {quote}.", who=MARIA, words=words, quote=Quote(words))),
        Note(Phrase("About {words}.", words=words)),
        Quoted(words, Phrase("{words}", words=words)),
        Items((Phrase("{one}", one=Listing((words, words))),)),
    )
    assert live(list(done.blocks)) == ["@U0MARIA"]
    assert words in shown(Text(Phrase("{words}", words=words)))


@pytest.mark.parametrize("words", HOSTILE)
def test_the_notification_escapes_them(words: str) -> None:
    text = fallback(PEN, Phrase("{who}: {words}", who=MARIA, words=words))
    assert "<" not in text
    assert ">" not in text
    assert text == f"Maria Nowak: {escaped(words)}"


@pytest.mark.parametrize("words", ["*bold*", "_slanted_", "~struck~", "`code`", "> quoted", "one\n> two", ":tada:"])
def test_small_print_with_formatting_signs_becomes_rich_text(words: str) -> None:
    (block,) = drawn(Note(Phrase("{words}", words=words))).blocks
    assert block["type"] == "rich_text"


@pytest.mark.parametrize("words", ["line_3_mes", "a/b", "50 % of 4 h", "a:b", "why?", "2 > 1", "“so”", "Ben & Co"])
def test_ordinary_words_are_tame(words: str) -> None:
    assert is_tame(PEN, Phrase("About {words}.", words=words))
    (block,) = drawn(Note(Phrase("About {words}.", words=words))).blocks
    assert block["type"] == "context"


def test_escaping() -> None:
    assert escaped("a & b <c> &amp;") == "a &amp; b &lt;c&gt; &amp;amp;"
    assert mrkdwn(PEN, "a < b") == "a &lt; b"


@pytest.mark.parametrize(
    ("url", "drawn_as"),
    [
        ("https://example.com/x", "<https://example.com/x|the plan>"),
        ("HTTP://example.com", "<HTTP://example.com|the plan>"),
        ("https://example.com/a|b<c>", "<https://example.com/a%7Cb%3Cc%3E|the plan>"),
        ("javascript:alert(1)", "the plan"),
        ("slack://open", "the plan"),
        ("https://example.com/ x", "the plan"),
        ("https://example.com/" + "x" * 3000, "the plan"),
    ],
)
def test_only_web_addresses_are_links(url: str, drawn_as: str) -> None:
    assert mrkdwn(PEN, Phrase("{link}", link=Link(url, "the plan"))) == drawn_as
    (block,) = drawn(Text(Phrase("{link}", link=Link(url, "the plan")))).blocks
    assert len(live(block)) == drawn_as.startswith("<")


def test_the_label_of_a_link_cannot_end_it() -> None:
    link = Link("https://example.com", "a|b>\n<!channel>")
    assert mrkdwn(PEN, Phrase("{link}", link=link)) == "<https://example.com|ab !channel>"
    assert (
        mrkdwn(PEN, Phrase("{link}", link=Link("https://e.com?a&b", "")))
        == "<https://e.com?a&amp;b|https://e.com?a&amp;b>"
    )


@pytest.mark.parametrize("account", ["U1|x>", "", "<@U1>", "C012", "U1 U2"])
def test_only_a_user_id_is_mentioned(account: str) -> None:
    pen = Pen(WIRE, lambda _: account)
    assert shown(Text(Phrase("{who}", who=MARIA)), pen=pen) == "Maria Nowak"


def test_a_name_is_only_a_name() -> None:
    assert live(list(drawn(Text(Phrase("{who}", who=Who("x", "<@U1>")))).blocks)) == []


def test_slash_commands_are_called_as_they_are_called_here() -> None:
    pen = Pen(WIRE, PEN.mention, {"/escalate": "/tradeoff", "/align": "/accord"})
    words = Phrase("Type /escalate, /align or /aligned: {word}, not a/align.", word="/align")
    assert shown(Text(words), pen=pen) == "Type /tradeoff, /accord or /aligned: /align, not a/align."
    assert shown(Text("Type /align new."), pen=pen) == "Type /accord new."
    assert shown(Note("(/align)"), pen=pen) == "((/accord))"
    assert fallback(pen, "No. /align {x}") == "No. /accord {x}"
    assert shown(Text(words)) == "Type /escalate, /align or /aligned: /align, not a/align."


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Warsaw", "Mon 1 Feb 2027, 09:00 CET"),
        ("Asia/Tashkent", "Mon 1 Feb 2027, 13:00 UTC+05"),
        ("UTC", "Mon 1 Feb 2027, 08:00 UTC"),
        ("Nowhere/Else", "Mon 1 Feb 2027, 08:00 UTC"),
    ],
)
def test_a_moment_names_its_zone(zone: str, said: str) -> None:
    assert zoned_text(Instant(NINE, zone)) == said


def test_summer_and_winter_have_their_own_names() -> None:
    summer = datetime(2027, 7, 1, 9, 0, tzinfo=ZoneInfo("Europe/Warsaw"))
    assert zoned_text(Instant(summer, "Europe/Warsaw")) == "Thu 1 Jul 2027, 09:00 CEST"


@pytest.mark.parametrize("words", ["&" * 3000, "ż" * 3000, "👩‍🏭" * 1500, "word " * 2000])
def test_the_notification_stays_within_4000_bytes(words: str) -> None:
    text = fallback(PEN, Phrase("{words}", words=words))
    assert 3000 < len(text.encode()) <= 4000
    assert text.endswith("…")


def test_the_notification_is_never_empty() -> None:
    assert fallback(PEN, Message("").summary) == "Accord"


def test_words_are_cut_between_words_and_never_within_a_letter() -> None:
    assert shortened("the quick brown fox", 12) == "the quick…"
    assert head("ab" + "e\u0301" * 20, 5) == "ab" + "e\u0301"
    assert head("👩‍🏭" * 5, 12) == "👩‍🏭" * 2
    assert units(head("👩" * 100, 31)) == 30
    assert (line(" a\n b ", 10), line("", 10)) == ("a b", "–")
