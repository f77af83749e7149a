"""A deputy is asked while the representative is away: whose card is whose, and what the one who is away sees."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.arriving import PersonArrived
from flows.commands import CLOCK, Actor
from flows.leaving import PersonLeft
from storage.transaction import Transaction
from tests.storage.clerk import Clerk
from tests.stories.chat import Chat
from tests.stories.plant import came, load, warsaw
from tests.stories.test_charter import published
from tests.stories.test_goal import GOAL
from tests.stories.test_pulse import signed

AWAY = "Jan Lis is asked for Operations now. To answer it yourself"
CONSENT = ("Endorse", "Consent", "With a reservation", "Object", "Abstain")


async def labels(bot: Chat, person: str, key: str) -> list[str]:
    """The buttons on this person's cards whose key begins so, without what they are about."""
    lines = [line for line in await bot.lines(person) if line.key.startswith(key)]
    return [press.label.partition(" (")[0] for line in lines for press in line.presses]


async def proposed(bot: Chat) -> None:
    """The goal waits for the consent of all."""
    await load(bot, start=False)
    await bot.say("ewa", "/align goal", "line3")
    await bot.fill("ewa", GOAL)
    await bot.press("ewa", "Send to all functions")
    await bot.press("ewa", "Ask for consent now")


async def test_d4_the_card_of_who_is_away_says_who_is_asked_now_and_the_deputy_has_one(bot: Chat) -> None:
    await proposed(bot)
    assert CONSENT[1] in await labels(bot, "maria", "consent/")
    assert "consent/" not in "".join(line.key for line in await bot.lines("jan"))
    await bot.say("maria", "/align away until 4 December")
    assert AWAY in await bot.sees("maria")
    assert not set(CONSENT) & set(await labels(bot, "maria", "consent/"))
    await bot.press("jan", "Consent")
    assert "1 of 4 functions consent" in await bot.sees("olga", "line3")


async def test_d4_who_is_back_has_the_buttons_again_and_what_is_answered_stays_answered(bot: Chat) -> None:
    await proposed(bot)
    await bot.say("maria", "/align away until 4 December")
    await bot.say("maria", "/align back")
    assert set(CONSENT) <= set(await labels(bot, "maria", "consent/"))
    await bot.press("maria", "Consent")
    await bot.say("maria", "/align away until 4 December")
    assert "1 of 4 functions consent" in await bot.sees("maria")
    assert AWAY not in await bot.sees("maria"), "her function has answered"


async def test_d4_who_is_away_can_answer_from_home(bot: Chat) -> None:
    await proposed(bot)
    await bot.say("maria", "/align away until 4 December")
    assert "waits for Operations" in await bot.say("maria", "/align home")
    await bot.press("maria", "Show")
    assert "Kept" in await bot.press("maria", "Consent")


async def test_d12_o3_o16_it_is_one_way_for_charter_drill_and_pulse(bot: Chat) -> None:
    await signed(bot)
    await bot.until(warsaw(30, 12))
    await bot.say("ewa", "/align drill", "line3")
    await bot.say("ewa", "/align pulse", "line3")
    await bot.press("ewa", "Ask now")
    await bot.say("maria", "/align away until 4 December")
    for key, label in (("drill/", "Answer"), ("pulse/", "Everything still holds")):
        assert not await labels(bot, "maria", key), key
        assert label in await labels(bot, "jan", key)
    assert len([line for line in await bot.lines("maria") if AWAY in line.text]) == 2


async def test_d12_a_charter_that_waits_for_its_signature_goes_to_the_deputy(bot: Chat) -> None:
    await published(bot)
    assert "Sign" in await labels(bot, "maria", "charter/")
    await bot.say("maria", "/align away until 4 December")
    assert AWAY in await bot.sees("maria")
    assert "Sign" not in await labels(bot, "maria", "charter/")
    assert "Signed for Operations" in await bot.press("jan", "Sign")


async def test_f36_who_has_left_is_asked_for_nothing_more_and_the_deputy_is_at_once(bot: Chat) -> None:
    await proposed(bot)
    await bot.say("jan", "/align away until 4 December")
    assert CONSENT[1] in await labels(bot, "maria", "consent/"), "a deputy who is away changes nothing"
    await bot.say("jan", "/align back")
    await bot.order(PersonLeft("maria"))
    assert "Consent" in await labels(bot, "jan", "consent/")


@pytest.mark.web_only
async def test_d4_an_absence_that_was_entered_before_hands_over_when_it_begins_and_when_it_is_over(bot: Chat) -> None:
    await proposed(bot)
    await bot.say("maria", "/align away from 25 November to 26 November")
    assert "Consent" in await labels(bot, "maria", "consent/"), "not before it begins"
    await bot.until(warsaw(25, 1))
    assert AWAY in await bot.sees("maria")
    assert not await came(bot, "@jan", "consent/"), "the deputy is asked in working hours"
    await bot.until(warsaw(25, 10))
    assert "Consent" in await labels(bot, "jan", "consent/")
    await bot.until(warsaw(27, 1))
    assert "Consent" in await labels(bot, "maria", "consent/")


async def _unwatched(bot: Chat) -> None:
    """Absences as a release kept them that did not look at them."""

    def forget(records: Transaction) -> None:
        for person in records.people.all():
            records.people.put(replace(person, due_at=None))

    await Clerk(bot.app.store, bot.now, "local").does(forget)


@pytest.mark.web_only
async def test_d4_an_absence_that_an_earlier_release_did_not_watch_hands_over_once_it_is_found(bot: Chat) -> None:
    await proposed(bot)
    await bot.say("maria", "/align away from 24 November to 26 November")
    await _unwatched(bot)
    await bot.until(warsaw(25, 10))
    await _unwatched(bot)
    await bot.app.maintain()
    await bot.settle()
    assert AWAY in await bot.sees("maria")
    assert "Consent" in await labels(bot, "jan", "consent/")
    await bot.until(warsaw(27, 1))
    assert "Consent" in await labels(bot, "maria", "consent/")


@pytest.mark.web_only
async def test_d4_who_comes_back_from_a_closed_account_hands_over_a_coming_absence(bot: Chat) -> None:
    await proposed(bot)
    await bot.say("maria", "/align away from 25 November to 26 November")
    await bot.order(PersonLeft("maria"))
    await bot.app.engine.run(Actor("local", CLOCK), PersonArrived("maria", "Maria Nowak"), "arrived")
    back = (await bot.app.store.read("local", lambda records: records.people.get("maria"))).due_at
    assert back == warsaw(25, 0)
