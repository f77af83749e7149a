"""Laws of drawing: whatever is said, Teams takes it, and nothing in it is alive but what we made so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.drawing import safe_url
from adapters.keeping import digest_of, wanted
from adapters.teams.cards import SMALL_CARD
from adapters.teams.elements import paragraph
from adapters.teams.render import message
from adapters.teams.text import LONGEST_URL, Mention, Mentions, Said, at_name, markdown, said, tame
from flows.messages import Message, Text
from flows.phrases import Link, Phrase, Who, Words
from flows.plain import Plain
from tests.adapters.slack.anything import messages, phrases, words
from tests.adapters.teams.adaptive_card import check_card
from tests.adapters.teams.drawing_board import PEN, USERS
from tests.adapters.teams.screen import data_of, live, pressable, read


def meant(value: object) -> Iterable[str]:
    """What may be alive in a value: people with an account, links to the web."""
    match value:
        case Who() if value.person_id in USERS and at_name(value.name):
            yield f"@{USERS[value.person_id]}"
        case Link() if (url := safe_url(value.url)) is not None and len(url) <= LONGEST_URL:
            yield url
        case Phrase():
            yield from meant(tuple(value.values.values()))
        case tuple():
            yield from (each for inner in value for each in meant(inner))
        case _ if is_dataclass(value):
            yield from meant(tuple(getattr(value, field.name) for field in fields(value)))


def opened(url: str) -> str:
    """An address as Markdown gives it back."""
    return url.replace("%28", "(").replace("%29", ")").replace("%3C", "<").replace("%3E", ">").replace("%7C", "|")


@pytest.mark.timeout(240)
@settings(max_examples=100, deadline=None)
@given(messages, st.booleans())
def test_teams_takes_every_message_and_no_words_of_people_are_alive(said_: Message, late: bool) -> None:
    done = message(PEN, said_, late=late)
    assert check_card(done.card) == []
    assert set(map(opened, live(done.card))) <= set(map(opened, meant(said_.blocks or said_.summary)))


@settings(max_examples=100, deadline=None)
@given(phrases)
def test_everything_meant_to_be_alive_is(words_: Words) -> None:
    done = message(PEN, Message("x", (Text(words_),)))
    assert sorted(map(opened, set(live(done.card)))) == sorted(map(opened, set(meant(words_))))


@settings(max_examples=100, deadline=None)
@given(words)
def test_markdown_gives_back_the_words(text: str) -> None:
    found = paragraph(Mentions(), (Mention("x", "Ann"), Said("\n"), *said(text)))
    shown = read(str(found[0]["text"]))
    assert squeezed(shown) == squeezed(f"@Ann {text}")


def squeezed(text: str) -> list[str]:
    """Words without the space between them, and without what Markdown may not give back: NUL."""
    return text.replace("\x00", "\ufffd").replace("\u2060", "").replace("\r", "\n").split()


@settings(max_examples=60, deadline=None)
@given(messages)
def test_what_is_kept_is_what_the_drawing_refers_to(said_: Message) -> None:
    done = message(replace(PEN, nonce="n"), said_)
    kept = {digest_of(text) for text in done.kept}
    for each in pressable(done.card):
        assert wanted(str(data_of(each)["accord"])) in {None, *kept}
    assert len(kept) == len(done.kept)


@pytest.mark.parametrize(
    "hostile",
    [
        "[x](https://evil.example)",
        "![x](https://evil.example/a.png)",
        "<https://evil.example>",
        "<img src=x onerror=alert(1)>",
        "[x]: https://evil.example\n\n[x]",
        "- a",
        "+ a",
        "12. a",
        "3) a",
        "# a",
        "a\n===",
        "    code",
        "```\ncode\n```",
        "~~a~~ **b** _c_ `d`",
        "> a",
        "***",
        "&lt;at&gt; &copy;",
        "\\[x](https://evil.example)",
        "a  \nb",
        "| a | b |\n|---|---|\n| c | d |",
    ],
)
def test_no_sign_of_markdown_works_at_a_start_or_after_a_mention(hostile: str) -> None:
    for before in ("", "\n", " "):
        found = paragraph(Mentions(), (Mention("x", "Ann"), *said(before + hostile)))
        assert live({"body": found, "msteams": {"entities": [ANN]}}) == ["@x"]
        assert squeezed(read(str(found[0]["text"]))) == squeezed(f"@Ann{before}{hostile}")
    assert squeezed(read(markdown(hostile))) == squeezed(hostile)


ANN: Plain = {"type": "mention", "text": "<at>Ann</at>", "mentioned": {"id": "x", "name": "Ann"}}


@pytest.mark.parametrize(
    "hostile",
    [
        "<at>Ann</at>",
        "{{DATE(2027-02-01T00:00:00Z,SHORT)}}",
        "${name}",
        "<!--",
        "{{{{TIME(",
        "[x](https://evil.example)",
        "![x](https://evil.example/a.png)",
        "[x][y] [y]: https://evil.example",
        "<https://evil.example>",
    ],
)
def test_nothing_that_a_client_would_replace_is_whole(hostile: str) -> None:
    made = tame(hostile)
    assert made.replace("\u2060", "") == hostile
    assert not any(sign in made for sign in ("<at", "</at", "{{", "${", "<!", "](", "][", "]:", "<h"))


def test_a_card_is_small_where_it_can_be() -> None:
    assert SMALL_CARD <= 28 * 1024
