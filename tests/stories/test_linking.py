"""One person with two chat accounts: a code makes them one, and nothing else does."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from sqlalchemy import select

from adapters.drawing import draw_text
from flows.commands import Actor, Command
from flows.effects import Outcome, Refusal
from flows.linking import CheckCode, GiveCode, JoinAccounts
from flows.messages import Message
from flows.people import Person
from storage.connections import Connection
from storage.store import Cause
from storage.tables import METADATA
from tests.stories.chat import Chat
from tests.stories.plant import load
from tests.stories.two_plants import LINE3

CODE = re.compile(r"/align link (\w{4}-\w{4})")


@pytest.fixture
async def line3(bot: Chat) -> Chat:
    """Ben has a part in a project; Rita has none."""
    await load(bot, LINE3, start=False)
    return bot


async def code_for(bot: Chat, person: str) -> str:
    """The code that somebody is shown."""
    shown = CODE.search(await bot.say(person, "/align link"))
    assert shown is not None
    return shown[1]


async def join(bot: Chat, person: str, code: str) -> str:
    """Types the code and says that both are them."""
    assert "given to" in await bot.say(person, f"/align link {code}")
    return await bot.press(person, "Yes, both are me")


async def test_j5_a_code_makes_two_accounts_one_person(line3: Chat) -> None:
    assert "not part of a project" in await line3.say("rita", "/align help")
    code = await code_for(line3, "ben")
    await line3.say("rita", f"/align link {code}")
    assert "not part of a project" in await line3.say("rita", "/align help"), "asking joins nothing"
    asked = await line3.say("rita", f"/align link {code}")
    assert "This code was given to Ben Okoye. Is that you, too?" in asked
    assert await line3.press("rita", "Yes, both are me") == "Done. Both accounts are Ben Okoye now."
    assert "Line 3 MES" in await line3.say("rita", "/align status")
    assert "The account of Rita Obca is yours from now on" in await line3.sees("ben")
    await line3.say("rita", "/align hours 10:00-12:00")
    assert "10:00" in await line3.say("ben", "/align hours"), "what one does is done by both"


async def test_whoever_has_a_part_in_a_project_stays_wherever_the_code_was_given_out(line3: Chat) -> None:
    code = await code_for(line3, "rita")
    assert await join(line3, "ben", code.replace("-", " ").lower()) == "Done. Both accounts are Ben Okoye now."
    assert "Line 3 MES" in await line3.say("rita", "/align status")


async def test_a_code_works_once(line3: Chat) -> None:
    code = await code_for(line3, "ben")
    await line3.say("rita", f"/align link {code}")
    assert "Done" in await line3.press("rita", "Yes, both are me")
    assert "This code does not work" in await line3.say("piotr", f"/align link {code}")


async def test_a_code_works_for_ten_minutes_and_the_newest_only(line3: Chat) -> None:
    old = await code_for(line3, "ben")
    new = await code_for(line3, "ben")
    assert "This code does not work" in await line3.say("rita", f"/align link {old}")
    assert "given to Ben Okoye" in await line3.say("rita", f"/align link {new}")
    await line3.wait(minutes=10)
    assert "This code does not work" in await line3.press("rita", "Yes, both are me")
    assert "This code does not work" in await line3.say("rita", f"/align link {new}")
    assert "not part of a project" in await line3.say("rita", "/align help")


async def test_two_people_of_projects_cannot_be_made_one(line3: Chat) -> None:
    code = await code_for(line3, "ben")
    said = await line3.say("kim", f"/align link {code}")
    assert said.startswith("Ben Okoye and Kim Seo both have a part in projects")
    assert "this same account" in await line3.say("ben", f"/align link {code}")
    assert "does not work" in await line3.say("kim", "/align link ABCD-EFGH")


def everything(connection: Connection) -> Sequence[object]:
    """Every value of every table."""
    return [value for rows in METADATA.tables.values() for row in connection.rows(select(rows), {}) for value in row]


async def test_a_code_is_kept_nowhere(line3: Chat) -> None:
    code = await code_for(line3, "ben")
    await line3.say("rita", f"/align link {code}")
    for value in await line3.app.store.look(everything):
        assert code not in str(value)
        assert code.replace("-", "") not in str(value)


async def ask(bot: Chat, person: str, command: Command, event: str, *, outside: bool = False) -> Outcome:
    """A command as an adapter gives it."""
    return await bot.app.engine.run(Actor("local", person, "teams", outside=outside), command, event)


@pytest.mark.web_only
async def test_a_repeat_of_the_request_gets_no_second_look_at_the_code(line3: Chat) -> None:
    assert isinstance(await ask(line3, "ben", GiveCode(), "again"), Message)
    assert await ask(line3, "ben", GiveCode(), "again") is None


@pytest.mark.web_only
@pytest.mark.parametrize("command", [GiveCode(), CheckCode("ABCD-EFGH"), JoinAccounts("ABCD-EFGH")])
async def test_a_guest_joins_no_accounts(line3: Chat, command: Command) -> None:
    told = await ask(line3, "rita", command, "guest", outside=True)
    assert isinstance(told, Refusal)
    assert draw_text(told.phrase).startswith("Guests cannot join accounts.")


@pytest.mark.web_only
async def test_who_was_joined_to_somebody_goes_along_when_they_are_joined_to_another(line3: Chat) -> None:
    cause = Cause("test", "Keep", line3.now)
    await line3.app.store.run("local", cause, lambda records: records.people.put(Person("dora", "Dora Maj")))
    await join(line3, "dora", await code_for(line3, "rita"))
    await join(line3, "rita", await code_for(line3, "ben"))
    for person in ("rita", "dora"):
        assert "Line 3 MES" in await line3.say(person, "/align status")
