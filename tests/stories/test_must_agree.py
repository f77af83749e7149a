"""Functions that must agree: each agrees or vetoes in its own domain and time, and one person decides."""

from __future__ import annotations

import pytest

from flows.decisions.commands import OpenSupersede
from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, came, load, warsaw
from tests.stories.test_red_lines import ASKED
from tests.stories.two_plants import give

RIGHT = (
    "decision_rights:\n"
    "  - {tradeoff: speed/scope, decider: maria, deputy: jan, must_agree: [quality, it], within: 2 working days,\n"
    "     domains: {quality: [GxP evidence, batch records]}, silence: SILENCE}\n"
)
VETO: dict[str, str | list[str]] = {
    "options": ["a"],
    "domain": "GxP evidence",
    "requirement": "21 CFR 11.10(e)",
    "reason": "Records would have no audit trail.",
}
CHOSEN = {"choice": "a", "rationale": "The date matters more."}


async def raised(bot: Chat, silence: str = "goes_up", tradeoff: str = "speed/scope") -> None:
    """Adam escalates to Maria; Piotr has to agree for quality, Ben for IT."""
    await load(bot, PROJECT + RIGHT.replace("SILENCE", silence), start=False)
    await bot.say("adam", "/escalate", "line3")
    shown = await bot.fill("adam", {**ASKED, "tradeoff": tradeoff})
    assert "Quality must agree" in shown.text, shown
    assert "GxP evidence or batch records" in shown.text
    await bot.press("adam", "Send to Maria")


async def test_f19_each_agrees_or_vetoes_and_one_person_decides(bot: Chat) -> None:
    await raised(bot)
    for person in ("piotr", "ben"):
        assert "must agree" in await bot.sees(person)
    card = await bot.sees("maria")
    assert "Quality must agree" in card
    assert "has spoken. They have until" in card
    await bot.press("maria", "Decide")
    early = await bot.fill("maria", CHOSEN)
    assert "Nothing is decided yet: Quality must agree. Piotr Zima speaks for it" in early.text
    assert "Kept with E-1. Maria Nowak is told." in await bot.press("piotr", "Agree")
    assert "Nothing is decided yet: IT must agree." in (await bot.fill("maria", CHOSEN)).text
    await bot.press("ben", "Agree")
    assert "speaks for IT: agreed." in await bot.sees("maria")
    await bot.press("maria", "Decide")
    assert (await bot.fill("maria", CHOSEN)).text.startswith("Recorded as D-1.")
    log = await bot.sees("olga", "line3")
    assert log.count(" agrees.") >= 2


async def test_e4_a_veto_stays_in_its_domain_and_names_the_requirement(bot: Chat) -> None:
    await raised(bot)
    await bot.press("ben", "Agree")
    await bot.press("piotr", "Veto")
    outside = await bot.fill("piotr", {**VETO, "domain": "else", "requirement": ""})
    assert "Quality may veto on GxP evidence or batch records only." in outside.problems["domain"]
    assert "Please tell Maria Nowak, who decides" in outside.problems["domain"]
    assert "Without one it is an opinion, and no veto." in outside.problems["requirement"]
    assert "at least one option" in (await bot.fill("piotr", {**VETO, "options": []})).problems["options"]
    await bot.fill("piotr", VETO)
    seen = await bot.sees("maria")
    assert "has a veto on option A: “Records would have no audit trail.” It breaches “21 CFR 11.10(e)”." in seen
    await bot.press("maria", "Decide")
    for values in (CHOSEN, {"choice": "other", "own": "The first one", "rationale": "We are late."}):
        refused = await bot.fill("maria", values)
        assert "Piotr Zima has a veto for Quality" in refused.text
        assert "It leaves open: B." in refused.text
    assert (await bot.fill("maria", {**CHOSEN, "choice": "b", "own": ""})).text.startswith("Recorded as D-1.")
    assert "It breaches “21 CFR 11.10(e)”." in await bot.sees("olga", "line3")
    await bot.say("adam", "/decisions", "line3")
    assert "gave a veto" not in await bot.press("adam", "Show D-1"), "the log says where it stood in the end"


async def test_e4_a_veto_is_lifted_by_who_gave_it_and_by_nobody_else(bot: Chat) -> None:
    await raised(bot)
    await bot.press("piotr", "Veto")
    await bot.fill("piotr", VETO)
    await bot.press("ben", "Agree")
    lift = await bot.find("piotr", "Lift the veto")
    refused = await bot.post("ben", "press", {"command": lift.command})
    assert "Only Piotr Zima can speak for Quality." in refused.text
    await bot.press("piotr", "Lift the veto")
    await bot.press("maria", "Decide")
    assert (await bot.fill("maria", CHOSEN)).text.startswith("Recorded as D-1.")
    await bot.say("ben", "/align escalations", "line3")
    gone = await bot.post("piotr", "press", {"command": lift.command})
    assert "This was closed" in gone.text


async def test_f19_who_must_agree_is_asked_at_work_reminded_once_and_finds_it_at_home(bot: Chat) -> None:
    await raised(bot)
    assert "waits for your word for Quality" in await bot.say("piotr", "/align")
    assert "IT must agree: with Ben Okoye, for 0 hours" in await bot.say("adam", "/align status", "line3")
    await bot.wait(hours=5)
    assert len(await came(bot, "@piotr", "/nudge/hold/")) == 1
    await bot.press("piotr", "Agree")
    await bot.wait(days=2)
    assert len(await came(bot, "@piotr", "/nudge/hold/")) == 1
    assert len(await came(bot, "@ben", "/nudge/hold/")) == 1
    assert "waits for your word" not in await bot.say("piotr", "/align")


async def test_e4_silence_goes_up_to_the_sponsor_where_that_is_agreed(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHT.replace("SILENCE", "goes_up"), start=False)
    await bot.say("jan", "/escalate", "line3")
    await bot.fill("jan", ASKED)
    await bot.press("jan", "Send to Maria")
    await bot.press("ben", "Agree")
    await bot.wait(days=1)
    assert "has not spoken in time, so it went up" in await bot.sees("maria", "line3")
    await bot.press("adam", "Decide")
    assert (await bot.fill("adam", CHOSEN)).text.startswith("Recorded as D-1.")
    assert "so it went up" in await bot.sees("olga", "line3"), "the log says who was silent"


async def test_e4_silence_agrees_where_that_is_agreed_and_it_was_shown(bot: Chat) -> None:
    await raised(bot, "proceeds")
    await bot.wait(days=1, hours=2)
    assert "which counts as agreement: so it was agreed" in await bot.sees("maria", "line3")
    assert "did not answer for Quality in time; as agreed, that counts as agreement." in await bot.sees("maria")
    await bot.press("maria", "Decide")
    assert (await bot.fill("maria", CHOSEN)).text.startswith("Recorded as D-1.")


async def test_e4_silence_blocks_where_that_is_agreed(bot: Chat) -> None:
    await raised(bot, "blocks")
    await bot.press("ben", "Agree")
    await bot.wait(days=1, hours=2)
    assert "nothing is decided before they do: so it was agreed" in await bot.sees("maria", "line3")
    await bot.press("maria", "Decide")
    assert "Nothing is decided yet: Quality must agree." in (await bot.fill("maria", CHOSEN)).text
    await bot.press("piotr", "Agree")
    assert (await bot.fill("maria", CHOSEN)).text.startswith("Recorded as D-1.")


async def test_f19_a_recommendation_does_not_go_ahead_in_silence_past_a_veto(bot: Chat) -> None:
    await raised(bot, "proceeds")
    await bot.press("ben", "Agree")
    await bot.press("piotr", "Veto")
    await bot.fill("piotr", VETO)
    await bot.wait(days=20)
    assert "D-1" not in await bot.say("maria", "/decisions", "line3")


async def test_e4_who_decides_and_speaks_for_a_function_has_agreed_by_deciding(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHT.replace("[quality, it]", "[operations]").replace("SILENCE", "blocks"), start=False)
    await bot.say("ben", "/escalate", "line3")
    await bot.fill("ben", ASKED)
    await bot.press("ben", "Send to Maria")
    await bot.press("maria", "Decide")
    assert (await bot.fill("maria", CHOSEN)).text.startswith("Recorded as D-1.")
    assert " agrees." in await bot.sees("olga", "line3")


async def test_e4_what_each_may_veto_about_is_agreed_with_the_right(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHT.replace("SILENCE", "blocks"), start=False)
    assert "Quality (on GxP evidence or batch records) and IT" in await bot.say("olga", "/align rights", "line3")
    await bot.say("ewa", "/align rights", "line3")
    await bot.press("ewa", "Propose a change")
    values: dict[str, str | list[str]] = {"decider": ["maria"], "must_agree": ["quality"], "silence": "blocks"}
    refused = await bot.fill("ewa", {**values, "domains": "Quality"})
    assert "write the name of a function, a colon" in refused.problems["domains"]
    refused = await bot.fill("ewa", {**values, "domains": "IT: networks"})
    assert "IT does not have to agree here" in refused.problems["domains"]
    assert (await bot.fill("ewa", {**values, "domains": "quality: Release of batches"})).kind == "message"
    assert "Quality (on Release of batches) (so far: " in await bot.sees("ewa")


async def test_j7_when_who_must_agree_has_left_the_deputy_is_asked_at_once(bot: Chat) -> None:
    project = PROJECT.replace(
        "name: Quality, representative: piotr", "name: Quality, representative: piotr, deputy: jan"
    )
    right = RIGHT.replace("SILENCE", "blocks")
    await load(bot, project + right, start=False)
    await bot.say("adam", "/escalate", "line3")
    await bot.fill("adam", ASKED)
    await bot.press("adam", "Send to Maria")
    assert "Quality must agree" not in await bot.sees("jan")
    await load(bot, project.replace("name: Piotr Zima", "name: Piotr Zima, active: false") + right, start=False)
    assert "Quality must agree" in await bot.sees("jan")
    assert "Kept with E-1." in await bot.press("jan", "Agree")


@pytest.mark.web_only
async def test_g3_what_replaces_a_decision_and_waits_for_agreement_ends_the_old_one_when_it_is_taken(bot: Chat) -> None:
    await raised(bot)
    for person in ("piotr", "ben"):
        await bot.press(person, "Agree")
    await bot.press("maria", "Decide")
    assert (await bot.fill("maria", CHOSEN)).text.startswith("Recorded as D-1.")
    await give(bot, "maria", OpenSupersede("line3/D-1"))
    told = await bot.fill("maria", {"choice": "Wait two weeks", "rationale": "It is later.", "weighed": "none"})
    assert "Quality and IT must agree first" in told.text
    opened = await bot.try_press("maria", "Escalate it")
    assert "Wait two weeks" in opened.html, "what was filled in is there"
    shown = await bot.fill("maria", {**ASKED, "option_a": "Wait two weeks", "day": "2026-12-04"})
    assert "D-1, which holds until then" in shown.text
    await bot.press("maria", "Send to Jan")
    assert "(replaced)" not in await bot.say("olga", "/decisions", "line3")
    for person in ("piotr", "ben"):
        await bot.press(person, "Agree")
    await bot.press("jan", "Decide")
    assert (await bot.fill("jan", CHOSEN)).text.startswith("Recorded as D-2.")
    assert "(replaced) D-1" in await bot.say("olga", "/decisions", "line3")
    channel = await bot.sees("olga", "line3")
    assert "It does not hold any more: it was replaced by D-2." in channel
    assert "It replaces D-1." in channel


@pytest.mark.web_only
async def test_e5_an_absence_that_begins_passes_on_what_was_asked_and_whose_word_it_takes(bot: Chat) -> None:
    with_deputy = PROJECT.replace("representative: ben}", "representative: ben, deputy: olga}")
    await load(bot, with_deputy + RIGHT.replace("SILENCE", "goes_up"), start=False)
    await bot.say("adam", "/escalate", "line3")
    await bot.fill("adam", {**ASKED, "day": "2026-12-04"})
    await bot.press("adam", "Send to Maria")
    await bot.say("maria", "/align away from 24 November to 11 December")
    await bot.say("ben", "/align away on 24 November")
    assert "is asked to decide" not in await bot.sees("jan")
    await bot.until(warsaw(24, 10))
    assert "the deputy, for @Maria Nowak, is asked to decide" in await bot.sees("jan")
    assert await came(bot, "@jan", "escalation/") == ["Tue 24 09:00"]
    assert "IT must agree" in await bot.sees("olga")
    await bot.press("olga", "Agree")
