"""Proof that a function needs: asked of whoever can give it, promised, given, accepted or not, and never forgotten."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, came, fill, load, warsaw

WITH_MILESTONE = PROJECT.replace(
    "\npeople:", "\n  milestones: [{id: cutover, name: Cut-over, date: 2026-12-18}]\npeople:"
)
PROTOCOL = "Rehearsal protocol; from: IT; by: 2026-12-11; for: Cut-over; form: document"
TRAINED = "List of trained operators; from: IT; by: 2026-12-10"
CANARY = "The canary protocol; from: IT; by: 2026-12-10"
LINK = "https://example.com/protocol.pdf"


@pytest.fixture
async def asked(bot: Chat) -> Chat:
    """Operations and Quality need proof from IT, Leadership from somebody nobody knows; the round has closed."""
    await load(bot, WITH_MILESTONE)
    await fill(bot, "maria", {"evidence.needs": PROTOCOL})
    await fill(bot, "piotr", {"evidence.needs": f"{PROTOCOL}\n{TRAINED}"})
    await fill(bot, "adam", {"evidence.needs": "Acceptance test; from: the supplier; by: 2026-12-15"})
    await fill(bot, "ben")
    return bot


async def give(bot: Chat, link: str = LINK) -> None:
    """Ben gives the protocol."""
    await bot.press("ben", "Give")
    done = await bot.fill("ben", {"link": link})
    assert not done.problems, done.problems


async def test_i1_what_functions_need_is_asked_of_its_provider_in_one_message(asked: Chat) -> None:
    (message,) = [line.text for line in await asked.lines("ben") if line.key.startswith("evidence/")]
    assert "2 pieces of evidence wait for you" in message
    assert (
        "EV-2 “Rehearsal protocol”, for Operations and Quality in Line 3 MES. Asked of @Ben Okoye, by Fri 11 Dec"
        in message
    )
    assert "EV-3 “List of trained operators”, for Quality in Line 3 MES" in message
    assert "Nobody is named to give it; @Ewa Kot is asked to name somebody" in await asked.sees("ewa")
    listed = await asked.say("olga", "/align evidence", "line3")
    assert "Line 3 MES: 3 pieces of evidence are open" in listed
    assert "EV-1 “Acceptance test”, for Leadership" in listed


async def test_a17_a_need_is_a_record_with_what_from_whom_by_when_for_what_and_in_which_form(asked: Chat) -> None:
    await asked.say("ben", "/align evidence", "line3")
    shown = await asked.press("ben", "Show")
    assert "EV-1" in shown
    await give(asked)
    shown = await asked.press("piotr", "Show")
    for part in ("Operations and Quality", "IT, Ben Okoye", "11 Dec", "Cut-over", "“document”"):
        assert part in shown


async def test_i1_the_provider_promises_or_says_why_not_and_by_which_other_day(asked: Chat) -> None:
    await asked.press("ben", "I cannot")
    done = await asked.fill("ben", {"reason": "The rehearsal is later.", "instead": "2026-12-16"})
    assert "asked about the other day" in done.text
    first = " ".join((await asked.press("piotr", "That day is good")).split())
    assert "EV-2 is due on that day once it is good for Operations, too" in first
    assert "it is with Maria Nowak now" in first
    assert "16 Dec 2026, good for Quality" in first
    assert "EV-2 is due on Wed 16 Dec 2026 now" in await asked.press("maria", "That day is good")
    assert "Promised by Ben Okoye, by Wed 16 Dec" in await asked.say("ben", "/align evidence", "line3")


async def test_i1_a_promise_is_kept_and_told(asked: Chat) -> None:
    assert "Promised by Ben Okoye, by Fri 11 Dec" in await asked.press("ben", "I will give it")


async def test_i1_where_nobody_is_named_the_facilitator_names_somebody(asked: Chat) -> None:
    await asked.press("ewa", "Name somebody")
    assert (await asked.fill("ewa", {"person": ""})).problems
    assert "Jan Lis is asked now" in (await asked.fill("ewa", {"person": "jan"})).text
    assert "EV-1 “Acceptance test”" in await asked.sees("jan")


async def test_i2_it_is_given_by_link_or_text_and_accepted_or_rejected_with_a_reason(asked: Chat) -> None:
    await asked.press("ben", "Give it")
    assert (await asked.fill("ben", {})).problems
    assert (await asked.fill("ben", {"link": "javascript:alert(1)"})).problems
    assert (await asked.fill("ben", {"link": LINK, "words": "Signed on page 3."})).kind == "message"
    await asked.press("maria", "Not enough")
    assert (await asked.fill("maria", {})).problems
    await asked.fill("maria", {"reason": "Page 4 is missing."})
    assert "Rejected by Operations, so @Ben Okoye is asked again" in await asked.sees("ben")
    await give(asked, f"{LINK}?v=2")
    await asked.press("maria", "Accept")
    assert "Accepted on" in await asked.press("piotr", "Accept")
    assert "Accepted on" in await asked.say("olga", "/align evidence", "line3")


async def test_k3_what_has_been_seen_to_is_on_nobody_s_list_any_more(asked: Chat) -> None:
    await give(asked)
    assert "EV-2" in await asked.sees("maria")
    await asked.press("piotr", "Accept")
    assert "EV-2" in await asked.sees("maria")
    await asked.press("maria", "Accept")
    for person in ("maria", "piotr"):
        (shown,) = [line for line in await asked.lines(person) if line.key.startswith(f"evidence/{person}/")]
        assert "Nothing in this message waits for you any more" in shown.text
        assert shown.presses == []
    (shown,) = [line for line in await asked.lines("ben") if line.key.startswith("evidence/ben/")]
    assert "1 piece of evidence waits for you EV-3" in " ".join(shown.text.split()).replace(
        "Other functions need this proof in order to trust the progress. Can you give it? ", ""
    )


async def test_i6_each_version_stays_with_its_hash_and_time(asked: Chat) -> None:
    await give(asked)
    anew = {"command": (await asked.find("ben", "Give another version")).command}
    await asked.press("piotr", "Accept")
    await asked.wait(hours=1)
    await asked.post("ben", "press", anew)
    again = await asked.fill("ben", {"link": LINK})
    assert "This is what was given already" in again.text
    await asked.post("ben", "press", anew)
    changed = await asked.fill("ben", {"link": f"{LINK}?v=2"})
    told = " ".join(changed.text.split())
    for link, hour in ((LINK, "09:00"), (f"{LINK}?v=2", "10:00")):
        assert f"on Mon 23 Nov 2026, {hour}: {link}" in told, told
        assert sha256(f"{link}\n".encode()).hexdigest()[:16] in told
    assert "accepted version 1" in told
    assert (await asked.find("maria", "Accept")).command


async def test_i2_evidence_of_an_outsider_or_of_somebody_else_is_refused_in_a_sentence(asked: Chat) -> None:
    button = await asked.find("ben", "Give it")
    for who in ("maria", "ewa", "olga"):
        refused = await asked.post(who, "press", {"command": button.command})
        assert refused.kind == "refusal"
        assert "Only Ben Okoye can do this: the evidence EV-2 is asked of them." in refused.text


async def test_i3_reminders_come_before_and_after_the_day_bundled_and_end(asked: Chat) -> None:
    await asked.until(warsaw(9, 12, month=12))
    reminded = await came(asked, "@ben", "reminder")
    assert reminded == ["Wed 25 09:00", "Thu 03 09:00", "Fri 04 09:00", "Wed 09 09:00"]
    await asked.until(warsaw(31, 12, month=12))
    late = (await came(asked, "@ben", "reminder"))[len(reminded) :]
    assert len(late) == len({day.rpartition(" ")[0] for day in late})
    assert late[:2] == ["Thu 10 09:00", "Fri 11 09:00"]
    assert "was due Thu 10 Dec" in await asked.sees("ben")
    await asked.until(warsaw(31, 12, month=1).replace(year=2027))
    assert len(await came(asked, "@ben", "reminder")) == len(reminded) + len(late)


async def test_a_need_in_confidence_is_never_asked_nor_shown(bot: Chat) -> None:
    await load(bot)
    await fill(bot, "maria", {"evidence.needs": CANARY, "who_may_read:confidential": ["evidence.needs"]})
    for person in ("piotr", "adam", "ben"):
        await fill(bot, person)
    told = await bot.written_to_others("maria")
    assert "canary" not in told, told[told.index("canary") - 600 :]
    assert "0 pieces of evidence are open" in await bot.say("adam", "/align evidence", "line3")


async def test_what_is_not_asked_for_any_more_is_gone(asked: Chat) -> None:
    await asked.press("maria", "Open as form")
    await asked.fill("maria", {"outcome.statement": "All is well", "evidence.needs": "none"})
    assert "EV-2 “Rehearsal protocol”, for Quality." in await asked.say("adam", "/align evidence", "line3")
    button = await asked.find("ben", "Give it")
    await asked.press("piotr", "Open as form")
    await asked.fill("piotr", {"outcome.statement": "All is well", "evidence.needs": "none"})
    assert "1 piece of evidence is open" in await asked.say("adam", "/align evidence", "line3")
    gone = await asked.post("ben", "press", {"command": button.command})
    assert (gone.kind, gone.text) == ("refusal", "There is no such evidence here. It may have been removed.")


async def test_a_need_that_is_taken_into_confidence_is_not_shown_any_more(bot: Chat) -> None:
    await load(bot)
    await fill(bot, "maria", {"evidence.needs": CANARY})
    for person in ("piotr", "adam", "ben"):
        await fill(bot, person)
    assert "canary" in await bot.say("ben", "/align")
    button = await bot.find("ben", "Give it")
    await bot.press("maria", "Open as form")
    hidden: dict[str, str | list[str]] = {"evidence.needs": CANARY, "who_may_read:confidential": ["evidence.needs"]}
    assert not (await bot.fill("maria", {"outcome.statement": "All is well", **hidden})).problems
    for person in ("ben", "adam", "ewa"):
        for typed in ("/align", "/align evidence", "/align status"):
            assert "canary" not in await bot.say(person, typed, "line3")
    refused = await bot.post("ben", "press", {"command": button.command})
    assert refused.text == "There is no such evidence here. It may have been removed."
