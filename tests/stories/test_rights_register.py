"""Decision rights: a register that only the consent of the functions changes, with exactly one decider each."""

from __future__ import annotations

import pytest

from tests.stories.chat import Answered, Chat
from tests.stories.plant import PROJECT, load

RIGHTS = """\
decision_rights:
  - {tradeoff: speed/scope, decider: maria, deputy: jan, informed: [it], within: 1 working day, silence: blocks}
"""
VOICES = ("adam", "maria", "piotr", "ben")
"""Who speaks for the four functions."""
TO_PIOTR: dict[str, str | list[str]] = {
    "decider": ["piotr"],
    "deputy": "maria",
    "must_agree": ["quality"],
    "informed": ["leadership"],
    "within": "4 h",
    "silence": "goes_up",
    "trigger": "The date moves by more than a day.",
    "options": "Cut scope\nMove the date",
}


async def begun(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)


async def changed(bot: Chat, values: dict[str, str | list[str]]) -> Answered:
    """Ewa fills in the form of one right."""
    await bot.say("ewa", "/align rights", "line3")
    await bot.press("ewa", "Propose a change")
    return await bot.fill("ewa", values)


async def agreed(bot: Chat) -> None:
    """Everybody consents to the draft."""
    await bot.press("ewa", "Send to all functions")
    await bot.press("ewa", "Ask for consent now")
    for person in VOICES:
        await bot.press(person, "Consent")


async def decider_asked(bot: Chat) -> str:
    """Whom an escalation of Ben's would go to."""
    await bot.say("ben", "/escalate Which?", "line3")
    values = {
        "question": "Which?",
        "tradeoff": "speed/scope",
        "option_a": "Less",
        "option_b": "Later",
        "impact": "Nothing",
        "day": "2027-01-22",
        "time": "16:00",
        "urgency": "normal",
    }
    return (await bot.fill("ben", values)).text


async def test_e1_the_register_lists_what_is_decided_by_whom_when_and_with_which_options(bot: Chat) -> None:
    await begun(bot)
    assert (await changed(bot, TO_PIOTR)).kind == "message"
    await agreed(bot)
    seen = await bot.say("olga", "/align rights", "line3")
    for part in (
        "Speed against scope",
        "Piotr Zima",
        "The date moves by more than a day.",
        "Cut scope or Move the date",
    ):
        assert part in seen
    assert "Take away" not in seen, "who observes reads, and changes nothing"


async def test_e2_exactly_one_decider_and_a_committee_names_who_breaks_a_tie(bot: Chat) -> None:
    await begun(bot)
    refused = await changed(bot, {**TO_PIOTR, "decider": ["piotr", "ben"]})
    assert "exactly one decides" in refused.problems["tie_breaker"]
    refused = await bot.fill("ewa", {**TO_PIOTR, "decider": ["piotr", "ben"], "tie_breaker": "adam"})
    assert "exactly one decides" in refused.problems["tie_breaker"]
    refused = await bot.fill("ewa", {**TO_PIOTR, "deputy": "piotr"})
    assert "has to be somebody else" in refused.problems["deputy"]
    kept = await bot.fill("ewa", {**TO_PIOTR, "decider": ["piotr", "ben"], "tie_breaker": "ben"})
    assert kept.kind == "message", kept
    card = await bot.sees("ewa")
    assert "Ben Okoye (so far: " in card
    assert "Piotr Zima" in card, "the rest of the committee is consulted"


async def test_e3_the_card_shows_every_part_and_what_held_so_far(bot: Chat) -> None:
    await begun(bot)
    await changed(bot, TO_PIOTR)
    await bot.press("ewa", "Send to all functions")
    card = await bot.sees("ben")
    for part in (
        "Decision right: speed against scope",
        "Piotr Zima (so far: ",
        "Must agree",
        "Quality",
        "Informed after",
        "Leadership (so far: IT)",
        "4 h (so far: 1 working day)",
    ):
        assert part in card, part


async def test_e10_only_the_consent_of_the_functions_changes_a_right(bot: Chat) -> None:
    await begun(bot)
    await changed(bot, TO_PIOTR)
    assert "Maria Nowak" in await decider_asked(bot), "a draft changes nothing"
    again = await bot.say("maria", "/align rights", "line3")
    assert "Piotr" not in again, "a draft is its proposer's only"
    await bot.press("ewa", "Send to all functions")
    await bot.press("ewa", "Ask for consent now")
    for person in VOICES[:3]:
        await bot.press(person, "Consent")
    assert "waits for the consent of the functions" in await bot.say("maria", "/align rights", "line3")
    assert "This goes to Maria Nowak" in await decider_asked(bot)
    await bot.press("ben", "Consent")
    assert "This goes to Piotr Zima" in await decider_asked(bot)
    register = await bot.say("maria", "/align rights", "line3")
    assert "speed against scope: Piotr Zima decides, so far Maria Nowak. 4 of 4 functions consented." in register


async def test_e10_a_right_is_taken_away_by_consent_and_the_history_stays(bot: Chat) -> None:
    await begun(bot)
    await bot.say("ewa", "/align rights", "line3")
    await bot.press("ewa", "Take away")
    assert "Maria Nowak decided" in await bot.sees("ewa")
    await agreed(bot)
    register = await bot.say("ewa", "/align rights", "line3")
    assert "nobody is named any more, so far Maria Nowak" in register
    assert "This goes to Adam Wolski" in await decider_asked(bot)


async def test_e10_an_escalation_that_is_open_keeps_its_decider(bot: Chat) -> None:
    await begun(bot)
    await decider_asked(bot)
    await bot.press("ben", "Send to Maria")
    await changed(bot, TO_PIOTR)
    await agreed(bot)
    await bot.press("maria", "Decide")
    assert "Recorded as D-1" in (await bot.fill("maria", {"choice": "a", "rationale": "Less is enough."})).text


async def test_e1_the_first_decider_of_something_is_named_by_consent(bot: Chat) -> None:
    await begun(bot)
    await bot.say("ewa", "/align rights", "line3")
    await bot.press("ewa", "Cost against quality")
    await bot.fill("ewa", {**TO_PIOTR, "decider": ["ben"]})
    await agreed(bot)
    register = await bot.say("ewa", "/align rights", "line3")
    assert "cost against quality: Ben Okoye decides, so far nobody" in register


async def test_e10_what_holds_already_is_nothing_to_agree_on(bot: Chat) -> None:
    await begun(bot)
    same: dict[str, str | list[str]] = {
        "decider": ["maria"],
        "deputy": "jan",
        "informed": ["it"],
        "within": "1 working day",
        "silence": "blocks",
    }
    refused = await changed(bot, same)
    assert refused.kind == "refusal"
    assert "nothing to agree on" in refused.text
    await bot.say("ewa", "/align rights", "line3")
    button = await bot.find("ewa", "Propose a change")
    answer = await bot.post("olga", "press", {"command": button.command})
    assert answer.kind == "refusal", "who only observes proposes nothing"


@pytest.mark.parametrize("within", ["soon", "-1 h"])
async def test_e2_a_time_that_is_none_is_refused_at_its_field(bot: Chat, within: str) -> None:
    await begun(bot)
    refused = await changed(bot, {**TO_PIOTR, "within": within})
    assert refused.problems["within"]


async def test_e10_the_project_file_does_not_change_what_the_functions_agreed(bot: Chat) -> None:
    await begun(bot)
    await changed(bot, TO_PIOTR)
    await agreed(bot)
    await load(bot, PROJECT + RIGHTS + "  - {tradeoff: cost/quality, decider: ben}\n", start=False)
    register = await bot.say("olga", "/align rights", "line3")
    assert "Ben Okoye" in register, "what nobody has agreed on comes from the file"
    assert "This goes to Piotr Zima" in await decider_asked(bot)
    await bot.say("ewa", "/align rights", "line3")
    await bot.press("ewa", "Take away", "")
    await agreed(bot)
    await load(bot, PROJECT + RIGHTS + "  - {tradeoff: cost/quality, decider: ben}\n", start=False)
    assert "cost against quality: nobody is named any more" in await bot.say("olga", "/align rights", "line3")
