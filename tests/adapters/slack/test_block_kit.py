"""The checker itself: what is right passes, and each breach of a limit is named."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.adapters.slack.block_kit import check_message, check_view

Json = dict[str, Any]


def plain(words: str) -> Json:
    return {"type": "plain_text", "text": words, "emoji": False}


def option(value: str) -> Json:
    return {"text": plain("Ben"), "value": value}


def section(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


SAID: Json = {"type": "text", "text": "Hello"}
BUTTON: Json = {
    "type": "button",
    "action_id": "a",
    "text": plain("Go"),
    "value": "1",
    "style": "primary",
    "accessibility_label": "Go on",
    "confirm": {"title": plain("Sure?"), "text": plain("Really"), "confirm": plain("Yes"), "deny": plain("No")},
}
SELECT: Json = {
    "type": "static_select",
    "action_id": "b",
    "placeholder": plain("Who"),
    "options": [option("ben")],
    "initial_option": option("ben"),
}
MESSAGE: list[Json] = [
    {"type": "header", "block_id": "1", "text": plain("Head")},
    {"type": "section", "block_id": "2", "text": plain("Row"), "accessory": SELECT},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "small", "verbatim": True}]},
    {"type": "actions", "elements": [BUTTON, SELECT]},
    {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "who agrees"},
    {
        "type": "rich_text",
        "elements": [section(SAID), {"type": "rich_text_list", "style": "bullet", "elements": [section(SAID)]}],
    },
]
FORM: Json = {
    "type": "modal",
    "title": plain("Title"),
    "submit": plain("Send"),
    "callback_id": "form",
    "private_metadata": "{}",
    "blocks": [
        {
            "type": "input",
            "block_id": "f",
            "label": plain("What"),
            "hint": plain("In short"),
            "element": {"type": "plain_text_input", "action_id": "v", "max_length": 10, "initial_value": "ten"},
        },
        {
            "type": "input",
            "block_id": "g",
            "label": plain("Who"),
            "element": {
                "type": "checkboxes",
                "action_id": "v",
                "options": [option("ben")],
                "initial_options": [option("ben")],
            },
        },
    ],
}

# what is changed in the message above, and how
BREACHES: dict[str, Callable[[list[Json]], object]] = {
    "long header": lambda m: m[0]["text"].update(text="x" * 151),
    "header in mrkdwn": lambda m: m[0]["text"].update(type="mrkdwn"),
    "empty text": lambda m: m[1]["text"].update(text=""),
    "long section": lambda m: m[1]["text"].update(text="x" * 3001),
    "emoji count twice": lambda m: m[0]["text"].update(text="👩" * 76),
    "same block id": lambda m: m[1].update(block_id="1"),
    "same action id": lambda m: m[3]["elements"][1].update(action_id="a"),
    "unknown field": lambda m: m[0].update(colour="red"),
    "missing field": lambda m: m[0].pop("text"),
    "unknown block": lambda m: m.append({"type": "carousel"}),
    "input in a message": lambda m: m.append(deepcopy(FORM["blocks"][0])),
    "51 blocks": lambda m: m.extend({"type": "header", "text": plain("x")} for _ in range(45)),
    "long button": lambda m: m[3]["elements"][0]["text"].update(text="x" * 76),
    "long value": lambda m: m[3]["elements"][0].update(value="x" * 2001),
    "loud style": lambda m: m[3]["elements"][0].update(style="loud"),
    "long confirm": lambda m: m[3]["elements"][0]["confirm"]["text"].update(text="x" * 301),
    "confirm without title": lambda m: m[3]["elements"][0]["confirm"].pop("title"),
    "long spoken label": lambda m: m[3]["elements"][0].update(accessibility_label="x" * 76),
    "26 buttons": lambda m: m[3].update(elements=[{**BUTTON, "action_id": str(n)} for n in range(26)]),
    "no buttons": lambda m: m[3].update(elements=[]),
    "101 options": lambda m: m[3]["elements"][1].update(options=[option("ben")] * 101),
    "no options": lambda m: m[3]["elements"][1].update(options=[]),
    "long option": lambda m: m[3]["elements"][1]["options"][0]["text"].update(text="x" * 76),
    "long option value": lambda m: m[3]["elements"][1]["options"][0].update(value="x" * 76),
    "begins with another": lambda m: m[3]["elements"][1].update(initial_option=option("eve")),
    "long placeholder": lambda m: m[3]["elements"][1]["placeholder"].update(text="x" * 151),
    "11 small prints": lambda m: m[2].update(elements=[plain("x")] * 11),
    "long alt text": lambda m: m[4].update(alt_text="x" * 2001),
    "no file": lambda m: m[4].update(slack_file={}),
    "empty paragraph": lambda m: m[5]["elements"][0].update(elements=[]),
    "empty words": lambda m: m[5]["elements"][0]["elements"][0].update(text=""),
    "long rich text": lambda m: m[5]["elements"][0].update(elements=[{"type": "text", "text": "x" * 3001}]),
    "list without style": lambda m: m[5]["elements"][1].pop("style"),
    "unknown words": lambda m: m[5]["elements"][0]["elements"].append({"type": "broadcast", "range": "here"}),
    "date as a text": lambda m: m[5]["elements"][0].update(
        elements=[{"type": "date", "timestamp": "1", "format": "{date}"}]
    ),
    "12,001 characters": lambda m: m.extend({"type": "section", "text": plain("x" * 3000)} for _ in range(4)),
}
BREACHES_OF_A_FORM: dict[str, Callable[[Json], object]] = {
    "long title": lambda f: f["title"].update(text="x" * 25),
    "no submit": lambda f: f.pop("submit"),
    "long metadata": lambda f: f.update(private_metadata="x" * 3001),
    "long label": lambda f: f["blocks"][0]["label"].update(text="x" * 2001),
    "long hint": lambda f: f["blocks"][0]["hint"].update(text="x" * 2001),
    "too long to type": lambda f: f["blocks"][0]["element"].update(max_length=3001),
    "begins too long": lambda f: f["blocks"][0]["element"].update(initial_value="x" * 11),
    "button as a field": lambda f: f["blocks"][0].update(element=BUTTON),
    "11 boxes": lambda f: f["blocks"][1]["element"].update(options=[option("ben")] * 11),
    "begins with no boxes": lambda f: f["blocks"][1]["element"].update(initial_options=[]),
    "101 blocks": lambda f: f["blocks"].extend({"type": "header", "text": plain("x")} for _ in range(99)),
    "250 KB": lambda f: f["blocks"].extend({"type": "section", "text": plain("ż" * 3000)} for _ in range(14)),
    "home with inputs": lambda f: f.update(type="home"),
}


def test_what_is_right_passes() -> None:
    assert check_message("Hello", MESSAGE) == []
    assert check_view(FORM) == []
    assert check_view({"type": "home", "blocks": MESSAGE}) == []


@pytest.mark.parametrize("breach", BREACHES)
def test_every_breach_is_named(breach: str) -> None:
    message = deepcopy(MESSAGE)
    BREACHES[breach](message)
    assert check_message("Hello", message)


@pytest.mark.parametrize("breach", BREACHES_OF_A_FORM)
def test_every_breach_of_a_form_is_named(breach: str) -> None:
    view = deepcopy(FORM)
    BREACHES_OF_A_FORM[breach](view)
    assert check_view(view)


@pytest.mark.parametrize("text", ["", " ", "x" * 4001, "ż" * 2001])
def test_the_text_beside_the_blocks_counts_too(text: str) -> None:
    assert check_message(text, MESSAGE)
