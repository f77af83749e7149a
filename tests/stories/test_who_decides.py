"""Who decides something, asked as a command or in talk; and whether the decision rights hold."""

from __future__ import annotations

import pytest

from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, load

RIGHTS = """\
decision_rights:
  - {tradeoff: speed/scope, decider: maria, deputy: jan, informed: [it], within: 1 working day, silence: blocks}
"""
ASKED = {
    "tradeoff": "speed/scope",
    "option_a": "Less",
    "option_b": "Later",
    "impact": "Nothing",
    "day": "2027-01-22",
    "time": "16:00",
    "urgency": "normal",
}


async def decided(bot: Chat, question: str) -> None:
    await bot.say("ben", f"/escalate {question}", "line3")
    await bot.fill("ben", {**ASKED, "question": question})
    await bot.press("ben", "Send to Maria")
    await bot.press("maria", "Decide")
    recorded = await bot.fill("maria", {"choice": "a", "rationale": "Less is enough."})
    assert recorded.text.startswith("Recorded as D-"), recorded


async def test_e6_who_decides_answers_decider_deputy_availability_and_the_last_three(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    for number in range(1, 5):
        await decided(bot, f"Which, number {number}?")
    told = await bot.say("ben", "/align who decides speed/scope", "line3")
    for part in (
        "Speed against scope: Maria Nowak decides.",
        "Maria Nowak, at work now",
        "Jan Lis, at work now",
        "nothing goes ahead until somebody decides",
        "number 4",
        "number 2",
    ):
        assert part in told, part
    assert "number 1" not in told, "the last three only"


@pytest.mark.parametrize("typed", ["who decides scope/speed?", "Who decides scope vs speed?"])
async def test_e6_it_is_answered_in_talk_as_well(bot: Chat, typed: str) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    assert "Maria Nowak decides" in await bot.say("olga", typed)


async def test_e6_who_is_away_or_off_work_is_said_to_be(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    await bot.say("maria", "/align away 2026-11-23 to 2026-11-25")
    told = await bot.say("ben", "who decides speed/scope?")
    assert "away through" in told
    await bot.wait(hours=9)
    assert "not at work now, next on" in await bot.say("ben", "who decides speed/scope?")


async def test_e6_several_that_fit_are_listed_and_none_is_a_sentence(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    told = await bot.say("ben", "who decides safety?")
    assert "Speed against operational safety: nobody is named, so the sponsor, Adam Wolski" in told
    told = await bot.say("ben", "who decides speed?")
    assert "Speed against scope: Maria Nowak" in told
    assert "Scope against quality" not in told
    told = await bot.say("ben", "who decides the colour?")
    assert "I know no such kind of decision" in told
    assert "speed against scope" in told


async def test_e6_an_answer_to_a_question_stays_an_answer(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS)
    await bot.press("ben", "Start")
    told = await bot.say("ben", "Who decides must be clear by Friday")
    assert "I know no such kind" not in told


async def test_e9_the_register_names_what_nobody_decides_and_who_has_no_deputy_or_too_much(bot: Chat) -> None:
    rights = "decision_rights:\n" + "".join(
        f"  - {{tradeoff: {tradeoff}, decider: maria}}\n"
        for tradeoff in ("speed/scope", "scope/quality", "cost/quality", "speed/quality")
    )
    await load(bot, PROJECT + rights, start=False)
    told = await bot.say("ewa", "/align rights", "line3")
    assert "Nobody is named to decide speed against operational safety" in told
    assert "Maria Nowak has no deputy for speed against scope" in told
    assert "Maria Nowak decides 4 kinds of decision; more than 3 wait too long for one person." in told
