"""The charter outside the chat: one page as Markdown, HTML and PDF, and nothing that was said in confidence."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from pathlib import Path

import pytest
from aiohttp import ClientSession

from adapters.drawing import draw_text
from bot.documents import charter, kept
from bot.papers import FORMATS
from flows.charter.keys import COVERAGE
from flows.charter.posting import draw_coverage
from flows.effects import Card, Refusal
from tests.stories.chat import Chat
from tests.stories.plant import PROJECT
from tests.stories.test_charter import RIGHTS, agreed

ANSWERS = """\
answers:
  operations:
    by: maria
    outcome.statement: canary sings
    risks.stances: {production_stop: {stance: not_acceptable, why: the canary}}
    reporting.cadence: daily
    evidence.needs:
      - {what: Canary protocol, from: it, by: 2027-04-30}
    visibility: {outcome.statement: confidential, risks.stances: confidential, evidence.needs: confidential}
  it:
    by: ben
    risks.stances: {production_stop: {stance: acceptable}}
    reporting.cadence: weekly
    evidence.needs:
      - {what: Test report, from: operations, by: 2027-04-30}
"""


async def exported(bot: Chat, form: str) -> bytes:
    """What the command line is handed."""
    answer = await charter(bot.app, "local", {"id": "line3", "format": form})
    assert answer["exit"] == 0, answer["err"]
    return b64decode(str(answer["document"]))


async def signed(bot: Chat, folder: Path) -> None:
    """Answers are in, the goal is agreed, version 1 is published, and Operations has signed."""
    path = folder / "project.yaml"
    await asyncio.to_thread(path.write_text, PROJECT + RIGHTS + ANSWERS, encoding="utf-8")
    loaded = await bot.load(path, start=False, answers=True)
    assert not isinstance(loaded, Refusal), loaded
    await agreed(bot)
    await bot.say("ewa", "/charter", "line3")
    await bot.press("ewa", "Publish version 1")
    await bot.press("maria", "Sign")


async def test_o15_the_certificate_is_one_page_with_goal_deciders_path_signatures_and_expiry(
    bot: Chat, tmp_path: Path
) -> None:
    await signed(bot, tmp_path)
    page = (await exported(bot, "markdown")).decode()
    for words in (
        "Charter of Line 3 MES, version 1",
        "Wed 30 Jun 2027, the day of the goal",
        "OEE of line 3 rises to 66 %",
        "Maria Nowak decides within 2 working days",
        "goes to its decider, then to the deputy",
        "Test report, from Operations",
        "Operations: Maria Nowak",
        "Not signed yet: Leadership, Quality and IT.",
    ):
        assert words in page.replace("\\", ""), words
    assert b"<h2>Signatures</h2>" in await exported(bot, "html")
    assert (await exported(bot, "pdf")).startswith(b"%PDF-")


async def test_o15_what_was_said_in_confidence_is_in_no_message_picture_or_document(bot: Chat, tmp_path: Path) -> None:
    await signed(bot, tmp_path)
    shown = [await bot.say("ewa", "/charter", "line3"), await bot.say("olga", "/align ready", "line3")]
    shown += [(await exported(bot, form)).decode() for form in ("markdown", "html")]
    covered = Card(COVERAGE, "line3")
    picture = await bot.app.store.read("local", lambda records: draw_coverage(records, covered, None, bot.now))
    shown += [str(picture), draw_text(picture.summary), await bot.written_to_others("maria")]
    assert "canary" not in "\n".join(shown).casefold()
    assert "Test report" in shown[0], "what everybody may read is there"


@pytest.mark.web_only
async def test_d12_the_document_is_written_to_the_file_or_refused_in_a_sentence(
    bot: Chat, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await signed(bot, tmp_path)
    for form in FORMATS:
        answer = await charter(bot.app, "local", {"id": "line3", "format": form})
        out = tmp_path / f"charter.{form}"
        assert await asyncio.to_thread(kept, answer, out) == 0
        assert (await asyncio.to_thread(out.stat)).st_size > 500
    assert await asyncio.to_thread(kept, answer, tmp_path / "no" / "folder") == 2
    unknown = await charter(bot.app, "local", {"id": "line9", "format": "html"})
    assert await asyncio.to_thread(kept, unknown, None) == 2
    said = capsys.readouterr().err
    assert "cannot be written" in said
    assert "There is no such project here." in said


@pytest.mark.web_only
async def test_d12_the_channel_in_the_browser_leads_to_the_document(bot: Chat, tmp_path: Path) -> None:
    async def get(page: str) -> tuple[int, bytes]:
        async with ClientSession() as session, session.get(f"{bot.url}/local/{page}") as answer:
            return answer.status, await answer.read()

    path = tmp_path / "project.yaml"
    await asyncio.to_thread(path.write_text, PROJECT + RIGHTS, encoding="utf-8")
    await bot.load(path, start=False)
    assert (await get("olga/charter/line3.pdf"))[0] == 404, "nothing is published"
    assert b"/charter/line3.pdf" not in (await get("olga/c/line3"))[1]
    await signed(bot, tmp_path)
    page = (await get("olga/c/line3"))[1].decode()
    assert 'href="/local/olga/charter/line3.pdf"' in page
    assert (await get("olga/charter/line3.pdf"))[1].startswith(b"%PDF-")
    assert "OEE of line 3" in (await get("olga/charter/line3.html"))[1].decode()
    for foreign in (
        "olga/charter/line9.pdf",
        "nobody/charter/line3.pdf",
        "olga/charter/line3.exe",
        "olga/charter/.pdf",
    ):
        assert (await get(foreign))[0] == 404, foreign
