"""Pressed twice, pressed too late, pressed by fifty at once: one effect, and everybody else is told what happened."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Iterable
from pathlib import Path

import pytest

from adapters.web.ports import LOCAL
from flows.commands import Command, FormCommand
from flows.questionnaires.commands import SubmitAnswers
from flows.rounds.commands import AcceptOffer, DeclineOffer, TakeOver
from tests.stories.chat import Answered, Chat, running
from tests.stories.kept import changed, kept
from tests.stories.rights import CASES
from tests.stories.rights_case import Case
from tests.stories.test_escalations import DECIDED, escalate, load
from tests.stories.two_plants import FRIDAY, LINE3_IDS, give, two_plants

CROWD = 50


@pytest.fixture
async def plants(bot: Chat, tmp_path: Path) -> Chat:
    await two_plants(bot, tmp_path)
    return bot


async def do(bot: Chat, command: str, event_id: str = "", **values: str) -> Answered:
    """One of the matrix's commands, by whoever it is for."""
    kind, case = named(command)
    held = bot.encode(case.make(case.at))
    form = issubclass(kind, FormCommand)
    body = {"command": held, **({"values": {**case.values, **values}} if form else {})}
    return await bot.post(case.by, "form" if form else "press", body, event_id)


def named(command: str) -> tuple[type[Command], Case]:
    """The case of the command of that name."""
    return next((kind, case) for kind, case in CASES.items() if kind.__name__ == command)


async def at_once(answers: Iterable[Awaitable[Answered]]) -> Counter[tuple[str, str]]:
    """How often each was answered, by kind and the beginning of the text."""
    told = await asyncio.gather(*answers)
    assert {answer.status for answer in told} == {200}
    return Counter((answer.kind, answer.text.split(".")[0][:60]) for answer in told)


async def decide_at_once(bot: Chat, crowd: int) -> None:
    """One decision is made; everybody else is told by whom, or that it is not theirs."""
    _, case = named("Decide")
    presses = [do(bot, "Decide", choice=choice) for _ in range(crowd // 2) for choice in "ab"]
    others = ("jan", "adam", "ewa", "kim", "piotr", "rita")
    strangers = [give(bot, who, case.make(LINE3_IDS), case.values) for who in others for _ in range(crowd // 10)]
    told = await at_once([*presses, *strangers])
    assert told.pop(("message", "Recorded as D-2")) == 1
    assert sum(told.values()) == len(presses) + len(strangers) - 1
    for kind, text in told:
        assert kind == "refusal", text
        assert text.startswith(("This was closed on", "Only Maria Nowak", "This belongs to the project")), text
    decisions = await bot.app.store.read(LOCAL, lambda records: records.decisions.where(project_id="line3"))
    assert [each.number for each in decisions] == [1, 2]
    late = await do(bot, "Decide")
    assert f"Maria Nowak decided: “{decisions[1].choice}”" in late.text


async def test_fifty_do_it_at_once_and_it_is_done_once(plants: Chat) -> None:
    await decide_at_once(plants, CROWD)

    told = await at_once(do(plants, "AcceptOffer") for _ in range(CROWD))
    already = "You have it already: you answer for IT"
    assert told == {("message", "Thank you"): 1, ("refusal", already): CROWD - 1}

    told = await at_once(give(plants, "maria", SubmitAnswers(LINE3_IDS.pending)) for _ in range(CROWD))
    assert told.pop(("none", "")) == 1
    assert all(text.startswith("The answers of Operations were sent") for _, text in told)
    assert (await plants.sees("maria")).count("Thank you, the answers of Operations are in") == 1

    told = await at_once(do(plants, "Escalate") for _ in range(CROWD))
    assert {(kind, text[:3]) for kind, text in told} == {("message", "E-4")}
    found = await plants.app.store.read(LOCAL, lambda records: records.escalations.where(project_id="line3"))
    assert [each.number for each in found] == [1, 2, 3, 4]


async def test_two_who_want_different_things_at_once_get_one_of_them(plants: Chat) -> None:
    await decide_at_once(plants, 2)

    accept, decline = AcceptOffer(LINE3_IDS.offered, 1), DeclineOffer(LINE3_IDS.offered, 1)
    told = await at_once(give(plants, "ewa", command) for command in (accept, decline) * 10)
    assert sum(times for (kind, _), times in told.items() if kind == "message") == 1
    view = await plants.app.store.read(LOCAL, lambda records: records.views.get(LINE3_IDS.offered))
    assert (view.offer, view.respondent) == (None, "ewa" if told["message", "Thank you"] else "ben")

    over, submit = TakeOver(LINE3_IDS.pending), SubmitAnswers(LINE3_IDS.pending)
    told = await at_once([give(plants, "jan", over), give(plants, "maria", submit)] * 10)
    view = await plants.app.store.read(LOCAL, lambda records: records.views.get(LINE3_IDS.pending))
    assert view.respondent == ("jan" if told["message", "Thank you"] else "maria")


async def test_the_same_press_delivered_many_times_is_answered_alike_and_done_once(plants: Chat) -> None:
    for command in ("Acknowledge", "Decide", "GoOnWithout", "AcceptOffer", "Escalate", "CreateProject"):
        first = await do(plants, command, f"press/{command}")
        assert first.kind == "message", first.text
        before = await kept(plants)
        again = await asyncio.gather(*(do(plants, command, f"press/{command}") for _ in range(10)))
        assert {answer.text for answer in again} == {first.text}
        assert not changed(before, await kept(plants))
        other = await do(plants, command, f"another/{command}")
        assert other.kind == ("message" if command == "Escalate" else "refusal"), other.text


AFTER: dict[str, tuple[str, ...]] = {
    "Decide": ("Acknowledge", "Decide", "Delegate", "Decline", "MoreTime", "AskInfo", "Withdraw", "NextNow"),
    "Withdraw": ("Acknowledge", "Decide", "Delegate", "Decline", "MoreTime", "AskInfo", "NextNow"),
    "Delegate": ("Acknowledge", "Decide", "Delegate", "Decline", "MoreTime", "AskInfo", "NextNow"),
    "NextNow": ("Acknowledge", "Decide", "Delegate", "Decline", "MoreTime", "AskInfo"),
    "AcceptOffer": ("AcceptOffer", "DeclineOffer"),
    "DeclineOffer": ("AcceptOffer", "DeclineOffer"),
    "TakeOver": ("TakeOver", "SubmitAnswers", "TakeStance", "HandOver", "SubmitForm"),
    "GoOnWithout": ("GoOnWithout", "WaitForFunction", "NameStandIn"),
    "NameStandIn": ("GoOnWithout", "WaitForFunction", "NameStandIn"),
    "WaitForFunction": ("GoOnWithout", "WaitForFunction", "NameStandIn"),
    "Supersede": ("Supersede", "OpenSupersede", "RaiseConcern"),
    "CreateProject": ("CreateProject", "DiscardSetup", "SavePeople", "OpenSetupPage"),
    "DiscardSetup": ("CreateProject", "DiscardSetup", "SaveFunctions"),
    "ConfirmRecorded": ("ConfirmRecorded",),
    "GiveInfo": ("GiveInfo", "OpenGiveInfo"),
}


@pytest.fixture(scope="module")
def two_plants_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with both plants in it, closed."""
    folder = tmp_path_factory.mktemp("plants")

    async def fill() -> None:
        async with running(f"sqlite:///{folder / 'accord.db'}") as bot:
            await two_plants(bot, folder)

    asyncio.run(fill())
    return folder / "accord.db"


@pytest.fixture
async def copied(two_plants_file: Path, tmp_path: Path) -> AsyncIterator[Chat]:
    """Both plants again, without living through it all."""
    await asyncio.to_thread(shutil.copy, two_plants_file, tmp_path / "accord.db")
    async with running(f"sqlite:///{tmp_path / 'accord.db'}", FRIDAY) as chat:
        yield chat


@pytest.mark.parametrize("happened", AFTER)
async def test_a_button_that_came_too_late_says_what_happened_since(copied: Chat, happened: str) -> None:
    plants = copied
    first = await do(plants, happened)
    assert first.kind != "refusal", (first.text, first.problems)
    before = await kept(plants)
    for command in AFTER[happened]:
        late = await do(plants, command)
        assert (late.status, late.kind) == (200, "refusal"), f"{command}: {late.text}"
        assert late.text.endswith((".", ".”")), f"{command}: {late.text}"
    assert not changed(before, await kept(plants))


async def test_a_form_sent_again_after_its_answer_is_told_what_was_decided(bot: Chat, tmp_path: Path) -> None:
    await load(bot, tmp_path)
    await escalate(bot)
    await bot.press("maria", "Decide")
    form = {"command": bot._forms["maria"], "values": DECIDED}
    assert (await bot.post("maria", "form", form)).kind == "message"
    again = await bot.post("maria", "form", form)
    assert again.kind == "refusal"
    assert "Maria Nowak decided" in again.text
