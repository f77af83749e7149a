"""What Slack takes: the shapes and limits of Block Kit, as far as Accord uses it.

The limits are those of Slack's reference (docs.slack.dev/reference/block-kit). Lengths count in UTF-16, the longest way
in which Slack may count. Every finding is one line: where, and what is wrong.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from flows.plain import Plain

Shape = tuple[frozenset[str], frozenset[str]]


def shape(needs: str, may: str = "") -> Shape:
    return frozenset(needs.split()), frozenset(f"type {may}".split())


BLOCKS = {
    "header": shape("text", "block_id"),
    "section": shape("text", "block_id accessory"),
    "context": shape("elements", "block_id"),
    "actions": shape("elements", "block_id"),
    "image": shape("slack_file alt_text", "block_id title"),
    "rich_text": shape("elements", "block_id"),
    "input": shape("label element", "block_id hint optional"),
}
PRESSED = {
    "button": shape("text action_id", "value style confirm accessibility_label"),
    "static_select": shape("action_id", "options option_groups placeholder initial_option confirm"),
}
CHOSEN = {
    "radio_buttons": shape("action_id options", "initial_option"),
    "checkboxes": shape("action_id options", "initial_options"),
    "multi_static_select": shape(
        "action_id", "options option_groups placeholder initial_options max_selected_items confirm"
    ),
}
INPUTS = {
    **CHOSEN,
    "static_select": PRESSED["static_select"],
    "plain_text_input": shape("action_id", "multiline max_length initial_value"),
    "datepicker": shape("action_id", "initial_date"),
    "timepicker": shape("action_id", "initial_time"),
    "users_select": shape("action_id", "initial_user"),
    "multi_users_select": shape("action_id", "initial_users max_selected_items"),
}
RICH = {
    "rich_text_section": shape("elements"),
    "rich_text_quote": shape("elements"),
    "rich_text_list": shape("elements style"),
}
INLINE = {
    "text": shape("text", "style"),
    "link": shape("url text", "style"),
    "user": shape("user_id", "style"),
    "date": shape("timestamp format", "fallback style"),
}
VIEWS = {
    "modal": shape("title blocks", "close submit private_metadata callback_id"),
    "home": shape("blocks", "private_metadata callback_id"),
}
TEXTS = {"plain_text": shape("text", "emoji"), "mrkdwn": shape("text", "verbatim")}
OF_MESSAGE, OF_VIEW = 50, 100
ALL_CHARACTERS = 12_000
"""Of one message; above about 13,000 Slack answers msg_blocks_too_long."""
ALL_BYTES = 250_000
FALLBACK_BYTES = 4000


def units(text: str) -> int:
    """The length of a text in UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def check_message(text: str, blocks: Sequence[Mapping[str, Plain]]) -> list[str]:
    """Everything that Slack would not take of a message, or would cut."""
    check = Check()
    check.blocks(blocks, OF_MESSAGE, frozenset(BLOCKS) - {"input"})
    if not text.strip():
        check.say("text", "is empty")
    if len(text.encode()) > FALLBACK_BYTES:
        check.say("text", f"has {len(text.encode())} bytes")
    if (total := sum(units(said) for said in texts(list(blocks)))) > ALL_CHARACTERS:
        check.say("blocks", f"have {total} characters together")
    return check.found


def check_view(view: Mapping[str, Plain]) -> list[str]:
    """Everything that Slack would not take of a modal or Home tab."""
    check = Check()
    kind = str(view.get("type"))
    check.shape("view", view, VIEWS)
    modal = kind == "modal"
    blocks = check.objects("view", view.get("blocks"))
    check.blocks(blocks, OF_VIEW, frozenset(BLOCKS) - (frozenset() if modal else {"input"}))
    for name in ("title", "submit", "close"):
        if name in view:
            check.text(name, view[name], 24, plain=True)
    check.string("private_metadata", view.get("private_metadata", "-"), 3000)
    check.string("callback_id", view.get("callback_id", "-"), 255)
    if any(block.get("type") == "input" for block in blocks) and "submit" not in view:
        check.say("view", "asks without a button to send it")
    if (size := len(json.dumps(view))) > ALL_BYTES:
        check.say("view", f"has {size} bytes")
    return check.found


def texts(plain: Plain) -> Iterable[str]:
    """Every text that a person sees."""
    if isinstance(plain, Mapping):
        for key, inner in plain.items():
            if key == "text" and isinstance(inner, str):
                yield inner
            elif key not in ("value", "block_id", "action_id"):
                yield from texts(inner)
    elif isinstance(plain, list):
        for inner in plain:
            yield from texts(inner)


class Check:
    """Collects what is wrong."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def say(self, where: str, what: str) -> None:
        self.found.append(f"{where} {what}")

    def blocks(self, blocks: Sequence[Mapping[str, Plain]], most: int, allowed: frozenset[str]) -> None:
        self.count("blocks", blocks, most)
        self.unique("block_id", blocks)
        for at, block in enumerate(blocks):
            kind, where = str(block.get("type")), f"{at}"
            if kind not in allowed:
                self.say(where, f"is a {kind}, which is not allowed here")
                continue
            where = f"{at} {kind}"
            self.shape(where, block, BLOCKS)
            self.string(f"{where} block_id", block.get("block_id", "-"), 255)
            getattr(self, kind)(where, block)

    def header(self, where: str, block: Mapping[str, Plain]) -> None:
        self.text(where, block.get("text"), 150, plain=True)

    def section(self, where: str, block: Mapping[str, Plain]) -> None:
        self.text(where, block.get("text"), 3000)
        if "accessory" in block:
            self.element(where, block["accessory"], {**PRESSED, **CHOSEN})

    def context(self, where: str, block: Mapping[str, Plain]) -> None:
        for element in self.some(where, block.get("elements"), 10):
            self.text(where, element, 3000)

    def actions(self, where: str, block: Mapping[str, Plain]) -> None:
        elements = self.some(where, block.get("elements"), 25)
        self.unique("action_id", elements)
        for element in elements:
            self.element(where, element, PRESSED)

    def image(self, where: str, block: Mapping[str, Plain]) -> None:
        self.string(f"{where} alt_text", block.get("alt_text"), 2000)
        if "title" in block:
            self.text(where, block["title"], 2000, plain=True)
        file = block.get("slack_file")
        if not isinstance(file, Mapping) or not str(file.get("id", "")).startswith("F"):
            self.say(where, "has no file")

    def input(self, where: str, block: Mapping[str, Plain]) -> None:
        self.text(f"{where} label", block.get("label"), 2000, plain=True)
        if "hint" in block:
            self.text(f"{where} hint", block["hint"], 2000, plain=True)
        self.element(where, block.get("element"), INPUTS)

    def rich_text(self, where: str, block: Mapping[str, Plain]) -> None:
        if sum(units(said) for said in texts(block)) > 3000:
            self.say(where, "is longer than 3,000 characters")
        for part in self.some(where, block.get("elements"), 10_000):
            self.shape(where, part, RICH)
            inner = self.some(where, part.get("elements"), 10_000)
            if part.get("type") == "rich_text_list":
                if part.get("style") not in ("bullet", "ordered") or any(
                    item.get("type") != "rich_text_section" for item in inner
                ):
                    self.say(where, "has a list that is none")
                inner = [each for item in inner for each in self.some(where, item.get("elements"), 10_000)]
            for element in inner:
                self.inline(where, element)

    def inline(self, where: str, element: Mapping[str, Plain]) -> None:
        self.shape(where, element, INLINE)
        for name in ("text", "url", "user_id", "format", "fallback"):
            if name in element:
                self.string(f"{where} {element.get('type')} {name}", element[name], 3000)
        if element.get("type") == "date" and not isinstance(element.get("timestamp"), int):
            self.say(where, "has a date that is no whole number")

    def element(self, where: str, element: Plain, known: Mapping[str, Shape]) -> None:
        if not isinstance(element, Mapping):
            self.say(where, "has no element")
            return
        where = f"{where} {element.get('type')}"
        self.shape(where, element, known)
        self.string(f"{where} action_id", element.get("action_id"), 255)
        for name, most in (("text", 75), ("placeholder", 150)):
            if name in element:
                self.text(f"{where} {name}", element[name], most, plain=True)
        for name, most in (("value", 2000), ("accessibility_label", 75)):
            if name in element:
                self.string(f"{where} {name}", element[name], most)
        if element.get("style", "primary") not in ("primary", "danger"):
            self.say(where, f"looks {element['style']}")
        if "confirm" in element:
            self.confirm(where, element["confirm"])
        if element.get("type") == "plain_text_input":
            self.typed(where, element)
        if str(element.get("type")) in ("static_select", *CHOSEN):
            self.choice(where, element)

    def typed(self, where: str, element: Mapping[str, Plain]) -> None:
        most = element.get("max_length", 3000)
        if not isinstance(most, int) or not 1 <= most <= 3000:
            self.say(where, f"takes {most} characters")
        elif "initial_value" in element:
            self.string(f"{where} initial_value", element["initial_value"], most)

    def confirm(self, where: str, dialog: Plain) -> None:
        for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            self.text(f"{where} {name}", dialog.get(name) if isinstance(dialog, Mapping) else None, most, plain=True)

    def choice(self, where: str, element: Mapping[str, Plain]) -> None:
        if ("options" in element) == ("option_groups" in element):
            self.say(where, "needs either options or groups of them")
        most = 10 if element.get("type") in ("radio_buttons", "checkboxes") else 100
        options = self.some(where, element.get("options"), most) if "options" in element else []
        for group in self.some(where, element.get("option_groups"), 100) if "option_groups" in element else ():
            self.text(f"{where} group", group.get("label"), 75, plain=True)
            options = [*options, *self.some(where, group.get("options"), 100)]
        for option in options:
            self.text(f"{where} option", option.get("text"), 75, plain=True)
            self.string(f"{where} option value", option.get("value"), 75)
        many = element.get("initial_options", [])
        first = [element["initial_option"]] if "initial_option" in element else []
        for initial in (*first, *(many if isinstance(many, list) else ())):
            if initial not in options:
                self.say(where, "begins with what it does not offer")
        if "initial_options" in element and not many:
            self.say(where, "begins with no options")

    def text(self, where: str, text: Plain, most: int, *, plain: bool = False) -> None:
        if not isinstance(text, Mapping):
            self.say(where, "has no text")
            return
        self.shape(where, text, TEXTS)
        if plain and text.get("type") != "plain_text":
            self.say(where, "must be plain text")
        self.string(where, text.get("text"), most)

    def string(self, where: str, value: Plain, most: int) -> None:
        if not isinstance(value, str) or not value:
            self.say(where, "is empty")
        elif units(value) > most:
            self.say(where, f"has {units(value)} characters, not {most}")

    def shape(self, where: str, plain: Mapping[str, Plain], known: Mapping[str, Shape]) -> None:
        needs, may = known.get(str(plain.get("type")), (frozenset(), frozenset()))
        if not needs:
            self.say(where, f"is a {plain.get('type')}, which is not allowed here")
        elif missing := needs - plain.keys():
            self.say(where, f"has no {sorted(missing)}")
        elif unknown := plain.keys() - needs - may:
            self.say(where, f"has {sorted(unknown)}, which is unknown")

    def some(self, where: str, plain: Plain, most: int) -> list[Mapping[str, Plain]]:
        found = self.objects(where, plain)
        self.count(where, found, most)
        if not found:
            self.say(where, "is empty")
        return found

    def objects(self, where: str, plain: Plain) -> list[Mapping[str, Plain]]:
        found = [each for each in plain if isinstance(each, Mapping)] if isinstance(plain, list) else []
        if not isinstance(plain, list) or len(found) < len(plain):
            self.say(where, "is no list of objects")
        return found

    def count(self, where: str, found: Sequence[object], most: int) -> None:
        if len(found) > most:
            self.say(where, f"has {len(found)} parts, not {most}")

    def unique(self, name: str, found: Iterable[Mapping[str, Plain]]) -> None:
        for each, times in Counter(str(one[name]) for one in found if name in one).items():
            if times > 1:
                self.say(name, f"{each} is there {times} times")
