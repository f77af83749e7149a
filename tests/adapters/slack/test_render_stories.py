"""Real cards: everything that Accord says in whole stories, drawn for Slack."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from adapters.keeping import choice_in, command_in, digest_of, is_menu, wanted
from adapters.slack.keeping import Opened, form_in
from adapters.slack.pen import View
from adapters.slack.render import home, message, modal, next_page, said
from flows.forms import Section
from flows.messages import Message
from tests.adapters.slack.block_kit import check_message, check_view
from tests.adapters.slack.cards import Cards, noted
from tests.adapters.slack.drawing_board import SHORTENED, blocks_of
from tests.adapters.slack.screen import objects, pressable, screen
from tests.stories import test_digest, test_escalations, test_features_a, test_features_a_read, test_recording
from tests.stories.chat import Chat

TYPED = (
    "/align",
    "/align help",
    "/align status",
    "/align escalations",
    "/align next",
    "/align settings",
    "/align new",
    "/align nonsense",
    "/decisions",
)
Story = Callable[[Chat], Awaitable[None]]


async def all_answers_of_line_3(bot: Chat) -> None:
    await bot.load(test_digest.LINE3, start=False, answers=True)
    await bot.until(test_digest.NEXT_MONDAY)
    for typed in TYPED:
        await bot.say("ewa", typed)


async def every_road_of_an_escalation(bot: Chat) -> None:
    folder = Path(bot.app.settings.database.removeprefix("sqlite:///")).parent
    await test_escalations.load(bot, folder)
    await test_escalations.escalate(bot)
    for label in ("Ask for information", "Hand over", "More time", "Decline", "I'll take it", "Decide"):
        await bot.press("maria", label)
    await bot.wait(days=4)


STORIES: dict[str, Story] = {
    "all answers of line 3": all_answers_of_line_3,
    "every road of an escalation": every_road_of_an_escalation,
    "questions one by one": test_features_a.test_a1_six_questions_with_presses_and_typed_words_only,
    "an own risk": test_features_a_read.test_a16_an_own_risk_has_category_stance_threshold_and_reason,
    "answers in the form": test_features_a_read.test_a12_each_answer_has_its_readers_and_confidential_words_are_nowhere,
    "recorded from a message": test_recording.test_g4_typed_in_chat_and_it_was_not_a_decision,
}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
async def test_slack_takes_everything_that_is_said(story: Story, tmp_path: Path) -> None:
    async with noted(tmp_path) as (bot, cards):
        await story(bot)
    assert cards.messages
    for one in cards.messages:
        check_card(cards, one)
    for form in cards.forms:
        check_form(cards, modal(cards.pen, form), {field.id for field in form.fields if not isinstance(field, Section)})
    for refusal in cards.refusals:
        assert check_view(said(cards.pen, refusal).view) == []


def check_card(cards: Cards, one: Message) -> None:
    """It fits a message, a modal and the Home tab whole, and its buttons give commands."""
    done = message(cards.pen, one)
    assert check_message(done.text, done.blocks) == []
    assert SHORTENED not in screen(done.blocks)
    kept = {digest_of(text): text for text in done.kept}
    for each in pressable(done.blocks):
        action_id = str(each["action_id"])
        if is_menu(action_id):
            for option in objects(each["options"]):
                choice_in(cards.pen.wire, action_id, str(option["value"]), kept[str(wanted(action_id))])
        else:
            command_in(cards.pen.wire, str(each["value"]), kept.get(wanted(str(each["value"])) or ""))
    for view in (home(cards.pen, one), said(cards.pen, one)):
        assert check_view(view.view) == []


def check_form(cards: Cards, view: View | None, fields: set[str]) -> None:
    """Its pages fit modals, and together they ask for everything."""
    asked: set[str] = set()
    while view is not None:
        assert check_view(view.view) == []
        asked |= {str(block["block_id"]) for block in blocks_of(view) if block["type"] == "input"}
        opened: Opened = form_in(cards.pen.wire, str(view.view["private_metadata"]), next(iter(view.kept), None))
        view = next_page(cards.pen, opened, {})
    assert asked == fields
