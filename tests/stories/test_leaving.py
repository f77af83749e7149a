"""Somebody's account is closed: whatever waits for them goes on at once, and who runs the project is told.

Maria speaks for operations and decides, Jan is her deputy, Adam the sponsor, Ewa the facilitator; Piotr speaks for
quality and has no deputy.
"""

from __future__ import annotations

import pytest

from flows.commands import Actor
from flows.leaving import PersonBack, PersonLeft
from flows.rounds.records import Chase
from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, came, load, view
from tests.stories.test_escalations import FILLED, plain
from tests.stories.two_plants import TOOK_PLACE

RIGHTS = """\
decision_rights:
  - {tradeoff: speed/operational_safety, decider: maria, deputy: jan, informed: [quality]}
"""


@pytest.fixture
async def plant(bot: Chat) -> Chat:
    """The round runs, and Ben has brought a decision to Maria."""
    await load(bot, PROJECT + RIGHTS)
    await bot.say("ben", "/escalate", "line3")
    shown = await bot.fill("ben", FILLED)
    assert shown.kind == "message", shown.problems
    await bot.press("ben", "Send to Maria")
    return bot


async def sees(bot: Chat, who: str) -> str:
    return plain(await bot.sees(who))


async def test_j7_what_waits_for_somebody_who_has_left_goes_to_the_deputy_at_once(plant: Chat) -> None:
    before = len(await plant.lines("maria"))
    await plant.order(PersonLeft("maria"))
    escalation = await plant.app.store.read("local", lambda records: records.escalations.get("line3/E-1"))
    assert escalation.turn.person_id == "jan"
    assert "Jan Lis, the deputy, for Maria Nowak, is asked to decide" in await sees(plant, "jan")
    assert (await view(plant, "operations")).respondent == "jan"
    assert "Line 3 MES: you answer for Operations now." in await sees(plant, "jan")
    assert len(await plant.lines("maria")) == before, "nothing new is written to a closed account"
    told = await sees(plant, "ewa")
    assert "Line 3 MES: the account of Maria Nowak was closed" in told
    assert "Jan Lis answers for Operations now." in told
    assert "Jan Lis decides speed against operational safety now." in told
    await plant.press("jan", "Decide")
    decided = await plant.fill("jan", {"choice": "b", "rationale": "It is safe."})
    assert decided.text.startswith("Recorded as D-1.")


async def test_f34_it_is_done_once_and_nothing_comes_to_the_closed_account_later(plant: Chat) -> None:
    await plant.order(PersonLeft("maria"))
    lines, jans = len(await plant.lines("maria")), len(await plant.lines("jan"))
    await plant.order(PersonLeft("maria"))
    assert len(await plant.lines("jan")) == jans
    assert len(await came(plant, "@ewa", "left/")) == 1
    await plant.wait(days=10)
    assert len(await plant.lines("maria")) == lines


async def test_who_has_no_deputy_is_not_reminded_and_the_sponsor_is_asked(plant: Chat) -> None:
    await plant.order(PersonLeft("piotr"))
    assert "Nobody answers for Quality now." in await sees(plant, "ewa")
    quality = await view(plant, "quality")
    assert quality.chase is Chase.OWNER_TOLD
    assert quality.due_at is not None
    await plant.wait(days=1)
    assert "no answers from Quality yet" in await sees(plant, "adam")
    assert "Please choose: wait, name a stand-in, or go on without" in await sees(plant, "adam")
    await plant.wait(days=3)
    assert (await view(plant, "quality")).is_pending, "nothing goes on without a function before the answers are due"
    assert await came(plant, "@piotr", "nudge") == []


async def test_a_question_to_somebody_who_has_left_does_not_hold_the_clock(plant: Chat) -> None:
    await plant.press("maria", "Ask for information")
    await plant.fill("maria", {"person": "piotr", "words": "Is there a crane?"})
    await plant.order(PersonLeft("piotr"))
    assert "Piotr Zima has no working account any more. The clock runs again" in await sees(plant, "maria")


async def test_a_request_to_take_over_goes_back_when_the_colleague_has_left(plant: Chat) -> None:
    await plant.press("ben", "Ask somebody else")
    await plant.fill("ben", {"to": "jan"})
    await plant.order(PersonLeft("jan"))
    assert "Jan Lis cannot take over the answers for IT in Line 3 MES, so they stay with you." in await sees(
        plant, "ben"
    )
    assert (await view(plant, "it")).offer is None


async def test_the_sponsor_is_told_when_the_facilitator_has_left(plant: Chat) -> None:
    await plant.order(PersonLeft("ewa"))
    assert "They are the facilitator: Adam Wolski runs the project alone." in await sees(plant, "adam")


async def test_who_is_back_counts_again_and_what_went_on_stays_where_it_is(plant: Chat) -> None:
    await plant.order(PersonLeft("maria"))
    await plant.order(PersonBack("maria"))
    person = await plant.app.store.read("local", lambda records: records.people.get("maria"))
    assert person.active
    assert (await view(plant, "operations")).respondent == "jan"
    assert "the account of Maria Nowak works again" in await sees(plant, "ewa")


async def test_nobody_but_accord_and_who_runs_it_says_that_somebody_left(plant: Chat) -> None:
    for person in ("adam", "ewa", "maria"):
        for command in (PersonLeft("ben"), PersonBack("ben")):
            outcome = await plant.app.engine.run(Actor("local", person), command, f"x-{person}-{command}")
            assert "Only Accord itself" in str(outcome)
    await plant.order(PersonLeft("nobody"))


async def test_who_proposed_a_decision_is_told_that_it_cannot_be_confirmed(plant: Chat) -> None:
    await plant.say("ben", "/decisions record We move it", "line3")
    await plant.fill("ben", {**TOOK_PLACE, "decided_by": "maria"})
    await plant.order(PersonLeft("maria"))
    assert "Maria Nowak has no working account any more and cannot confirm this: Monday" in await sees(plant, "ben")
