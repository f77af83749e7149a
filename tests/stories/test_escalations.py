"""Escalations as people live them, on the running local workspace.

Maria decides, Jan is her deputy, Adam the sponsor, Ewa the facilitator; Ben asks, Kim speaks for quality.
"""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.project_files import load_file
from flows.projects.loading import LoadProject
from tests.stories.chat import MONDAY, WARSAW, Chat, Running

PROJECT = """\
accord: 1
project:
  id: line3
  name: Line 3 MES
  kickoff: 2027-02-01
  zone: Europe/Warsaw
  channel: line3
people:
  - {id: adam, name: Adam Wolski, email: adam@example.com, hours: "09:00-17:00"}
  - {id: ewa, name: Ewa Zawada, email: ewa@example.com, hours: "09:00-17:00"}
  - {id: maria, name: Maria Nowak, email: maria@example.com, hours: "09:00-17:00"}
  - {id: jan, name: Jan Lis, email: jan@example.com, hours: "09:00-17:00"}
  - {id: ben, name: Ben Okoye, email: ben@example.com, hours: "09:00-17:00"}
  - {id: kim, name: Kim Seo, email: kim@example.com, hours: "09:00-17:00"}
  - {id: piotr, name: Piotr Cichy, email: piotr@example.com, hours: "09:00-17:00"}
  - {id: rita, name: Rita Obca, email: rita@example.com, hours: "09:00-17:00"}
roles: {sponsor: adam, facilitator: ewa, observers: [piotr]}
functions:
  - {id: operations, name: Operations, representative: maria, deputy: jan}
  - {id: it, name: IT, representative: ben}
  - {id: quality, name: Quality, representative: kim}
decision_rights:
  - {tradeoff: speed/operational_safety, decider: maria, deputy: jan, informed: [quality], within: 1 working day}
  - {tradeoff: speed/scope, decider: maria, within: 4 h, silence: proceeds}
"""
FILLED = {
    "question": "Cut over on 8 May or a week later?",
    "tradeoff": "speed/operational_safety",
    "option_a": "8 May",
    "option_b": "15 May",
    "impact": "The supplier's team leaves.",
    "day": "2026-12-04",
    "time": "16:00",
    "urgency": "normal",
}
DECIDED = {"choice": "b", "rationale": "Nobody gets hurt for a date."}


async def load(bot: Chat, folder: Path, text: str = PROJECT) -> None:
    path = folder / "line3.yaml"
    path.write_text(text, encoding="utf-8")
    file = await asyncio.to_thread(load_file, path)
    await bot.order(LoadProject(file, start=False, answers=False))


@pytest.fixture
async def plant(bot: Chat, tmp_path: Path) -> Chat:
    """The project is set up; nothing has been escalated."""
    await load(bot, tmp_path)
    return bot


async def sees(bot: Chat, who: str, channel: str | None = None) -> str:
    """What this person reads there, without the marks of mentions and quotations."""
    return plain(await bot.sees(who, channel))


def plain(text: str) -> str:
    return re.sub("[@“”]", "", text)


async def escalate(bot: Chat, who: str = "ben", send: str = "Send to Maria", **changes: str) -> None:
    await bot.say(who, "/escalate", "line3")
    shown = await bot.fill(who, {**FILLED, **changes})
    assert shown.kind == "message", shown.problems
    await bot.press(who, send)


async def decide(bot: Chat, who: str, **changes: str) -> str:
    await bot.press(who, "Decide")
    return (await bot.fill(who, {**DECIDED, **changes})).text


async def cards_without_buttons(bot: Chat, *people: str) -> None:
    """Nobody's card of an escalation offers anything any more."""
    for who in people:
        for line in await bot.lines(who):
            if line.key.startswith("escalation/") and "/exhausted/" not in line.key:
                assert not [press.label for press in line.presses if press.label != "Show"], (who, line.key)


async def test_ben_asks_maria_decides_everybody_it_concerns_is_told(plant: Chat) -> None:
    bot = plant
    await bot.say("ben", "/escalate Cut over on 8 May or a week later?", "line3")
    shown = await bot.fill("ben", FILLED)
    assert "This goes to Maria Nowak. Nothing is sent yet." in plain(shown.text)
    assert "Maria Nowak is the agreed decider of speed against operational safety." in plain(shown.text)
    assert "Cut over" not in await sees(bot, "maria")
    assert (await bot.press("ben", "Send to Maria")).startswith("E-1 is with Maria Nowak until")
    assert (await bot.press("maria", "I'll take it")).startswith("“Cut over on 8 May or a week later?” is yours.")
    assert "Maria Nowak, the decider, has taken this" in await sees(bot, "ben")
    assert (await decide(bot, "maria")).startswith("Recorded as D-1.")
    for who, channel in (("ben", None), ("kim", None), ("piotr", "line3")):
        assert "Maria Nowak decided: 15 May." in await sees(bot, who, channel)
    await cards_without_buttons(bot, "ben", "maria")
    assert "Maria Nowak decided: “15 May”." in await bot.say("piotr", "/decisions maria hurt", "line3")


async def test_e5_the_decider_is_away_and_the_deputy_decides_for_her(bot: Chat, tmp_path: Path) -> None:
    away = 'hours: "09:00-17:00", away: [{from: 2026-11-20, to: 2026-12-10}]}'
    email = "email: maria@example.com, "
    await load(bot, tmp_path, PROJECT.replace(f'{email}hours: "09:00-17:00"}}', f"{email}{away}"))
    await escalate(bot, send="Send to Jan")
    assert "Cut over" not in await sees(bot, "maria")
    assert "the decider, Maria Nowak, is away through" in await sees(bot, "jan")
    await decide(bot, "jan")
    assert "Jan Lis, on behalf of Maria Nowak, decided: 15 May." in await sees(bot, "piotr", "line3")


async def test_nobody_answers_it_climbs_to_the_sponsor_and_stays_visible(plant: Chat) -> None:
    bot = plant
    await escalate(bot)
    await bot.until(datetime(2026, 11, 23, 13, 1, tzinfo=WARSAW))
    assert "A decision waits for you" in await sees(bot, "maria")
    await bot.until(datetime(2026, 11, 24, 9, 1, tzinfo=WARSAW))
    assert "Jan Lis, the deputy, for Maria Nowak, is asked to decide by" in await sees(bot, "jan")
    await cards_without_buttons(bot, "maria")
    await bot.until(datetime(2026, 11, 25, 9, 1, tzinfo=WARSAW))
    assert "Adam Wolski, the sponsor, for Maria Nowak, is asked to decide by" in await sees(bot, "adam")
    await bot.until(datetime(2026, 11, 26, 9, 1, tzinfo=WARSAW))
    for who in ("adam", "ewa", "ben"):
        assert "Nobody decided in time. It stays open and visible with Adam Wolski" in await sees(bot, who)
    assert "E-1, critical, open for 3 days" in await bot.say("ewa", "/align escalations", "line3")
    before = await sees(bot, "adam")
    await bot.wait(days=60)
    assert (await sees(bot, "adam")).count("E-1") == before.count("E-1")
    assert (await decide(bot, "adam")).startswith("Recorded as D-1.")


async def test_a_question_holds_the_clock_until_it_is_answered(plant: Chat) -> None:
    bot = plant
    await escalate(bot)
    await bot.press("maria", "Ask for information")
    await bot.fill("maria", {"person": "kim", "words": "How long is the release?"})
    await bot.wait(hours=6)
    assert "Maria Nowak, the decider, asked Kim Seo a question." in await sees(bot, "ben")
    await bot.press("kim", "Answer")
    await bot.fill("kim", {"words": "Two hours."})
    seen = await sees(bot, "maria")
    assert "Kim Seo answered: Two hours." in seen
    await bot.until(datetime(2026, 11, 24, 14, 0, tzinfo=WARSAW))
    assert "is asked to decide by" in await sees(bot, "maria")
    assert (await decide(bot, "maria")).startswith("Recorded as D-1.")


async def test_handing_it_over_keeps_the_decider_informed(plant: Chat) -> None:
    bot = plant
    await escalate(bot)
    await bot.press("maria", "Hand over")
    refused = await bot.fill("maria", {"person": "ben", "words": "You know it."})
    assert refused.problems["person"] == "They asked for this decision, so somebody else has to take it."
    await bot.fill("maria", {"person": "kim", "words": "It is about release."})
    assert "Kim Seo, the delegate, for Maria Nowak, is asked to decide by" in await sees(bot, "maria")
    await decide(bot, "kim")
    assert "Kim Seo, on behalf of Maria Nowak, decided: 15 May." in await sees(bot, "maria")


async def test_declining_sends_it_on_at_once_with_the_reason(plant: Chat) -> None:
    bot = plant
    await escalate(bot)
    await bot.press("maria", "Decline")
    assert (await bot.fill("maria", {"words": ""})).problems["words"] == "Please say why it is not yours to decide."
    await bot.fill("maria", {"words": "I own the line, not the system."})
    assert "Jan Lis, the deputy, for Maria Nowak, is asked to decide by" in await sees(bot, "jan")
    await bot.press("ben", "Withdraw")
    await bot.fill("ben", {"words": "We agreed."})
    assert "Ben Okoye withdrew it: We agreed." in await sees(bot, "jan")
    await cards_without_buttons(bot, "ben", "maria", "jan")


async def test_more_time_moves_the_step(plant: Chat) -> None:
    bot = plant
    await escalate(bot)
    await bot.press("maria", "More time")
    await bot.fill("maria", {"day": "2026-11-26", "time": "12:00", "words": "The test runs on Wednesday."})
    await bot.until(datetime(2026, 11, 26, 11, 59, tzinfo=WARSAW))
    assert "Cut over" not in await sees(bot, "jan")
    await bot.wait(minutes=2)
    assert "Jan Lis, the deputy" in await sees(bot, "jan")


async def test_a_stale_press_is_told_what_happened_since(plant: Chat) -> None:
    bot = plant
    await escalate(bot)
    old = await bot.find("maria", "I'll take it")
    await bot.until(datetime(2026, 11, 24, 9, 1, tzinfo=WARSAW))
    told = await bot.post("maria", "press", {"command": old.command})
    assert told.kind == "refusal"
    assert told.text.startswith("Maria Nowak did not answer in time.")
    assert "this is with Jan Lis" in told.text


async def test_pressing_twice_does_it_once(plant: Chat) -> None:
    bot = plant
    await bot.say("ben", "/escalate", "line3")
    await bot.fill("ben", FILLED)
    send = await bot.find("ben", "Send to Maria")
    for event in ("one", "one", "two"):
        await bot.post("ben", "press", {"command": send.command}, event_id=event)
    assert "E-2" not in await bot.say("ben", "/align escalations", "line3") + await sees(bot, "piotr", "line3")
    take = await bot.find("maria", "I'll take it")
    first = await bot.post("maria", "press", {"command": take.command}, event_id="take")
    again = await bot.post("maria", "press", {"command": take.command}, event_id="take")
    other = await bot.post("maria", "press", {"command": take.command}, event_id="take-2")
    assert again.text == first.text
    assert other.text.startswith("Maria Nowak has taken this")


async def test_two_at_once_one_decides_and_the_other_is_told_who(plant: Chat) -> None:
    bot = plant
    await escalate(bot)
    await bot.press("maria", "Decide")
    form = bot._forms["maria"]
    answers = await asyncio.gather(
        *(
            bot.post("maria", "form", {"command": form, "values": {**DECIDED, "choice": choice}})
            for choice in ("a", "b", "a", "b")
        )
    )
    assert sorted(answer.kind for answer in answers) == ["message", "refusal", "refusal", "refusal"]
    assert all("Maria Nowak decided" in answer.text for answer in answers if answer.kind == "refusal")
    assert "D-2" not in await sees(bot, "piotr", "line3")


async def test_whoever_is_not_in_turn_cannot_decide_by_any_road(plant: Chat) -> None:
    bot = plant
    await escalate(bot)
    button = await bot.find("maria", "Decide")
    await bot.press("maria", "Decide")
    form = bot._forms["maria"]
    for who in ("jan", "adam", "ewa", "ben", "kim", "piotr"):
        for refused in (
            await bot.post(who, "press", {"command": button.command}),
            await bot.post(who, "form", {"command": form, "values": DECIDED}),
        ):
            assert refused.kind == "refusal"
            assert refused.text.startswith("Only Maria Nowak, the decider, can decide this now"), who
            assert "maria@example.com" in refused.text
    outsider = await bot.post("rita", "form", {"command": form, "values": DECIDED})
    assert outsider.text.startswith("This belongs to the project Line 3 MES, in which you have no part.")
    assert (await bot.say("rita", "/escalate")).startswith("You have no part in a project")
    assert "D-1" not in await sees(bot, "piotr", "line3")


async def test_e7_the_decider_who_asks_is_answered_by_the_deputy(plant: Chat) -> None:
    bot = plant
    await escalate(bot, "maria", "Send to Jan")
    assert "the decider, Maria Nowak, asks for it, so it goes to the deputy, Jan Lis." in await sees(bot, "jan")
    await decide(bot, "jan")
    assert "Jan Lis, on behalf of Maria Nowak, decided" in await sees(bot, "maria")


async def test_agreed_silence_goes_ahead_and_names_nobody(plant: Chat) -> None:
    bot = plant
    await escalate(bot, tradeoff="speed/scope")
    assert "option A goes ahead without a decision by a person" in await sees(bot, "maria")
    await bot.wait(hours=4, minutes=1)
    seen = await sees(bot, "piotr", "line3")
    assert "8 May goes ahead by agreed silence: nobody answered in time" in seen
    await cards_without_buttons(bot, "ben", "maria")


async def test_three_days_down_is_one_step_and_one_message(tmp_path: Path, running: Running) -> None:
    database = f"sqlite:///{tmp_path / 'accord.db'}"
    async with running(database) as bot:
        await load(bot, tmp_path)
        await escalate(bot)
    async with running(database, MONDAY + timedelta(days=3)) as bot:
        await bot.app.settle()
        assert "Jan Lis, the deputy, for Maria Nowak, is asked to decide by" in await sees(bot, "jan")
        assert "Cut over" not in await sees(bot, "adam")
        assert "A decision waits for you" not in await sees(bot, "maria")
        await bot.wait(hours=7)
        assert "Cut over" not in await sees(bot, "adam")
