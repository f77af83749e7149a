"""The checker of cards says no to what Teams would not take."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from flows.plain import Plain
from tests.adapters.teams.adaptive_card import check_card

SUBMIT: Mapping[str, Plain] = {"type": "Action.Submit", "title": "Take", "data": {"accord": "x"}}
EXECUTE: Mapping[str, Plain] = {**SUBMIT, "type": "Action.Execute", "verb": "accord", "fallback": SUBMIT}
WORDS: Mapping[str, Plain] = {"type": "TextBlock", "text": "Hello", "wrap": True}
TEXT: Mapping[str, Plain] = {"type": "Input.Text", "id": "a", "label": "A"}
LIST: Mapping[str, Plain] = {
    "type": "Input.ChoiceSet",
    "id": "a",
    "label": "A",
    "choices": [{"title": "One", "value": "1"}, {"title": "Two", "value": "2"}],
}
ANN: Mapping[str, Plain] = {"type": "mention", "text": "<at>Ann</at>", "mentioned": {"id": "x", "name": "Ann"}}

AN: Mapping[str, Plain] = {**ANN, "mentioned": {"id": "x", "name": "An"}}


def card(*body: Plain, **more: Plain) -> dict[str, Plain]:
    """A card that Teams takes, but for what is inside."""
    frame: dict[str, Plain] = {"type": "AdaptiveCard", "version": "1.5", "fallbackText": "x", "speak": "x"}
    return {**frame, "body": list(body), **more}


def buttons(*found: Plain) -> Plain:
    return {"type": "ActionSet", "actions": list(found)}


def group(*found: Plain) -> Plain:
    return {"type": "Container", "items": list(found)}


def asking(*found: Plain) -> Plain:
    return {"type": "Action.ShowCard", "title": "x", "card": {"type": "AdaptiveCard", "body": list(found)}}


def opening(url: str) -> Plain:
    opens: Plain = {"type": "Action.OpenUrl", "url": url, "title": "x"}
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "x", "selectAction": opens}]}


@pytest.mark.parametrize(
    "right",
    [
        card(WORDS),
        card(group(WORDS, TEXT), buttons(EXECUTE)),
        card(LIST, actions=[EXECUTE]),
        card({**LIST, "value": "1,2", "isMultiSelect": True}),
        card({**WORDS, "text": "<at>Ann</at>"}, msteams={"entities": [ANN]}),
        card(buttons(asking(WORDS, buttons(EXECUTE)))),
        card(opening("https://a.example")),
        card(buttons({**SUBMIT, "data": {"accord": "x", "msteams": {"type": "task/fetch"}}})),
    ],
)
def test_what_teams_takes_is_right(right: Mapping[str, Plain]) -> None:
    assert check_card(right) == []


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (card(), "body"),
        (card(WORDS, version="1.6"), "version"),
        ({**card(WORDS), "fallbackText": ""}, "fallbackText"),
        (card(WORDS, refresh={"userIds": []}), "refresh"),
        (card({"type": "Carousel", "pages": []}), "Carousel"),
        (card({"type": "TextBlock", "text": "x"}), "wrap"),
        (card({**WORDS, "text": " "}), "text"),
        (card({**WORDS, "maxLines": 2}), "maxLines"),
        (card({**WORDS, "color": "red"}), "color"),
        (card({"type": "RichTextBlock", "inlines": []}), "inlines"),
        (card({"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": ""}]}), "without text"),
        (card({"type": "RichTextBlock", "inlines": [{"type": "Image", "text": "x"}]}), "Image"),
        (card(group()), "items"),
        (card(opening("javascript:alert(1)")), "opens"),
        (card({"type": "Image", "url": "data:image/png;base64,x"}), "altText"),
        (card({"type": "Image", "url": "https://x.example/a.png", "altText": "x"}), "not in the card"),
        (card({"type": "Input.Text", "id": "a"}), "label"),
        (card(TEXT, TEXT), "2 times"),
        (card(TEXT, group(LIST)), "2 times"),
        (card({**TEXT, "isRequired": True}), "does not say so"),
        (card({**TEXT, "maxLength": 0}), "maxLength"),
        (card({**LIST, "choices": []}), "nothing to choose"),
        (card({**LIST, "value": "3"}), "does not offer"),
        (card({**LIST, "value": "1,2"}), "begins with"),
        (card({**LIST, "style": "compact"}), "says nothing"),
        (card({**LIST, "choices": [{"title": "One", "value": "1,2"}]}), "values"),
        (card({**LIST, "choices": [{"title": "One", "value": "1"}, {"title": "Two", "value": "1"}]}), "values"),
        (card({**LIST, "choices": [{"title": "", "value": "1"}]}), "choice"),
        (card({**LIST, "choices.data": {"type": "Data.Query", "dataset": "elsewhere"}}), "dataset"),
        (card(buttons()), "actions"),
        (card(buttons(*[EXECUTE] * 7)), "7 actions"),
        (card(buttons(SUBMIT)), "no Action.Execute"),
        (card(buttons({**EXECUTE, "style": "positive"})), "style"),
        (card(buttons({**EXECUTE, "fallback": {**SUBMIT, "data": {"accord": "y"}}})), "another thing"),
        (card(buttons({key: value for key, value in EXECUTE.items() if key != "fallback"})), "fallback"),
        (card(buttons(asking(TEXT, SUBMIT))), "Submit"),
        (card({**WORDS, "text": "<at>Ann</at>"}), "mentions"),
        (card(WORDS, msteams={"entities": [ANN]}), "mentions"),
        (card({**WORDS, "text": "<at>Ann</at>"}, msteams={"entities": [ANN, ANN]}), "mentions"),
        (card({**WORDS, "text": "<at>Ann</at>"}, msteams={"entities": [AN]}), "is An"),
        (card({**WORDS, "text": "x" * 41_000}), "bytes"),
    ],
)
def test_what_teams_would_not_take_is_found(wrong: Mapping[str, Plain], why: str) -> None:
    found = check_card(wrong)
    assert any(why in each for each in found), found


def test_a_dialog_is_sent_off_by_a_plain_button() -> None:
    assert check_card(card(TEXT, actions=[SUBMIT]), dialog=True) == []
    assert check_card(card(TEXT, actions=[EXECUTE]), dialog=True) != []
    assert check_card(card(TEXT, actions=[SUBMIT])) != []
