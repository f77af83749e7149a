"""I2, I6, A19: a file that is sent in a chat is evidence, or part of an answer; its hash is kept, its bytes are not."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.stories.chat import Chat
from tests.stories.plant import answer, fill, load
from tests.stories.test_evidence import PROTOCOL, TRAINED, WITH_MILESTONE

PDF = b"%PDF-1.7 the protocol, signed on page 3 \x00\xff"
OTHER = b"%PDF-1.7 the protocol, page 4 added"


async def asked(bot: Chat, needs: str = PROTOCOL) -> None:
    """Quality needs proof from IT; the round has closed."""
    await load(bot, WITH_MILESTONE)
    await fill(bot, "piotr", {"evidence.needs": needs})
    for person in ("maria", "adam", "ben"):
        await fill(bot, person)


async def test_i2_a_file_in_direct_messages_is_given_for_the_one_piece_that_is_owed(bot: Chat) -> None:
    await asked(bot)
    told = await bot.attach("ben", {"protocol.pdf": PDF}, "Signed on page 3.")
    assert told.kind == "message", told.text
    assert "Kept. Whoever asked for it looks at it." in told.text
    shown = await bot.press("piotr", "Show")
    assert "Version 1, by Ben Okoye" in shown
    assert f"the file “protocol.pdf”, {len(PDF)} bytes" in shown
    assert "Signed on page 3." in shown
    await bot.press("piotr", "Not enough")
    await bot.fill("piotr", {"reason": "Page 4 is missing."})
    assert (await bot.attach("ben", {"protocol.pdf": OTHER}, "EV-1")).kind == "message"
    assert "Version 2, by Ben Okoye" in await bot.press("piotr", "Show")
    assert "Accepted on" in await bot.press("piotr", "Accept")


async def test_i6_its_hash_is_of_its_bytes_and_the_bytes_are_nowhere(bot: Chat) -> None:
    await asked(bot)
    await bot.attach("ben", {"protocol.pdf": PDF})
    (kept,) = await bot.app.store.read(bot.app.organisation, lambda records: records.evidence.all())
    (given,) = kept.given
    assert given.hash == sha256(PDF).hexdigest()
    assert given.file is not None
    assert (given.file.name, given.file.size, given.file.hash) == ("protocol.pdf", len(PDF), given.hash)
    assert f"SHA-256 of the file as it was given: {given.hash[:16]}" in await bot.press("piotr", "Show")
    again = await bot.attach("ben", {"renamed.pdf": PDF}, "EV-1")
    assert (again.kind, again.text) == ("refusal", "This is what was given already, so nothing was changed.")


@pytest.mark.web_only
async def test_i2_of_several_pieces_the_message_names_the_one_it_is_for(bot: Chat) -> None:
    await asked(bot, f"{PROTOCOL}\n{TRAINED}")
    told = await bot.attach("ben", {"list.pdf": PDF})
    assert told.kind == "refusal"
    assert "EV-2 “List of trained operators” and EV-1 “Rehearsal protocol”" in told.text
    assert "Please send the file again with the number of the one it is for, such as EV-2." in told.text
    assert (await bot.attach("ben", {"list.pdf": PDF}, "for ev-2")).kind == "message"
    listed = await bot.say("olga", "/align evidence", "line3")
    assert "EV-2 “List of trained operators”, for Quality. Given" in listed
    assert "EV-1 “Rehearsal protocol”, for Quality. Asked of" in listed


async def test_i2_in_a_channel_a_file_with_a_mention_is_given_too(bot: Chat) -> None:
    await asked(bot)
    await bot.attach("ben", {"protocol.pdf": PDF}, "EV-1", "line3")
    assert "Given;" in await bot.say("olga", "/align evidence", "line3")


async def test_i2_only_who_is_asked_gives_it_and_nobody_finds_out_what_others_owe(bot: Chat) -> None:
    await asked(bot)
    refused = await bot.attach("maria", {"protocol.pdf": PDF}, "EV-1")
    assert "Only @Ben Okoye can do this" in refused.text or "Only Ben Okoye can do this" in refused.text
    nothing = await bot.attach("maria", {"protocol.pdf": PDF})
    assert "Nobody asks you for evidence now" in nothing.text
    unknown = await bot.attach("ben", {"protocol.pdf": PDF}, "EV-9")
    assert "There is no evidence EV-9 that you are asked for." in unknown.text
    (kept,) = await bot.app.store.read(bot.app.organisation, lambda records: records.evidence.all())
    assert kept.given == ()


async def test_a19_a_file_with_an_answer_in_own_words_is_kept_with_it(bot: Chat) -> None:
    await load(bot)
    await bot.press("maria", "Start or continue")
    told = await bot.attach("maria", {"layout.pdf": PDF}, "No stop, as in the canary layout.")
    assert told.kind != "refusal", told.text
    said = str((await answer(bot, "operations", "outcome.statement")).value)
    assert said.startswith(f"No stop, as in the canary layout.\n[File: layout.pdf, {len(PDF)} bytes, SHA-256 ")
    assert sha256(PDF).hexdigest() in said
    assert "canary" not in await bot.written_to_others("maria")


@pytest.mark.web_only
@pytest.mark.parametrize(
    "files", ["x", [1], [{"name": "x"}], [{"content": "eA=="}], [{"name": "x", "content": "no base64"}], {"name": "x"}]
)
async def test_i2_what_no_page_sends_is_refused_and_changes_nothing(bot: Chat, files: object) -> None:
    await asked(bot)
    told = await bot.post("ben", "say", {"text": "EV-1", "channel": None, "files": files})
    assert told.status == 400
    assert told.text.startswith("This page is from before an update of Accord")
    (kept,) = await bot.app.store.read("local", lambda records: records.evidence.all())
    assert kept.given == ()


@pytest.mark.web_only
@pytest.mark.filterwarnings("ignore:Sending a large body:ResourceWarning")
async def test_i2_more_than_the_page_takes_is_refused_with_what_to_do(bot: Chat) -> None:
    await asked(bot)
    told = await bot.attach("ben", {"film.mp4": b"x" * 2**20})
    assert told.status == 413
    assert "send a link" in told.text


@pytest.mark.web_only
async def test_i2_more_files_than_five_at_once_are_refused(bot: Chat) -> None:
    await asked(bot)
    told = await bot.attach("ben", {f"{n}.pdf": PDF for n in range(6)})
    assert told.text == "These are 6 files; please give at most 5 at once."
    assert (await bot.attach("ben", {"1.pdf": PDF, "2.pdf": OTHER})).kind == "message"
    assert "Version 2, by Ben Okoye" in await bot.press("piotr", "Show")


async def test_i2_a_file_is_never_run_drawn_or_taken_for_markup(bot: Chat) -> None:
    await asked(bot)
    name = "<script>alert(1)</script>*_`.html"
    assert (await bot.attach("ben", {name: b"<script>alert(1)</script>"})).kind == "message"
    shown = await bot.press("piotr", "Show")
    assert f"the file “{name}”, 25 bytes" in shown
