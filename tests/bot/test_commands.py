"""The feature list: complete, typed, and closed to what people must not send."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import flows
from bot.commands import BY_OTHERS, CHANGES, FORMS, FROM_PEOPLE, GRAMMAR, LINES, LOOKS, ON_TICK
from bot.grammar import Typed
from flows.commands import Command, FormCommand, Place
from flows.errors import FlowError
from flows.help import ANSWERING, DECIDING, FOLLOWING, OWN_TIME, RUNNING, SETTING_UP, ShowHelp
from flows.home import OpenHome
from flows.phrases import Phrase
from flows.rounds.conversation import Say
from flows.wire import Wire, WireError

DM = Place()


def every_command() -> set[type[Command]]:
    """Every command class of the domain, found by importing all of it."""
    for module in pkgutil.walk_packages(flows.__path__, "flows."):
        importlib.import_module(module.name)
    found: set[type[Command]] = set()
    waiting: list[type[Command]] = [Command]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            if kind.__module__.startswith("flows."):
                found.add(kind)
                waiting.append(kind)
    return found - {FormCommand}


def test_every_command_of_the_domain_is_listed_once() -> None:
    assert every_command() == {*LOOKS, *CHANGES}
    assert not LOOKS.keys() & CHANGES.keys()


def test_names_on_the_wire_are_unique() -> None:
    names = [kind.__name__ for kind in (*LOOKS, *CHANGES)]
    assert len(names) == len(set(names))


def test_nobody_can_send_what_the_clock_and_the_operator_ask() -> None:
    wire = Wire({kind.__name__: kind for kind in FROM_PEOPLE})
    for kind in BY_OTHERS:
        with pytest.raises(WireError):
            wire.command(f'{{"do":"{kind.__name__}"}}')


def test_the_clock_has_a_command_for_every_kind_of_record_that_can_be_due() -> None:
    kinds = {"view", "round", "escalation", "digest", "alarm", "contradiction", "evidence", "proposal", "pulse"}
    kinds |= {"live_drill", "drill", "person"}
    assert set(ON_TICK) == kinds
    assert all(type(command("x")) in BY_OTHERS for command in ON_TICK.values())


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.words)
def test_what_is_offered_is_understood(line: Typed) -> None:
    assert type(GRAMMAR.parse(f"  {line.words.upper()}  ", DM)) is not Say
    assert type(GRAMMAR.parse(line.words, Place("line3"))) in {*LOOKS, *CHANGES}


def test_the_rest_of_the_line_goes_with_the_command() -> None:
    command = GRAMMAR.parse("/escalate Move the cut-over\nto June?", Place("line3"))
    assert command == GRAMMAR.parse("/ESCALATE  Move the cut-over\nto June?", Place("line3"))
    assert getattr(command, "text", "") == "Move the cut-over\nto June?"
    assert getattr(command, "channel", "") == "line3"


def test_align_alone_is_home() -> None:
    assert GRAMMAR.parse("/align", DM) == OpenHome()


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("/align statsu", "/align status"), ("/esclate", "/escalate"), ("/decision", "/decisions"), ("/xyzzy", "help")],
)
def test_an_unknown_command_gets_a_hint(typed: str, hint: str) -> None:
    with pytest.raises(FlowError) as refusal:
        GRAMMAR.parse(typed, DM)
    assert hint in f"{refusal.value.phrase.template} {refusal.value.phrase.values}"


@pytest.mark.parametrize("line", [line for line in LINES if not line.rest], ids=lambda line: line.words)
def test_words_after_a_command_that_takes_none_are_refused_with_what_to_type(line: Typed) -> None:
    with pytest.raises(FlowError) as refusal:
        GRAMMAR.parse(f"{line.words} now please", DM)
    assert refusal.value.phrase.template.startswith("Nothing comes after" if " " in line.words else "I do not know")
    assert "/align" in str(refusal.value.phrase.values)


def test_everything_else_is_talk() -> None:
    assert GRAMMAR.parse("4 h, only on Sundays", DM) == Say("4 h, only on Sundays", DM)


@pytest.mark.parametrize("typed", ["help", "Help!", "help?", "?"])
def test_somebody_who_types_help_gets_help_and_no_answer_that_says_so(typed: str) -> None:
    assert GRAMMAR.parse(typed, DM) == ShowHelp(None)
    assert GRAMMAR.parse(typed, Place("line3")) == ShowHelp("line3")
    assert GRAMMAR.parse("help from the supplier is late", DM) == Say("help from the supplier is late", DM)


def test_help_names_everything_that_can_be_typed() -> None:
    told = {
        str(words.values["typed"].template) if isinstance(words.values["typed"], Phrase) else ""
        for section in (ANSWERING, DECIDING, FOLLOWING, RUNNING, OWN_TIME, SETTING_UP)
        for words in section
    }
    missing = [line.words for line in LINES if not any(f"{each} ".startswith(f"{line.words} ") for each in told)]
    assert missing == ["/align help", "/align home"], "what leads there, and another name of /align"


def test_a_text_that_is_too_long_is_refused_politely() -> None:
    with pytest.raises(FlowError, match="characters"):
        GRAMMAR.parse("x" * 8001, DM)


def test_what_opens_a_form_is_listed_for_chats_that_have_to_know_before() -> None:
    opening = {command for command in LOOKS if command.__name__.startswith("Open")} - {OpenHome}
    assert opening <= set(FORMS) <= set(LOOKS)
    assert len(set(FORMS)) == len(FORMS)


BARE = GRAMMAR.named({"/escalate": "/tradeoff"}).without_slash()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("align", "/align"),
        ("Align Status line3", "/align status line3"),
        ("align new", "/align new"),
        ("decisions", "/decisions"),
        ("decisions record We go in June", "/decisions record We go in June"),
        ("escalate Who may stop the line?", "/escalate Who may stop the line?"),
        ("tradeoff Who may stop the line?", "/escalate Who may stop the line?"),
        ("/align status line3", "/align status line3"),
        ("/tradeoff Who may stop the line?", "/escalate Who may stop the line?"),
    ],
)
def test_where_the_chat_keeps_the_slash_a_command_goes_without_it(typed: str, meant: str) -> None:
    assert BARE.parse(typed, DM) == GRAMMAR.parse(meant, DM)


@pytest.mark.parametrize("typed", ["align the teams first", "alignment", "aligned", "4 h", "align statsu", "decision"])
def test_what_only_begins_like_a_command_stays_talk(typed: str) -> None:
    assert BARE.parse(typed, DM) == Say(typed, DM)


def test_where_slashes_are_typed_words_alone_stay_talk() -> None:
    assert GRAMMAR.parse("align status line3", DM) == Say("align status line3", DM)


def test_what_begins_with_a_slash_and_is_no_command_is_refused_there_too() -> None:
    with pytest.raises(FlowError):
        BARE.parse("/align statsu", DM)
