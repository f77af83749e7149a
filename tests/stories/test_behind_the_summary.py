"""Every sentence of the summary leads to the answers that it stands on (C12)."""

from __future__ import annotations

import pytest

from flows.rounds.commands import ShowAnswers, ShowSources
from tests.stories.chat import Answered, Chat
from tests.stories.plant import fill, load

STOP = "risks.stances:production_stop"
CONFIDENTIAL = "who_may_read:confidential"


async def behind(bot: Chat, person: str, part: str, first: int = 0) -> Answered:
    """Presses the button of that part of the summary."""
    return await bot.post(person, "press", {"command": bot.encode(ShowSources("line3/1", part, first))})


@pytest.fixture
async def closed(bot: Chat) -> Chat:
    """Leadership and IT accept an unplanned stop, Operations does not; what Quality said is confidential."""
    await load(bot)
    await fill(bot, "maria", {STOP: "not_acceptable", f"{STOP}:details": "why: no shift may stand still"})
    await fill(bot, "adam", {STOP: "acceptable"})
    await fill(bot, "ben", {STOP: "acceptable", "outcome.failure": "Paper"})
    await fill(
        bot, "piotr", {STOP: "not_acceptable", f"{STOP}:details": "why: the canary", CONFIDENTIAL: ["risks.stances"]}
    )
    return bot


async def test_c12_each_sentence_of_the_summary_leads_to_its_answers(closed: Chat) -> None:
    quiet = (await behind(closed, "olga", "contradictions")).text
    assert "Nobody is quoted on what the sides clear" in quiet
    assert "Leadership · " not in quiet
    await closed.wait(days=2, hours=1)
    summary = next(line for line in await closed.lines("olga", "line3") if line.key.endswith("/summary"))
    button = next(press for press in summary.presses if press.label.startswith("See the answers"))
    shown = (await closed.post("olga", "press", {"command": button.command})).text
    assert "Operations · " in shown
    assert "version 1 (Maria Nowak, " in shown
    assert "no shift may stand still" in shown
    parts = ("agreements", "closeness", "contradictions", "gaps")
    told = {part: (await behind(closed, "olga", part)).text for part in parts}
    assert "Leadership · " in told["contradictions"]
    assert "“acceptable”" in told["contradictions"]
    assert "in confidence" not in told["contradictions"], "of one function alone everybody could tell what it said"
    assert "Unplanned production stop" in told["closeness"]
    assert "No answer stands behind this: it is what nobody has said." in told["gaps"]
    everything = shown + "".join(told.values())
    assert "canary" not in everything
    assert "Quality · Risks" not in everything
    thread = await closed.lines("olga", "line3", thread="round/line3/1/summary")
    assert sum(press.label.startswith("See the answers") for line in thread for press in line.presses) >= len(parts)


async def test_c12_a_change_is_a_new_version_there_and_what_follows_is_paged(closed: Chat) -> None:
    await closed.press("ben", "Open as form")
    await closed.fill("ben", {"outcome.statement": "ben is content", STOP: "acceptable", "outcome.failure": "Cables"})
    mine = await closed.post("olga", "press", {"command": closed.encode(ShowAnswers("line3/1", "it"))})
    assert "version 2 (Ben Okoye, " in mine.text
    assert "“Cables”" in mine.text
    gaps = await behind(closed, "olga", "gaps")
    assert gaps.text != (await behind(closed, "olga", "gaps", 8)).text
    assert "Nobody has a view on" in (await behind(closed, "olga", "gaps", 9_999)).text
    assert "computed from the other parts" in (await behind(closed, "olga", "next")).text


async def test_c12_answers_function_by_function_without_what_not_everybody_may_read(closed: Chat) -> None:
    listed = await closed.say("olga", "/align answers", "line3")
    assert "Operations: 2 answers" in listed
    await closed.say("olga", "/align answers line3")
    quality = await closed.press("olga", "Quality")
    assert "“piotr is content”" in quality
    assert "canary" not in quality
    assert "Answers that not everybody may read are left out." in quality
    unknown = await closed.post("olga", "press", {"command": closed.encode(ShowAnswers("line3/1", "nobody"))})
    assert unknown.kind == "refusal"


async def test_nobody_reads_answers_before_the_round_closes(bot: Chat) -> None:
    await load(bot)
    await fill(bot, "maria", {STOP: "not_acceptable"})
    for person in ("olga", "ewa", "adam"):
        assert "before the round closes" in await bot.say(person, "/align answers line3")
        assert (await behind(bot, person, "contradictions")).kind == "refusal"
