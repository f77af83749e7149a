"""What Teams takes: the shapes of Adaptive Cards 1.5 as far as Accord uses them, and Teams' own limits.

Properties and values are those of the schema of version 1.5 (adaptivecards.io/explorer) and of Teams' `msteams` and
people picker. Every finding is one line: where, and what is wrong.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from flows.plain import Plain

Json = Mapping[str, Plain]
Test = Callable[[Plain], bool]
LARGEST = 80 * 1024
"""Bytes of a message in UTF-16; Teams refuses more than about 100 KB."""
SMALL = 28 * 1024
TAG = re.compile("<at>(.*?)</at>")
MOST_ACTIONS = 6


def one_of(*words: str) -> Test:
    return lambda value: value in words


def filled(value: Plain) -> bool:
    return isinstance(value, str) and bool(value.strip())


def text(value: Plain) -> bool:
    return isinstance(value, str)


def flag(value: Plain) -> bool:
    return isinstance(value, bool)


def objects(value: Plain) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def some(value: Plain) -> bool:
    return objects(value) and bool(value)


def mapping(value: Plain) -> bool:
    return isinstance(value, dict) and bool(value)


def number(value: Plain) -> bool:
    return isinstance(value, int) and value > 0


SPACING: Mapping[str, Test] = {"spacing": one_of("None", "Small", "Default", "Medium", "Large"), "separator": flag}
FONT: Mapping[str, Test] = {
    "size": one_of("Default", "Small", "Medium", "Large", "ExtraLarge"),
    "weight": one_of("Default", "Lighter", "Bolder"),
    "color": one_of("Default", "Accent", "Good", "Warning", "Attention", "Dark", "Light"),
    "isSubtle": flag,
}
INPUT: Mapping[str, Test] = {
    **SPACING,
    "!id": filled,
    "!label": filled,
    "isRequired": flag,
    "errorMessage": filled,
    "value": lambda value: isinstance(value, str) and value != "",
}
PRESS: Mapping[str, Test] = {
    "!title": filled,
    "!data": mapping,
    "associatedInputs": one_of("auto", "none"),
    "tooltip": filled,
}
# What must be there begins with "!".
SHAPES: Mapping[str, Mapping[str, Test]] = {
    "AdaptiveCard": {
        "!version": one_of("1.5"),
        "$schema": one_of("http://adaptivecards.io/schemas/adaptive-card.json"),
        "!fallbackText": filled,
        "!speak": text,
        "!body": some,
        "actions": some,
        "msteams": mapping,
    },
    "TextBlock": {"!text": filled, "!wrap": flag, "style": one_of("default", "heading"), **FONT, **SPACING},
    "RichTextBlock": {"!inlines": some, **SPACING},
    "TextRun": {"!text": filled, "selectAction": mapping, **FONT},
    "Container": {"!items": some, "style": one_of("default", "emphasis"), **SPACING},
    "ActionSet": {"!actions": some, **SPACING},
    "Image": {"!url": filled, "!altText": filled, "size": one_of("Auto", "Stretch"), "msteams": mapping, **SPACING},
    "Input.Text": {**INPUT, "isMultiline": flag, "maxLength": number},
    "Input.Date": INPUT,
    "Input.Time": INPUT,
    "Input.ChoiceSet": {
        **INPUT,
        "!choices": objects,
        "style": one_of("compact", "expanded"),
        "isMultiSelect": flag,
        "wrap": flag,
        "placeholder": filled,
        "choices.data": mapping,
    },
    "Action.Execute": {**PRESS, "!verb": filled, "!fallback": mapping},
    "Action.Submit": PRESS,
    "Action.OpenUrl": {"!url": filled, "!title": filled},
    "Action.ShowCard": {"!title": filled, "!card": mapping},
    "Data.Query": {"!dataset": one_of("graph.microsoft.com/users")},
}
BODY = frozenset(each for each in SHAPES if each[:2] in ("Te", "Ri", "Co", "Im", "In") and each != "TextRun") | {
    "ActionSet"
}
ACTIONS = frozenset(("Action.Execute", "Action.Submit", "Action.ShowCard"))


def bytes_of(card: Json) -> int:
    """Bytes of a card as Teams counts them."""
    return len(json.dumps(card, ensure_ascii=False).encode("utf-16-le", "surrogatepass"))


def check_card(card: Json, *, dialog: bool = False) -> list[str]:
    """Everything that Teams would not take of a card, would hide or would read wrongly to somebody."""
    check = Check(dialog)
    check.shape("card", card, {"AdaptiveCard"})
    check.within("card", card)
    for each, times in Counter(str(inner["id"]) for inner in parts(card) if "id" in inner).items():
        if times > 1:
            check.say(each, f"is there {times} times")
    check.mentions(card)
    if bytes_of(card) > LARGEST:
        check.say("card", f"has {bytes_of(card)} bytes")
    return check.found


def parts(plain: Plain) -> Iterable[Json]:
    """Every object with a type inside, itself included; not what is inside data."""
    if isinstance(plain, Mapping):
        if "type" in plain:
            yield plain
        for key, inner in plain.items():
            if key not in ("data", "msteams"):
                yield from parts(inner)
    elif isinstance(plain, list):
        for inner in plain:
            yield from parts(inner)


class Check:
    """Collects what is wrong."""

    def __init__(self, dialog: bool) -> None:
        self.found: list[str] = []
        self.pressed = {"Action.Submit", "Action.ShowCard"} if dialog else ACTIONS

    def say(self, where: str, what: str) -> None:
        self.found.append(f"{where} {what}")

    def shape(self, where: str, part: Json, allowed: Iterable[str]) -> None:
        """Known properties with right values, and those that must be there."""
        kind = str(part.get("type"))
        if kind not in allowed:
            self.say(where, f"is a {kind}, which is not allowed here")
            return
        known = {name.removeprefix("!"): test for name, test in SHAPES[kind].items()}
        for name in SHAPES[kind]:
            if name.startswith("!") and name[1:] not in part:
                self.say(f"{where} {kind}", f"has no {name[1:]}")
        for name, value in part.items():
            if name != "type" and (name not in known or not known[name](value)):
                self.say(f"{where} {kind}", f"has {name} {str(value)[:60]!r}")

    def within(self, where: str, card: Json) -> None:
        self.elements(where, card.get("body"))
        self.actions(where, card.get("actions", []))

    def elements(self, where: str, found: Plain) -> None:
        for at, element in enumerate(listed(found)):
            here = f"{where}.{at}"
            self.shape(here, element, BODY)
            match element.get("type"):
                case "Container":
                    self.elements(here, element.get("items"))
                case "ActionSet":
                    self.actions(here, element.get("actions"))
                case "RichTextBlock":
                    self.runs(here, element.get("inlines"))
                case "TextBlock" if element.get("wrap") is not True:
                    self.say(here, "does not wrap")
                case "Image":
                    self.image(here, element)
                case "Input.ChoiceSet":
                    self.choices(here, element)
            if element.get("isRequired") and "errorMessage" not in element:
                self.say(here, "is required and does not say so")

    def runs(self, where: str, found: Plain) -> None:
        for run in listed(found):
            if run.get("text") == "" or not isinstance(run.get("text"), str):
                self.say(where, "has a run without text")
            self.shape(where, {**run, "text": "words"}, {"TextRun"})
            opens = run.get("selectAction")
            if isinstance(opens, dict):
                self.shape(where, opens, {"Action.OpenUrl"})
                if not str(opens.get("url")).lower().startswith(("http://", "https://")):
                    self.say(where, f"opens {opens.get('url')}")

    def image(self, where: str, image: Json) -> None:
        if not str(image.get("url")).startswith("data:image/png;base64,"):
            self.say(where, "shows what is not in the card")

    def choices(self, where: str, element: Json) -> None:
        choices = listed(element.get("choices"))
        values = [str(choice.get("value")) for choice in choices]
        query = element.get("choices.data")
        if isinstance(query, dict):
            self.shape(where, query, {"Data.Query"})
        elif not choices:
            self.say(where, "has nothing to choose from")
        for choice in choices:
            if choice.keys() != {"title", "value"} or not filled(choice["title"]) or not filled(choice["value"]):
                self.say(where, f"has the choice {choice}")
        if any("," in value for value in values) or len(set(values)) < len(values):
            self.say(where, f"has the values {values}")
        chosen = str(element["value"]).split(",") if "value" in element else []
        if query is None and not set(chosen) <= set(values):
            self.say(where, f"begins with {chosen}, which it does not offer")
        if len(chosen) > 1 and not element.get("isMultiSelect"):
            self.say(where, f"begins with {chosen}")
        if element.get("style") == "compact" and "placeholder" not in element:
            self.say(where, "says nothing while nothing is chosen")

    def actions(self, where: str, found: Plain) -> None:
        if len(listed(found)) > MOST_ACTIONS:
            self.say(where, f"has {len(listed(found))} actions")
        for action in listed(found):
            self.shape(where, action, self.pressed)
            kind, fallback, inner = action.get("type"), action.get("fallback"), action.get("card")
            data = action.get("data")
            if kind == "Action.Execute" and isinstance(fallback, dict):
                self.shape(where, fallback, {"Action.Submit"})
                if {key: action.get(key) for key in fallback if key != "type"} != without_type(fallback):
                    self.say(where, "does another thing in old clients")
            if (
                kind == "Action.Submit"
                and self.pressed == ACTIONS
                and not (isinstance(data, dict) and "msteams" in data)
            ):
                self.say(where, "is no Action.Execute")
            if kind == "Action.ShowCard" and isinstance(inner, dict):
                if inner.keys() - {"type", "body", "actions"}:
                    self.say(where, f"shows a card with {sorted(inner)}")
                self.within(where, inner)

    def mentions(self, card: Json) -> None:
        """Each tag has its entity, and each entity its tag."""
        teams = card.get("msteams")
        entities = listed(teams.get("entities", [])) if isinstance(teams, dict) else []
        tagged = {tag[0] for part in parts(card) for tag in TAG.finditer(str(part.get("text", "")))}
        meant = [str(each.get("text")) for each in entities]
        if tagged != set(meant) or len(meant) > len(tagged):
            self.say("mentions", f"{sorted(tagged)} are not {sorted(meant)}")
        for each in entities:
            whom = each.get("mentioned")
            if each.get("type") != "mention" or not isinstance(whom, dict) or not filled(whom.get("id")):
                self.say("mentions", f"have {each}")
            elif each.get("text") != f"<at>{whom.get('name')}</at>":
                self.say("mentions", f"{each.get('text')} is {whom.get('name')}")


def without_type(part: Json) -> dict[str, Plain]:
    return {key: value for key, value in part.items() if key != "type"}


def listed(plain: Plain) -> Sequence[Json]:
    """The objects in a list of JSON."""
    return [each for each in plain if isinstance(each, Mapping)] if isinstance(plain, list) else []
