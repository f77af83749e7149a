"""What people say is in no line of the log, whatever goes wrong."""

from __future__ import annotations

import ast
import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import structlog

from bot.logs import FIELDS, set_up_logs, where
from tests.stories.chat import running
from tests.stories.test_bad_input_full_disk import on_writer
from tests.stories.two_plants import LINE3_SAYS, LINE4_SAYS, two_plants

ROOT = Path(__file__).parents[2]
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


def test_fields_that_nobody_has_allowed_are_dropped_and_values_are_short(written: StringIO) -> None:
    structlog.get_logger("test").warning(
        "delivery", key="round/1", text=WORDS, reason="x" * 500, why={"said": WORDS}, what="two\nlines"
    )
    said = written.getvalue()
    assert WORDS not in said
    assert "text" not in said
    assert "key='round/1'" in said
    assert "why='dict'" in said
    assert "what='two lines'" in said
    assert len(said) < 400


def test_libraries_tell_where_something_is_wrong_and_nothing_they_were_given(written: StringIO) -> None:
    logging.getLogger("aiohttp.server").error("Error handling request from %s", WORDS)
    logging.getLogger("asyncio").error(f"Task exception was never retrieved\nfuture: {WORDS}")
    logging.getLogger("somebody.else").error(f"cannot read {WORDS}")
    said = written.getvalue()
    assert "ERROR aiohttp.server Error handling request from %s" in said
    assert "ERROR asyncio Task exception was never retrieved\n" in said
    assert "ERROR somebody.else something is wrong in " in said
    assert WORDS not in said


SAID_BY = {"debug", "info", "warning", "error", "exception", "critical"}


def lines_in(file: Path) -> Iterator[ast.Call]:
    """Where a file writes into the log."""
    for call in ast.walk(ast.parse(file.read_text("utf-8"))):
        match call:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="log"), attr=attr)) if attr in SAID_BY:
                yield call


def test_every_line_of_the_log_is_a_sentence_of_ours_with_allowed_fields() -> None:
    """What is logged is written out in the code: no text put together, no field that would be dropped."""
    told: list[str] = []
    for file in (each for name in ("adapters", "bot", "storage") for each in (ROOT / name).rglob("*.py")):
        for call in lines_in(file):
            fixed = len(call.args) == 1 and isinstance(call.args[0], ast.Constant | ast.Name)
            unknown = [word.arg for word in call.keywords if word.arg not in FIELDS | {"exc_info"}]
            if not fixed or unknown:
                told.append(f"{file.relative_to(ROOT)}:{call.lineno} {unknown}")
    assert told == []
