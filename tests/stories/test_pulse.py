"""O16: after the kick-off each function says, in one press, whether what it signed still holds."""

from __future__ import annotations

import pytest

from flows.pulse.commands import AllHolds, SayHolds
from flows.pulse.records import Area
from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, came, fill, load, warsaw
from tests.stories.test_charter import RIGHTS, agreed
from tests.stories.test_goal import GOAL, VOICES

SOON = PROJECT.replace("2027-02-01", "2026-11-30")
MONTHLY = SOON.replace("  channel: line3\n", "  channel: line3\n  pulse: 4 weeks\n")
STOP = "risks.stances:production_stop"


async def signed(bot: Chat, text: str = MONTHLY) -> None:
    """Every function has signed version 1, and the project starts next Monday."""
    await load(bot, text + RIGHTS, start=False)
    await agreed(bot)
    await bot.say("ewa", "/charter", "line3")
    await bot.press("ewa", "Publish version 1")
    for person in VOICES:
        await bot.press(person, "Sign")


async def asked(bot: Chat) -> None:
    """The first pulse has come."""
    await signed(bot)
    await bot.until(warsaw(28, 10, month=12))


async def test_o16_two_weeks_after_the_kick_off_each_function_is_asked_once_in_its_hours(bot: Chat) -> None:
    await signed(bot, SOON)
    await bot.until(warsaw(14, 8, month=12))
    assert not await came(bot, "@maria", "pulse/")
    await bot.until(warsaw(15, 12, month=12))
    for person in ("@maria", "@adam", "@piotr", "@ben"):
        assert await came(bot, person, "pulse/") == ["Mon 14 09:00"]
    seen = await bot.sees("maria")
    assert "Does what your function signed still hold?" in seen
    assert "OEE of line 3 rises to 66 %" in seen, "what was signed stands beside it"
    assert "Pulse 1 of Line 3 MES waits for Operations" in await bot.say("maria", "/align")
    assert "Pulse" not in await bot.say("olga", "/align")
    await bot.press("maria", "Everything still holds")
    assert "Pulse 1" not in await bot.say("maria", "/align")
    await bot.until(warsaw(22, 12, month=12))
    assert len(await came(bot, "@maria", "pulse/")) == 1
    assert await came(bot, "@ben", "pulse/") == ["Mon 14 09:00", "Thu 17 09:00"], "one reminder"


async def test_o16_it_is_blind_until_it_closes_and_then_counted_per_function(bot: Chat) -> None:
    await asked(bot)
    assert "Please say it of the other lines, too." in await bot.press("maria", "Has moved", "The goal")
    await bot.press("maria", "Add a sentence")
    assert (await bot.fill("maria", {"words": "The canary stopped singing."})).kind == "message"
    for person in ("adam", "piotr"):
        assert "Nobody else reads it" in await bot.press(person, "Everything still holds")
    await bot.press("maria", "Still holds", "Who decides")
    status = await bot.say("ewa", "/align status", "line3")
    assert "Pulse 1: 3 of 4 functions have answered, waiting for IT" in status
    others = await bot.written_to_others("maria") + status + await bot.say("ben", "/align pulse", "line3")
    assert "canary" not in others
    assert "moved for" not in others
    assert "the pulse is over" in await bot.press("ben", "Everything still holds")
    seen = await bot.sees("olga", "line3")
    assert "The goal: holds for 3 of 4 functions that signed it; moved for Operations." in seen
    assert "Who decides: holds for 4 of 4 functions" in seen
    assert "The canary stopped singing." in seen
    refused = await bot.post("maria", "press", {"command": bot.encode(every("operations"))})
    assert "was closed on" in refused.text


async def test_o16_what_moved_is_signed_again_and_the_facilitator_is_told_where_to_change_it(bot: Chat) -> None:
    await asked(bot)
    await bot.press("maria", "Has moved", "The goal")
    await bot.until(warsaw(5, 12, month=1).replace(year=2027))
    seen = await bot.sees("ewa")
    assert "answered; without Leadership, Operations, Quality and IT" in seen, "one line is not everything"
    assert "The goal: holds for 0 of 1 function that signed it; moved for Operations." in seen
    await bot.find("ewa", "Propose the goal anew")
    status = await bot.say("adam", "/align status", "line3")
    assert "Operations signed the charter and says in pulse 1 that it has moved: The goal. With Ewa Kot." in status
    assert "Pulse 1: the goal holds for 0 of 1 (moved for Operations)" in status
    assert "waiting for Operations" in await bot.sees("olga", "line3")
    assert "Signed for Operations" in await bot.press("maria", "Sign")
    assert "has moved" not in await bot.say("adam", "/align ready", "line3")


async def test_o16_who_runs_the_project_is_offered_a_new_goal_until_one_is_proposed(bot: Chat) -> None:
    await asked(bot)
    await bot.press("maria", "Has moved", "The goal")
    await bot.press("maria", "Has moved", "Who decides")
    await bot.until(warsaw(5, 12, month=1).replace(year=2027))
    await bot.press("ewa", "Propose the goal anew")
    done = await bot.fill("ewa", GOAL)
    assert not done.problems, done.problems
    (line,) = [each for each in await bot.lines("ewa") if each.key.endswith("/over")]
    assert [press.label for press in line.presses] == ["Decision rights"]
    assert "moved for Operations" in line.text


@pytest.mark.web_only
async def test_o16_what_was_settled_on_ground_that_has_moved_is_opened_again(bot: Chat) -> None:
    await load(bot, MONTHLY + RIGHTS)
    await fill(bot, "maria", {STOP: "not_acceptable"})
    await fill(bot, "adam", {STOP: "acceptable"})
    for person in ("piotr", "ben"):
        await fill(bot, person, {STOP: "no_view"})
    await bot.wait(days=2, hours=1)
    await bot.press("maria", "Show")
    await bot.press("maria", "Suggest a condition")
    await bot.fill("maria", {"words": "Only on a Sunday night shift."})
    await bot.press("adam", "Show")
    assert "a condition was agreed" in await bot.press("adam", "Yes, that settles it")
    await agreed(bot)
    await bot.say("ewa", "/charter", "line3")
    await bot.press("ewa", "Publish version 1")
    for person in VOICES:
        await bot.press(person, "Sign")
    await bot.until(warsaw(29, 12, month=12))
    await bot.press("maria", "Has moved", "Red lines")
    await bot.until(warsaw(4, 12, month=1).replace(year=2027))
    assert "Opened again, since it was settled for how things were: C-1." in await bot.sees("olga", "line3")
    assert "1 contradiction waits for you" in await bot.sees("adam")
    assert "In private between the two sides" in await bot.press("maria", "Show")


@pytest.mark.web_only
async def test_o16_the_next_one_is_compared_with_the_last_and_comes_at_the_rhythm_of_the_project(bot: Chat) -> None:
    await signed(bot, SOON)
    await bot.until(warsaw(14, 10, month=12))
    for person in VOICES:
        await bot.press(person, "Everything still holds")
    shown = await bot.say("olga", "/align pulse", "line3")
    assert "The next one is on Mon 28 Dec 2026, 09:00" in shown
    assert "every 2 weeks" in shown
    await bot.until(warsaw(28, 10, month=12))
    await bot.press("maria", "Has moved", "Who decides")
    await bot.until(warsaw(8, 10, month=1).replace(year=2027))
    seen = await bot.sees("olga", "line3")
    assert (
        "Who decides: holds for 0 of 1 function that signed it; moved for Operations. In pulse 1 it held for 4 of 4."
        in seen
    )


@pytest.mark.web_only
async def test_o16_it_waits_while_a_round_asks_more(bot: Chat) -> None:
    await signed(bot)
    await bot.until(warsaw(23, 10, month=12))
    await bot.say("ewa", "/align start", "line3")
    await bot.until(warsaw(29, 12, month=12))
    assert not await came(bot, "@maria", "pulse/")
    for person in VOICES:
        await fill(bot, person)
    await bot.until(warsaw(30, 12, month=12))
    assert await came(bot, "@maria", "pulse/") == ["Wed 30 09:00"]


async def test_o16_the_facilitator_asks_now_nobody_else_does_and_never_two_at_once(bot: Chat) -> None:
    await load(bot, SOON + RIGHTS, start=False)
    await bot.say("ewa", "/align pulse", "line3")
    assert "No function has signed the charter" in await bot.press("ewa", "Ask now")
    await signed(bot)
    await bot.say("ewa", "/align pulse", "line3")
    button = await bot.find("ewa", "Ask now")
    refused = await bot.post("maria", "press", {"command": button.command})
    assert "Only Ewa Kot (facilitator)" in refused.text
    assert "4 functions are asked, each in private." in await bot.press("ewa", "Ask now")
    again = await bot.post("ewa", "press", {"command": button.command})
    assert "A pulse is open already." in again.text
    unasked = SayHolds("line3/pulse/1", "operations", Area.REPORTING, holds=True)
    foreign = await bot.post("maria", "press", {"command": bot.encode(unasked)})
    assert (foreign.kind, foreign.text) == ("refusal", "This function was not asked about this.")
    other = await bot.post("ben", "press", {"command": bot.encode(every("operations"))})
    assert "can speak for Operations" in other.text


def every(function: str) -> AllHolds:
    return AllHolds("line3/pulse/1", function)
