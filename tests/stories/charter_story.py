"""From contradictions to a signed charter, act by act, as six functions, their sponsor and the facilitator live it.

Every act takes the chat that it is played in: the local workspace, Slack or Teams.
"""

from __future__ import annotations

from adapters.drawing import draw_text
from flows.charter.keys import COVERAGE
from flows.charter.posting import draw_coverage
from flows.effects import Card
from tests.stories.charter_words import ASKED, GOAL, ORDER, PLANT, PULSE, RED_LINE, RIGHT, SAID, VOICES
from tests.stories.chat import Chat
from tests.stories.plant import fill, load
from tests.stories.test_goal import HARM

COVERED = Card(COVERAGE, "line3")


async def six_functions_answer(bot: Chat) -> None:
    """Each is asked alone, and nobody reads what others said before everybody is in."""
    await load(bot, PLANT)
    ranking = {f"outcome.priorities:{axis}": place for axis, place in ORDER.items()}
    for person in VOICES[:-1]:
        await fill(bot, person, {**ranking, **SAID[person]})
    assert "5 of 6 functions are in" in await bot.sees("olga", "line3")
    assert "Every order can be traced" not in await bot.written_to_others("hanna")
    await fill(bot, "kasia", {**ranking, **SAID["kasia"]})
    seen = await bot.sees("olga", "line3")
    assert "Alignment of Line 3 MES" in seen, seen


async def two_sides_say_back_and_agree_on_a_condition(bot: Chat) -> None:
    """Leadership accepts an unplanned stop, Operations does not: first each says what the other needs."""
    assert "contradiction waits" not in await bot.sees("hanna")
    for person, other, needs in (
        ("adam", "maria", "That no shift stops without a plan."),
        ("maria", "adam", "That the date holds."),
    ):
        await bot.press(person, "Show")
        await bot.press(person, "Say it back")
        await bot.fill(person, {"words": needs})
        await bot.press(other, "Show")
        await bot.press(other, "Yes, that is it")
    await bot.press("maria", "Show")
    await bot.press("maria", "Suggest a condition")
    await bot.fill("maria", {"words": "Only on a Sunday night shift."})
    await bot.press("adam", "Show")
    assert "a condition was agreed" in await bot.press("adam", "Yes, that settles it")
    thread = await bot.sees("olga", "line3", thread="round/line3/1/summary")
    assert "Only on a Sunday night shift." in thread


async def consent_is_given(bot: Chat) -> None:
    """What Ewa drafted goes to every function, and each consents."""
    await bot.press("ewa", "Send to all functions")
    await bot.press("ewa", "Ask for consent now")
    for person in VOICES:
        await bot.press(person, "Consent")


async def one_goal_is_agreed(bot: Chat) -> None:
    """An objection with a fix is taken up; a reservation is kept with its prediction."""
    await bot.say("ewa", "/align goal", "line3")
    assert (await bot.fill("ewa", {**GOAL, "operational": "OEE of line 3 is 70 %."})).problems
    await bot.fill("ewa", GOAL)
    await bot.press("ewa", "Send to all functions")
    for person in VOICES:
        await bot.press(person, "It makes sense")
    await bot.press("hanna", "Object")
    assert (await bot.fill("hanna", {"reason": "Records are not in it."})).problems
    await bot.fill("hanna", {"reason": "Records are not in it.", "fix": "Say that each order has its record.", **HARM})
    for person in VOICES:
        if person != "hanna":
            await bot.press(person, "Consent")
    await bot.press("ewa", "Reword")
    await bot.fill("ewa", {**GOAL, "operational": "OEE of line 3 is 66 %, and each order has its record."})
    await bot.press("kasia", "With a reservation")
    await bot.fill("kasia", {"reason": "The date is bold.", "prediction": "It is July.", "check_on": "2027-06-30"})
    for person in VOICES[:-1]:
        await bot.press(person, "Consent")
    seen = await bot.sees("olga", "line3")
    assert "6 of 6 functions consented" in seen or "5 of 6 functions consented" in seen
    assert "The date is bold." in seen


async def red_line_order_and_right_are_agreed(bot: Chat) -> None:
    """What may not happen, what comes before what, and who decides, each by the consent of all."""
    await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Propose: Loss of production data")
    await bot.fill("ewa", RED_LINE)
    await consent_is_given(bot)
    assert "RL-1" in await bot.say("olga", "/align red lines", "line3")
    await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Propose the trade-off order")
    await bot.fill("ewa", ORDER)
    await consent_is_given(bot)
    await bot.say("ewa", "/align rights", "line3")
    await bot.press("ewa", "Speed against scope")
    await bot.fill("ewa", RIGHT)
    await consent_is_given(bot)
    told = await bot.say("tomasz", "/align who decides speed/scope", "line3")
    assert "Adam Wolski" in told


async def proof_is_promised_given_and_accepted(bot: Chat) -> None:
    """The protocol that Operations and Quality asked for comes from IT."""
    assert "Promised by Tomasz Bury" in await bot.press("tomasz", "I will give it")
    await bot.press("tomasz", "Give")
    given = await bot.fill("tomasz", {"link": "https://example.com/protocol.pdf"})
    assert not given.problems, given.problems
    await bot.press("maria", "Accept")
    assert "Accepted on" in await bot.press("hanna", "Accept")


async def six_functions_sign_the_charter(bot: Chat) -> None:
    """Published, read and signed; nothing said in confidence is in it."""
    await bot.say("ewa", "/charter", "line3")
    await bot.press("ewa", "Publish version 1")
    for person in VOICES[:-1]:
        assert "Signed for" in await bot.press(person, "Sign")
    assert "Finance has not signed version 1" in await bot.say("olga", "/align ready", "line3")
    await bot.press("kasia", "With a reservation")
    await bot.fill("kasia", {"words": "The budget is tight."})
    drawn = await bot.app.store.read("local", lambda records: draw_coverage(records, COVERED, None, bot.now))
    assert "contradiction on" not in draw_text(drawn.summary), "what was settled is no contradiction any more"
    charter = await bot.sees("olga", "line3") + await bot.say("olga", "/charter", "line3")
    for part in ("OEE of line 3", "No batch without its record", "Maria Nowak decides", "Adam Wolski", "The budget is"):
        assert part in charter, part


async def a_decision_is_asked_for(bot: Chat, **changes: str) -> None:
    """Pawel asks, and it goes to Adam."""
    await bot.say("pawel", "/escalate", "line3")
    shown = await bot.fill("pawel", {**ASKED, **changes})
    assert not shown.problems, shown.problems
    sent = await bot.press("pawel", "Send to Adam")
    assert "is with Adam Wolski until" in sent.replace("@", ""), sent


async def a_red_line_is_touched(bot: Chat) -> None:
    """One option names a batch record, so nothing is decided before Quality has spoken."""
    await a_decision_is_asked_for(bot)
    seen = await bot.sees("hanna")
    assert "touches the red line RL-1" in seen, seen[-2000:]
    await bot.press("hanna", "Veto")
    await bot.fill("hanna", {"reason": "A batch without its record cannot be released.", "options": ["a"]})


async def adam_decides_and_it_is_recorded(bot: Chat) -> None:
    """What has a veto cannot be chosen, by nobody; what is decided stands in the channel and in the log."""
    await bot.press("adam", "Decide")
    refused = await bot.fill("adam", {"choice": "a", "rationale": "We are late.", "won": "speed"})
    assert "has a veto for the red line RL-1" in refused.text
    told = await bot.fill("adam", {"choice": "b", "rationale": "Records come first.", "won": "scope"})
    assert told.text.startswith("Recorded as D-1.")
    seen = await bot.sees("olga", "line3")
    assert "decided: “Start a week later”" in seen
    assert "scope won, speed paid" in seen
    assert "D-1" in await bot.say("olga", "/decisions", "line3")


async def drift_from_the_agreed_order_is_told(bot: Chat) -> None:
    """Scope has won over speed twice, though the agreed order says otherwise: Adam and Ewa hear of it, once."""
    await a_decision_is_asked_for(bot, question="Move the training?", option_a="Move it", option_b="Keep it")
    await bot.press("adam", "Decide")
    await bot.fill("adam", {"choice": "a", "rationale": "All shifts are trained.", "won": "scope"})
    for person in ("adam", "ewa"):
        assert (await bot.sees(person)).count("decisions drift from the agreed order") == 1
    assert "Scope won 2 of 2" in await bot.say("olga", "/align ledger", "line3")


async def the_pulse_says_what_has_moved(bot: Chat) -> None:
    """Two weeks after the start each function says whether what it signed still holds; one says it does not."""
    await bot.until(PULSE)
    await bot.press("maria", "Has moved", "The goal")
    for line in ("Red lines", "Who decides", "Reporting and proof"):
        await bot.press("maria", "Still holds", line)
    for person in VOICES:
        if person != "maria":
            await bot.press(person, "Everything still holds")
    assert "The goal: holds for 5 of 6 functions that signed it; moved for Operations." in await bot.sees(
        "olga", "line3"
    )


ACTS = (
    six_functions_answer,
    two_sides_say_back_and_agree_on_a_condition,
    one_goal_is_agreed,
    red_line_order_and_right_are_agreed,
    proof_is_promised_given_and_accepted,
    six_functions_sign_the_charter,
    a_red_line_is_touched,
    adam_decides_and_it_is_recorded,
    drift_from_the_agreed_order_is_told,
    the_pulse_says_what_has_moved,
)
