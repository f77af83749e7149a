"""The slash commands may have other names here: in what people type and read, never in what they said."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar, web

from adapters.drawing import draw_text
from adapters.naming import Called
from bot.app import build
from bot.clock import Clock
from bot.commands import GRAMMAR
from bot.config import Settings
from bot.web import application
from flows.commands import Place
from flows.decisions.commands import ListDecisions
from flows.errors import FlowError
from flows.escalations.commands import OpenEscalate
from flows.phrases import Link, Listing, Phrase, Quote
from tests.stories.chat import MONDAY, Chat
from tests.stories.plant import load
from tests.tables import lay_tables

NAMES = {"/align": "/accord", "/escalate": "/tradeoff", "/decisions": "/decisions"}
MISTYPED = ("/accord stauts", "I do not know /accord stauts. Did you mean /accord status?")
SWAPPED = {"/align": "/escalate", "/escalate": "/align-up"}


@pytest.mark.parametrize("typed", ["/tradeoff Stop?", "/TradeOff Stop?", "/escalate Stop?"])
def test_the_name_in_use_and_the_own_name_are_understood(typed: str) -> None:
    assert GRAMMAR.named(NAMES).parse(typed, Place("line3")) == OpenEscalate("line3", "Stop?")


def test_a_name_that_moved_to_another_command_means_that_one() -> None:
    grammar = GRAMMAR.named(SWAPPED)
    assert grammar.parse("/escalate help", Place()) == GRAMMAR.parse("/align help", Place())
    assert grammar.parse("/align-up Stop?", Place()) == OpenEscalate(None, "Stop?")
    assert grammar.parse("/decisions line", Place()) == ListDecisions(None, "line")


def test_what_is_offered_and_what_is_refused_has_the_names_in_use() -> None:
    grammar = GRAMMAR.named(NAMES)
    offered = [completion.text for completion in grammar.completions]
    assert "/accord settings" in offered
    assert "/tradeoff" in offered
    assert not [text for text in offered if text.startswith(("/align", "/escalate"))]
    called = Called(NAMES)
    for typed, said in (
        ("/accord help me", "Please type just /accord help."),
        ("/accrod", "Did you mean /accord?"),
        MISTYPED,
    ):
        with pytest.raises(FlowError) as refusal:
            grammar.parse(typed, Place())
        assert said in draw_text(called.words(refusal.value.phrase))


def test_templates_are_renamed_and_values_are_not() -> None:
    words = Phrase(
        "Type /align help, or {typed}; {said} {link} {more}. See https://x.example/align or a/align.",
        typed=Phrase("/escalate"),
        said=Quote("/align is what I typed"),
        link=Link("https://x.example/align", "/align"),
        more=Listing((Phrase("/align next"), "/align")),
    )
    assert draw_text(Called(NAMES).words(words)) == (
        "Type /accord help, or /tradeoff; “/align is what I typed” /align (https://x.example/align) "
        "/accord next and /align. See https://x.example/align or a/align."
    )
    assert Called(NAMES).words("Type /align help, /aligned or /align-x.") == "Type /accord help, /aligned or /align-x."
    assert Called().words(words) is words


async def test_k11_the_local_workspace_uses_the_names(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'accord.db'}"
    await asyncio.to_thread(lay_tables, database)
    app = await build(Settings(database=database, commands=NAMES), Clock.beginning(MONDAY))
    runner = web.AppRunner(application(app), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
            bot = Chat(app, session, f"http://127.0.0.1:{runner.addresses[0][1]}")
            await load(bot, start=False)
            helped = await bot.post("ben", "say", {"text": "/accord help", "channel": None})
            assert "/tradeoff: bring a decision to the person who may take it" in helped.html
            assert "/align" not in helped.html.replace("&#34;", '"').replace('data-command="', "")
            opened = await bot.post("ben", "say", {"text": "/tradeoff Stop?", "channel": "#line3"})
            assert (opened.kind, opened.text) == ("form", "Escalate a decision")
            assert (await bot.say("ben", "/accrod")).startswith("I do not know /accrod. Did you mean /accord?")
    finally:
        await runner.cleanup()
        await app.close()
