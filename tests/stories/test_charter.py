"""The charter: compiled from what was agreed, published in versions, and signed by each function."""

from __future__ import annotations

from flows.charter.commands import PublishCharter
from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, load
from tests.stories.test_goal import GOAL, VOICES
from tests.stories.two_plants import give

RIGHTS = """\
decision_rights:
  - {tradeoff: speed/operational_safety, decider: maria, deputy: jan, must_agree: [quality], within: 2 working days}
"""


async def agreed(bot: Chat, goal: dict[str, str] | None = None) -> None:
    """Every function consents to the goal."""
    await bot.say("ewa", "/align goal", "line3")
    filled = await bot.fill("ewa", goal or GOAL)
    assert filled.kind == "message", filled.problems
    await bot.press("ewa", "Send to all functions")
    await bot.press("ewa", "Ask for consent now")
    for person in VOICES:
        await bot.press(person, "Consent")


async def published(bot: Chat) -> None:
    """The goal is agreed, and version 1 is in the channel."""
    await load(bot, PROJECT + RIGHTS, start=False)
    await agreed(bot)
    await bot.say("ewa", "/charter", "line3")
    told = await bot.press("ewa", "Publish version 1")
    assert told.startswith("Version 1 is published. 0 of 4 functions have signed; waiting for Leadership"), told


async def test_d12_the_charter_shows_what_was_agreed_with_the_source_of_each_sentence(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    shown = await bot.say("maria", "/charter", "line3")
    assert "not published yet" in shown
    assert "No goal is agreed yet" in shown
    assert "Maria Nowak decides within 2 working days (deputy Jan Lis)" in shown
    assert "(project file)" in shown
    await agreed(bot)
    shown = await bot.say("olga", "/charter", "line3")
    assert "OEE of line 3 rises to 66 %" in shown
    assert "(goal/1)" in shown


async def test_d12_it_is_one_message_in_the_channel_edited_in_place(bot: Chat) -> None:
    await published(bot)
    seen = await bot.sees("olga", "line3")
    assert seen.count("Charter of Line 3 MES, version 1") == 1
    await agreed(bot, {**GOAL, "operational": "No shift stops for paper or for MES: 66 % it is."})
    shown = await bot.say("ewa", "/charter", "line3")
    assert "Changed: In operational terms" in shown
    assert "Before: In operational terms" in shown
    await bot.press("ewa", "Publish version 2")
    seen = await bot.sees("olga", "line3")
    assert "Charter of Line 3 MES, version 1" not in seen
    assert seen.count("Charter of Line 3 MES, version 2") == 1
    thread = await bot.sees("olga", "line3", thread="charter/line3/channel")
    assert "What is new in version 2" in thread
    assert "Changed: In operational terms" in thread


async def test_o15_each_function_signs_that_version_with_or_without_a_reservation(bot: Chat) -> None:
    await published(bot)
    assert "Signed for Operations. 1 of 4 functions" in await bot.press("maria", "Sign")
    await bot.press("piotr", "With a reservation")
    refused = await bot.fill("piotr", {"words": ""})
    assert "sign without one" in refused.problems["words"]
    told = await bot.fill("piotr", {"words": "The audit may move."})
    assert "Signed for Quality." in told.text
    seen = await bot.sees("olga", "line3")
    assert "2 of 4 functions have signed; waiting for Leadership and IT. It is valid until Wed 30 Jun 2027" in seen
    assert "Quality: Piotr Zima" in seen
    assert "with a reservation: “The audit may move.”" in seen
    for person in ("adam", "ben"):
        await bot.press(person, "Sign")
    assert "every function has signed it" in await bot.sees("ewa")


async def test_d6_a_material_change_opens_the_signatures_of_whom_it_concerns_again(bot: Chat) -> None:
    await published(bot)
    for person in VOICES:
        await bot.press(person, "Sign")
    await load(bot, PROJECT + RIGHTS.replace("2 working", "1 working"), start=False)
    await bot.say("ewa", "/charter", "line3")
    told = await bot.press("ewa", "Publish version 2")
    assert "2 of 4 functions have signed; waiting for Operations and Quality" in told
    assert "Please read it and sign it for Operations" in await bot.sees("maria")
    assert "version 2" not in await bot.sees("ben")
    await agreed(bot, {**GOAL, "operational": "No shift stops for paper or for MES: 66 % it is."})
    await bot.say("ewa", "/charter", "line3")
    assert "0 of 4 functions have signed" in await bot.press("ewa", "Publish version 3")


async def test_d6_a_signature_on_an_old_version_is_refused(bot: Chat) -> None:
    await published(bot)
    old = await bot.find("maria", "Sign")
    await load(bot, PROJECT + RIGHTS.replace("2 working", "1 working"), start=False)
    await bot.say("ewa", "/charter", "line3")
    await bot.press("ewa", "Publish version 2")
    refused = await bot.post("maria", "press", {"command": old.command})
    assert refused.kind == "refusal"
    assert "Version 1 was replaced by a newer one on" in refused.text


async def test_d6_only_who_speaks_for_a_function_now_signs_for_it_and_only_once(bot: Chat) -> None:
    await published(bot)
    button = await bot.find("maria", "Sign")
    refused = await bot.post("ben", "press", {"command": button.command})
    assert refused.kind == "refusal"
    assert "Only Maria Nowak or Jan Lis can speak for Operations." in refused.text
    left = PROJECT.replace("representative: maria, deputy: jan", "representative: jan")
    await load(bot, left + RIGHTS.replace("decider: maria, deputy: jan", "decider: jan"), start=False)
    gone = await bot.post("maria", "press", {"command": button.command})
    assert gone.kind == "refusal"
    assert "You have no part in the project" in gone.text
    assert "Signed for Operations" in (await bot.post("jan", "press", {"command": button.command})).text
    again = await bot.post("jan", "press", {"command": button.command})
    assert "has signed it for Operations on" in again.text


async def test_d6_a_function_that_has_not_signed_is_reminded_once(bot: Chat) -> None:
    await published(bot)
    await bot.press("maria", "Sign")
    await bot.wait(days=6)
    assert (await bot.sees("ben")).count("still waits for IT") == 1
    assert "still waits" not in await bot.sees("maria")


async def test_d11_nothing_is_published_without_a_goal_or_twice(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    early = await give(bot, "ewa", PublishCharter("line3", 0))
    assert (early.kind, early.text[:24]) == ("refusal", "No goal is agreed yet, a")
    await agreed(bot)
    await bot.say("ewa", "/charter", "line3")
    button = await bot.find("ewa", "Publish version 1")
    await bot.press("ewa", "Publish version 1")
    again = await bot.post("ewa", "press", {"command": button.command})
    assert again.kind == "refusal"
    assert "Another version was published since." in again.text
    assert "Publish" not in await bot.say("ewa", "/charter", "line3")
