"""F19: many escalations, each decided by fifty presses at once: one wins, and everybody else is told who, in time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from time import monotonic

import pytest

from adapters.web.ports import LOCAL
from flows.commands import OPERATOR, Actor
from flows.effects import Refusal
from flows.escalations.commands import Decide, Draft, Escalate
from flows.projects.records import EscalationLimits
from storage.store import Cause
from storage.transaction import Transaction
from tests.faults.report import Report
from tests.postgres import Postgres
from tests.stories.chat import Answered, Chat, running
from tests.stories.plant import PROJECT, load

CROWD = 50
PATIENCE, TOLD = 30.0, 3.0
"""Seconds until whoever came second knows who won: on a machine however busy, and on a quiet one."""
BATCH = 50
"""So many escalations one organisation may send in a minute."""
RIGHTS = """\
decision_rights:
  - {tradeoff: speed/operational_safety, decider: maria, deputy: jan}
"""


@pytest.fixture
async def bot(postgres: Postgres) -> AsyncIterator[Chat]:
    """A plant whose people may escalate as much as they like."""
    with postgres.database_with_tables() as database:
        async with running(database) as chat:
            await load(chat, PROJECT + RIGHTS, start=False)

            def allow(records: Transaction) -> None:
                project = records.projects.get("line3")
                records.projects.put(replace(project, escalation_limits=EscalationLimits(1000, 1000)))

            await chat.app.store.run(LOCAL, Cause(OPERATOR, "Test", chat.now), allow)
            yield chat


async def escalated(bot: Chat, number: int) -> None:
    """So many escalations wait for Maria."""
    for each in range(1, number + 1):
        draft = Draft(
            project_id="line3",
            tradeoff="speed/operational_safety",
            question=f"Which day, {each}?",
            options=("Monday", "Friday"),
            impact="The team leaves.",
            deadline=bot.now + timedelta(days=30),
            drafted_at=bot.now + timedelta(milliseconds=each),
        )
        outcome = await bot.app.engine.run(Actor(LOCAL, "ben"), Escalate(draft, "maria", each), f"escalate-{each}")
        assert not isinstance(outcome, Refusal), outcome
        if each % BATCH == 0:
            bot.app.clock.set_forward(bot.now + timedelta(minutes=1))
    await bot.settle()


async def decided_at_once(bot: Chat, number: int) -> float:
    """Fifty send the same escalation's form at once; returns how long the last one waited for an answer."""
    slowest = 0.0

    async def send(who: str, choice: str) -> Answered:
        nonlocal slowest
        held, begun = bot.encode(Decide(f"line3/E-{number}", 0)), monotonic()
        values = {"choice": choice, "rationale": f"Because of {choice}."}
        answer = await bot.send(who, "form", {"command": held, "values": values})
        slowest = max(slowest, monotonic() - begun)
        return answer

    told = await asyncio.gather(*(send(("maria", "maria", "jan")[n % 3], "ab"[n % 2]) for n in range(CROWD)))
    won = [answer.text for answer in told if answer.kind == "message"]
    assert len(won) == 1, won
    for answer in told:
        known = "Maria Nowak decided" in answer.text or answer.text.startswith("Only Maria Nowak, the decider")
        assert answer.kind == "message" or known, answer.text
    return slowest


async def one_winner_each(bot: Chat, number: int) -> float:
    await escalated(bot, number)
    waits = [await decided_at_once(bot, each) for each in range(1, number + 1)]
    found = await bot.app.store.read(LOCAL, lambda records: records.decisions.where(project_id="line3"))
    assert sorted(each.escalation_id or "" for each in found) == sorted(f"line3/E-{n}" for n in range(1, number + 1))
    assert max(waits) <= PATIENCE
    return max(waits)


@pytest.mark.timeout(120)
async def test_f19_fifty_decide_at_once_and_one_of_them_has_decided(bot: Chat) -> None:
    await one_winner_each(bot, 4)


@pytest.mark.faults
@pytest.mark.timeout(900)
async def test_f19_a_hundred_escalations_by_fifty_at_once(bot: Chat, report: Report) -> None:
    slowest = await one_winner_each(bot, 100)
    report.say("F19", "PostgreSQL", f"100 × 50 presses, one winner each; the last was told after {slowest:.1f} s")
    assert slowest <= TOLD
