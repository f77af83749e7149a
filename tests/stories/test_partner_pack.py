"""The partner pack: what suppliers need to know, with roles in the place of names and nothing said in confidence."""

from __future__ import annotations

import asyncio
import re
from base64 import b64decode
from pathlib import Path

import pytest

from bot.documents import charter
from bot.papers import FORMATS
from flows.effects import Refusal
from tests.stories.chat import Chat
from tests.stories.plant import PROJECT
from tests.stories.test_charter import agreed
from tests.stories.test_charter_export import ANSWERS
from tests.stories.test_goal import GOAL
from tests.stories.test_red_lines import LINE
from tests.stories.test_red_lines import agreed as consented

PEOPLE = ("Adam Wolski", "Ewa Kot", "Maria Nowak", "Jan Lis", "Piotr Zima", "Ben Okoye", "Olga Duda")
MAILED = PROJECT.replace("name: Maria Nowak}", "name: Maria Nowak, email: maria@plant.example}")
STAGES = """\
  stage: Stage 1 with Ben
  milestones: [{id: fat, name: Acceptance by Maria Nowak, date: 2027-03-15}]
people:
"""
RIGHTS = """\
decision_rights:
  - {tradeoff: speed/operational_safety, decider: maria, deputy: jan, must_agree: [quality], within: 2 working days}
  - {tradeoff: speed/scope, decider: ewa}
"""
GIVEN = ANSWERS.replace("what: Test report", "what: Test report that jan lis and EWA sign (ewa@plant.example)")


async def filled(bot: Chat, folder: Path) -> None:
    """People, mail addresses and confidential words are everywhere that words can be."""
    path = folder / "project.yaml"
    text = MAILED.replace("people:\n", STAGES) + RIGHTS + GIVEN
    await asyncio.to_thread(path.write_text, text, encoding="utf-8")
    loaded = await bot.load(path, start=False, answers=True)
    assert not isinstance(loaded, Refusal), loaded
    operational = f"{GOAL['operational']} Ask Maria, or maria@plant.example, +48 601 222 333."
    await agreed(bot, {**GOAL, "operational": operational})
    await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Propose another red line")
    told = await bot.fill("ewa", {**LINE, "text": "No batch without the record that Nowak keeps"})
    assert told.kind == "message", told
    await consented(bot)


async def exported(bot: Chat, form: str) -> str:
    """What the command line is handed."""
    answer = await charter(bot.app, "local", {"id": "line3", "format": form, "document": "partner-pack"})
    assert answer["exit"] == 0, answer["err"]
    return b64decode(str(answer["document"])).decode("utf-8", "replace")


async def test_o18_goal_red_lines_path_and_proof_stand_in_it_by_role(bot: Chat, tmp_path: Path) -> None:
    await filled(bot, tmp_path)
    for seen in (await bot.say("ewa", "/align partner pack", "line3"), (await exported(bot, "markdown"))):
        page = seen.replace("\\", "")
        for words in (
            "Line 3 MES: what partners need to know",
            "Acceptance by [who speaks for Operations]",
            "OEE of line 3 rises to 66 %",
            "No batch without the record that [who speaks for Operations] keeps",
            "who speaks for Operations, or the deputy in Operations, decides within 2 working days",
            "Must agree: Quality",
            "Speed against scope: the facilitator decides",
            "then to the deputy, then to the sponsor",
            "Test report that [the deputy in Operations] and [the facilitator] sign ([address]), from Operations",
            "Ask [who speaks for Operations], or [address], [number].",
        ):
            assert words in page, words
    assert "please read it before you pass it on" in await bot.say("adam", "/align partner pack", "line3")


async def test_m8_no_name_address_or_word_said_in_confidence_is_in_it(bot: Chat, tmp_path: Path) -> None:
    await filled(bot, tmp_path)
    pages = [await bot.say("ewa", "/align partner pack", "line3")]
    pages += [await exported(bot, form) for form in ("markdown", "html")]
    for page in pages:
        said = page.replace("\\", "").casefold()
        assert len(said) > 1000
        words = set(re.findall(r"[^\W\d_]+", said))
        assert not words & {part.casefold() for name in PEOPLE for part in name.split()}
        assert "canary" not in said, "said in confidence"
        assert "plant.example" not in said
        assert "601" not in said


async def test_m8_only_who_runs_the_project_gets_it(bot: Chat, tmp_path: Path) -> None:
    await filled(bot, tmp_path)
    for person in ("maria", "ben", "olga"):
        refused = await bot.say(person, "/align partner pack", "line3")
        assert "Only" in refused, person
        assert "Red lines" not in refused


@pytest.mark.web_only
async def test_m8_it_is_written_in_each_format_or_refused_in_a_sentence(bot: Chat, tmp_path: Path) -> None:
    await filled(bot, tmp_path)
    for form in FORMATS:
        assert len(await exported(bot, form)) > 1000
    unknown = await charter(bot.app, "local", {"id": "line9", "format": "html", "document": "partner-pack"})
    assert unknown["exit"] == 2
    assert "There is no such project here." in str(unknown["err"])
