"""The charter: compiled from what was agreed, published in versions, and signed by each function."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.drawing import draw_text
from flows.charter import keys, posting
from flows.charter.commands import PublishCharter
from flows.effects import Card
from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, fill, load, warsaw
from tests.stories.test_goal import GOAL, VOICES
from tests.stories.two_plants import give

COVERED = Card(keys.COVERAGE, "line3")
RIGHTS = """\
decision_rights:
  - {tradeoff: speed/operational_safety, decider: maria, deputy: jan, must_agree: [quality], within: 2 working days}
"""


async def agreed(bot: Chat, goal: dict[str, str] | None = None, voices: Sequence[str] = VOICES) -> None:
    """Every function consents to the goal."""
    await bot.say("ewa", "/align goal", "line3")
    filled = await bot.fill("ewa", goal or GOAL)
    assert filled.kind == "message", filled.problems
    await bot.press("ewa", "Send to all functions")
    await bot.press("ewa", "Ask for consent now")
    for person in voices:
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
    assert "(agreed as goal 1)" in shown


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


async def test_d12_it_is_pinned_in_the_channel_once_and_its_newest_version_stays_on_top(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    assert not await bot.pinned("olga", "line3")
    await agreed(bot)
    await bot.say("ewa", "/charter", "line3")
    await bot.press("ewa", "Publish version 1")
    await bot.press("maria", "Sign")
    await agreed(bot, {**GOAL, "operational": "No shift stops for paper or for MES: 66 % it is."})
    await bot.say("ewa", "/charter", "line3")
    await bot.press("ewa", "Publish version 2")
    pinned = await bot.pinned("olga", "line3")
    if pinned is not None:  # Teams has no such place for what a bot says
        assert len(pinned) == 1, pinned
        assert "Charter of Line 3 MES, version 2: 0 of 4 functions have signed" in pinned[0]


async def test_d12_each_digest_says_how_to_read_the_charter(bot: Chat) -> None:
    await published(bot)
    await bot.until(warsaw(30, 9, 1))
    assert "/charter shows version 1 of the charter and who has signed it." in await bot.sees("olga", "line3")


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


async def test_d11_what_is_missing_before_the_kick_off_has_an_owner_each(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS.replace(", deputy: jan", ""), start=False)
    ready = await bot.say("olga", "/align ready", "line3")
    assert "No first-stage goal is agreed. With Ewa Kot." in ready
    assert "Nobody is named to decide" in ready
    assert "Maria Nowak has no deputy for speed against operational safety. With Maria Nowak." in ready
    assert "The charter is not published, so nobody has signed it. With Ewa Kot." in ready
    status = await bot.say("olga", "/align status", "line3")
    assert "To be agreed and signed" in status
    assert "No first-stage goal is agreed." in status
    await agreed(bot)
    await bot.say("ewa", "/charter", "line3")
    await bot.press("ewa", "Publish version 1")
    await bot.press("ben", "Sign")
    ready = await bot.say("olga", "/align ready", "line3")
    assert "goal" not in ready
    assert "Quality has not signed version 1 of the charter. With Piotr Zima." in ready
    assert "IT has not signed" not in ready


async def test_d11_who_runs_the_project_is_led_from_the_answers_to_the_charter(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS)
    assert "no goal" not in await bot.say("ewa", "/align"), "the functions have not answered yet"
    for person in VOICES:
        await fill(bot, person)
    assert "Line 3 MES: no goal of the first stage is proposed yet." in await bot.say("ewa", "/align")
    assert "no goal" not in await bot.say("maria", "/align")
    await bot.press("ewa", "What is missing")
    assert (await bot.try_press("ewa", "Propose the goal")).kind == "form"
    assert (await bot.fill("ewa", GOAL)).kind == "message"
    assert "no goal" not in await bot.say("ewa", "/align"), "it is on its way"
    await bot.press("ewa", "Send to all functions")
    await bot.press("ewa", "Ask for consent now")
    for person in VOICES:
        await bot.press(person, "Consent")
    assert "the goal is agreed, and the charter not published yet." in await bot.say("ewa", "/align")
    await bot.press("ewa", "Look at the charter")
    await bot.press("ewa", "Publish version 1")
    assert "not published yet" not in await bot.say("ewa", "/align")
    assert "Propose the goal" not in await bot.say("maria", "/align ready", "line3")


async def test_c10_silence_evidence_without_a_provider_and_risks_without_a_view_are_on_the_list(bot: Chat) -> None:
    await load(bot)
    for person in ("maria", "adam", "piotr"):
        await fill(bot, person)
    await bot.wait(days=9)
    await bot.press("adam", "Go on without")
    ready = await bot.say("ewa", "/align ready", "line3")
    assert "IT has not answered any question. With Ben Okoye." in ready
    assert ready.count("Nobody has a view on") == 1
    assert "risks or a need of it, the gravest of them “" in ready


async def test_d11_starting_without_it_is_told_in_the_channel_once_and_by_name(bot: Chat) -> None:
    await load(bot, PROJECT.replace("2027-02-01", "2026-11-25"), start=False)
    await bot.until(warsaw(25, 12))
    seen = await bot.sees("olga", "line3")
    assert seen.count("Line 3 MES starts today without everything that was to be clear.") == 1
    assert "Adam Wolski (sponsor) and Ewa Kot (facilitator) start it with these points open" in seen
    await bot.wait(days=9)
    assert (await bot.sees("olga", "line3")).count("starts today") == 1


async def test_o14_the_coverage_picture_stands_in_the_thread_with_its_words(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS)
    for person in VOICES:
        await fill(bot, person)
    await agreed(bot)
    await bot.say("ewa", "/charter", "line3")
    await bot.press("ewa", "Publish version 1")
    await bot.press("maria", "Sign")
    arrived = [each for each in await bot.arrivals() if each.key == "charter/line3/coverage"]
    assert [each.to for each in arrived] == ["#line3"]
    drawn = await bot.app.store.read("local", lambda records: posting.draw_coverage(records, COVERED, None, bot.now))
    words = draw_text(drawn.summary)
    assert "Operations: gap on" in words
    assert "aligned on outcome and path" in words, "the goal is agreed by now"
