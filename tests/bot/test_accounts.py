"""Whose account is whose, on both databases, with every change audited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from adapters.accounts import Account, Accounts, Kind
from bot.accounts import KnownAccounts
from flows.arriving import PersonArrived
from flows.commands import CLOCK, Actor, Command
from flows.effects import Refusal
from flows.leaving import PersonBack
from flows.people import Person
from flows.questionnaires.commands import ContinueAnswering
from storage.store import Cause
from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, load

MARIA = Account("U1", "maria", "Maria.Nowak@plant.example", "Europe/Berlin")
HERE = "local"


@pytest.fixture
def accounts(bot: Chat) -> Accounts:
    return fresh(bot)


def fresh(bot: Chat, platform: str = "slack") -> Accounts:
    """As after a restart: nothing is remembered but what is in the database."""
    return KnownAccounts(bot.app.store, bot.app.engine, bot.app.clock.now, platform)


async def keep(bot: Chat, person: Person) -> None:
    await bot.app.store.run(HERE, Cause("test", "Keep", bot.now), lambda records: records.people.put(person))


async def person(bot: Chat, person_id: str) -> Person | None:
    return await bot.app.store.read(HERE, lambda records: records.people.find(person_id))


async def everybody(bot: Chat) -> tuple[str, ...]:
    people = await bot.app.store.read(HERE, lambda records: records.people.all())
    return tuple(each.id for each in people)


async def test_an_account_is_linked_by_its_address_in_any_case(bot: Chat, accounts: Accounts) -> None:
    await keep(bot, Person("maria", "Maria Nowak", "maria.nowak@PLANT.example"))
    await accounts.keep(HERE, [MARIA, Account("U2", "someone", "someone@plant.example")])
    assert await accounts.find(HERE, "U1") == replace(MARIA, person_id="maria")
    assert await accounts.of(HERE, "maria") == replace(MARIA, person_id="maria")
    assert (await accounts.person(HERE, MARIA)).id == "maria"
    assert await everybody(bot) == ("maria",)  # nobody was made of U2
    assert await accounts.find("other", "U1") is None


async def test_somebody_set_up_after_their_account_was_heard_of_is_found_too(bot: Chat, accounts: Accounts) -> None:
    await accounts.keep(HERE, [MARIA])
    assert await accounts.of(HERE, "maria") is None
    await keep(bot, Person("maria", "Maria Nowak", "maria.nowak@plant.example"))
    after = fresh(bot)
    assert await after.of(HERE, "maria") == replace(MARIA, person_id="maria")
    assert await after.find(HERE, "U1") == replace(MARIA, person_id="maria")


async def test_who_wrote_moments_before_the_project_was_loaded_answers_as_who_the_file_says(
    bot: Chat, accounts: Accounts
) -> None:
    wrote = await accounts.person(HERE, MARIA)
    await load(bot, PROJECT.replace("name: Maria Nowak", "name: Maria Nowak, email: maria.nowak@plant.example"))
    (round_,) = await bot.app.store.read(HERE, lambda records: records.rounds.where(project_id="line3"))
    press = ContinueAnswering(round_.views["operations"])
    told = await bot.app.engine.run(Actor(HERE, wrote.id), press, "press")
    assert not isinstance(told, Refusal)
    await bot.settle()
    assert "question 1 of" in await bot.sees("maria")


@pytest.mark.parametrize("told", [PersonBack, partial(PersonArrived, name="Maria Nowak")])
async def test_who_turned_out_to_be_somebody_of_the_project_is_nobody_else_again(
    bot: Chat, accounts: Accounts, told: Callable[[str], Command]
) -> None:
    """A look at everybody's accounts that began before the project was loaded ends after it."""
    wrote = await accounts.person(HERE, MARIA)
    await load(bot, PROJECT.replace("name: Maria Nowak", "name: Maria Nowak, email: maria.nowak@plant.example"))
    await bot.app.engine.run(Actor(HERE, CLOCK), told(wrote.id), "late")
    found = await fresh(bot).of(HERE, "maria")
    assert found is not None
    assert (found.user_id, await works(bot, wrote.id)) == ("U1", False)


async def test_who_is_not_known_becomes_a_person_once_and_audited(bot: Chat, accounts: Accounts) -> None:
    made = await accounts.person(HERE, MARIA)
    assert made == Person("slack-u1", "maria", "Maria.Nowak@plant.example", zone="Europe/Berlin")
    assert await accounts.person(HERE, MARIA) == made
    assert await accounts.find(HERE, "U1") == replace(MARIA, person_id="slack-u1")
    assert await everybody(bot) == ("slack-u1",)


async def test_a_zone_that_does_not_exist_is_no_obstacle(bot: Chat, accounts: Accounts) -> None:
    assert (await accounts.person(HERE, replace(MARIA, zone="Mars/Olympus"))).zone == "UTC"
    assert (await accounts.person(HERE, Account("U9", "anna"))).zone == "UTC"


@pytest.mark.parametrize("kind", [Kind.STRANGER, Kind.BOT])
async def test_the_address_of_another_company_proves_nothing(bot: Chat, accounts: Accounts, kind: Kind) -> None:
    await keep(bot, Person("maria", "Maria Nowak", "maria.nowak@plant.example"))
    await accounts.keep(HERE, [replace(MARIA, kind=kind)])
    found = await accounts.find(HERE, "U1")
    assert found is not None
    assert found.person_id is None
    assert await accounts.of(HERE, "maria") is None
    made = await accounts.person(HERE, found)
    assert (made.id, made.email) == ("slack-u1", None)


async def works(bot: Chat, person_id: str) -> bool:
    found = await person(bot, person_id)
    assert found is not None
    return found.active


async def test_a_closed_account_makes_its_person_inactive(bot: Chat, accounts: Accounts) -> None:
    await keep(bot, Person("maria", "Maria Nowak", "maria.nowak@plant.example"))
    await accounts.keep(HERE, [MARIA])
    closed = Account("U1", "maria", active=False)
    for _ in range(2):
        await accounts.keep(HERE, [closed])
        assert not await works(bot, "maria")
    assert await accounts.find(HERE, "U1") == replace(MARIA, active=False, person_id="maria")


async def test_a_second_account_that_works_keeps_the_person(bot: Chat, accounts: Accounts) -> None:
    await keep(bot, Person("maria", "Maria Nowak", "maria.nowak@plant.example"))
    await accounts.keep(HERE, [MARIA, replace(MARIA, user_id="U2")])
    await accounts.keep(HERE, [replace(MARIA, active=False)])
    assert await works(bot, "maria")
    found = await accounts.of(HERE, "maria")
    assert found is not None
    assert found.user_id == "U2"


async def test_an_account_that_works_again_brings_its_person_back(bot: Chat, accounts: Accounts) -> None:
    await keep(bot, Person("maria", "Maria Nowak", "maria.nowak@plant.example", zone="Europe/Warsaw"))
    for active in (True, False, True, False, True):
        await accounts.keep(HERE, [replace(MARIA, active=active)])
        assert await works(bot, "maria") == active
    assert await person(bot, "maria") == Person("maria", "Maria Nowak", "maria.nowak@plant.example", "Europe/Warsaw")


async def test_whoever_was_set_up_later_takes_the_place_of_one_who_is_gone(bot: Chat, accounts: Accounts) -> None:
    made = await accounts.person(HERE, MARIA)
    await keep(bot, replace(made, email=None, active=False))
    await keep(bot, Person("maria", "Maria Nowak", "maria.nowak@plant.example"))
    after = fresh(bot)
    assert await after.of(HERE, "maria") == replace(MARIA, person_id="maria")
    await after.keep(HERE, [MARIA])
    assert await after.find(HERE, "U1") == replace(MARIA, person_id="maria")
    assert (await person(bot, "slack-u1")) == replace(made, email=None, active=False)


async def test_where_direct_messages_are_is_not_forgotten(accounts: Accounts) -> None:
    await accounts.keep(HERE, [replace(MARIA, direct="D7")])
    await accounts.keep(HERE, [MARIA])
    found = await accounts.find(HERE, "U1")
    assert found is not None
    assert found.direct == "D7"


async def test_everybody_with_a_part_in_a_project_is_wanted(bot: Chat, accounts: Accounts) -> None:
    assert await accounts.wanted(HERE) == ()
    await load(bot, start=False)
    await keep(bot, Person("nobody", "Nobody"))
    wanted = [each.id for each in await accounts.wanted(HERE)]
    assert wanted == ["adam", "ben", "ewa", "jan", "maria", "olga", "piotr"]
    jan = await person(bot, "jan")
    assert jan is not None
    await keep(bot, replace(jan, active=False))
    assert "jan" not in [each.id for each in await accounts.wanted(HERE)]


async def test_k1_one_address_in_slack_and_teams_is_one_person(bot: Chat) -> None:
    slack, teams = fresh(bot), fresh(bot, "teams")
    first = await slack.person(HERE, MARIA)
    there = Account("00112233-4455-6677-8899-aabbccddeeff", "Maria Nowak", "maria.nowak@plant.example")
    assert (await teams.person(HERE, there)).id == first.id == "slack-u1"
    assert await teams.of(HERE, first.id) == replace(there, person_id=first.id)
    assert await slack.of(HERE, first.id) == replace(MARIA, person_id=first.id)


async def test_somebody_without_an_address_is_another_person_on_each(bot: Chat) -> None:
    slack, teams = fresh(bot), fresh(bot, "teams")
    nameless = Account("U7", "jan")
    assert (await slack.person(HERE, nameless)).id == "slack-u7"
    assert (await teams.person(HERE, nameless)).id == "teams-u7"


async def test_j7_whoever_has_left_one_chat_and_not_the_other_is_still_here(bot: Chat) -> None:
    slack, teams = fresh(bot), fresh(bot, "teams")
    await keep(bot, Person("maria", "Maria Nowak", "maria.nowak@plant.example"))
    there = replace(MARIA, user_id="00112233-4455-6677-8899-aabbccddeeff")
    await slack.keep(HERE, [MARIA])
    await teams.keep(HERE, [there])
    await slack.keep(HERE, [replace(MARIA, active=False)])
    assert (found := await person(bot, "maria")) is not None
    assert found.active
    await teams.keep(HERE, [replace(there, active=False)])
    assert (found := await person(bot, "maria")) is not None
    assert not found.active
