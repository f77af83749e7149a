"""What people type in Slack is read as they wrote it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.mrkdwn import escaped
from adapters.slack.spoken import channels_in, mentions, people_in, words
from flows.text import clean

NAMES = {"U1": "Ana", "U2": "Ben O’Hara", "C2": "line-4"}


@given(st.text())
def test_words_without_marks_come_as_they_were_typed(typed: str) -> None:
    assert words(escaped(typed), {}) == clean(typed).strip()


@given(st.text(alphabet="<>@#!|&;U1C^amp ltg"))
def test_any_mixture_of_marks_is_read_somehow(typed: str) -> None:
    assert "\x00" not in words(typed, NAMES, "U1")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("<@U1> decides", "Ana decides"),
        ("<@U2|ben> decides", "Ben O’Hara decides"),
        ("<@U7|zed> decides", "zed decides"),
        ("<@U7> decides", "U7 decides"),
        ("<@UBOT> help", "help"),
        ("ask <@UBOT|accord>", "ask"),
        ("in <#C1|line-3>", "in #line-3"),
        ("in <#C2> and <#C2|>, <#C9> and <#C9|>", "in #line-4 and #line-4, #C9 and #C9"),
        ("<!here> and <!subteam^S1|@ops>, <!subteam^S2>", "@here and @ops, @subteam"),
        ("<!date^1700000000^{date}|14 Nov 2023>", "14 Nov 2023"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("<http://a.example|a.example>", "http://a.example"),
        ("<https://a.example|the plan>", "the plan (https://a.example)"),
        ("<mailto:ana@a.example|ana@a.example>", "ana@a.example"),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("3 < 4 > 2", "3 < 4 > 2"),
        ("a\r\nb", "a\nb"),
    ],
)
def test_marks_become_what_people_see(typed: str, read: str) -> None:
    assert words(typed, NAMES, "UBOT") == read


def test_people_are_found_once_each_and_not_without_end() -> None:
    assert people_in("<@U1> <@U2|ben> <@U1>") == ("U1", "U2")
    assert len(people_in(" ".join(f"<@U{number}>" for number in range(500)))) == 50
    assert channels_in("<#C1> <#C1|> <#C2|line-4> <#G3> &lt;#C4&gt;") == ("C1", "G3")
    assert mentions("hi <@UBOT>", "UBOT")
    assert not mentions("hi &lt;@UBOT&gt; UBOT", "UBOT")
