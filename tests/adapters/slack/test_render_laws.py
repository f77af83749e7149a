"""Laws of drawing: whatever is said, Slack takes it, and nothing in it is alive but what we made so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.drawing import safe_url
from adapters.keeping import digest_of, wanted
from adapters.slack.render import home, message, said
from flows.effects import Refusal
from flows.messages import Message
from flows.phrases import Instant, Link, Phrase, Who, Words
from tests.adapters.slack.anything import messages, phrases
from tests.adapters.slack.block_kit import check_message, check_view
from tests.adapters.slack.drawing_board import ACCOUNTS, PEN
from tests.adapters.slack.screen import live, pressable


def meant(value: object) -> Iterable[str]:
    """What may be alive in a value: people with an account, moments, links to the web."""
    match value:
        case Who() if value.person_id in ACCOUNTS:
            yield f"@{ACCOUNTS[value.person_id]}"
        case Instant():
            yield f"at {int(value.at.timestamp())}"
        case Link() if safe_url(value.url):
            yield value.url.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E")
        case Phrase():
            yield from meant(tuple(value.values.values()))
        case tuple():
            yield from (each for inner in value for each in meant(inner))
        case _ if is_dataclass(value):
            yield from meant(tuple(getattr(value, field.name) for field in fields(value)))


@pytest.mark.timeout(240)
@settings(max_examples=300, deadline=None)
@given(messages, st.booleans())
def test_slack_takes_every_message_and_no_words_of_people_are_alive(said_: Message, late: bool) -> None:
    done = message(PEN, said_, late=late)
    assert check_message(done.text, done.blocks) == []
    assert set(live(list(done.blocks))) <= set(meant(said_.blocks or said_.summary))
    assert "<" not in done.text
    assert ">" not in done.text


@settings(max_examples=60, deadline=None)
@given(messages)
def test_slack_takes_every_home_tab_and_answer(said_: Message) -> None:
    for view in (home(PEN, said_), said(PEN, said_)):
        assert check_view(view.view) == []
        assert set(live(view.view)) <= set(meant(said_.blocks or said_.summary))


@settings(max_examples=100, deadline=None)
@given(phrases)
def test_everything_meant_to_be_alive_is(words: Words) -> None:
    view = said(PEN, Refusal(words if isinstance(words, Phrase) else Phrase(words)))
    assert live(view.view) == list(meant(words))


@settings(max_examples=60, deadline=None)
@given(messages)
def test_what_is_kept_is_what_the_drawing_refers_to(said_: Message) -> None:
    done = message(PEN, said_)
    kept = {digest_of(text) for text in done.kept}
    for each in pressable(done.blocks):
        assert wanted(str(each.get("value", each["action_id"]))) in {None, *kept}
        assert "value" in each or wanted(str(each["action_id"])) in kept
    assert len(kept) == len(done.kept)
