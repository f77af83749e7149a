"""After the round: what others added, and one's own answers beside theirs, for a time, in private."""

from __future__ import annotations

import pytest

from flows.rounds.commands import ShowAnswers, ShowSources
from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, answer, came, fill, load, view, warsaw

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
    for function in ("quality", "operations"):
        button = added.encode(ShowAnswers("line3/1", function))
        shown = (await added.post("ben", "press", {"command": button})).text
        assert RISK not in shown
        assert "own_" not in shown
    behind = added.encode(ShowSources("line3/1", "headline"))
    assert RISK not in (await added.post("ben", "press", {"command": behind})).text
    await added.press("adam", "No view", row=RISK)
    await added.press("ben", "Acceptable if", row=RISK)
    stored = await answer(added, "it", "risks.stances")
    assert RISK not in str(stored.value)
    field = next(iter((await form_fields(added)).keys()))
    await added.fill("ben", {field: "acceptable_if", f"{field}:details": "condition: two people check"})
    assert "two people check" not in await told(added), "its sides clear it in private first"
    assert "Thank you for looking." in await added.sees("maria")
    await added.wait(days=2, hours=1)
    thread = await told(added)
    assert RISK in thread
    assert "two people check" in thread
    assert "nobody finds them again" in thread


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
    assert "Other functions have added" not in await bot.sees("maria")


AUDIT = "risks.stances:audit_finding"
OWN = "risks.stances:production_stop:details"


@pytest.fixture
async def apart(bot: Chat) -> Chat:
    """Three functions accept an unplanned stop and Quality does not; Leadership's view on audits is confidential."""
    await load(bot, PROJECT.replace("15:00}", "15:00, agreement: 80 %}"))
    await fill(bot, "maria", {STOP: "acceptable", AUDIT: "not_acceptable"})
    await fill(bot, "adam", {STOP: "acceptable"})
    await fill(bot, "ben", {STOP: "acceptable", AUDIT: "acceptable"})
    await fill(bot, "piotr", {STOP: "not_acceptable", OWN: "why: the canary sings", CONFIDENTIAL: ["risks.stances"]})
    return bot


async def test_c14_each_sees_its_answers_beside_the_others_and_may_change_one_with_a_reason(apart: Chat) -> None:
    seen = (await apart.sees("maria")).split("a second look")[-1]
    assert "Audit finding: you say not acceptable; the others: 1 function acceptable" in seen
    assert "Unplanned production stop: you say acceptable; the others: 2 functions acceptable" in seen
    assert "3 of 3 functions say about the same" in seen
    assert "in confidence" not in seen
    thread = await apart.sees("olga", "line3", thread=THREAD)
    assert "1 of 2 items are agreed: at least 80 % of the functions say about the same" in thread
    assert "On average 50 % do." in thread
    await apart.press("maria", "Change", row="Audit finding")
    asked = await apart.fill("maria", {AUDIT: "acceptable"})
    assert asked.problems
    await apart.fill("maria", {AUDIT: "acceptable", "reason": "The auditor agreed to a plan."})
    assert "Thank you for looking." in await apart.sees("maria")
    kept = (await view(apart, "operations")).answers["risks.stances"]
    assert [each.reason for each in kept] == ["", "The auditor agreed to a plan."]
    assert not kept[-1].late
    thread = await apart.sees("olga", "line3", thread=THREAD)
    assert "On average 100 % do. Before the second look it was 50 %." in thread
    assert "changed an answer in the second look" in thread
    assert "“The auditor agreed to a plan.”" in thread


async def test_c14_who_keeps_the_answers_is_not_reminded_and_confidential_ones_are_nowhere(apart: Chat) -> None:
    own = (await apart.sees("piotr")).split("a second look")[-1]
    assert "Unplanned production stop: you say not acceptable; the others: 3 functions acceptable" in own
    assert "a second look at the answers of IT" in await apart.say("ben", "/align")
    assert "Thank you for looking." in await apart.press("ben", "I keep my answers")
    assert "a second look at" not in await apart.say("ben", "/align")
    await apart.wait(days=1, hours=1)
    assert await came(apart, "@ben", "/look/again") == []
    assert len(await came(apart, "@maria", "/look/again")) == 1
    assert await came(apart, "@adam", "/look/again") == []
    await apart.press("piotr", "Change", row="Unplanned production stop")
    await apart.fill("piotr", {STOP: "acceptable_if", OWN: "condition: the canary rests", "reason": "canary reasons"})
    await apart.wait(days=2)
    assert "canary" not in await apart.written_to_others("piotr")
    assert "changed an answer in the second look" not in await told(apart)


async def test_c14_what_has_not_changed_is_no_revision(apart: Chat) -> None:
    await apart.press("maria", "Change", row="Audit finding")
    refused = await apart.fill("maria", {AUDIT: "not_acceptable", "reason": "None."})
    assert "That is what you have said already." in refused.text
    assert (await view(apart, "operations")).submitted_at == (await view(apart, "operations")).sent_at


async def test_c1_c4_the_thread_tells_how_close_the_functions_are_the_furthest_apart_first(apart: Chat) -> None:
    thread = await apart.sees("olga", "line3", thread=THREAD)
    line = "Audit finding: 0 of 2 functions say about the same, acceptable if … (0 %); spread 1, consensus 0.25 of 1"
    assert line in thread
    assert "Unplanned production stop: 3 of 3 functions say about the same, acceptable (100 %); spread 0" in thread
    assert thread.index("Furthest apart:") < thread.index(line) < thread.index("Closest:")


async def test_it_comes_in_the_working_hours_of_each_and_a_sponsors_eyes_see_no_more(bot: Chat) -> None:
    await load(bot)
    sponsors: dict[str, str | list[str]] = {STOP: "acceptable", "who_may_read:sponsor": ["risks.stances"]}
    await fill(bot, "maria", sponsors)
    for person in ("adam", "ben"):
        await fill(bot, person, {STOP: "acceptable"})
    await bot.until(warsaw(23, 20))
    await fill(bot, "piotr", {"risks.own": f"{RISK}; not acceptable; why: nobody finds them again"})
    assert await came(bot, "@maria", "/look") == []
    await bot.until(warsaw(24, 9, 5))
    assert await came(bot, "@maria", "/look") == ["Tue 24 09:00"]
    await bot.press("maria", "Not acceptable", row=RISK)
    risk = (await answer(bot, "quality", "risks.own")).value
    assert isinstance(risk, list)
    field = f"risks.stances:{risk[0]['id']}"
    await bot.fill("maria", {field: "not_acceptable", f"{field}:details": "why: the magpie steals them"})
    assert "magpie" not in await bot.written_to_others("maria")
    await bot.until(warsaw(26, 9, 5))
    assert "magpie" in await bot.sees("adam")
    assert "magpie" not in await bot.sees("ben")
