"""What people say is in no line of the log, whatever goes wrong."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import structlog

from bot.logs import set_up_logs, where
from tests.stories.chat import running
from tests.stories.test_bad_input_full_disk import on_writer
from tests.stories.two_plants import LINE3_SAYS, LINE4_SAYS, two_plants

WORDS = "Ewa would rather not say this aloud"
SPOILT = """UPDATE project SET body = '{"name": "canary"}'"""


@pytest.fixture
def written() -> Iterator[StringIO]:
    """The log as `serve` sets it up."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    root.handlers.clear()
    written = StringIO()
    set_up_logs(written)
    yield written
    structlog.reset_defaults()
    root.handlers[:], level = before
    root.setLevel(level)


def fail(words: str) -> None:
    try:
        raise KeyError(words)
    except KeyError as error:
        raise ValueError(f"cannot read {words}") from error


def test_an_error_is_told_by_its_kinds_and_places_not_by_its_text(written: StringIO) -> None:
    try:
        fail(WORDS)
    except ValueError:
        structlog.get_logger("test").exception("due item failed", kind="view", id="line3/1/it")
        logging.getLogger("asyncio").exception("a task failed")
    said = written.getvalue()
    assert said.count("KeyError") >= 2
    assert said.count("ValueError") >= 2
    assert said.count("in fail") >= 4
    assert "due item failed" in said
    assert "ERROR asyncio a task failed" in said
    assert "line3/1/it" in said
    assert WORDS not in said


def test_a_cause_that_was_hidden_on_purpose_stays_hidden() -> None:
    def hide() -> None:
        try:
            raise KeyError(WORDS)
        except KeyError:
            raise ValueError(WORDS) from None

    with pytest.raises(ValueError, match=WORDS) as failed:
        hide()
    assert where(failed.value).splitlines()[-1] == "ValueError"
    assert "KeyError" not in where(failed.value).splitlines()


async def test_the_lives_of_two_projects_leave_no_word_in_the_log(tmp_path: Path, written: StringIO) -> None:
    async with running(f"sqlite:///{tmp_path / 'accord.db'}") as bot:
        await two_plants(bot, tmp_path)
        assert LINE3_SAYS in await bot.sees("adam", "line3")
        await on_writer(bot, SPOILT)
        answer = await bot.send("adam", "say", {"text": f"/align status {LINE3_SAYS}", "channel": "#line3"})
        assert answer.status == 500
    said = written.getvalue()
    assert "request failed" in said
    assert "in load" in said
    assert not [word for word in (LINE3_SAYS, LINE4_SAYS) if word in said]
