"""Typed commands with nothing, too much or nonsense after them: each answer is a sentence with the next step."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.chat import Answered, Chat
from tests.stories.fields import read
from tests.stories.kept import changed, kept
from tests.stories.two_plants import two_plants

pytestmark = pytest.mark.web_only

HOME = "Your projects"
STATUS = "Where Line 3 MES stands"
HELP = "What you can do here"
NO_PROJECT = "I know of no such project that you are part of."
NO_QUESTION = "No question is open just now. To change an answer, press “Change” under it, or type /align questions."
TOO_LONG = "That is more than 8,000 characters. Please shorten it, or send a link."
EMPTY = "Please type something first."
DAYS = "Please write it like this: 2027-02-10 to 2027-02-20, tomorrow, until Friday or 10 Feb to 20 Feb."
HOURS = "For example: /align hours mon-fri 08:00-16:00 Europe/Warsaw."

UNDERSTOOD = {
    "/align": HOME,
    "/ALIGN": HOME,
    "/align \n ": HOME,
    "  /align": HOME,
    "/Align\nStatus": STATUS,
    "/align status line3": STATUS,
    "/align\tstatus   LINE 3 mes  \n": STATUS,
    "\u202e/align help\x00": HELP,
    "@accord /align status": STATUS,
    "/decisions nothing like it": "No decision has “nothing like it”. /decisions alone lists them all.",
    "/align hours": "I write to you Mon–Fri 08:00–18:00 Europe/Warsaw.",
    "/align back": "You are not away, so nothing changes.",
}
REFUSED = {
    "": EMPTY,
    " \n\t ": EMPTY,
    "\x00\u200b\u2066": EMPTY,
    "/": "I do not know /. Type /align help",
    "//": "I do not know //. Type /align help",
    "/ align": "Did you mean /align?",
    "/aling status": "Did you mean /align status?",
    "/align statu": "Did you mean /align status?",
    "/align\u200bstatus": "Did you mean /align status?",
    "/help": "Did you mean /align help?",
    "/decision": "Did you mean /decisions?",
    "/escalatenow": "Did you mean /escalate?",
    "/foo bar": "I do not know /foo bar. Type /align help to see what I understand.",
    "@accord /foo": "I do not know /foo. Type /align help",
    "/" + "x" * 7000: "Type /align help to see what I understand.",
    "/align " + "🦜" * 3000: "Type /align help to see what I understand.",
    "/align help me": "Nothing comes after /align help. Please type just /align help.",
    "/align questions 3": "Please type just /align questions.",
    "/align new line 9": "Please type just /align new.",
    "/align settings UTC": "Please type just /align settings.",
    "/align escalations all": "Please type just /align escalations.",
    "/align home now": "Please type just /align home.",
    "/align back now": "Please type just /align back.",
    "/align status nowhere": NO_PROJECT,
    "/align status line3 now please": NO_PROJECT,
    "/align status " + "x" * 7000: NO_PROJECT,
    "/align next line4": NO_PROJECT,
    "/align start line4": NO_PROJECT,
    "/align start": "Only Ewa Zawada (facilitator) or Adam Wolski (sponsor) of Line 3 MES can do this.",
    "/align hours 25:00-26:00": HOURS,
    "/align hours mon-fri 8-16 Mars/Phobos": "I cannot read “Mars/Phobos” as days, hours or a time zone. " + HOURS,
    "/align hours " + "9 " * 3000: HOURS,
    "/align hours ../../etc/passwd": HOURS,
    "/align away": "Please say when you are away, for example: /align away 2027-02-10 to 2027-02-20",
    "/align away yesterday": "I cannot read “yesterday” as days. " + DAYS,
    "/align away " + "until Friday " * 500: DAYS,
    "/align away 2026-12-24 to 2026-12-20": "which ends before it begins. " + DAYS,
    "/align away 2026-02-30": "There is no day 2026-02-30 in the calendar.",
    "/align away 0001-01-01": "which is past. Please give days to come.",
    "/align away 9999-12-31": "which is years ahead. Please check the year.",
    "x" * 8001: TOO_LONG,
    "x" * 100_000: TOO_LONG,
    "/escalate " + "x" * 100_000: TOO_LONG,
}
TALK = ("hello", "align status", "\uff0falign", "🦜" * 50, "Z" + "\u0334" * 500, "{who} %s <!channel>", "x" * 8000)


async def say(bot: Chat, text: str) -> Answered:
    """Kim types it to Accord."""
    answer = await bot.post("kim", "say", {"text": text, "channel": None})
    assert answer.status == 200
    assert not read(answer.html).dangers
    assert len(answer.text) < 2000, "nobody is answered with all that they typed"
    return answer


async def test_typed_commands_are_understood_or_refused_with_the_next_step(bot: Chat, tmp_path: Path) -> None:
    await two_plants(bot, tmp_path)
    before = await kept(bot)
    for text, said in UNDERSTOOD.items():
        answer = await say(bot, text)
        assert (answer.kind, said in answer.text) == ("message", True), f"{text!r}: {answer.text!r}"
    for text, said in REFUSED.items():
        answer = await say(bot, text)
        assert (answer.kind, said in answer.text) == ("refusal", True), f"{text[:60]!r}: {answer.text!r}"
    long = await say(bot, "/decisions " + "x " * 3000)
    assert long.text.endswith("…”. /decisions alone lists them all.")
    of_others = {key for key in changed(before, await kept(bot)) if key[:3] != ("web_message", "local", "@kim")}
    assert not of_others
    for text in TALK:
        answer = await say(bot, text)
        assert (answer.kind, answer.text.startswith(NO_QUESTION)) == ("refusal", True), text[:60]
        assert text in "".join(line.text for line in await bot.lines("kim")), text[:60]
