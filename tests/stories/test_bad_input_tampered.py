"""What a button or form holds comes back from the client: whoever may use it cannot break anything by changing it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from flows.commands import Command, FormCommand
from flows.plain import Plain
from flows.rounds.commands import StartRound
from tests.stories.chat import Answered, Chat
from tests.stories.rehearsal import rehearse
from tests.stories.rights import CASES, Case
from tests.stories.two_plants import give, two_plants

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
    rehearse(bot)
    broken = []
    for kind, case in CASES.items():
        for held, values in versions(bot, kind, case):
            answer = await send(bot, case.by, held, values, issubclass(kind, FormCommand))
            if answer.status not in (200, 400) or (answer.kind != "none" and not answer.text):
                broken.append(f"{answer.status} {answer.text[:60]!r}: {held} {values}"[:400])
    assert not broken, "\n".join(broken)


async def test_whoever_is_asked_can_do_what_the_others_cannot(bot: Chat, tmp_path: Path) -> None:
    await two_plants(bot, tmp_path)
    rehearse(bot)
    for kind, case in CASES.items():
        answer = await give(bot, case.by, case.make(case.at), case.values)
        if kind is not StartRound:  # the round is running
            assert answer.kind != "refusal", f"{kind.__name__}: {answer.text} {answer.problems}"
