"""Escalations by the dozen, and everybody at their buttons at once, by real requests."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace

from adapters.drawing import draw_text
from flows.effects import Outcome, Refusal
from flows.escalations.commands import Acknowledge
from flows.messages import Message
from storage.store import Cause
from storage.transaction import Transaction
from tests.slack.gestures import Gesture, keys_of
from tests.slack.people import SlackChat
from tests.stories.test_escalations import escalate

PRESSING = ("maria", "jan")
"""Who decides, and the deputy, whose turn it is not."""
TRIES, PAUSE = 20, 0.5
"""How often a press is carried, and how many seconds longer each pause is."""


async def many_escalations(bot: SlackChat, escalations: int) -> list[str]:
    """Sends one, and copies it: nobody may send as many in an hour."""
    await escalate(bot)

    def copy(records: Transaction) -> list[str]:
        (first,) = records.escalations.all()
        made = [replace(first, id=f"line3/E-{number}", number=number) for number in range(2, escalations + 1)]
        for each in made:
            records.escalations.put(each)
        return [first.id, *(each.id for each in made)]

    return await bot.app.store.run(bot.organisation, Cause("ben", "Escalate", bot.now), copy)


async def pressed(bot: SlackChat, escalation_id: str, presses: int) -> Counter[str]:
    """ "I'll take it", so many times at once, by both in turn: what they were answered, and how often."""
    command = Acknowledge(escalation_id, step=0)
    held = bot.app.store.wire.dump(command)
    text = f'{{"do":"Acknowledge",{held[1:]}'
    users = [await bot.user(PRESSING[number % len(PRESSING)]) for number in range(presses)]
    gestures = [bot.gestures.press(user, text) for user in users]
    await asyncio.gather(*(taken(bot, gesture) for gesture in gestures))
    answers = [next(bot.heard[key] for key in keys_of(*gesture) if key in bot.heard) for gesture in gestures]
    return Counter(said(answer) for answer in answers)


async def taken(bot: SlackChat, gesture: Gesture) -> None:
    """Carries it until it is taken, within Slack's three seconds: a machine that is busy elsewhere may say 503, which
    means that nothing was lost, or not come to answer at all."""
    for attempt in range(TRIES):
        reply = await bot.carrier.carry(*gesture, (attempt, "http_timeout") if attempt else (0, ""))
        if reply.status == 200:
            return
        assert reply.status in (0, 503), f"{reply.status} {reply.body}"
        await asyncio.sleep(PAUSE * attempt)
    raise AssertionError("it was never taken")


async def all_pressed(bot: SlackChat, escalations: int, presses: int) -> list[Counter[str]]:
    """The same on each of so many escalations, one after the other: a person's presses wait for each other anyway."""
    found = [await pressed(bot, each, presses) for each in await many_escalations(bot, escalations)]
    await bot.shown()
    return found


def is_fair(answers: Counter[str]) -> bool:
    """Whether one press won, and everybody else was told who has it, or who alone may."""
    won = sum(times for text, times in answers.items() if text.endswith(" is yours."))
    hear = ("Maria Nowak has taken this", "Only Maria Nowak, the decider, can take this")
    told = sum(times for text, times in answers.items() if text.startswith(hear))
    return won == 1 and told == answers.total() - 1


def said(outcome: Outcome) -> str:
    """What somebody was told."""
    assert isinstance(outcome, Message | Refusal)
    return draw_text(outcome.summary if isinstance(outcome, Message) else outcome.phrase)
