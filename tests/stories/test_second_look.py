"""After the round: what others added, and one's own answers beside theirs, for a time, in private."""

from __future__ import annotations

import pytest

from tests.stories.chat import Chat
from tests.stories.plant import answer, came, fill, load

STOP = "risks.stances:production_stop"
RISK = "Labels mixed up at changeover"
CONFIDENTIAL = "who_may_read:confidential"
THREAD = "round/line3/1/summary"


@pytest.fixture
async def added(bot: Chat) -> Chat:
    """Quality is the last to answer, on Monday, and adds a risk that it does not accept."""
    await load(bot)
    for person in ("maria", "adam", "ben"):
        await fill(bot, person, {STOP: "acceptable"})
    await fill(bot, "piotr", {"risks.own": f"{RISK}; not acceptable; why: nobody finds them again"})
    return bot


async def told(bot: Chat) -> str:
    """Everything that stands in the channel and its thread, as the observer reads it."""
    return await bot.sees("olga", "line3") + await bot.sees("olga", "line3", thread=THREAD)


async def test_own_risks_are_put_to_the_other_functions_after_the_round_without_a_name(added: Chat) -> None:
    seen = await added.sees("maria")
    assert RISK in seen
    assert "a second look" in seen
    assert "Quality" not in seen.split("a second look")[-1]
    assert "nobody finds them again" not in seen.split("a second look")[-1]
    assert "quality" not in (await added.find("maria", "No view", row=RISK)).command
    assert "a second look" not in await added.sees("piotr")
    assert "Kept" in await added.press("maria", "No view", row=RISK)
    stored = (await answer(added, "operations", "risks.stances")).value
    assert isinstance(stored, dict)
    assert len(stored) == 2
    assert not (await answer(added, "operations", "risks.stances")).late


async def test_what_is_said_about_an_added_risk_is_blind_until_all_have_said(added: Chat) -> None:
    await added.press("maria", "No view", row=RISK)
    assert RISK not in await told(added)
    assert RISK not in await added.say("ewa", "/align status", "line3")
    await added.press("adam", "No view", row=RISK)
    await added.press("ben", "Acceptable if", row=RISK)
    stored = await answer(added, "it", "risks.stances")
    assert RISK not in str(stored.value)
    field = next(iter((await form_fields(added)).keys()))
    await added.fill("ben", {field: "acceptable_if", f"{field}:details": "condition: two people check"})
    thread = await told(added)
    assert RISK in thread
    assert "two people check" in thread
    assert "nobody finds them again" in thread
    assert "You have answered all that others added" in await added.sees("maria")


async def form_fields(bot: Chat) -> dict[str, str]:
    """The field of the added risk."""
    stances = (await answer(bot, "operations", "risks.stances")).value
    assert isinstance(stances, dict)
    return {f"risks.stances:{risk}": "" for risk in stances if risk.startswith("own_")}


async def test_the_second_look_reminds_once_and_ends_with_what_was_said(added: Chat) -> None:
    await added.press("maria", "No view", row=RISK)
    button = await added.find("adam", "No view", row=RISK)
    assert "a second look at the answers of IT" in await added.say("ben", "/align")
    assert "Second look at the answers, open for Leadership and IT" in await added.say("ewa", "/align status", "line3")
    await added.wait(days=1, hours=1)
    assert "the second look at the answers of Leadership ends" in await added.sees("adam")
    assert "the second look at" not in await added.sees("maria")
    await added.wait(days=1)
    assert len(await came(added, "@adam", "/look/again")) == 1
    assert "The second look is over" in await added.sees("ben")
    refused = await added.post("adam", "press", {"command": button.command})
    assert refused.kind == "refusal"
    assert "There is no second look at these answers now." in refused.text
    assert "second look" not in await added.say("ben", "/align")


async def test_nobody_else_can_look_or_answer_there(added: Chat) -> None:
    button = await added.find("maria", "No view", row=RISK)
    for person in ("adam", "jan", "olga", "ewa"):
        refused = await added.post(person, "press", {"command": button.command})
        assert refused.kind == "refusal", person


async def test_a_risk_added_in_confidence_is_put_to_nobody(bot: Chat) -> None:
    await load(bot)
    for person in ("maria", "adam", "ben"):
        await fill(bot, person, {STOP: "acceptable"})
    await fill(bot, "piotr", {"risks.own": "The canary sings; not acceptable", CONFIDENTIAL: ["risks.own"]})
    for _ in range(4):
        assert "canary" not in await bot.written_to_others("piotr")
        await bot.wait(days=1)
    assert "a second look" not in await bot.sees("maria")
