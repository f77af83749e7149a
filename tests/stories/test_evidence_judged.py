"""Each function that asked says for itself whether proof is enough, and nobody says it of what they gave themselves."""

from __future__ import annotations

from flows.evidence.commands import AcceptEvidence
from tests.stories.chat import Answered, Chat
from tests.stories.plant import fill, load
from tests.stories.test_evidence import PROTOCOL, WITH_MILESTONE, give

OWN = "claimed, not evidenced"
REASON = {"reason": "Page 4 is missing."}


async def asked(bot: Chat, *askers: str) -> None:
    """These have asked IT for the protocol, and it has given it."""
    await load(bot, WITH_MILESTONE)
    for person in ("maria", "piotr", "adam", "ben"):
        await fill(bot, person, {"evidence.needs": PROTOCOL} if person in askers else {})
    await give(bot)


async def accept(bot: Chat, person: str) -> Answered:
    """As the button does, whether or not the person sees one."""
    return await bot.post(person, "press", {"command": bot.encode(AcceptEvidence("line3/EV-1", 1))})


async def test_i2_it_is_done_when_every_function_that_asked_has_accepted_it_for_itself(bot: Chat) -> None:
    await asked(bot, "maria", "piotr")
    half = await bot.press("maria", "Accept")
    assert "Given, accepted by Operations; Piotr Zima is asked whether it is enough" in half.replace("@", ""), half
    assert "Not judged yet by" in half
    for line in (await bot.say("piotr", "/align home"), await bot.say("olga", "/align evidence", "line3")):
        assert "accepted by Operations" in line, line
    arrived = [each for each in await bot.arrivals() if each.to == "@piotr" and each.key.startswith("evidence/")]
    assert len(arrived) == 1, "who was asked already is not asked again because another has accepted"
    assert (await accept(bot, "maria")).kind == "refusal"
    assert "Accepted on" in await bot.press("piotr", "Accept")
    await bot.say("ben", "/align evidence", "line3")
    shown = await bot.press("ben", "Show")
    for words in ("Maria Nowak for Operations: accepted version 1", "Piotr Zima for Quality: accepted version 1"):
        assert words in shown, shown


async def test_i2_one_that_does_not_accept_it_sends_it_back_and_the_others_are_asked_about_the_new_one(
    bot: Chat,
) -> None:
    await asked(bot, "maria", "piotr")
    await bot.press("maria", "Accept")
    await bot.press("piotr", "Not enough")
    told = (await bot.fill("piotr", REASON)).text
    assert "Rejected by Quality, so Ben Okoye is asked again" in told.replace("@", ""), told
    await give(bot, "https://example.com/protocol-2.pdf")
    assert "is asked whether it is enough" in await bot.sees("maria")
    await bot.press("maria", "Accept")
    assert "Accepted on" in await bot.press("piotr", "Accept")


async def test_i2_who_gives_it_never_accepts_it_for_a_function_that_asked(bot: Chat) -> None:
    await asked(bot, "maria", "ben")
    refused = await accept(bot, "ben")
    assert refused.kind == "refusal"
    assert (
        "You give EV-1 or speak for who does, so only Maria Nowak, who asked for it, can say"
        in refused.text.replace("@", "")
    )
    await bot.say("ben", "/align evidence", "line3")
    shown = await bot.press("ben", "Show")
    assert "Given; Maria Nowak is asked whether it is enough" in shown.replace("@", ""), shown
    assert "Accepted on" in await bot.press("maria", "Accept")


async def test_i4_what_only_its_giver_asked_for_is_claimed_and_not_evidenced_when_it_is_accepted(bot: Chat) -> None:
    await asked(bot, "ben")
    assert OWN in await bot.press("ben", "Accept")
    assert OWN in await bot.say("olga", "/align evidence", "line3")
    assert "1 piece of proof is not accepted yet" in await bot.say("maria", "/align done cut-over", "line3")
    assert "Cut-over: claimed by Operations, not evidenced" in await bot.say("ben", "/align status", "line3")
