"""I6: a file in Slack is read with Accord's token at Slack only; what is not handed out counts as given without it."""

from __future__ import annotations

import asyncio
from hashlib import sha256

from adapters.fetching import Fetched
from adapters.slack.asked import Attached
from adapters.slack.client import Arguments
from adapters.slack.files import shared
from adapters.slack.ports import Installation, Workspace
from flows.evidence.records import Given
from flows.files import LARGEST
from tests.slack.fake.json import Json
from tests.slack.people import SlackChat
from tests.stories.test_evidence_files import PDF, asked


async def given(bot: SlackChat) -> tuple[Given, ...]:
    (kept,) = await bot.app.store.read(bot.organisation, lambda records: records.evidence.all())
    return kept.given


async def sent(bot: SlackChat, **more: object) -> None:
    """Ben sends a file of which Slack says this."""
    user = await bot.user("ben")
    _, payload = bot.gestures.typed(user, bot.team.direct(user.id), "EV-1", files={"protocol.pdf": PDF})
    event: Json = payload["event"]
    event["files"] = [{**event["files"][0], **more}]
    await bot.carry("events_api", payload)


async def test_i6_without_the_permission_it_counts_as_given_and_says_that_it_was_not_handed_out(bot: SlackChat) -> None:
    await asked(bot)
    bot.team.scopes = tuple(scope for scope in bot.team.scopes if scope != "files:read")
    assert (await bot.attach("ben", {"protocol.pdf": PDF})).kind == "message"
    (version,) = await given(bot)
    assert version.file is not None
    assert version.file.hash == "", "a page to sign in on is not the file"
    assert "The chat did not hand the file out." in await bot.press("piotr", "Show")


async def test_i6_what_is_not_as_large_as_slack_says_is_not_that_file(bot: SlackChat) -> None:
    await asked(bot)
    await sent(bot, size=len(PDF) + 1)
    (version,) = await given(bot)
    assert version.file is not None
    assert version.file.hash == ""


async def test_i2_one_that_is_too_large_is_refused_with_what_to_do_and_not_even_read(bot: SlackChat) -> None:
    await asked(bot)
    await sent(bot, size=LARGEST + 1)
    assert await given(bot) == ()
    assert "is the most that can be given as a file. Please give a link to it." in await bot.sees("ben")


async def test_i6_a_file_at_another_address_than_slack_s_is_not_read(bot: SlackChat) -> None:
    await asked(bot)
    await sent(bot, url_private_download=f"{bot.app.slack}/elsewhere", url_private="https://example.com/x")
    (version,) = await given(bot)
    assert version.file is not None
    assert version.file.hash == ""


async def test_i6_of_a_file_of_another_company_slack_is_asked(bot: SlackChat) -> None:
    await asked(bot)
    user = await bot.user("ben")
    _, payload = bot.gestures.typed(user, bot.team.direct(user.id), "EV-1", files={"protocol.pdf": PDF})
    whole: Json = payload["event"]["files"][0]
    payload["event"]["files"] = [{"id": whole["id"], "mode": "file_access", "file_access": "check_file_info"}]
    bot.team.files[whole["id"]].told = whole
    await bot.carry("events_api", payload)
    (version,) = await given(bot)
    assert version.file is not None
    assert (version.file.name, version.file.hash) == ("protocol.pdf", sha256(PDF).hexdigest())


async def test_i2_a_file_that_was_deleted_is_no_file(bot: SlackChat) -> None:
    await asked(bot)
    await sent(bot, mode="tombstone")
    assert await given(bot) == ()


async def test_i6_the_same_message_told_again_gives_it_once(bot: SlackChat) -> None:
    await asked(bot)
    user = await bot.user("ben")
    gesture = bot.gestures.typed(user, bot.team.direct(user.id), "EV-1", files={"protocol.pdf": PDF})
    for _ in range(3):
        await bot.carry(*gesture)
    assert len(await given(bot)) == 1


async def test_who_waits_for_a_file_no_more_leaves_no_call_behind() -> None:
    """The answer to Slack is given up when it would come too late, also while a file is read."""
    begun, ended = asyncio.Event(), asyncio.Event()

    class Silent:
        """A Slack that never hands out what it was asked for."""

        async def call(
            self, installation: Installation, method: str, arguments: Arguments, *, patience: float = 0.0
        ) -> Arguments:
            raise AssertionError((installation, method, arguments, patience))

        async def fetch(self, installation: Installation, url: str, most: int) -> Fetched | None:
            try:
                begun.set()
                await asyncio.sleep(most)
            finally:
                ended.set()
            raise AssertionError((installation, url))

    here = Installation("acme", Workspace("", "T1"), "Acme", "xoxb", "B1", "U1")
    waiting = asyncio.create_task(shared(Silent(), here, [Attached("F1", "a.pdf", 3, "https://x", "")]))
    await begun.wait()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await asyncio.wait_for(ended.wait(), 10)
