"""Where evidence is shown: overdue in the digest with its owner, on an escalation, and to the functions that asked."""

from __future__ import annotations

import pytest

from tests.stories.chat import Chat
from tests.stories.plant import fill, load, warsaw
from tests.stories.test_escalations import FILLED
from tests.stories.test_evidence import LINK, PROTOCOL, WITH_MILESTONE, give

NOT_EVIDENCED = "Cut-over: claimed by IT, not evidenced: EV-1 “Rehearsal protocol”"


@pytest.fixture
async def asked(bot: Chat) -> Chat:
    """Operations needs the protocol of the rehearsal from IT; the round has closed."""
    await load(bot, WITH_MILESTONE)
    await fill(bot, "maria", {"evidence.needs": PROTOCOL})
    for person in ("piotr", "adam", "ben"):
        await fill(bot, person)
    return bot


async def test_i3_what_is_overdue_stands_in_the_digest_with_its_owner(asked: Chat) -> None:
    status = await asked.say("olga", "/align status", "line3")
    assert "EV-1 “Rehearsal protocol”: asked for, due Fri 11 Dec 2026, with Ben Okoye" in status
    await asked.until(warsaw(14, 10, month=12))
    digest = await asked.sees("olga", "line3")
    assert "EV-1 “Rehearsal protocol”: asked for, was due Fri 11 Dec" in digest
    assert "with @Ben Okoye" in digest


async def test_i4_a_claim_without_accepted_evidence_is_shown_to_who_asked_and_to_nobody_else(asked: Chat) -> None:
    told = await asked.say("ben", "/align done cut-over", "line3")
    assert "1 piece of proof is not accepted yet" in told
    assert NOT_EVIDENCED in await asked.say("maria", "/align status", "line3")
    for person in ("piotr", "adam", "olga", "ben", "ewa"):
        assert "not evidenced" not in await asked.say(person, "/align status", "line3")
    assert "not evidenced" not in await asked.written_to_others("maria")
    await give(asked)
    await asked.press("maria", "Accept")
    assert "not evidenced" not in await asked.say("maria", "/align status", "line3")


async def test_i4_a_claim_in_about_the_words_of_the_proof_counts_for_it(asked: Chat) -> None:
    told = await asked.say("ben", "/align done the PROTOCOLS of rehearsals", "line3")
    assert "“the PROTOCOLS of rehearsals” is done. 1 piece of proof is not accepted yet" in told
    shown = await asked.say("maria", "/align status", "line3")
    assert "“the PROTOCOLS of rehearsals”: claimed by IT, not evidenced: EV-1 “Rehearsal protocol”" in shown
    for person in ("piotr", "olga", "ben"):
        assert "not evidenced" not in await asked.say(person, "/align status", "line3")
    assert "is reached" in await asked.say("ben", "/align done cutovers", "line3")
    assert NOT_EVIDENCED in await asked.say("maria", "/align status", "line3")
    assert "There are: Cut-over" in await asked.say("ben", "/align done protocol of the acceptance", "line3")


async def test_i4_only_functions_claim_and_only_milestones_that_are_there(asked: Chat) -> None:
    assert "Only who speaks for a function" in await asked.say("olga", "/align done Cut-over", "line3")
    assert "There are: Cut-over" in await asked.say("ben", "/align done everything", "line3")


@pytest.mark.parametrize(
    "names",
    ["Cut-over on Friday?", pytest.param("Are the protocols of all rehearsals enough?", marks=pytest.mark.web_only)],
)
async def test_i5_accepted_evidence_is_attached_to_an_escalation_that_names_its_milestone_or_topic(
    asked: Chat, names: str
) -> None:
    await give(asked)
    for question, attached in (("Which shift?", False), (names, True)):
        await asked.say("ben", f"/escalate {question}", "line3")
        await asked.fill("ben", {**FILLED, "question": question})
        await asked.press("ben", "Send to")
        if attached:
            assert LINK not in await asked.sees("adam")
            await asked.press("maria", "Accept")
        await asked.say("adam", "/align escalations")
        shown = await asked.press("adam", "Show E-2" if attached else "Show E-1")
        assert (LINK in shown) is attached
