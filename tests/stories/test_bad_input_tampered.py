"""What a button or form holds comes back from the client: whoever may use it cannot break anything by changing it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import pytest

from adapters.web.ports import LOCAL
from flows.commands import Command, FormCommand
from flows.linking import CheckCode, JoinAccounts
from flows.plain import Plain
from flows.questionnaires.commands import (
    AnswerQuestion,
    ChangeAnswer,
    FinishQuestion,
    GoBack,
    OpenForm,
    OpenQuestionForm,
    SubmitForm,
    SubmitQuestionForm,
)
from flows.rounds.commands import StartRound
from flows.rounds.conversation import Say
from tests.stories.chat import Answered, Chat, running
from tests.stories.fields import read
from tests.stories.rehearsal import rehearse, set_engine
from tests.stories.rights import CASES
from tests.stories.rights_case import Case
from tests.stories.two_plants import give, two_plants

pytestmark = pytest.mark.web_only

Tree: TypeAlias = Plain
TEXTS = ("", "\x00\ud800\u202e", "<!channel> {who} %s", "2026-02-30", "-1", "9" * 400, "x" * 8001)
MOMENTS = (
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00+00:00",
    "9999-12-31T23:59:59.999999+00:00",
    "9999-12-31T23:59:59-14:00",
    "2026-12-22T15:00:00",
    "2026-12-22",
    "9999-12-31",
    "0001-01-01",
)
NUMBERS: tuple[Plain, ...] = (-1, 0, 99, 2**31, 2**63, 10**30, 1.5, "1", True, None)
ANSWERS = (
    "\x00\ud800\u202e{who} %s <script>",
    "no view",
    "none",
    "-1",
    "1e999",
    "9" * 400,
    "²½٣",
    "; ; ; : : why: ; test:",
    "a > b > a = > <",
    "9999-12-31 to 0001-01-01: why",
    "OEE: 1 -> 2 % by 2026-02-30",
    "4 parsecs, 1/0 h, NaN kg, 1e400 h",
    "x;" * 3000,
    "\n" * 3000 + "x",
    "not_acceptable",
)
SHAPES: tuple[Plain, ...] = (None, [], {}, [[]], 7, [""], {"is": "Phrase"})


def odd_values(value: Plain) -> tuple[Plain, ...]:
    """What a tamperer would put there instead."""
    if isinstance(value, bool | int | float):
        return NUMBERS
    if isinstance(value, str) and value[:2] == "20":
        return (*MOMENTS, *SHAPES)
    return (*TEXTS, *SHAPES) if isinstance(value, str) else SHAPES


def tampered(value: Plain) -> Iterator[Plain]:
    """The same with one thing changed, at any depth."""
    yield from odd_values(value)
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield {other: kept for other, kept in value.items() if other != key}
            yield from ({**value, key: changed} for changed in tampered(item))
    elif isinstance(value, list):
        yield value * 40
        for at, item in enumerate(value):
            yield from ([*value[:at], changed, *value[at + 1 :]] for changed in tampered(item))


async def send(bot: Chat, who: str, held: Plain, values: Plain, form: bool) -> Answered:
    text = json.dumps(held)
    return await bot.post(
        who, "form" if form else "press", {"command": text, "values": values} if form else {"command": text}
    )


def versions(bot: Chat, kind: type[Command], case: Case) -> Iterator[tuple[Plain, Plain]]:
    """(command, values) as it should be with one of them tampered with."""
    assert bot.app.workspace is not None
    held: Plain = json.loads(bot.app.workspace.encode(case.make(case.at)))
    values: Plain = {field: list(said) if isinstance(said, list) else said for field, said in case.values.items()}
    yield from ((changed, values) for changed in tampered(held))
    if issubclass(kind, FormCommand):
        yield from ((held, changed) for changed in tampered(values))


async def test_no_press_or_form_breaks_anything_however_it_was_changed(bot: Chat, tmp_path: Path) -> None:
    await two_plants(bot, tmp_path)
    every = 1 if bot.app.settings.sqlite_path else 7  # a server takes its time; the rules are the same
    rehearse(bot)
    broken = []
    for kind, case in CASES.items():
        for held, values in islice(versions(bot, kind, case), None, None, every):
            answer = await send(bot, case.by, held, values, issubclass(kind, FormCommand))
            broken += wrong(answer, (held, values))
    assert not broken, "\n".join(broken)


async def test_every_question_takes_whatever_is_pressed_typed_or_filled_in(tmp_path: Path) -> None:
    async with running(f"sqlite:///{tmp_path / 'accord.db'}") as bot:
        await two_plants(bot, tmp_path)
        assert await broken_questions(bot, "line3/1/it") == []


async def broken_questions(bot: Chat, view: str) -> list[str]:
    """Asks each question anew and tries every odd answer to it, each by every road."""
    form = read((await give(bot, "ben", OpenForm(view))).html)
    broken = []
    for question in (await bot.app.store.read(LOCAL, lambda records: records.templates.get("industrial"))).questions:
        assert (await give(bot, "ben", ChangeAnswer(view, question.id, anew=True))).kind != "refusal"
        rehearse(bot)
        commands: list[Command] = [FinishQuestion(view, question.id), GoBack(view, question.id)]
        commands += [AnswerQuestion(view, question.id, said, item) for said in ANSWERS for item in ("", said, "1")]
        commands += [SubmitQuestionForm(view, question.id), OpenQuestionForm(view, question.id)]
        for command in commands:
            broken += wrong(await give(bot, "ben", command, dict.fromkeys(form.names, "x")), command)
        for said in ANSWERS:
            answer = await bot.post("ben", "say", {"text": said, "channel": None})
            broken += wrong(answer, (question.id, said[:40]))
            filled = {name: said for name in form.names if name.startswith(question.id)}
            broken += wrong(await give(bot, "ben", SubmitForm(view), filled), filled)
            broken += wrong(await give(bot, "ben", SubmitQuestionForm(view, question.id), filled), filled)
        set_engine(bot, bot.app.engine)
    return broken


def wrong(answer: Answered, what: object) -> list[str]:
    """What is wrong with an answer: a fault of ours, or nothing said."""
    if answer.status in (200, 400) and (answer.kind == "none" or answer.text):
        return []
    return [f"{answer.status} {answer.text[:60]!r}: {what}"[:400]]


async def test_whoever_is_asked_can_do_what_the_others_cannot(bot: Chat, tmp_path: Path) -> None:
    await two_plants(bot, tmp_path)
    rehearse(bot)
    for kind, case in CASES.items():
        answer = await give(bot, case.by, case.make(case.at), case.values)
        if not case.elsewhere and kind not in (
            StartRound,
            Say,
            CheckCode,
            JoinAccounts,
        ):  # it runs; channels are not heard; no code was given
            assert answer.kind != "refusal", f"{kind.__name__}: {answer.text} {answer.problems}"
