"""One shared goal: drafted, checked for sense, and agreed by the consent of each function."""

from __future__ import annotations

import pytest

from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, load

GOAL = {
    "business": "OEE of line 3 rises to 66 % by 2027-06-30, so that we need no fourth line.",
    "operational": "No shift stops for paper: OEE of line 3 is 66 %.",
    "name": "OEE line 3",
    "baseline": "61",
    "target": "66",
    "unit": "%",
    "by": "2027-06-30",
}

HARM = {"basis": "harm", "shows": "We would not see it before the customer does."}
"""What makes an objection one."""
VOICES = ("adam", "maria", "piotr", "ben")
"""Who speaks for the four functions."""


async def proposed(bot: Chat) -> None:
    await load(bot, PROJECT, start=False)
    await bot.say("ewa", "/align goal", "line3")
    answered = await bot.fill("ewa", GOAL)
    assert answered.kind == "message", answered
    assert "It is a draft that nobody else has seen." in answered.text


async def test_d1_a_goal_whose_wordings_disagree_is_refused_at_the_wording(bot: Chat) -> None:
    await load(bot, PROJECT, start=False)
    await bot.say("ewa", "/align goal", "line3")
    refused = await bot.fill("ewa", {**GOAL, "operational": "OEE of line 3 is 70 % every week."})
    assert "This wording says 70 %" in refused.problems["operational"]
    refused = await bot.fill("ewa", {**GOAL, "operational": "OEE of line 3 is 66 % by 31.12.2030."})
    assert "This wording says 31.12.2030, the other one 2027-06-30, and the date" in refused.problems["operational"]
    missing = await bot.fill("ewa", {**GOAL, "business": ""})
    assert "business" in missing.problems
    assert "First-stage goal" not in await bot.sees("maria")


async def asked(bot: Chat) -> None:
    """The sense check is over, and every function is asked for its consent."""
    await proposed(bot)
    await bot.press("ewa", "Send to all functions")
    await bot.press("ewa", "Ask for consent now")


async def test_d2_from_draft_through_the_sense_check_and_consent_to_agreed(bot: Chat) -> None:
    await proposed(bot)
    assert "First-stage goal" not in await bot.sees("maria"), "a draft is its proposer's only"
    await bot.press("ewa", "Send to all functions")
    assert "Is anything unclear or missing?" in await bot.sees("maria")
    for person in VOICES:
        await bot.press(person, "It makes sense")
    assert "Can your function live with this" in await bot.sees("maria"), "everybody has looked, so the round begins"
    for person in VOICES[:3]:
        await bot.press(person, "Consent")
    assert "3 of 4 functions consent; waiting for IT." in await bot.sees("piotr", "line3")
    await bot.press("ben", "Abstain")
    seen = await bot.sees("piotr", "line3")
    assert "Agreed on" in seen
    assert "3 of 4 functions consented; abstaining: IT." in seen
    with pytest.raises(AssertionError, match="sees no button"):
        await bot.find("maria", "Consent")


async def test_d2_an_objection_needs_a_reason_and_a_fix_and_opens_another_round(bot: Chat) -> None:
    await asked(bot)
    await bot.press("piotr", "Object")
    refused = await bot.fill("piotr", {"reason": "Scrap is not in it."})
    assert "what would make the objection go away" in refused.problems["fix"]
    told = await bot.fill("piotr", {"reason": "Scrap is not in it.", "fix": "Add scrap below 2 %.", **HARM})
    assert "objection from Quality" in told.text
    for person in ("adam", "maria", "ben"):
        await bot.press(person, "Consent")
    assert "Please reword it" in await bot.sees("ewa")
    await bot.press("ewa", "Reword")
    await bot.fill("ewa", {**GOAL, "operational": "OEE of line 3 is 66 %, and scrap does not rise."})
    for person in VOICES:
        await bot.press(person, "Consent")
    assert "4 of 4 functions consented." in await bot.sees("ben", "line3")


async def test_d5_a_preference_is_no_objection_and_an_objection_says_what_shows_it(bot: Chat) -> None:
    await asked(bot)
    await bot.press("piotr", "Object")
    words = {"reason": "Scrap is not in it.", "fix": "Add scrap below 2 %."}
    refused = await bot.fill("piotr", {**words, "basis": "preference"})
    assert "A preference is no objection. Please consent with a reservation" in refused.problems["basis"]
    assert "which fact shows it" in refused.problems["shows"]
    refused = await bot.fill("piotr", {**words, "basis": "", "shows": "Scrap was 4 % in May."})
    assert "what makes it an objection" in refused.problems["basis"]
    told = await bot.fill("piotr", {**words, "basis": "evidence", "shows": "Scrap was 4 % in May."})
    assert "objection from Quality" in told.text
    card = await bot.sees("maria", "line3")
    assert "Scrap was 4 % in May." in card
    assert "what shows it" in card


async def test_d5_agreement_is_graded_and_who_endorses_it_is_named(bot: Chat) -> None:
    await asked(bot)
    await bot.press("maria", "Endorse")
    await bot.press("adam", "Consent")
    await bot.press("piotr", "With a reservation")
    await bot.fill("piotr", {"reason": "Scrap is not in it."})
    await bot.press("ben", "Abstain")
    seen = await bot.sees("olga", "line3")
    assert "3 of 4 functions consented; endorsed by Operations; with a reservation: Quality; abstaining: IT." in seen, (
        "from who stands up for it to who stands aside"
    )


async def unresolved(bot: Chat) -> None:
    """Quality objects in three rounds, and the others consent."""
    await asked(bot)
    for number in range(3):
        await bot.press("piotr", "Object")
        await bot.fill("piotr", {"reason": "Scrap is not in it.", "fix": "Add scrap.", **HARM})
        for person in ("adam", "maria", "ben"):
            await bot.press(person, "Consent")
        if number < 2:
            await bot.press("ewa", "Reword")
            await bot.fill("ewa", {**GOAL, "business": f"OEE of line 3 is 66 %, wording {number}."})


async def test_d3_after_three_rounds_it_goes_up_the_resolution_ladder(bot: Chat) -> None:
    await unresolved(bot)
    assert "Three rounds did not settle this" in await bot.sees("maria", "line3")
    assert "1 contradiction waits for you" in await bot.sees("ewa")
    await bot.press("ewa", "Show")
    assert "with Adam Wolski until" in await bot.press("ewa", "Next level now")
    card = await bot.press("adam", "Show")
    assert "wording 1." in card, "who decides reads what is proposed"
    assert "Scrap is not in it." in card
    await bot.press("adam", "Decide")
    assert (await bot.fill("adam", {"choice": "", "why": "We go on."})).problems == {
        "choice": "Please choose what holds."
    }
    await bot.fill("adam", {"choice": "a", "why": "We go on; scrap is watched from the first week."})
    seen = await bot.sees("maria", "line3")
    assert "Agreed on Mon 23 Nov, 09:00, by D-1." in seen
    assert "objection from Quality" in seen, "the minority stays with what was agreed"
    assert "D-1 · Goal" in seen
    assert "does it hold as proposed?” @Adam Wolski decided: “It holds as proposed”." in seen
    assert "We go on; scrap is watched from the first week." in seen


async def test_d3_a_goal_that_does_not_hold_by_decision_is_withdrawn_and_can_be_proposed_anew(bot: Chat) -> None:
    await unresolved(bot)
    await bot.press("ewa", "Show")
    await bot.press("ewa", "Next level now")
    await bot.press("adam", "Show")
    await bot.press("adam", "Decide")
    await bot.fill("adam", {"choice": "b", "why": "Scrap has to be in it."})
    seen = await bot.sees("maria", "line3")
    assert "Agreed on" not in seen
    assert "It does not hold, since" in seen
    assert "decided: “It does not hold, and is withdrawn”." in seen
    await bot.say("ewa", "/align goal", "line3")
    assert "It is a draft that nobody else has seen." in (await bot.fill("ewa", GOAL)).text


async def test_d3_who_withdraws_a_goal_that_waits_for_a_decision_ends_the_contradiction_with_it(bot: Chat) -> None:
    await unresolved(bot)
    await bot.press("ewa", "Withdraw")
    assert "0 contradictions are open" in await bot.say("maria", "/align contradictions", "line3")
    assert "the proposal was withdrawn" in await bot.sees("maria", "line3")
    assert "1 contradiction waits for you" not in await bot.sees("ewa")


async def test_d4_a_silent_function_is_reminded_once_and_silence_is_no_consent(bot: Chat) -> None:
    await asked(bot)
    assert "First-stage goal of Line 3 MES waits for IT, until" in await bot.say("ben", "/align")
    await bot.press("maria", "Consent")
    assert "waits for Operations" not in await bot.say("maria", "/align")
    await bot.wait(days=2)
    assert (await bot.sees("ben")).count("still waits for IT") == 1
    assert "still waits for Operations" not in await bot.sees("maria")
    await bot.wait(days=9)
    seen = await bot.sees("ben", "line3")
    assert "Too few functions answered in time." in seen
    assert "Agreed" not in seen


async def test_d4_only_the_representative_or_deputy_speaks_for_a_function(bot: Chat) -> None:
    await asked(bot)
    button = await bot.find("maria", "Consent")
    refused = await bot.post("ben", "press", {"command": button.command})
    assert refused.kind == "refusal"
    assert "Only Maria Nowak or Jan Lis can speak for Operations." in refused.text


async def test_o2_each_function_says_what_the_goal_means_in_its_own_numbers(bot: Chat) -> None:
    await asked(bot)
    await bot.press("piotr", "In my numbers")
    await bot.fill("piotr", {"reading": "OEE line 3 at 68 % means scrap below 2 %"})
    seen = await bot.sees("maria", "line3")
    assert "scrap below 2 %" in seen
    assert "names 68 % for OEE line 3, and the goal is 66 %" in seen


async def test_o19_a_reservation_is_kept_with_its_prediction_and_looked_at_on_its_day(bot: Chat) -> None:
    await asked(bot)
    await bot.press("piotr", "With a reservation")
    await bot.fill(
        "piotr", {"reason": "The date is bold.", "prediction": "OEE stays below 64 %.", "check_on": "2026-12-01"}
    )
    for person in ("adam", "maria", "ben"):
        await bot.press(person, "Consent")
    assert "The date is bold." in await bot.sees("maria", "line3")
    await bot.wait(days=9)
    assert "whether this came true" in await bot.sees("piotr")
    assert "Kept with" in await bot.press("piotr", "It did not")
    assert "looked at already" in await bot.press("piotr", "It did not")
