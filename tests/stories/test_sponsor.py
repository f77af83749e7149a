"""The sponsor before the start: what will likely come, what they confirm, and a back-up who has accepted."""

from __future__ import annotations

import pytest

from bot.operate import tasks
from flows.sponsor.commands import ConfirmPoint
from flows.sponsor.records import Point
from tests.stories.chat import Chat
from tests.stories.plant import EVERYBODY, PROJECT, came, fill, load, warsaw
from tests.stories.test_charter import RIGHTS, agreed
from tests.stories.test_red_lines import ASKED, ORDER
from tests.stories.two_plants import give

STAGES = """\
  milestones:
    - {id: fat, name: Factory acceptance, date: 2027-02-20}
    - {id: cutover, name: Cut-over of line 3, date: 2027-03-08, touches_production: true}
    - {id: handover, name: Hand-over, date: 2027-06-30}
people:
"""
CUTOVER = """\
  - {tradeoff: cutover_date, decider: adam, options: [Sunday night, Easter], within: 3 working days}
  - {tradeoff: fallback_to_paper, decider: maria}
"""
STAGED = PROJECT.replace("people:\n", STAGES) + RIGHTS + CUTOVER
TWO_WEEKS_BEFORE = warsaw(18, 10).replace(year=2027, month=1)


async def test_o9_the_forecast_says_which_decisions_come_when_whose_they_are_and_what_is_known(bot: Chat) -> None:
    await load(bot, STAGED, start=False)
    seen = (await bot.say("ewa", "/align forecast", "line3")).replace("@", "")
    assert "4 decisions are likely from Mon 1 Feb 2027 to Mon 15 Mar 2027" in seen
    assert "2 are for Adam Wolski (sponsor) to decide, at most 1 in one week" in seen
    assert "Speed against scope, by Sat 13 Feb 2027, before Factory acceptance on Sat 20 Feb 2027" in seen
    assert "Adam Wolski decides, since nobody is named for it" in seen
    assert "before Cut-over of line 3 on Mon 8 Mar 2027: Adam Wolski decides within 3 working days." in seen
    assert "Options known: “Sunday night” or “Easter”." in seen
    assert "Maria Nowak, or Jan Lis, decides within 2 working days, else Adam Wolski" in seen
    assert "Hand-over" not in seen, "that is later"
    assert "Only" in await bot.say("ben", "/align forecast", "line3")


async def test_o9_it_is_sent_once_two_weeks_before_the_start_and_compared_with_what_came(bot: Chat) -> None:
    await load(bot, STAGED, start=False)
    await bot.until(TWO_WEEKS_BEFORE)
    assert await came(bot, "@adam", "/forecast") == ["Mon 18 09:00"]
    assert "Decisions to expect in Line 3 MES" in await bot.sees("adam")
    await bot.say("ben", "/escalate", "line3")
    asked = {**ASKED, "option_a": "Wait", "tradeoff": "cutover_date", "day": "2027-01-29", "cost": "EUR 12,000 a day"}
    assert (await bot.fill("ben", asked)).kind == "message"
    await bot.press("ben", "Send to Adam")
    seen = (await bot.say("adam", "/align forecast", "line3")).replace("@", "")
    assert "Asked for now" in seen
    assert "not deciding costs “EUR 12,000 a day”" in seen
    await bot.press("adam", "Decide")
    await bot.fill("adam", {"choice": "b", "rationale": "It is safer."})
    await bot.say("adam", "/decisions record", "line3")
    taken = {"question": "Which vendor?", "tradeoff": "vendor_change", "decided_by": "adam", "choice": "The old one."}
    await bot.fill("adam", {**taken, "rationale": "It is known."})
    seen = (await bot.say("adam", "/align forecast", "line3")).replace("@", "")
    assert "1 of 4 expected decisions came, and 1 that nobody had expected." in seen
    assert "2 were expected for Adam Wolski (sponsor), and 2 came to them." in seen
    assert "Date of the cut-over, expected by Mon 1 Mar 2027: E-1" in seen
    assert "Not expected: D-2, change of vendor" in seen
    assert "Going back to paper, expected by Mon 15 Feb 2027: has not come" in seen
    assert "3 decisions are likely" in seen, "what is decided is not expected any more"
    await bot.wait(days=20)
    assert len(await came(bot, "@adam", "/forecast")) == 1


async def test_o9_what_reaches_the_sponsor_in_the_next_ten_days_comes_with_options_and_the_cost_of_a_day(
    bot: Chat,
) -> None:
    await load(bot, STAGED, start=False)
    assert "No decision is likely to reach" in await bot.say("adam", "/align forecast", "line3")
    await bot.say("ben", "/escalate", "line3")
    asked = {**ASKED, "option_a": "Wait", "tradeoff": "cutover_date", "cost": "EUR 12,000 a day"}
    assert (await bot.fill("ben", asked)).kind == "message"
    await bot.press("ben", "Send to Adam")
    seen = (await bot.say("adam", "/align forecast", "line3")).replace("@", "")
    assert "1 decision is likely to reach Adam Wolski (sponsor) by Thu 3 Dec 2026." in seen
    assert "Cut over without the old archive?” “Wait” or “Wait a week”: with Adam Wolski" in seen
    await bot.press("ben", "Withdraw")
    await bot.fill("ben", {"words": "Not now."})
    await bot.until(warsaw(22, 10, month=2).replace(year=2027))
    sent = [line.text for line in await bot.lines("adam") if line.key.endswith("/sponsor")]
    assert "Date of the cut-over, by Mon 1 Mar" in sent[-1]
    assert "Options known: “Sunday night” or “Easter”." in sent[-1]
    assert "The last time, waiting cost “EUR 12,000 a day” (E-1)." in sent[-1]
    assert all(day.startswith("Mon") for day in await came(bot, "@adam", "/sponsor"))
    assert not [line for line in await bot.lines("olga") if line.key.endswith("/sponsor")]


async def test_o9_what_functions_want_decided_together_is_in_it_and_what_is_confidential_is_not(bot: Chat) -> None:
    await load(bot)
    ranked: dict[str, str | list[str]] = {f"outcome.priorities:{axis}": place for axis, place in ORDER.items()}
    await fill(bot, "maria", {"decisions.joint": ["scope_change"], **ranked})
    hidden = {"who_may_read:confidential": ["decisions.joint", "outcome.priorities"], **ranked}
    await fill(bot, "piotr", {"decisions.joint": ["vendor_change"], **hidden})
    assert "No decision is to be expected" in await bot.say("ewa", "/align forecast", "line3"), "the round is blind"
    await fill(bot, "adam")
    await fill(bot, "ben")
    await load(bot, STAGED)
    seen = (await bot.say("ewa", "/align forecast", "line3")).replace("@", "")
    assert "Change of scope, by Mon 15 Feb 2027, with the start: Adam Wolski decides" in seen
    assert "To be decided together, say Operations." in seen
    assert "First comes operational safety for Operations." in seen
    assert "vendor" not in seen
    assert "for Operations and Quality" not in seen


async def test_d11_the_sponsor_confirms_each_point_beside_what_it_is_and_a_change_opens_it_again(bot: Chat) -> None:
    await load(bot, STAGED, start=False)
    for words in ("the decisions of the first weeks", "what the first stage is measured by", "the path"):
        missing = await bot.say("ewa", "/align ready", "line3")
        assert f"Adam Wolski (sponsor) has not confirmed that they know {words}" in missing
    assert "Adam Wolski (sponsor) has no back-up who has accepted." in missing
    await bot.until(TWO_WEEKS_BEFORE)
    card = await bot.sees("adam")
    assert "4 points are open of 4." in card
    assert "No goal is agreed yet, so there is nothing to confirm." in card
    await agreed(bot)
    for left in ("3 points are", "2 points are", "1 point is"):
        await bot.say("adam", "/align sponsor", "line3")
        assert f"Kept. {left} open of 4." in await bot.press("adam", "I know this")
    shown = await bot.say("adam", "/align sponsor", "line3")
    assert "OEE of line 3 rises to 66 %" in shown
    assert shown.count("Confirmed by Adam Wolski on") == 3
    assert "not confirmed" not in await bot.say("ewa", "/align ready", "line3")
    await load(bot, STAGED.replace("decider: adam, options", "decider: piotr, options"), start=False)
    shown = await bot.say("adam", "/align sponsor", "line3")
    assert "It has changed since you confirmed it." in shown
    assert "know the decisions of the first weeks" in await bot.say("ewa", "/align ready", "line3")


async def test_d11_a_backup_counts_when_they_have_accepted_and_gets_what_the_sponsor_does_not_decide(bot: Chat) -> None:
    await load(bot, PROJECT, start=False)
    assert "the back-up (2 working days)" not in await bot.say("olga", "/charter", "line3")
    await bot.say("adam", "/align sponsor", "line3")
    await bot.press("adam", "Name a back-up")
    assert "your own back-up" in (await bot.fill("adam", {"person": ["adam"]})).problems["person"]
    assert "is asked" in (await bot.fill("adam", {"person": ["piotr"]})).text
    ready = (await bot.say("ewa", "/align ready", "line3")).replace("@", "")
    assert "has asked somebody to be the back-up. With Piotr Zima" in ready
    await bot.wait(days=8)
    assert (await came(bot, "@piotr", "/again")) == ["Wed 25 09:00"]
    assert "asks you to be the back-up" in await bot.say("piotr", "/align")
    assert "Kept." in await bot.press("piotr", "I cannot")
    assert "cannot be your back-up" in await bot.sees("adam")
    await bot.say("adam", "/align sponsor", "line3")
    await bot.press("adam", "Name somebody else")
    await bot.fill("adam", {"person": ["maria"]})
    assert "you are the back-up in Line 3 MES" in await bot.press("maria", "Yes, I will")
    assert "Maria Nowak" in await bot.sees("adam")
    assert "has no back-up" not in await bot.say("ewa", "/align ready", "line3")
    charter = await bot.say("olga", "/charter", "line3")
    assert "then to Maria Nowak (back-up)" in charter
    assert "the deputy (" not in charter, "no right names one"
    assert "then the back-up (2 working days)" in charter
    await load(bot, PROJECT + RIGHTS, start=False)
    assert "has no back-up" not in await bot.say("ewa", "/align ready", "line3"), "the file does not take it away"
    await bot.say("ben", "/escalate", "line3")
    await bot.fill("ben", {**ASKED, "option_a": "Wait"})
    await bot.press("ben", "Send to Adam")
    await bot.press("adam", "Decline")
    await bot.fill("adam", {"words": "I am on the way to the plant."})
    await bot.press("maria", "Decide")
    assert (await bot.fill("maria", {"choice": "b", "rationale": "It is safer."})).text.startswith("Recorded as D-1.")


async def test_d11_the_backup_is_in_the_projects_file_and_comes_back_from_it(bot: Chat) -> None:
    await load(bot, PROJECT, start=False)
    await bot.say("adam", "/align sponsor", "line3")
    await bot.press("adam", "Name a back-up")
    await bot.fill("adam", {"person": ["maria"]})
    written = str((await tasks(bot.app)["project-export"]({"id": "line3"}))["out"])
    assert "backup: maria" in written, "asked, and not accepted yet"
    await bot.press("maria", "Yes, I will")
    written = str((await tasks(bot.app)["project-export"]({"id": "line3"}))["out"])
    again = (
        written.replace("id: line3", "id: line4")
        .replace("Line 3", "Line 4")
        .replace("channel: line3", "channel: line4")
    )
    await load(bot, again, start=False)
    assert "has no back-up" not in await bot.say("ewa", "/align ready", "line4")
    assert "then to Maria Nowak (back-up)" in await bot.say("olga", "/charter", "line4")
    named = PROJECT.replace("id: line3", "id: line5").replace("facilitator: ewa", "facilitator: ewa, backup: piotr")
    await load(bot, named.replace("channel: line3", "channel: line5"), start=False)
    assert "asks you to be the back-up" in await bot.sees("piotr"), "whom a file names is asked"
    assert "the back-up. With Piotr Zima" in (await bot.say("ewa", "/align ready", "line5")).replace("@", "")


async def test_d11_only_the_sponsor_confirms_and_only_who_is_asked_answers(bot: Chat) -> None:
    await load(bot, PROJECT, start=False)
    await bot.say("adam", "/align sponsor", "line3")
    button = await bot.find("adam", "I know this")
    refused = await bot.post("ewa", "press", {"command": button.command})
    assert (refused.kind, "Only Adam Wolski" in refused.text.replace("@", "")) == ("refusal", True)
    await bot.say("ewa", "/align sponsor", "line3")
    with pytest.raises(AssertionError, match="sees no button"):
        await bot.find("ewa", "I know this")
    stale = await give(bot, "adam", ConfirmPoint("line3", Point.PATH, "another"))
    assert "This has changed since the card was shown." in stale.text
    assert (await give(bot, "adam", ConfirmPoint("line3", Point.BACKUP, ""))).kind == "refusal"
    await bot.say("adam", "/align sponsor", "line3")
    await bot.press("adam", "Name a back-up")
    await bot.fill("adam", {"person": ["maria"]})
    yes = await bot.find("maria", "Yes, I will")
    for person in set(EVERYBODY) - {"maria"}:
        assert "nothing here that you were asked" in (await bot.post(person, "press", {"command": yes.command})).text
    await bot.press("maria", "Yes, I will")
    again = await bot.post("maria", "press", {"command": yes.command})
    assert "answered already" in again.text


async def test_d11_the_sponsor_is_reminded_once_and_the_digest_names_what_is_open(bot: Chat) -> None:
    await load(bot, PROJECT, start=False)
    await bot.until(TWO_WEEKS_BEFORE)
    assert "Line 3 MES: 4 points are open for you as its sponsor" in await bot.say("adam", "/align")
    await bot.wait(days=13)
    assert await came(bot, "@adam", "/remind") == ["Thu 21 09:00"]
    assert "has no back-up who has accepted." in await bot.say("olga", "/align status", "line3")


@pytest.mark.web_only
async def test_o9_what_climbs_to_the_sponsor_within_ten_days_is_told_with_what_functions_have_said(bot: Chat) -> None:
    right = "decider: maria, deputy: jan, recommend: [quality]}"
    await load(bot, STAGED.replace("decider: maria}", right), start=False)
    await bot.say("ben", "/escalate", "line3")
    asked = {**ASKED, "option_a": "Wait", "tradeoff": "fallback_to_paper", "day": "2026-12-11"}
    assert (await bot.fill("ben", asked)).kind == "message"
    await bot.press("ben", "Send to Maria")
    await bot.press("piotr", "Answer")
    assert not (await bot.fill("piotr", {"words": "Option B, since the audit is near."})).problems
    seen = (await bot.say("ewa", "/align forecast", "line3")).replace("@", "")
    assert "1 decision is likely to reach Adam Wolski (sponsor) by Thu 3 Dec 2026." in seen
    assert "with Maria Nowak until" in seen
    assert "and unless it is settled before, it comes to Adam Wolski on Wed 25 Nov" in seen
    assert "Quality recommends: “Option B, since the audit is near.”" in seen
