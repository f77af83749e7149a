"""A message that cannot be delivered does not count as sent; the next channel is tried and the facilitator is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from adapters.drawing import message_text
from adapters.platform import Gone, Outgoing, Platform, PlatformError, Reference, Unreachable
from bot.delivery import Delivery
from flows.messages import Address, Message, ToChannel, ToPerson
from flows.rounds.records import View
from tests.stories.chat import WARSAW, Chat

PROJECT = """\
accord: 1
project: {id: line3, name: Line 3 MES, kickoff: 2027-02-01, zone: Europe/Warsaw, channel: line3}
people:
  - {id: adam, name: Adam Wolski}
  - {id: ewa, name: Ewa Kot}
  - {id: maria, name: Maria Nowak}
  - {id: jan, name: Jan Lis}
  - {id: ben, name: Ben Okoye}
roles: {sponsor: adam, facilitator: ewa}
functions:
  - {id: operations, name: Operations, representative: maria, deputy: jan}
  - {id: it, name: IT, representative: ben}
round: {due: 2026-11-27T15:00}
decision_rights:
  - {tradeoff: speed/scope, decider: maria, deputy: jan, within: 1 working day}
"""
ESCALATION = {
    "question": "Cut over a week later?",
    "tradeoff": "speed/scope",
    "option_a": "yes",
    "option_b": "no",
    "impact": "The team leaves.",
    "day": "2026-12-04",
    "time": "16:00",
    "urgency": "normal",
}


@dataclass
class Losing:
    """A chat platform in which some addresses are gone."""

    platform: Platform
    gone: set[Address]
    trouble: PlatformError = field(default_factory=lambda: Gone("no such account"))
    name: str = "losing"

    async def send(self, post: Outgoing) -> Reference:
        if post.to in self.gone:
            raise self.trouble
        return await self.platform.send(post)

    async def update(self, reference: Reference, post: Outgoing) -> Reference:
        if post.to in self.gone:
            raise self.trouble
        return await self.platform.update(reference, post)

    async def look_up(self, post: Outgoing) -> Reference | None:
        return await self.platform.look_up(post)


def lose(bot: Chat, *addresses: Address) -> Losing:
    """From now on these are gone."""
    delivery: Delivery = bot.app.delivery
    losing = Losing(delivery._platform, set(addresses))
    delivery._platform = losing
    return losing


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "line3.yaml"
    path.write_text(PROJECT, encoding="utf-8")
    return path


async def view(bot: Chat, function: str = "operations") -> View:
    return await bot.app.store.read("local", lambda records: records.views.get(f"line3/1/{function}"))


async def test_b11_the_facilitator_is_told_who_was_not_reached_why_and_what_to_do(bot: Chat, file: Path) -> None:
    lose(bot, ToPerson("maria"))
    await bot.load(file)
    await bot.wait(minutes=1)
    told = await bot.sees("ewa")
    assert "Line 3 MES: Maria Nowak could not be reached" in told.replace("@", "")
    assert "I could not deliver the first message with the questions. The chat says: no such account." in told
    assert "Please reach @Maria Nowak another way and have the chat account checked." in told
    called = await bot.sees("ewa", "line3")
    assert "@Maria Nowak, I have something for you and cannot reach you in direct messages." in called
    assert "waiting for Operations (Maria Nowak, not reached) and IT (Ben Okoye)" in called
    assert "Maria Nowak could not be reached about Operations on" in await bot.say("ewa", "/align next line3")
    assert "could not be reached" not in await bot.sees("ben")


async def test_b11_who_was_not_reached_is_asked_again_when_the_corrected_file_is_started(bot: Chat, file: Path) -> None:
    losing = lose(bot, ToPerson("maria"))
    await bot.load(file)
    await bot.wait(minutes=1)
    assert "what does Operations need?" not in await bot.sees("maria")
    losing.gone.clear()
    again = await bot.load(file)
    assert isinstance(again, Message)
    assert "Who could not be reached then is asked again: Maria Nowak." in message_text(again).replace("@", "")
    await bot.wait(minutes=1)
    assert (await bot.sees("maria")).count("what does Operations need?") == 1
    assert (await bot.sees("ben")).count("what does IT need?") == 1
    assert "not reached" not in await bot.sees("ewa", "line3")
    quiet = await bot.load(file)
    assert isinstance(quiet, Message)
    assert "nobody is asked again" in message_text(quiet)


async def test_b11_a_nudge_that_is_not_delivered_is_not_counted_and_the_next_one_comes_by_the_ladder(
    bot: Chat, file: Path
) -> None:
    await bot.load(file)
    losing = lose(bot, ToPerson("maria"))
    await bot.until(datetime(2026, 11, 24, 16, tzinfo=WARSAW))
    assert (await view(bot, "it")).nudges == 1
    assert (await view(bot)).nudges == 0
    assert "a reminder of the questions; it does not count as sent" in await bot.sees("ewa")
    losing.gone.clear()
    await bot.until(datetime(2026, 11, 26, 16, tzinfo=WARSAW))
    assert (await view(bot)).nudges == 1
    assert "Operations (Maria Nowak) and IT" in await bot.sees("ewa", "line3")
    assert sum("/nudge/" in line.key for line in await bot.lines("maria")) == 1


async def test_b11_a_reminder_that_was_out_of_date_before_it_could_be_sent_is_not_counted(
    bot: Chat, file: Path
) -> None:
    await bot.load(file)
    await bot.until(datetime(2026, 11, 27, 10, tzinfo=WARSAW))
    before = (await view(bot)).nudges
    losing = lose(bot, ToPerson("maria"))
    losing.trouble = Unreachable("it is down")
    await bot.until(datetime(2026, 11, 27, 14, 59, 30, tzinfo=WARSAW))
    assert (await view(bot)).nudges == before + 1
    losing.gone.clear()
    bot.app.clock.set_forward(datetime(2026, 11, 27, 15, 1, tzinfo=WARSAW))
    await bot.app.settle()
    assert (await view(bot)).nudges == before
    assert "could not be reached" not in await bot.sees("ewa")


async def test_b11_the_deputy_can_answer_for_who_is_not_reached_and_the_sponsor_reads_that_nobody_was_reminded(
    bot: Chat, file: Path
) -> None:
    lose(bot, ToPerson("maria"))
    await bot.load(file)
    await bot.until(datetime(2026, 12, 1, 16, tzinfo=WARSAW))
    assert "@Maria Nowak could not be reached. None of the 15 questions" in await bot.sees("adam")
    assert "I cannot reach Maria Nowak about the questions for Operations." in (await bot.sees("jan")).replace("@", "")
    await bot.press("jan", "I will answer instead")
    assert "Jan Lis answers for Operations now" in await bot.sees("jan")
    assert (await view(bot)).respondent == "jan"
    await bot.press("jan", "Open as a form")
    await bot.fill("jan", {"outcome.statement": "It runs"})
    assert "not reached" not in await bot.sees("ewa", "line3")


async def test_b11_a_decider_who_is_not_reached_is_passed_over_at_once(bot: Chat, file: Path) -> None:
    await bot.load(file, start=False)
    lose(bot, ToPerson("maria"))
    await bot.say("ben", "/escalate", "line3")
    await bot.fill("ben", ESCALATION)
    await bot.press("ben", "Send to Maria")
    await bot.wait(minutes=1)
    assert "Maria Nowak could not be reached" in await bot.sees("ben")
    assert "Cut over a week later?" in await bot.sees("jan")
    assert "I could not deliver a message about E-1." in await bot.sees("ewa")


async def test_b11_a_channel_that_is_gone_is_told_to_the_facilitator(bot: Chat, file: Path) -> None:
    lose(bot, ToChannel("line3"))
    await bot.load(file)
    await bot.wait(minutes=1)
    told = await bot.sees("ewa")
    assert "Line 3 MES: #line3 could not be reached" in told
    assert "the line that says who has answered" in told
    assert "Please check that #line3 exists and that I am in it." in told


async def test_b11_when_the_facilitator_is_not_reached_the_sponsor_is_told_and_that_is_the_end(
    bot: Chat, file: Path
) -> None:
    losing = lose(bot, ToPerson("maria"), ToPerson("ewa"))
    await bot.load(file)
    await bot.wait(minutes=5)
    told = await bot.sees("adam")
    assert "Line 3 MES: Ewa Kot could not be reached" in told.replace("@", "")
    assert "I could not deliver word that somebody else could not be reached." in told
    losing.gone.add(ToPerson("adam"))
    losing.gone.add(ToPerson("ben"))
    await bot.say("ben", "/escalate", "line3")
    await bot.wait(days=40)
    waiting = await bot.app.store.next_due("local")
    assert waiting is None or waiting > bot.now


async def test_b11_nothing_of_what_the_message_said_is_in_the_notices(bot: Chat, file: Path) -> None:
    await bot.load(file)
    await bot.press("maria", "Start")
    lose(bot, ToPerson("maria"))
    await bot.say("maria", "The canary sings")
    await bot.wait(minutes=1)
    for person, channel in (("ewa", None), ("jan", None), ("adam", None), ("ewa", "line3")):
        assert "canary" not in await bot.sees(person, channel)
    assert "a message about the questions" in await bot.sees("ewa")
