"""The rows A12–A17 of the feature list, about who reads what was answered and what is made of it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.operate import tasks
from tests.stories.chat import Chat
from tests.stories.plant import EVERYBODY, PROJECT, answer, came, fill, load, view, warsaw


async def test_a12_each_answer_has_its_readers_and_confidential_words_are_nowhere(bot: Chat) -> None:
    await load(bot)
    await bot.press("maria", "Start")
    await bot.say("maria", "The canary sings")
    await bot.press("maria", "Confidential")
    await bot.press("maria", "No view / not my area")
    await bot.say("maria", "The magpie steals")
    await bot.press("maria", "Sponsor and facilitator only")
    await fill_rest(bot)
    for person in ("adam", "piotr", "ben"):
        await fill(bot, person)
    await bot.wait(days=14)
    everything = await bot.written_to_others("maria")
    everything += await bot.say("ewa", "/align status") + await bot.say("ewa", "/align")
    assert "canary" in await bot.written_to_others("ewa")  # Maria's own screen has it
    assert "canary" not in everything
    assert everything.count("The magpie steals") == 2
    for person in ("adam", "ewa"):
        assert "The magpie steals" in await bot.sees(person)


async def fill_rest(bot: Chat) -> None:
    """Maria sends what she has answered, in the form as it is shown to her."""
    await bot.press("maria", "Open as form")
    sent = await bot.fill(
        "maria",
        {
            "outcome.statement": "The canary sings",
            "outcome.failure": "The magpie steals",
            "outcome.measure:name": "no view",
            "who_may_read:confidential": ["outcome.statement"],
            "who_may_read:sponsor": ["outcome.failure"],
        },
    )
    assert not sent.problems, sent.problems


async def test_a13_nobody_reads_the_answers_of_others_before_the_round_closes(bot: Chat) -> None:
    await load(bot)
    await fill(
        bot,
        "maria",
        {
            "outcome.statement": "The canary sings",
            "risks.stances:production_stop": "not_acceptable",
            "decisions.joint:own": "The canary decides",
        },
    )
    await fill(bot, "piotr")
    await bot.until(warsaw(30, 9, 5))  # with the Monday's digest
    assert await came(bot, "#line3", "digest/")
    read = [await bot.written_to_others("maria")]
    for person in EVERYBODY:
        if person != "maria":
            for typed in ("/align", "/align status", "/align next", "/align questions", "/decisions", "/align help"):
                read.append(await bot.say(person, typed))
    export = await tasks(bot.app)["project-export"]({"id": "line3"})
    assert "Line 3 MES" in str(export["out"])
    read.append(str(export["out"]))
    assert "canary" in await bot.written_to_others("ewa")  # Maria's own screen has it
    assert not [text for text in read if "canary" in text.lower()]
    await bot.until(warsaw(2, 9, month=12))
    await bot.press("adam", "Go on without")
    await bot.press("adam", "Go on without")
    export = await tasks(bot.app)["project-export"]({"id": "line3"})
    assert "The canary sings" in str(export["out"])


async def test_a14_the_first_message_says_everything_and_the_last_one_what_happened(bot: Chat) -> None:
    await load(bot)
    first = (await bot.lines("maria"))[0].text
    for why, said in {
        "why": "each function says what the first stage must bring, which risks it can accept",
        "how long": "about 25 minutes",
        "who will see it": "until the round closes, nobody but you. Then everyone in #line3",
        "deadline": "Until: Fri 27 Nov, 15:00",
        "what happens": "post in #line3 where they agree, where they contradict each other",
    }.items():
        assert said in first, why
    await fill(bot, "maria", {"risks.stances:production_stop": "not_acceptable"})
    for person in ("adam", "piotr", "ben"):
        await fill(bot, person, {"risks.stances:production_stop": "acceptable"})
    last = next(line.text for line in await bot.lines("maria") if "/closed/" in line.key)
    assert "What Operations said (2 answers) was compared with what 3 other functions said." in last
    assert "1 contradiction concerns it. The summary is in #line3" in last


async def test_a15_observers_read_the_digest_are_not_asked_and_do_not_count(bot: Chat) -> None:
    await load(bot)
    assert "0 of 4 functions are in" in await bot.sees("olga", "line3")
    await bot.until(warsaw(30, 9, 5))
    assert await came(bot, "@olga") == []
    digest = next(line for line in await bot.lines("olga", "line3") if line.key.startswith("digest/"))
    assert "0 of 4 functions are in" in digest.text
    assert "I have no questions for you" in await bot.say("olga", "The line stops")


async def test_a16_an_own_risk_has_category_stance_threshold_and_reason(bot: Chat) -> None:
    await load(bot)
    await bot.press("maria", "Open as a form")
    values: dict[str, str | list[str]] = {
        "outcome.statement": "It works",
        "risks.own": "Shift handover without the board; category: safety; not acceptable; why: things get lost; "
        "test: any handover on paper\nFewer operators; category: people; acceptable if; limit: 2 weeks; "
        "condition: with overtime paid",
    }
    done = await bot.fill("maria", values)
    assert not done.problems, done.problems
    said = (await answer(bot, "operations", "risks.own")).value
    assert isinstance(said, list)
    first, second = [{key: risk[key] for key in risk if key != "id"} for risk in said if isinstance(risk, Mapping)]
    assert first == {
        "text": "Shift handover without the board",
        "category": "safety",
        "stance": "not_acceptable",
        "why": "things get lost",
        "test": "any handover on paper",
    }
    assert second["limit"] == "2 weeks"
    assert "not acceptable even if pace suffers" in await bot.sees("maria")


async def test_a17_reporting_and_evidence_are_structured(bot: Chat) -> None:
    text = PROJECT.replace(
        "  channel: line3\n", "  channel: line3\n  milestones: [{id: cutover, name: Cut-over, date: 2027-05-08}]\n"
    )
    await load(bot, text)
    await fill(
        bot,
        "maria",
        {
            "reporting.cadence": "weekly",
            "reporting.form": "dm",
            "reporting.content": ["progress", "risks"],
            "reporting.alerts": ["safety_event"],
            "evidence.needs": "Rehearsal protocol; from: IT; by: 2027-05-01; for: Cut-over; form: document",
        },
    )
    said = (await view(bot, "operations")).answers
    assert said["evidence.needs"][-1].value == [
        {"what": "Rehearsal protocol", "from": "it", "by": "2027-05-01", "for": "cutover", "form": "document"}
    ]
    reporting = {question: versions[-1].value for question, versions in said.items() if "reporting" in question}
    assert reporting == {
        "reporting.cadence": "weekly",
        "reporting.form": "dm",
        "reporting.content": ["progress", "risks"],
        "reporting.alerts": ["safety_event"],
    }
