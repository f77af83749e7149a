"""O17: who comes after the charter was signed is led through it, and signs it or objects."""

from __future__ import annotations

import pytest

from flows.charter.commands import OpenReservation, SignCharter
from flows.leaving import PersonBack, PersonLeft
from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, came, load, warsaw
from tests.stories.test_charter import RIGHTS, agreed, published
from tests.stories.test_goal import GOAL, VOICES

KIM = PROJECT.replace("roles:", "  - {id: kim, name: Kim Seo}\nroles:")
QUALITY = KIM.replace("name: Quality, representative: piotr", "name: Quality, representative: kim")
SAFETY = KIM.replace("round: {due", "  - {id: safety, name: Safety, representative: kim}\nround: {due")
MORE_RIGHTS = RIGHTS + "  - {tradeoff: speed/scope, decider: kim, deputy: jan}\n"
OBJECTION: dict[str, str | list[str]] = {
    "section": "rights",
    "what": "Adam decides alone",
    "reason": "No auditor asked.",
    "fix": "Ask the auditor.",
}


async def signed(bot: Chat) -> None:
    await published(bot)
    for person in VOICES:
        await bot.press(person, "Sign")


async def test_o17_a_new_representative_is_led_through_what_they_inherit_and_signs(bot: Chat) -> None:
    await signed(bot)
    await load(bot, QUALITY + RIGHTS, start=False)
    seen = await bot.sees("kim")
    assert "You speak for Quality in Line 3 MES now" in seen
    assert "Your predecessor Piotr Zima signed version 1 on" in seen
    assert "What it means to Quality" in seen
    assert "Maria Nowak decides within 2 working days" in seen
    assert "OEE of line 3 rises to 66 %" in seen
    assert "signed by the predecessor; Kim Seo is asked to sign it" in await bot.sees("olga", "line3")
    ready = await bot.say("olga", "/align ready", "line3")
    assert ready.count("Quality has a new representative, who has not signed the charter yet. With Kim Seo.") == 1
    assert "since you came after it was signed" in await bot.say("kim", "/align")
    assert "Signed for Quality. 4 of 4 functions have signed" in await bot.press("kim", "Sign")
    channel = await bot.sees("olga", "line3")
    assert "predecessor" not in channel
    assert "Quality: Kim Seo" in channel
    assert "new representative" not in await bot.say("olga", "/align ready", "line3")
    assert "came after" not in await bot.say("kim", "/align")


@pytest.mark.web_only
async def test_o17_they_are_reminded_once_and_nobody_who_stays_is_asked_again(bot: Chat) -> None:
    await signed(bot)
    before = len(await bot.arrivals())
    await load(bot, QUALITY + RIGHTS, start=False)
    await load(bot, QUALITY + RIGHTS, start=False)
    await bot.until(warsaw(27, 12))
    new = [each.to for each in (await bot.arrivals())[before:]]
    assert new == ["@kim", "@kim"], "the walk through and one reminder"
    assert await came(bot, "@kim", "walk") == ["Mon 23 09:00", "Wed 25 09:00"]


async def test_o17_a_deputy_signs_for_the_function_and_not_for_its_new_head(bot: Chat) -> None:
    await signed(bot)
    await load(bot, QUALITY.replace("representative: kim", "representative: kim, deputy: jan") + RIGHTS, start=False)
    await bot.wait(hours=1)
    deputy = bot.encode(SignCharter("line3/charter/1", "quality"))
    assert "Signed for Quality" in (await bot.post("jan", "press", {"command": deputy})).text
    assert "signed by the deputy; Kim Seo is asked to sign it" in await bot.sees("olga", "line3")
    assert "Your deputy Jan Lis signed version 1 on" in await bot.sees("kim")
    assert "since you came after it was signed" in await bot.say("kim", "/align")
    ready = await bot.say("olga", "/align ready", "line3")
    assert "Quality has a new representative, who has not signed the charter yet. With Kim Seo." in ready
    again = await bot.post("jan", "press", {"command": deputy})
    assert "Jan Lis has signed it for Quality on" in again.text
    await bot.until(warsaw(27, 12))
    assert len(await came(bot, "@kim", "walk")) == 2, "the walk through and one reminder"
    assert "Signed for Quality" in await bot.press("kim", "Sign")
    assert "new representative" not in await bot.say("olga", "/align ready", "line3")
    assert "Quality: Kim Seo" in await bot.sees("olga", "line3")


@pytest.mark.web_only
async def test_o17_a_new_head_who_leaves_is_waited_for_no_more_and_the_deputy_answers_for_them(bot: Chat) -> None:
    await signed(bot)
    await load(bot, QUALITY.replace("representative: kim", "representative: kim, deputy: jan") + RIGHTS, start=False)
    await bot.wait(hours=1)
    deputy = bot.encode(SignCharter("line3/charter/1", "quality"))
    await bot.press("kim", "Object")
    await bot.fill("kim", OBJECTION)
    await bot.order(PersonLeft("kim"))
    assert (
        "Signed for Quality. 4 of 4 functions have signed" in (await bot.post("jan", "press", {"command": deputy})).text
    )
    assert "objects to" not in await bot.sees("olga", "line3")


@pytest.mark.web_only
async def test_o17_a_deputy_cannot_sign_over_the_objection_of_the_new_head_who_is_here(bot: Chat) -> None:
    await signed(bot)
    await load(bot, QUALITY.replace("representative: kim", "representative: kim, deputy: jan") + RIGHTS, start=False)
    await bot.wait(hours=1)
    await bot.press("kim", "Object")
    await bot.fill("kim", OBJECTION)
    for command in (SignCharter("line3/charter/1", "quality"), OpenReservation("line3/charter/1", "quality")):
        told = (await bot.post("jan", "press", {"command": bot.encode(command)})).text
        assert "Kim Seo objects to it for Quality, and it counts as signed only once they sign." in told
    assert "3 of 4 functions have signed" in await bot.sees("olga", "line3")
    assert "Signed for Quality. 4 of 4 functions have signed" in await bot.press("kim", "Sign")


@pytest.mark.web_only
async def test_o17_a_new_head_who_left_before_signing_is_asked_again_when_they_are_back(bot: Chat) -> None:
    await signed(bot)
    await load(bot, QUALITY.replace("representative: kim", "representative: kim, deputy: jan") + RIGHTS, start=False)
    await bot.wait(hours=1)
    deputy = bot.encode(SignCharter("line3/charter/1", "quality"))
    assert "Signed for Quality" in (await bot.post("jan", "press", {"command": deputy})).text
    for _ in range(2):
        await bot.order(PersonLeft("kim"))
        assert "new representative" not in await bot.say("olga", "/align ready", "line3")
        await bot.order(PersonBack("kim"))
        assert "signed by the deputy; Kim Seo is asked to sign it" in await bot.sees("olga", "line3")
        assert "since you came after it was signed" in await bot.say("kim", "/align")
    assert "Signed for Quality" in await bot.press("kim", "Sign")
    await bot.order(PersonLeft("kim"))
    await bot.order(PersonBack("kim"))
    assert "came after" not in await bot.say("kim", "/align")


@pytest.mark.web_only
async def test_o17_a_new_head_who_leaves_after_the_deputy_has_signed_is_waited_for_no_more(bot: Chat) -> None:
    await signed(bot)
    await load(bot, QUALITY.replace("representative: kim", "representative: kim, deputy: jan") + RIGHTS, start=False)
    await bot.wait(hours=1)
    deputy = bot.encode(SignCharter("line3/charter/1", "quality"))
    assert "Signed for Quality" in (await bot.post("jan", "press", {"command": deputy})).text
    await bot.order(PersonLeft("kim"))
    assert "new representative" not in await bot.say("olga", "/align ready", "line3")
    assert "is asked to sign it" not in await bot.sees("olga", "line3")


async def test_o17_they_object_with_reason_and_fix_and_the_facilitator_takes_it_up(bot: Chat) -> None:
    await signed(bot)
    await load(bot, QUALITY + RIGHTS, start=False)
    await bot.press("kim", "Object")
    refused = await bot.fill("kim", {**OBJECTION, "fix": ""})
    assert "An objection needs a fix" in refused.problems["fix"]
    assert "Please say what exactly" in (await bot.fill("kim", {**OBJECTION, "what": ""})).problems["what"]
    assert "Your objection stands in the charter." in (await bot.fill("kim", OBJECTION)).text
    what = "“Who decides”, “Adam decides alone”"
    words = f"objects to {what}, because of “No auditor asked.”; it would take “Ask the auditor.”"
    assert f"Quality, Kim Seo: {words}" in await bot.sees("ewa")
    assert words in await bot.sees("olga", "line3")
    assert "3 of 4 functions have signed; waiting for Quality" in await bot.sees("olga", "line3")
    status = await bot.say("adam", "/align status", "line3")
    assert words in status
    voices = [{"piotr": "kim"}.get(person, person) for person in VOICES]
    await agreed(bot, {**GOAL, "operational": "No shift stops for paper or for MES: 66 % it is."}, voices)
    await bot.say("ewa", "/charter", "line3")
    await bot.press("ewa", "Publish version 2")
    assert words not in await bot.sees("olga", "line3"), "it was about version 1"
    assert "Signed for Quality" in await bot.press("kim", "Sign")


@pytest.mark.web_only
async def test_o17_a_new_function_and_a_new_decider_are_asked_too(bot: Chat) -> None:
    await signed(bot)
    await load(bot, SAFETY + RIGHTS, start=False)
    assert "You speak for Safety in Line 3 MES now" in await bot.sees("kim")
    assert "4 of 5 functions have signed; waiting for Safety" in await bot.sees("olga", "line3")
    assert "Signed for Safety. 5 of 5" in await bot.press("kim", "Sign")


async def test_o17_who_decides_something_now_consents_or_objects_as_a_decider(bot: Chat) -> None:
    await signed(bot)
    await load(bot, KIM + MORE_RIGHTS, start=False)
    assert "You decide or stand in for speed against scope in Line 3 MES now" in await bot.sees("kim")
    status = await bot.say("adam", "/align status", "line3")
    assert "Kim Seo decides since the charter was signed, and has not agreed to it yet. With Kim Seo." in status
    button = await bot.find("kim", "Sign")
    refused = await bot.post("ben", "press", {"command": button.command})
    assert (refused.kind, refused.text) == ("refusal", "This function is not asked to sign this charter.")
    assert "Signed for yourself. 4 of 4 functions have signed" in await bot.press("kim", "Sign")
    assert "Kim Seo, who decides and came later: consents" in await bot.sees("olga", "line3")
    again = await bot.post("kim", "press", {"command": button.command})
    assert "You have consented to it on" in again.text


@pytest.mark.web_only
async def test_o17_nobody_is_asked_before_there_is_a_charter(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    await load(bot, QUALITY + RIGHTS, start=False)
    assert "You speak for" not in await bot.sees("kim")


async def test_o17_a_deputy_who_comes_in_because_an_account_was_closed_is_led_through_it_too(bot: Chat) -> None:
    await signed(bot)
    await bot.order(PersonLeft("maria"))
    seen = await bot.sees("jan")
    assert "You speak for Operations in Line 3 MES now" in seen
    assert "Your predecessor Maria Nowak signed version 1 on" in seen
    assert "signed by the predecessor; Jan Lis is asked to sign it" in await bot.sees("olga", "line3")
    await bot.press("jan", "Object")
    assert "Your objection stands" in (await bot.fill("jan", OBJECTION)).text
    assert "Operations, Jan Lis: objects to “Who decides”, “Adam decides alone”" in await bot.sees("ewa")
    assert "Signed for Operations" in await bot.press("jan", "Sign")


@pytest.mark.web_only
async def test_o17_who_comes_back_has_signed_already(bot: Chat) -> None:
    await signed(bot)
    await bot.order(PersonLeft("maria"))
    await bot.order(PersonBack("maria"))
    await bot.order(PersonLeft("piotr"))
    assert "predecessor; Jan Lis" not in await bot.say("olga", "/charter", "line3"), "Quality has no deputy"
    assert "came after" not in await bot.say("jan", "/align")
