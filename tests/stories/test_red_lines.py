"""Red lines: proposed from what is not acceptable, agreed by consent, and heard before anything is decided."""

from __future__ import annotations

from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, came, fill, load
from tests.stories.test_goal import HARM

LINE = {
    "text": "No batch without its record",
    "owner": "quality",
    "test": "Any batch record with a gap",
    "breach": "The line stops until Quality releases it",
    "trips": "batch record\naudit trail, e-signature",
}
VOICES = ("adam", "maria", "piotr", "ben")
STOP, LOSS = "risks.stances:production_stop", "risks.stances:data_loss"


async def agreed(bot: Chat) -> None:
    """The draft that is on Ewa's screen goes to every function, and each consents."""
    await bot.press("ewa", "Send to all functions")
    await bot.press("ewa", "Ask for consent now")
    for person in VOICES:
        await bot.press(person, "Consent")


async def with_red_line(bot: Chat, **changes: str) -> None:
    """A red line of quality is in force."""
    await load(bot, PROJECT, start=False)
    await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Propose another red line")
    told = await bot.fill("ewa", {**LINE, **changes})
    assert "It is a draft that nobody else has seen." in told.text, told
    await agreed(bot)


async def test_d8_a_red_line_has_an_owner_a_test_words_and_what_a_breach_means(bot: Chat) -> None:
    await load(bot, PROJECT, start=False)
    assert "0 red lines are agreed" in await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Propose another red line")
    refused = await bot.fill("ewa", {**LINE, "test": "", "breach": "", "trips": "a"})
    assert set(refused.problems) == {"test", "breach", "trips"}
    assert "Without a test it is an opinion." in refused.problems["test"]
    await bot.fill("ewa", LINE)
    assert "0 red lines are agreed" in await bot.say("maria", "/align red lines", "line3")
    await agreed(bot)
    seen = await bot.say("maria", "/align red lines", "line3")
    for words in (
        "1 red line is agreed",
        "RL-1",
        "No batch without its record",
        "Quality",
        "Any batch record with a gap",
    ):
        assert words in seen
    assert "The line stops until Quality releases it" in seen
    assert "e-signature" in seen


async def test_d8_an_agreed_red_line_is_changed_only_by_the_consent_of_all(bot: Chat) -> None:
    await with_red_line(bot)
    await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Change RL-1")
    await bot.fill("ewa", {**LINE, "text": "No order without its record"})
    assert "No batch without its record" in await bot.say("maria", "/align red lines", "line3")
    await agreed(bot)
    seen = await bot.say("maria", "/align red lines", "line3")
    assert "RL-2" in seen
    assert "No order without its record" in seen
    assert "No batch without its record" not in seen


async def test_d8_drafts_come_from_not_acceptable_answers_that_everybody_may_read(bot: Chat) -> None:
    await load(bot)
    await fill(bot, "maria", {STOP: "not_acceptable", f"{STOP}:details": "because Orders are lost; test: any stop"})
    assert "Unplanned" not in await bot.say("ewa", "/align red lines", "line3"), "the round is blind"
    hidden: dict[str, str | list[str]] = {
        LOSS: "not_acceptable",
        f"{LOSS}:details": "because the canary sings",
        "who_may_read:confidential": ["risks.stances"],
    }
    await fill(bot, "piotr", hidden)
    await fill(bot, "adam")
    await fill(bot, "ben")
    seen = await bot.say("ewa", "/align red lines", "line3")
    assert "Operations" in seen
    assert "Orders are lost" in seen
    assert "canary" not in seen
    assert "Loss of production data" not in seen
    await bot.press("ewa", "Propose: Unplanned production stop")
    told = await bot.fill("ewa", {**LINE, "text": "Unplanned production stop", "owner": "operations"})
    assert told.kind == "message"
    await agreed(bot)
    seen = await bot.say("ewa", "/align red lines", "line3")
    assert "1 red line is agreed" in seen
    assert "no red line yet" not in seen


async def test_d9_tolerances_are_agreed_by_consent_and_say_what_is_escalated(bot: Chat) -> None:
    await load(bot, PROJECT, start=False)
    await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Propose the tolerances")
    refused = await bot.fill("ewa", {})
    assert "at least one limit" in refused.problems["time"]
    await bot.fill("ewa", {"time": "up to 2 weeks", "operational_safety": "none"})
    await agreed(bot)
    seen = await bot.say("maria", "/align red lines", "line3")
    assert "up to 2 weeks" in seen
    assert "Operational safety" in seen
    assert "Inside these limits the team decides. What goes beyond one is escalated: /escalate." in seen


RANKED = ("operational_safety", "quality", "speed", "scope", "cost")
ORDER = {axis: str(place) for place, axis in enumerate(RANKED, 1)}


async def test_d10_the_trade_off_order_is_drafted_from_the_blind_rankings_and_agreed_by_consent(bot: Chat) -> None:
    await load(bot)
    for person in VOICES:
        await fill(bot, person, {f"outcome.priorities:{axis}": place for axis, place in ORDER.items()})
    await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Propose the trade-off order")
    equal = await bot.fill("ewa", dict.fromkeys(ORDER, "1"))
    assert "there is no order" in equal.problems["operational_safety"]
    await bot.fill("ewa", ORDER)
    await agreed(bot)
    seen = await bot.say("maria", "/align red lines", "line3")
    assert seen.index("• operational safety") < seen.index("• quality") < seen.index("• speed") < seen.index("• cost")


ASKED = {
    "question": "Cut over without the old archive?",
    "tradeoff": "speed/scope",
    "option_a": "Go live with gaps in the BÁTCH Record",
    "option_b": "Wait a week",
    "impact": "The team leaves.",
    "day": "2026-12-22",
    "time": "16:00",
    "urgency": "normal",
}


async def raised(bot: Chat, **changes: str) -> None:
    """Ben escalates; nobody is named to decide, so it goes to the sponsor, Adam."""
    await bot.say("ben", "/escalate", "line3")
    shown = await bot.fill("ben", {**ASKED, **changes})
    assert shown.kind == "message", shown.problems
    await bot.press("ben", "Send to Adam")


async def test_o5_a_touched_red_line_adds_its_owner_with_a_veto_and_nothing_is_decided_before(bot: Chat) -> None:
    await with_red_line(bot)
    await raised(bot)
    assert "touches the red line RL-1" in await bot.sees("piotr")
    assert (await bot.sees("maria", "line3")).count("Hold: E-1") == 1
    assert "Red line RL-1" in await bot.sees("adam")
    await bot.press("adam", "Decide")
    early = await bot.fill("adam", {"choice": "b", "rationale": "It is safer."})
    assert "Nothing is decided yet" in early.text
    await bot.press("piotr", "Veto")
    assert "options" in (await bot.fill("piotr", {"reason": "Records are missing.", "options": []})).problems
    await bot.fill("piotr", {"reason": "Records are missing.", "options": ["a"]})
    await bot.say("ben", "/align escalations", "line3")
    assert "gave a veto: “Records are missing.”" in await bot.press("ben", "Show E-1")
    await bot.press("adam", "Decide")
    for values in ({"choice": "a"}, {"choice": "other", "own": "The first one"}):
        refused = await bot.fill("adam", {**values, "rationale": "We are late."})
        assert "has a veto for the red line RL-1 of Quality: “Records are missing.”" in refused.text
        assert "It leaves open: B." in refused.text
    decided = await bot.fill("adam", {"choice": "b", "own": "", "rationale": "It is safer."})
    assert decided.text.startswith("Recorded as D-1.")
    seen = await bot.sees("maria", "line3")
    assert "has a veto on option A: “Records are missing.”" in seen, "the log says what the owner said"


async def test_o5_when_the_owner_is_silent_it_goes_up_and_never_silently_on(bot: Chat) -> None:
    rights = (
        "decision_rights:\n  - {tradeoff: speed/scope, decider: maria, within: 3 working days, silence: proceeds}\n"
    )
    await load(bot, PROJECT + rights, start=False)
    await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Propose another red line")
    await bot.fill("ewa", LINE)
    await agreed(bot)
    await bot.say("ben", "/escalate", "line3")
    await bot.fill("ben", ASKED)
    await bot.press("ben", "Send to Maria")
    assert "goes ahead without a decision" not in await bot.sees("maria"), "silence never decides this"
    await bot.wait(days=1)
    assert "has not spoken in time, so it went up" in await bot.sees("maria", "line3")
    assert "Adam Wolski" in await bot.sees("adam")
    await bot.wait(days=20)
    assert "D-1" not in await bot.say("maria", "/decisions", "line3")
    await bot.press("adam", "Decide")
    decided = await bot.fill("adam", {"choice": "b", "rationale": "It is safer."})
    assert decided.text.startswith("Recorded as D-1.")


async def test_f15_the_hold_notice_comes_at_once_at_night_and_to_the_deputy_while_the_owner_is_away(bot: Chat) -> None:
    await with_red_line(bot, owner="operations")
    await bot.say("maria", "/align away 2026-11-23 to 2026-11-27")
    await bot.wait(hours=14)
    await raised(bot)
    assert "touches the red line RL-1" in await bot.sees("jan"), "at eleven at night"
    assert "touches the red line RL-1" not in await bot.sees("maria")
    refused = await bot.post("ben", "press", {"command": (await bot.find("jan", "Go ahead")).command})
    assert "can speak for the red line RL-1 of Operations" in refused.text
    assert "Kept with E-1." in await bot.press("jan", "Go ahead")
    assert "says go ahead" in await bot.sees("piotr", "line3")


async def test_f15_a_choice_in_own_words_that_touches_a_red_line_waits_for_its_owner(bot: Chat) -> None:
    await with_red_line(bot)
    await raised(bot, option_a="Go live on Monday")
    assert "Hold" not in await bot.sees("piotr")
    await bot.press("adam", "Decide")
    words = {"choice": "other", "own": "Go live and write the batch record later", "rationale": "We are late."}
    held = await bot.fill("adam", words)
    assert "Nothing is decided yet: this touches the red line RL-1" in held.text
    assert "touches the red line RL-1" in await bot.sees("piotr")
    await bot.press("piotr", "Go ahead")
    await bot.press("adam", "Decide")
    assert (await bot.fill("adam", words)).text.startswith("Recorded as D-1.")


async def test_d10_the_agreed_order_stands_on_every_later_card(bot: Chat) -> None:
    await load(bot, PROJECT, start=False)
    await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Propose the trade-off order")
    await bot.fill("ewa", ORDER)
    await agreed(bot)
    await raised(bot)
    assert "operational safety, then quality, then speed, then scope, then cost" in await bot.sees("adam")


async def test_o5_what_was_decided_in_talk_is_not_recorded_before_the_owner_has_spoken(bot: Chat) -> None:
    await with_red_line(bot)
    await bot.say("adam", "/decisions record", "line3")
    taken = {"question": "What about the archive?", "tradeoff": "speed/scope", "decided_by": "adam"}
    told = await bot.fill("adam", {**taken, "choice": "We drop the audit trail.", "rationale": "It is late."})
    assert "Nothing is recorded: this touches the red line RL-1" in told.text
    assert "wants to record as decided touches the red line RL-1" in await bot.sees("piotr")
    assert (await bot.sees("maria", "line3")).count("Hold: red line RL-1") == 1
    assert "D-1" not in await bot.say("maria", "/decisions", "line3")
    await bot.press("adam", "Escalate it")
    await bot.say("adam", "/decisions record", "line3")
    told = await bot.fill("adam", {**taken, "choice": "We keep it.", "rationale": "It is asked for."})
    assert told.text.startswith("Recorded as D-1.")


async def test_d8_a_red_line_is_dropped_only_by_the_consent_of_all_and_stays_readable(bot: Chat) -> None:
    await with_red_line(bot)
    await bot.say("ewa", "/align red lines", "line3")
    drop = await bot.find("ewa", "Drop RL-1")
    await bot.press("ewa", "Drop RL-1")
    assert "Please say why" in (await bot.fill("ewa", {"why": ""})).problems["why"]
    await bot.fill("ewa", {"why": "The records are made by the machine now."})
    assert "Drop: Red line: “No batch without its record”" in await bot.sees("ewa")
    assert "1 red line is agreed" in await bot.say("maria", "/align red lines", "line3"), "a draft changes nothing"
    await agreed(bot)
    assert "0 red lines are agreed" in await bot.say("maria", "/align red lines", "line3")
    await raised(bot)
    assert "Hold: E-1" not in await bot.sees("piotr"), "it holds nothing any more"
    again = await bot.post("ewa", "press", {"command": drop.command})
    assert "was agreed and dropped again by consent" in again.text


async def test_d8_what_somebody_objects_to_dropping_goes_on_holding(bot: Chat) -> None:
    await with_red_line(bot)
    await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Drop RL-1")
    await bot.fill("ewa", {"why": "It is in the way."})
    await bot.press("ewa", "Send to all functions")
    await bot.press("ewa", "Ask for consent now")
    for person in ("adam", "maria", "ben"):
        await bot.press(person, "Consent")
    await bot.press("piotr", "Object")
    await bot.fill("piotr", {"reason": "Batches would be lost.", "fix": "Keep it until the audit.", **HARM})
    assert "1 red line is agreed" in await bot.say("maria", "/align red lines", "line3")
    await bot.say("ewa", "/align red lines", "line3")
    observer = await bot.find("ewa", "Drop RL-1")
    assert (await bot.post("olga", "press", {"command": observer.command})).kind == "refusal"


async def to_drop(bot: Chat) -> None:
    """A red line of quality is to be dropped; all other functions consent."""
    await with_red_line(bot)
    await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Drop RL-1")
    await bot.fill("ewa", {"why": "It is in the way."})
    await bot.press("ewa", "Send to all functions")
    await bot.press("ewa", "Ask for consent now")
    for person in ("adam", "maria", "ben"):
        await bot.press(person, "Consent")


async def test_o5_silence_of_its_owner_drops_no_red_line(bot: Chat) -> None:
    await to_drop(bot)
    await bot.wait(days=14)
    assert "1 red line is agreed" in await bot.say("maria", "/align red lines", "line3")
    seen = await bot.sees("ewa")
    assert "The function that owns the red line has not said yes, so the red line goes on holding." in seen


async def test_o5_a_red_line_is_dropped_late_in_the_round_once_its_owner_consents(bot: Chat) -> None:
    await to_drop(bot)
    await bot.wait(days=2)
    assert "1 red line is agreed" in await bot.say("maria", "/align red lines", "line3")
    await bot.press("piotr", "Consent")
    assert "0 red lines are agreed" in await bot.say("maria", "/align red lines", "line3")


async def test_o5_who_abstains_on_their_red_line_keeps_it(bot: Chat) -> None:
    await to_drop(bot)
    await bot.press("piotr", "Abstain")
    assert "1 red line is agreed" in await bot.say("maria", "/align red lines", "line3")
    await bot.press("piotr", "Consent")
    assert "0 red lines are agreed" in await bot.say("maria", "/align red lines", "line3")


async def test_o5_nobody_above_drops_a_red_line_without_its_owner(bot: Chat) -> None:
    """Three rounds do not settle it; whoever decides on the ladder does not decide over the silence of the owner."""
    await to_drop(bot)
    for number in range(3):
        await bot.press("piotr", "Object")
        await bot.fill("piotr", {"reason": "Batches would be lost.", "fix": "Keep it until the audit.", **HARM})
        if number < 2:
            await bot.press("ewa", "Reword")
            await bot.fill("ewa", {"why": f"It is in the way, {number}."})
            for person in ("adam", "maria", "ben"):
                await bot.press(person, "Consent")
    await bot.press("ewa", "Show")
    await bot.press("ewa", "Next level now")
    for days in (0, 3):
        await bot.wait(days=days, hours=1)
        await bot.press("adam", "Show")
        await bot.press("adam", "Decide")
        told = await bot.fill("adam", {"choice": "a", "why": "We go on."})
        assert "1 red line is agreed" in await bot.say("maria", "/align red lines", "line3")
    assert "the red line belongs to Quality, and holds until they say yes" in told.text


async def test_o5_an_open_hold_stands_in_the_home_of_its_owner_and_in_the_digest(bot: Chat) -> None:
    await with_red_line(bot)
    await raised(bot)
    home = await bot.say("piotr", "/align")
    assert "waits for your word for the red line RL-1 of Quality" in home
    status = await bot.say("adam", "/align status", "line3")
    assert "waits for Quality, who own the red line RL-1: with Piotr Zima, for 0 hours" in status
    await bot.wait(hours=3)
    assert len(await came(bot, "@piotr", "/nudge/hold/")) == 1
    await bot.press("piotr", "Go ahead")
    assert "waits for your word" not in await bot.say("piotr", "/align")
    assert "who own the red line" not in await bot.say("adam", "/align status", "line3")
