"""Real cards: everything that Accord says in whole stories, drawn for Teams."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.keeping import digest_of, is_menu, wanted
from adapters.pictures import draw_light
from adapters.teams.filling import filled, pressed
from adapters.teams.forms import in_chat, next_page, page_with, task
from adapters.teams.keeping import Opened, form_in
from adapters.teams.pen import CHOICE, Drawn, Pen
from adapters.teams.pictures import Pictures
from adapters.teams.render import message
from flows.commands import Command, FormCommand
from flows.forms import Field, Form, Section
from flows.messages import Message
from flows.phrases import Who
from flows.plain import Plain
from tests.adapters.slack.cards import noted
from tests.adapters.slack.test_render_stories import STORIES, Story
from tests.adapters.teams.adaptive_card import SMALL, check_card, listed
from tests.adapters.teams.drawing_board import SHORTENED
from tests.adapters.teams.screen import data_of, inputs, live, pressable, screen


def account(who: Who) -> str | None:
    """Everybody but one in four has an account in Teams."""
    return None if len(who.person_id) == 4 else f"0000{who.person_id}"


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
async def test_teams_takes_everything_that_is_said(story: Story, tmp_path: Path) -> None:
    async with noted(tmp_path) as (bot, cards):
        await story(bot)
    pen = Pen(cards.pen.wire, account, zone="Europe/Warsaw", year=2027, nonce="0" * 16)
    assert cards.messages
    pictures = Pictures(pen.wire, draw_light)
    for one in dict.fromkeys(cards.messages):
        for several in (pen, replace(pen, zone=None)):
            check_message(several, message(several, one, late=True))
        shown = message(pen, one, pictures=await pictures.of(one))
        assert check_card(shown.card) == []
    for form in cards.forms:
        check_form(pen, form)
    for refusal in cards.refusals:
        assert check_card(message(pen, Message(refusal.phrase)).card) == []


def check_message(pen: Pen, done: Drawn) -> None:
    """It is whole and small, only people and links in it are alive, and everything in it gives a command."""
    assert check_card(done.card) == []
    assert SHORTENED not in screen(done.card)
    assert len(json.dumps(done.card, ensure_ascii=False).encode()) <= SMALL
    assert all(each.startswith(("@", "http")) for each in live(done.card))
    assert done.text == str(done.card["fallbackText"]).replace("\u2060", "")
    assert len(list(commands(pen, done))) >= len(pressable(done.card))


def commands(pen: Pen, done: Drawn) -> Iterator[Command]:
    """What everything that can be pressed means: of a menu, each line."""
    kept = {digest_of(text): text for text in done.kept}
    for each in pressable(done.card):
        data = data_of(each)
        held = str(data["accord"])
        text = kept[str(wanted(held))] if wanted(held) else None
        lines = listed(inputs(done.card)[str(data[CHOICE])]["choices"]) if is_menu(held) else [{}]
        for line in lines:
            chosen: dict[str, Plain] = {str(data[CHOICE]): line["value"]} if line else {}
            yield pressed(pen.wire, {**data, **chosen}, text)


def check_form(pen: Pen, form: Form) -> None:
    """Page by page it asks for everything, whatever was filled in, and what is sent off is what was typed."""
    fields = [field for field in form.fields if not isinstance(field, Section)]
    opened: Opened | None = Opened(form)
    asked: list[str] = []
    while opened is not None:
        dialog, chat = task(pen, opened), in_chat(pen, opened)
        assert check_card(dialog.card, dialog=True) == []
        assert check_card(chat.card) == []
        assert len(json.dumps(dialog.card, ensure_ascii=False).encode()) <= SMALL
        kept = {digest_of(text): text for text in dialog.kept}
        held = str(data_of(listed(dialog.card["actions"])[0])["accordForm"])
        assert form_in(pen.wire, held, kept.get(wanted(held) or "")) == opened
        standing = {name: each["value"] for name, each in inputs(dialog.card).items() if "value" in each}
        values = filled(opened, standing)
        asked += [name.removeprefix("field.") for name in inputs(dialog.card)]
        opened = next_page(replace(opened, filled=values))
    assert asked == [field.id for field in fields if has_choice(field)]
    command = replace(form.submits, values=values)
    assert isinstance(command, FormCommand)
    assert pen.wire.command(pen.wire.dump(command, Command)) == command
    for field in fields:
        wrong = task(pen, page_with(Opened(form, filled=values), field.id), {field.id: "Please be precise."})
        assert check_card(wrong.card, dialog=True) == []
        assert "*Please correct:* Please be precise." in screen(wrong.card)


def has_choice(field: Field) -> bool:
    """Whether there is something to fill in."""
    return bool(getattr(field, "options", True))
