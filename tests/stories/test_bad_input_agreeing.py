"""Bad input while functions agree: refused in a sentence, and nothing changes."""

from __future__ import annotations

import pytest

from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, fill, load
from tests.stories.test_charter import RIGHTS as CHARTER_RIGHTS
from tests.stories.test_charter import agreed, published
from tests.stories.test_goal import GOAL, HARM
from tests.stories.test_rights_register import TO_PIOTR, begun, changed

WITH_KIM = PROJECT.replace("  - {id: olga", "  - {id: kim, name: Kim Seo}\n  - {id: olga")
"""Kim is known, and has no part in the project."""


async def test_a_signature_by_somebody_whose_account_is_closed_is_refused(bot: Chat) -> None:
    await published(bot)
    button = await bot.find("maria", "Sign")
    closed = PROJECT.replace("name: Maria Nowak", "name: Maria Nowak, active: false")
    await load(bot, closed + CHARTER_RIGHTS, start=False)
    gone = await bot.post("maria", "press", {"command": button.command})
    assert gone.kind in ("refusal", "none"), gone
    assert "0 of 4 functions have signed" in await bot.sees("olga", "line3")
    assert "Signed for Operations" in (await bot.post("jan", "press", {"command": button.command})).text


async def test_a_signature_on_an_old_version_is_refused(bot: Chat) -> None:
    await published(bot)
    old = await bot.find("maria", "Sign")
    await agreed(bot, {**GOAL, "operational": "No shift stops for paper or for MES: 66 % it is."})
    await bot.say("ewa", "/charter", "line3")
    await bot.press("ewa", "Publish version 2")
    refused = await bot.post("maria", "press", {"command": old.command})
    assert "Version 1 was replaced by a newer one" in refused.text


async def test_two_deciders_are_refused_wherever_they_come_from(bot: Chat) -> None:
    await begun(bot)
    both = await changed(bot, {**TO_PIOTR, "decider": ["piotr", "ben"]})
    assert "These are 2 people, and exactly one decides." in both.problems["tie_breaker"]
    assert (await bot.fill("ewa", TO_PIOTR)).kind == "message"
    await bot.say("maria", "/align rights", "line3")
    other = await bot.try_press("maria", "Propose a change")
    assert other.kind == "refusal", "a second proposal for the same right would name a second decider"
    assert "can do this" in other.text


@pytest.mark.parametrize("missing", ["fix", "reason", "shows", "basis"])
async def test_an_objection_that_leaves_something_out_is_refused_at_its_field(bot: Chat, missing: str) -> None:
    await load(bot, PROJECT, start=False)
    await bot.say("ewa", "/align goal", "line3")
    await bot.fill("ewa", GOAL)
    await bot.press("ewa", "Send to all functions")
    await bot.press("ewa", "Ask for consent now")
    await bot.press("piotr", "Object")
    whole = {"reason": "Scrap is not in it.", "fix": "Add scrap.", **HARM}
    refused = await bot.fill("piotr", {**whole, missing: ""})
    assert refused.problems[missing].startswith("Please say"), refused.problems
    assert "objection" not in await bot.sees("olga", "line3")


async def test_a_goal_whose_wordings_disagree_on_the_day_is_refused(bot: Chat) -> None:
    await load(bot, PROJECT, start=False)
    await bot.say("ewa", "/align goal", "line3")
    refused = await bot.fill("ewa", {**GOAL, "operational": "OEE of line 3 is 66 % by 2027-07-31."})
    assert refused.problems["operational"]
    assert "First-stage goal" not in await bot.sees("maria")


async def test_evidence_of_somebody_without_a_part_in_the_project_is_refused(bot: Chat) -> None:
    await load(bot, WITH_KIM)
    await fill(bot, "maria", {"evidence.needs": "Rehearsal protocol; from: IT; by: 2026-12-11"})
    for person in ("piotr", "adam", "ben"):
        await fill(bot, person)
    button = await bot.find("ben", "Give it")
    refused = await bot.post("kim", "press", {"command": button.command})
    assert refused.kind == "refusal"
    assert refused.text.endswith(".")
    assert "Rehearsal" not in refused.text, "they learn nothing of it"
    assert "Rehearsal protocol" in await bot.say("ben", "/align evidence", "line3")
