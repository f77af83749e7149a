"""Posts in Teams: where they go, how they are drawn and changed, and what stands in the way."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.accounts import Spot
from adapters.platform import Ambiguous, Gone, Outgoing, Platform, Refused, Throttled, Unreachable
from adapters.teams.meanings import MEANINGS, About
from flows.plain import Plain
from tests.adapters.teams.desk import TEAM
from tests.adapters.teams.office import LINE, TO_BEN, TO_LINE, TO_MARIA, Office, card, office, with_picture
from tests.adapters.teams.scripted import Fault, no


@pytest.fixture
async def at() -> AsyncIterator[Office]:
    async with office() as made:
        yield made


def said(at: Office, name: str = "post") -> Mapping[str, Plain]:
    """The activity of the last call."""
    return at.desk.teams.made(name)[-1].body


async def test_a_card_in_a_channel(at: Office) -> None:
    platform: Platform = at.platform
    assert platform.name == "teams"
    assert await platform.send(card()) == "19:line@thread.tacv2/1"
    activity = said(at)
    assert (activity["type"], activity["summary"]) == ("message", "Maria decides: Maria Nowak")
    assert "text" not in activity, "Teams would split text and card"
    assert "aad-maria" in json.dumps(activity["attachments"]), "people are mentioned in the card"
    assert "E-1" not in json.dumps(activity), "the key stays here"


async def test_what_a_button_means_is_on_the_shelf_before_it_is_shown(at: Office) -> None:
    await at.platform.send(card())
    ((organisation, digest),) = at.shelf.texts
    assert organisation == "plant"
    assert digest in json.dumps(said(at))


async def test_a_late_message_says_so(at: Office) -> None:
    await at.platform.send(card(late=True))
    assert "later than planned" in json.dumps(said(at))


async def test_a_picture_is_drawn_once_and_is_in_the_card(at: Office) -> None:
    for _ in range(3):
        await at.platform.send(with_picture())
    assert len(at.drawn) == 1
    assert "data:image/png;base64" in json.dumps(said(at))


# --- people ---


async def test_who_has_a_chat_with_accord_is_written_to_there(at: Office) -> None:
    assert await at.platform.send(card(TO_MARIA)) == "a:maria/1"
    assert not at.desk.teams.made("create")


async def test_whom_the_roster_knows_a_chat_is_opened_with_once(at: Office) -> None:
    assert (await at.platform.send(card(TO_BEN))).startswith("a:ben/")
    assert (await at.platform.send(card(TO_BEN))).startswith("a:ben/")
    assert len(at.desk.teams.made("create")) == 1


async def test_who_has_not_added_accord_is_named_with_what_to_do(at: Office) -> None:
    at.desk.teams.script["create"] = [no(403, "BotNotInConversationRoster")] * 9
    for _ in range(3):
        with pytest.raises(Refused, match="choose Add"):
            await at.platform.send(card(TO_BEN))
    assert len(at.desk.teams.made("create")) == 1, "Teams is not asked again for a day"
    at.desk.clock.pass_(timedelta(hours=21))
    with pytest.raises(Refused):
        await at.platform.send(card(TO_BEN))
    assert len(at.desk.teams.made("create")) == 2


async def test_who_adds_accord_is_written_to_at_once(at: Office) -> None:
    at.desk.teams.script["create"] = [no(403, "BotNotInConversationRoster")] * 9
    with pytest.raises(Refused):
        await at.platform.send(card(TO_BEN))
    await at.places.keep("plant", at.desk.chat("ben"))
    assert (await at.platform.send(card(TO_BEN))).startswith("a:ben/")


async def test_a_person_without_an_account_is_looked_for_in_the_teams_once(at: Office) -> None:
    at.desk.teams.answers["members"] = [{"members": []}]
    nobody = replace(TO_BEN, person_id="nobody")
    for _ in range(3):
        with pytest.raises(Refused, match="e-mail address"):
            await at.platform.send(card(nobody))
    assert len(at.desk.teams.made("members")) == 1


async def test_a_closed_account_is_not_written_to(at: Office) -> None:
    at.accounts.known["plant", "aad-maria"] = replace(at.accounts.known["plant", "aad-maria"], active=False)
    with pytest.raises(Refused, match="closed"):
        await at.platform.send(card(TO_MARIA))
    assert not at.desk.teams.made("post")


# --- threads ---


async def test_a_reply_hangs_under_its_message(at: Office) -> None:
    first = await at.platform.send(card())
    reply = await at.platform.send(card(key="reply", thread=first))
    assert reply == "19:line@thread.tacv2;messageid=1/2"
    await at.platform.send(card(key="another", thread=reply))
    wheres = [call.path["conversation"] for call in at.desk.teams.made("post")]
    assert wheres == [LINE.channel_id, *[f"{LINE.channel_id};messageid=1"] * 2], "under the head, not under a reply"
    await at.platform.update(reply, card(key="reply", words="Changed"))
    assert at.desk.teams.made("put")[-1].path["activity"] == "2"


async def test_no_thread_reaches_into_another_conversation(at: Office) -> None:
    assert await at.platform.send(card(thread="19:other@thread.tacv2/7")) == f"{LINE.channel_id}/1"
    assert await at.platform.send(card(TO_MARIA, thread="a:maria/7")) == "a:maria/2"


async def test_a_reply_whose_thread_is_gone_stands_alone(at: Office) -> None:
    at.desk.teams.script["post"] = [no(404, "ActivityNotFoundInConversation")]
    assert await at.platform.send(card(thread=f"{LINE.channel_id}/7")) == f"{LINE.channel_id}/1"


# --- changing ---


async def test_a_card_changes_in_place(at: Office) -> None:
    reference = await at.platform.send(card())
    for _ in range(2):
        assert await at.platform.update(reference, card(words="Decided")) == reference
    assert at.desk.teams.texts(LINE.channel_id) == ["Decided: Maria Nowak"]


@pytest.mark.parametrize("code", ["ActivityNotFoundInConversation", "ConversationNotFound"])
async def test_a_message_that_cannot_be_changed_is_gone(at: Office, code: str) -> None:
    at.desk.teams.script["put"] = [no(404, code)]
    with pytest.raises(Gone):
        await at.platform.update(f"{LINE.channel_id}/1", card())


@pytest.mark.parametrize("reference", ["", "a:maria", "a:maria/", "/1", "line/key", "C0LINE/1801.1"])
async def test_what_is_no_message_of_ours_in_teams_is_gone(at: Office, reference: str) -> None:
    with pytest.raises(Gone):
        await at.platform.update(reference, card())
    assert not at.desk.teams.made("put")


async def test_teams_cannot_tell_what_was_shown(at: Office) -> None:
    await at.platform.send(card())
    with pytest.raises(Ambiguous):
        await at.platform.look_up(card())


# --- what stands in the way ---


@pytest.mark.parametrize("code", [code for code, meaning in MEANINGS.items() if meaning.about is About.CONTENT])
async def test_a_card_that_teams_does_not_take_goes_as_text(at: Office, code: str) -> None:
    at.desk.teams.script = {"post": [no(400, code)], "put": [no(400, code)]}
    reference = await at.platform.send(card())
    assert (said(at)["text"], said(at)["textFormat"]) == ("Maria decides: Maria Nowak", "plain")
    await at.platform.update(reference, card(words="Decided"))
    assert said(at, "put")["text"] == "Decided: Maria Nowak"


PLACES = [code for code, meaning in MEANINGS.items() if meaning.about is About.PLACE]


@pytest.mark.parametrize("code", PLACES)
@pytest.mark.parametrize("to", [TO_MARIA, TO_LINE])
async def test_f37_where_accord_may_not_write_it_is_not_tried_again_for_a_day(
    at: Office, to: object, code: str
) -> None:
    """Each of the connector's sure refusals of a place; others are served meanwhile."""
    at.desk.teams.script["post"] = [no(404 if MEANINGS[code].gone else 403, code)]
    at.desk.teams.script["create"] = [no(403, code)] * 9
    post = card(to)  # type: ignore[arg-type]
    for _ in range(5):
        with pytest.raises((Refused, Gone)) as raised:
            await at.platform.send(post)
        assert str(raised.value), "it says why"
    assert len(at.desk.teams.made("post")) == 1
    assert len(at.desk.teams.made("create")) <= 1
    other = TO_LINE if to is TO_MARIA else TO_MARIA
    assert await at.platform.send(card(other))


async def test_a_refused_conversation_is_dropped_and_one_that_is_heard_of_again_is_used(at: Office) -> None:
    at.desk.teams.script = {"post": [no(403, "ConversationBlockedByUser")], "create": [no(403, "BotDisabledByAdmin")]}
    with pytest.raises(Refused, match="blocked"):
        await at.platform.send(card(TO_MARIA))
    assert await at.places.direct("plant", "aad-maria") is None
    await at.places.keep("plant", at.desk.chat("maria"))
    assert await at.platform.send(card(TO_MARIA)) == "a:maria/1"


async def test_a_channel_that_only_forbids_posting_leaves_its_team_alone(at: Office) -> None:
    general = replace(at.desk.conversation(TEAM), name="")
    await at.places.keep("plant", general)
    await at.spots.keep("plant", [replace(LINE, channel_id=TEAM, name="works")])
    at.desk.teams.script["post"] = [no(403, "ForbiddenOperationException")]
    with pytest.raises(Refused):
        await at.platform.send(card(replace(TO_LINE, channel="works")))
    assert await at.platform.send(card())


@pytest.mark.parametrize("change", [replace(LINE, archived=True), replace(LINE, member=False)])
async def test_a_channel_that_is_closed_to_accord_is_not_tried(at: Office, change: Spot) -> None:
    await at.spots.keep("plant", [change])
    with pytest.raises(Refused):
        await at.platform.send(card())
    assert not at.desk.teams.made("post")


@pytest.mark.parametrize("fault", [Fault(status=500), Fault(reset=True, applied=True), Fault(status=504)])
async def test_an_unclear_answer_is_told_as_one(at: Office, fault: Fault) -> None:
    at.desk.teams.script["post"] = [fault]
    with pytest.raises(Ambiguous):
        await at.platform.send(card())


async def test_what_fails_before_the_message_is_sent_is_no_doubt(at: Office) -> None:
    at.desk.teams.script = {"create": [Fault(status=500)]}
    with pytest.raises(Unreachable):
        await at.platform.send(card(TO_BEN))
    at.desk.teams.script = {"channels": [Fault(status=500)]}
    with pytest.raises(Unreachable):
        await at.platform.send(card(replace(TO_LINE, channel="unheard-of")))
    at.places.away = True
    for doing in (at.platform.send(card()), at.platform.update(f"{LINE.channel_id}/1", card())):
        with pytest.raises(Unreachable):
            await doing
    assert not at.desk.teams.made("post")


async def test_a_throttled_conversation_waits_as_long_as_teams_says(at: Office) -> None:
    at.desk.teams.script["post"] = [Fault(status=429, headers={"Retry-After": "9"})]
    with pytest.raises(Throttled) as raised:
        await at.platform.send(card())
    assert raised.value.retry_after == timedelta(seconds=9)
    assert await at.platform.send(card())


async def test_another_organisation_is_not_ours(at: Office) -> None:
    for to in (TO_MARIA, TO_LINE):
        post: Outgoing = replace(card(to), organisation_id="mill")
        with pytest.raises(Refused):
            await at.platform.send(post)
        with pytest.raises(Gone):
            await at.platform.update(f"{LINE.channel_id}/1", post)
    assert not at.desk.teams.made("post")
    assert not at.desk.teams.made("put")
