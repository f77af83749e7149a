"""L7, O4: a marked test through the real path; it measures who is reached and changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.drawing import block_text, draw_text
from flows.decisions.cast import Cast
from flows.leaving import PersonLeft
from flows.live_drills import cards
from flows.live_drills.records import LiveDrillState
from flows.messages import Message, ToPerson
from storage.transaction import Transaction
from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, came, load, warsaw
from tests.stories.test_charter import RIGHTS
from tests.stories.test_undelivered import lose

HALF_RIGHTS = RIGHTS.replace(", deputy: jan", "")
FORM: dict[str, str | list[str]] = {"tradeoff": "speed/operational_safety", "clock": "real"}


async def started(bot: Chat, clock: str = "real") -> str:
    """Ewa has started one; what she was shown."""
    await load(bot, PROJECT + RIGHTS, start=False)
    await bot.say("ewa", "/align drill live", "line3")
    shown = await bot.fill("ewa", {**FORM, "clock": clock})
    assert shown.kind == "message", shown.problems
    return shown.text


async def drills(bot: Chat, person: str) -> list[str]:
    """The messages of it on somebody's screen."""
    return [line.text for line in await bot.lines(person) if line.key.startswith("live/")]


def everything(records: Transaction) -> list[Message]:
    """What each of those concerned has been or would be shown."""
    (drill,) = records.live_drills.all()
    cast = Cast(records, records.projects.get(drill.project_id))
    running = replace(drill, state=LiveDrillState.RUNNING)
    asked = [cards.request(each, step, cast) for each in (drill, running) for step in range(len(drill.rungs))]
    return [*asked, *(cards.progress(each, cast, stop=True) for each in (drill, running))]


async def test_l7_it_goes_the_real_path_on_the_real_clocks_and_says_who_was_reached_when(bot: Chat) -> None:
    assert "Drill: it is with Maria Nowak, until Wed 25 Nov 2026, 09:00" in await started(bot)
    await bot.wait(minutes=12)
    assert "Drill: noted that it has reached you." in await bot.press("maria", "Drill: it has reached me")
    assert len(await drills(bot, "jan")) == 1, "the next one is asked at once"
    await bot.until(warsaw(25, 12))
    assert await came(bot, "@jan", "live/") == ["Mon 23 09:12", "Mon 23 13:12"], "one reminder"
    assert len(await drills(bot, "adam")) == 1
    await bot.press("adam", "Drill: it has reached me")
    for person in ("ewa", "adam"):
        seen = (await drills(bot, person))[-1]
        assert "Drill: 2 of 3 people on the path were reached in time; 0 gaps." in seen
        assert "Drill: Maria Nowak (decider): answered after 12 minutes" in seen
        assert "Drill: Jan Lis (deputy): shown after 0 minutes, no answer in time" in seen
        assert "Drill: Adam Wolski (sponsor): answered after" in seen
    status = await bot.say("olga", "/align status", "line3")
    assert "Drill of speed against operational safety in Line 3 MES: Drill: 2 of 3 people on the path" in status


async def test_o4_every_text_of_it_begins_with_drill_and_it_changes_nothing(bot: Chat) -> None:
    await started(bot, "quarter")
    assert "Drill of speed" in await bot.say("maria", "/align")
    await bot.press("maria", "Drill: it has reached me")
    await bot.until(warsaw(24, 16))
    for message in await bot.app.store.read("local", everything):
        texts = [draw_text(message.summary), *(block_text(each, None) for each in message.blocks)]
        lines = [line.lstrip("[• ") for text in texts for line in text.splitlines()]
        assert all(line.startswith(("Drill", "Stop the drill")) for line in lines), lines
    assert "D-1" not in await bot.say("olga", "/decisions", "line3")
    open_ = await bot.say("ewa", "/align escalations", "line3")
    assert "E-1" not in open_
    kept = await bot.app.store.read(
        "local", lambda records: [*records.escalations.all(), *records.decisions.all(), *records.red_lines.all()]
    )
    assert kept == []
    assert "Drill" not in await bot.sees("olga", "line3"), "the channel hears of it with the digest only"


async def test_o4_a_week_before_the_kick_off_the_facilitator_is_asked_to_try_the_path(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    await bot.until(warsaw(25, 8, month=1).replace(year=2027))
    assert not await drills(bot, "ewa")
    await bot.until(warsaw(25, 10, month=1).replace(year=2027))
    assert await came(bot, "@ewa", "/offer") == ["Mon 25 09:00"]
    seen = await bot.sees("ewa")
    assert "Drill: Line 3 MES starts on" in seen
    assert "and its path has not been tried." in seen
    assert "its path has not been tried" in await bot.say("ewa", "/align")
    for person in ("maria", "olga"):
        assert "has not been tried" not in await bot.sees(person) + await bot.say(person, "/align")
    await bot.until(warsaw(28, 10, month=1).replace(year=2027))
    assert await came(bot, "@ewa", "/offer") == ["Mon 25 09:00", "Wed 27 09:00"], "one reminder"
    await bot.press("ewa", "Drill: choose a path and start")
    assert "with Maria Nowak" in (await bot.fill("ewa", FORM)).text
    seen = await bot.sees("ewa")
    assert seen.count("Drill: started on") == 2, "on the offer and on its reminder"
    assert "its path has not been tried" not in await bot.say("ewa", "/align")


@pytest.mark.web_only
async def test_o4_who_has_tried_the_path_lately_is_not_asked_to(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    await bot.until(warsaw(11, 10, month=1).replace(year=2027))
    await bot.say("ewa", "/align drill live", "line3")
    await bot.fill("ewa", {**FORM, "clock": "quarter"})
    await bot.until(warsaw(30, 10, month=1).replace(year=2027))
    assert not await came(bot, "@ewa", "/offer")


@pytest.mark.web_only
async def test_o4_where_the_facilitator_has_left_or_leaves_the_sponsor_is_asked_to_try_it(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    await bot.until(warsaw(25, 10, month=1).replace(year=2027))
    assert await came(bot, "@ewa", "/offer") == ["Mon 25 09:00"]
    assert "has not been tried" not in await bot.sees("adam") + await bot.say("adam", "/align")
    await bot.order(PersonLeft("ewa"))
    assert "and its path has not been tried." in await bot.sees("adam")
    assert "its path has not been tried" in await bot.say("adam", "/align")
    await bot.until(warsaw(28, 10, month=1).replace(year=2027))
    assert len(await came(bot, "@adam", "/offer")) == 2, "one reminder"
    assert await came(bot, "@ewa", "/offer") == ["Mon 25 09:00"]


async def test_o4_gaps_of_the_path_are_named_without_asking_anybody(bot: Chat) -> None:
    await load(bot, PROJECT + HALF_RIGHTS, start=False)
    await bot.order(PersonLeft("maria"))
    await bot.say("ewa", "/align drill live", "line3")
    shown = (await bot.fill("ewa", FORM)).text
    assert "Drill, gap: Maria Nowak has no working account any more, as decider" in shown
    assert "Drill, gap: Nobody is named deputy." in shown
    assert "Drill: it is with Adam Wolski" in shown


async def test_l7_who_cannot_be_reached_is_passed_over_at_once_and_stands_in_the_result(bot: Chat) -> None:
    lose(bot, ToPerson("maria"))
    await started(bot)
    await bot.wait(minutes=1)
    assert len(await drills(bot, "jan")) == 1
    assert "Drill: Maria Nowak (decider): could not be reached by the chat" in (await drills(bot, "ewa"))[-1]


@pytest.mark.web_only
async def test_o4_only_who_runs_the_project_starts_and_stops_it_and_one_at_a_time(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    assert "Only Ewa Kot (facilitator)" in await bot.say("maria", "/align drill live", "line3")
    await started(bot)
    assert "A drill of the path is running already." in await bot.say("adam", "/align drill live", "line3")
    button = await bot.find("maria", "Drill: it has reached me")
    refused = await bot.post("jan", "press", {"command": button.command})
    assert refused.text == "Drill: only the person who was asked can press this."
    stopped = await bot.press("ewa", "Stop the drill")
    assert "Drill: 0 of 3 people on the path were reached in time; 0 gaps. It was stopped." in stopped
    late = await bot.post("maria", "press", {"command": button.command})
    assert "Drill: this was answered or over on" in late.text
    with pytest.raises(AssertionError, match="sees no button"):
        await bot.find("maria", "Drill: it has reached me")
    await bot.wait(days=4)
    assert not await drills(bot, "jan")
