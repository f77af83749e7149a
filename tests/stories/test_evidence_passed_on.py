"""Whoever owes evidence or judges it leaves or is away: the next one is asked, and nobody is forgotten.

Ben speaks for IT, which owes the protocol, Maria for Operations and Piotr for Quality, which asked for it. Jan is
deputy of Ben and Maria; Piotr has none.
"""

from __future__ import annotations

import pytest

from flows.leaving import PersonBack, PersonLeft
from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, fill, load, warsaw
from tests.stories.test_evidence import LINK
from tests.stories.test_evidence_red_line import NEED, give

WITH_DEPUTY = PROJECT.replace("representative: ben}", "representative: ben, deputy: jan}")
OWED = "EV-1 “Rehearsal protocol”, for Operations and Quality in Line 3 MES. "
AWAY = "@Jan Lis sees to 1 piece of evidence now. To do it yourself, type"


@pytest.fixture
async def owed(bot: Chat) -> Chat:
    """Operations and Quality need a protocol from IT; the round has closed."""
    await load(bot, WITH_DEPUTY)
    for person in ("maria", "piotr"):
        await fill(bot, person, {"evidence.needs": NEED})
    for person in ("adam", "ben"):
        await fill(bot, person)
    return bot


async def lists(bot: Chat, person: str) -> str:
    """What the messages about evidence say on this person's screen."""
    return "\n".join(line.text for line in await bot.lines(person) if line.key.startswith("evidence/"))


async def test_i1_the_deputy_is_asked_for_proof_while_who_owes_it_is_away_and_can_give_it(owed: Chat) -> None:
    assert await lists(owed, "jan") == ""
    await owed.say("ben", "/align away until 4 December")
    assert f"{OWED}Asked of @Jan Lis, by Fri 15 Jan" in await lists(owed, "jan")
    assert AWAY in await lists(owed, "ben")
    await owed.wait(hours=2)
    await owed.say("ben", "/align back")
    assert f"{OWED}Asked of @Ben Okoye" in await lists(owed, "ben")
    assert "Nothing in this message waits for you any more" in await lists(owed, "jan")
    await owed.wait(hours=2)
    await owed.say("ben", "/align away until 4 December")
    assert OWED in await owed.say("jan", "/align home")
    await owed.press("jan", "Give it")
    assert not (await owed.fill("jan", {"link": LINK})).problems
    assert "Given; @Maria Nowak or @Piotr Zima is asked whether it is enough" in await lists(owed, "maria")


@pytest.mark.web_only
async def test_i1_what_somebody_who_has_left_owes_goes_to_the_deputy_then_to_who_runs_it(owed: Chat) -> None:
    await owed.order(PersonLeft("ben"))
    await owed.until(warsaw(25, 12))
    assert f"{OWED}Asked of @Jan Lis" in await lists(owed, "jan")
    assert "reminder" in " ".join(line.key for line in await owed.lines("jan"))
    assert "reminder" not in " ".join(line.key for line in await owed.lines("ben"))
    await owed.order(PersonLeft("jan"))
    told = await lists(owed, "ewa")
    assert "asked of @Ben Okoye and @Jan Lis, without a working account now; @Ewa Kot is asked to name somebody" in told
    await owed.press("ewa", "Name somebody else")
    assert "Maria Nowak is asked now" in (await owed.fill("ewa", {"person": "maria"})).text
    assert OWED in await lists(owed, "maria")


@pytest.mark.web_only
async def test_i2_where_nobody_is_left_who_can_judge_who_runs_it_is_told(owed: Chat) -> None:
    await give(owed, link=LINK)
    await owed.press("maria", "Accept")
    await owed.order(PersonLeft("piotr"))
    told = await lists(owed, "ewa")
    assert "accepted by Operations; @Ewa Kot is asked" in told
    assert "Nobody with a working account can say it for Quality" in told
    await owed.order(PersonBack("piotr"))
    assert "Nothing in this message waits for you any more" in await lists(owed, "ewa")
    assert "Accepted on" in await owed.press("piotr", "Accept")
