"""Who asks is who Teams and the directory say, and nobody else; for the rest nothing is done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from adapters.accounts import Account, Kind
from adapters.platform import Gone, PlatformError, Throttled, Unreachable
from flows.commands import Actor
from flows.errors import Unavailable
from flows.messages import Message
from flows.phrases import Instant, Phrase
from flows.plain import Plain
from tests.adapters.slack.inbound_stand import Note, Take
from tests.adapters.teams.inbound_stand import Stand, standing
from tests.adapters.teams.said import CHANNEL, PERSONAL, dialog, execute, message

TAKE: dict[str, Plain] = {"accord": '{"do":"Take","number":1}'}


async def test_the_person_is_the_account_that_asks_whatever_a_card_says(stand: Stand) -> None:
    await stand.post(execute({**TAKE, "actor": "ana", "person_id": "ana"}, who="ben"))
    assert stand.engine.done == [(Actor("acme", "ben", "teams"), Take(1))]


async def test_the_name_in_a_message_is_nobodys_proof(stand: Stand) -> None:
    sent = message("hello", who="ben")
    sent["from"] = {"id": "29:ben", "name": "Ana", "aadObjectId": "AAD-BEN", "role": "user"}
    await stand.post(sent)
    assert stand.engine.done == [(Actor("acme", "ben", "teams"), Note("hello"))]


async def test_a_guest_is_outside(stand: Stand) -> None:
    await stand.post(execute(TAKE, who="gil"))
    assert stand.engine.done == [(Actor("acme", "gil", "teams", outside=True), Take(1))]


async def test_somebody_of_another_company_is_outside_too(stand: Stand) -> None:
    stand.roster.people["aad-sam"] = Account("aad-sam", "Sam", kind=Kind.STRANGER)
    await stand.post(execute(TAKE, CHANNEL, who="sam"))
    ((actor, _),) = stand.engine.done
    assert (actor.person_id, actor.outside) == ("person-aad-sam", True)


@pytest.mark.parametrize("who", ["rob", "zoe"])
async def test_bots_and_closed_accounts_are_nobody(stand: Stand, who: str) -> None:
    for sent in (message("hello", who=who), execute(TAKE, who=who), dialog("task/fetch", TAKE, who=who)):
        assert (await stand.post(sent)).status == 200
    await stand.settled()
    assert (stand.engine.runs, stand.talk.posted) == (0, [])


async def test_somebody_new_is_asked_for_once_and_becomes_a_person(stand: Stand) -> None:
    stand.roster.people["aad-new"] = Account("aad-new", "Nina")
    for text in ("one", "two"):
        await stand.post(message(text, who="new"))
    assert [actor.person_id for actor, _ in stand.engine.done] == ["person-aad-new"] * 2
    assert stand.roster.asked == ["aad-new"]


async def test_somebody_whom_the_roster_does_not_have_is_nobody(stand: Stand) -> None:
    answer = await stand.post(execute(TAKE, who="ghost"))
    assert "cannot find you" in str(answer.json["value"])
    stand.roster.people["aad-liar"] = Account("aad-other", "Other")
    assert "cannot find you" in str((await stand.post(execute(TAKE, who="liar"))).json["value"])
    assert stand.engine.runs == 0


@pytest.mark.parametrize("away", [Unreachable("away"), Throttled(timedelta(seconds=30))])
async def test_when_teams_does_not_say_who_it_is_nothing_is_done_and_they_are_told(
    stand: Stand, away: PlatformError
) -> None:
    stand.roster.away = away
    answer = await stand.post(execute(TAKE, who="new"))
    assert "who you are" in str(answer.json["value"])
    await stand.post(message("hello", who="new"))
    await stand.settled()
    assert "who you are" in str(stand.talk.posted)
    assert stand.engine.runs == 0


async def test_somebody_without_an_id_in_the_directory_is_nobody(stand: Stand) -> None:
    sent = execute(TAKE)
    sent["from"] = {"id": "29:ana", "name": "Ana"}
    answer = await stand.post(sent)
    assert "only to people of this organisation" in str(answer.json["value"])
    assert (stand.engine.runs, stand.places.known) == (0, {})


async def test_nobody_is_told_so_in_the_chat_and_not_in_a_channel(stand: Stand) -> None:
    await stand.post(message("hello", CHANNEL, who="ghost"))
    await stand.settled()
    assert stand.talk.posted == []
    await stand.post(message("hello", PERSONAL, who="ghost"))
    await stand.settled()
    ((where, _, _),) = stand.talk.posted
    assert where == PERSONAL


async def test_the_place_is_kept_anew_with_everything_that_is_said(stand: Stand) -> None:
    await stand.post(message("hello"))
    kept = stand.places.known["acme", PERSONAL]
    assert (kept.user_id, kept.member_id, kept.scope) == ("aad-ana", "29:ana", "personal")
    await stand.post(message("hello", CHANNEL, thread="1700"))
    there = stand.places.known["acme", CHANNEL]
    assert (there.conversation_id, there.user_id, there.team_id) == (CHANNEL, "", "19:team@thread.tacv2")


async def test_where_somebodys_clock_is_is_kept_from_what_they_say(stand: Stand) -> None:
    stand.roster.people["aad-new"] = Account("aad-new", "Nina")
    for who in ("new", "ana"):
        await stand.post({**message("hello", who=who), "localTimezone": "Asia/Tokyo"})
        assert stand.accounts.known["acme", f"aad-{who}"].zone == "Asia/Tokyo"
    for nowhere in ("Not/AZone", "../../etc/passwd", "Europe", ""):
        assert (await stand.post({**message("hello"), "localTimezone": nowhere})).status == 200
        assert stand.accounts.known["acme", "aad-ana"].zone == "Asia/Tokyo"


async def test_moments_are_told_by_the_readers_own_clock_as_on_every_card(stand: Stand) -> None:
    at = Instant(datetime(2027, 2, 1, 8, tzinfo=UTC), "Europe/Warsaw")
    stand.engine.says[Take] = lambda _: Message(Phrase("By {at}.", at=at))
    answer = await stand.post({**execute(TAKE), "localTimezone": "Asia/Tokyo"})
    assert str(answer.json["value"]).endswith("08:00.")  # these people's clocks are in UTC


class Away:
    async def organisation(self, tenant_id: str) -> str | None:
        raise Unavailable(tenant_id)


async def test_while_the_database_is_away_it_is_503() -> None:
    async with standing(tenants=Away()) as stand:
        assert (await stand.post(message("hello"))).status == 503
        assert stand.engine.runs == 0


async def test_gone_is_told_apart_from_away(stand: Stand) -> None:
    stand.roster.away = Gone("not in the conversation")
    answer = await stand.post(execute(TAKE, who="new"))
    assert "cannot find you" in str(answer.json["value"])
