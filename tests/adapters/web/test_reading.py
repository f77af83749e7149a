"""What people see: their own chat in their own time, nothing of others, and nothing missed."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest

from adapters.platform import Gone, Outgoing
from adapters.web.clockbar import wait_text
from adapters.web.ports import LOCAL
from flows.messages import Message, ToChannel, ToPerson
from tests.adapters.web.pages import Visitor, visiting
from tests.adapters.web.small_commands import MONDAY, Stand
from tests.adapters.web.small_messages import welcome
from tests.stories.page import read_page


async def test_the_first_page_lets_people_choose_and_remembers_the_choice() -> None:
    async with visiting("") as somebody:
        page = await somebody.get("/")
        assert "Who do you want to be?" in page.text
        await somebody.get("/local/ben/dm")
        again = await somebody.get("/")
        assert 'You are </span><span class="name">Ben O’Hara' in again.text


async def test_times_are_drawn_in_the_readers_zone_with_the_weekday() -> None:
    async with visiting("maria") as maria:
        await maria.small.begin()
        assert "Fri 15 Jan, 16:00" in (await maria.get("/local/maria/dm")).text
        assert "Fri 15 Jan, 10:00" in (await maria.get("/local/ben/dm")).text


async def test_a_channel_is_shown_only_to_who_is_in_it() -> None:
    async with visiting("maria") as maria:
        await maria.small.begin()
        assert "5 of 6 functions" in (await maria.get("/local/maria/c/line3-mes")).text
        hidden = await maria.get("/local/quiet/c/line3-mes")
        unknown = await maria.get("/local/quiet/c/other")
        assert (hidden.status, unknown.status) == (404, 404)
        assert hidden.text == unknown.text
        assert "/c/line3-mes" not in (await maria.get("/local/quiet/dm")).text


async def test_a_day_has_one_separator_and_what_is_new_is_marked() -> None:
    async with visiting("maria") as maria:
        await maria.small.begin()
        page = (await maria.get("/local/maria/dm")).text
        assert page.count('class="separator day"') == 2
        assert (
            page.index(">Mon 11 Jan<")
            < page.index(">New<")
            < page.index("your view as Operations")
            < page.index(">Today<")
        )
        await maria.post("/local/read", channel="@maria")
        assert ">New<" not in (await maria.get("/local/maria/dm")).text


async def test_earlier_messages_are_there_page_by_page() -> None:
    async with visiting("maria") as maria:
        for n in range(60):
            await maria.small.post(f"m{n}", ToPerson("maria"), Message(f"Message number {n}."))
        page = (await maria.get("/local/maria/dm")).text
        assert "Message number 10." in page
        assert "Message number 9." not in page
        earlier = (await maria.get("/local/maria/dm?before=11")).text
        assert "Message number 9." in earlier
        assert "Earlier messages" not in earlier


async def test_unread_marks_count_what_others_wrote() -> None:
    async with visiting("maria") as maria:
        await maria.small.begin()
        await maria.say("Mine", "line3-mes")
        counts = await _counts(maria)
        assert counts == {"channels": {"@maria": 3, "#line3-mes": 2}, "people": {"maria": 3, "ben": 1}}


Events = list[tuple[str, str, dict[str, object]]]


async def _events(
    visitor: Visitor, wanted: int, last: str = "", channel: str = "@maria", found: Events | None = None
) -> Events:
    """The first so many events of a stream: id, name, data; also in `found` as they come."""
    found = [] if found is None else found
    query = f"/local/events?as=maria&channel={channel}&since=0".replace("#", "%23")
    headers = {"Last-Event-ID": last} if last else {}
    async with visitor.session.get(visitor.server.make_url(query), headers=headers) as response:
        assert response.headers["Content-Type"] == "text/event-stream"
        number = name = ""
        async for raw in response.content:
            text = raw.decode().rstrip("\n")
            if text.startswith("id: "):
                number = text[4:]
            elif text.startswith("event: "):
                name = text[7:]
            elif text.startswith("data: "):
                found.append((number, name, json.loads(text[6:])))
                if len(found) == wanted:
                    return found
    return found


async def _counts(visitor: Visitor) -> dict[str, object]:
    events = await _events(visitor, 1, channel="")
    return events[0][2]


async def test_a_page_that_was_away_gets_everything_after_the_last_event_it_saw() -> None:
    async with visiting("maria") as maria:
        for n in range(4):
            await maria.small.post(f"m{n}", ToPerson("maria"), Message(f"Number {n}"))
        events = await _events(maria, 3, last="2")
        assert [(number, name, data.get("key")) for number, name, data in events] == [
            ("3", "line", "m2"),
            ("4", "line", "m3"),
            ("4", "counts", None),
        ]


async def test_an_edit_and_a_reply_arrive_while_the_page_is_open() -> None:
    async with visiting("maria") as maria:
        seen: Events = []
        waiting = asyncio.create_task(_events(maria, 6, found=seen))
        for number, words in enumerate(("One", "Two"), 1):
            await maria.small.post("card", ToPerson("maria"), Message(words))
            while [name for _, name, _ in seen].count("line") < number:
                await asyncio.sleep(0.01)
        await maria.small.post("reply", ToPerson("maria"), Message("Under it"), thread="card")
        events = [event for event in await waiting if event[1] == "line"]
        said = [(data["key"], data["says"]) for _, _, data in events]
        assert said[:2] == [("card", "Accord: One"), ("card", "Edited. Accord: Two")]
        reply = next(data for _, _, data in events + (await _events(maria, 2))[:2] if data.get("key") == "reply")
        assert "1 reply" in str(reply["parent"])


async def test_a_pinned_message_stays_on_top_of_its_channel_as_it_is_now() -> None:
    async with visiting("maria") as maria:
        platform, to = maria.small.workspace.platform, ToChannel("line3-mes")
        for words in ("Charter 1", "Charter 2"):
            post = Outgoing(LOCAL, "charter", to, Message(words, pinned=True))
            await platform.send(post)
            await platform.send(post)
        await platform.send(Outgoing(LOCAL, "other", to, Message("By the way")))
        assert read_page((await maria.get("/local/maria/c/line3-mes")).text).pins == ["Pinned Charter 2"]
        events = await _events(maria, 2, channel="#line3-mes")
        assert ["Charter 2" in str(data["pin"]) for _, _, data in events] == [True, False]
        await platform.send(Outgoing(LOCAL, "charter", to, Message("Withdrawn")))
        assert read_page((await maria.get("/local/maria/c/line3-mes")).text).pins == []


async def test_nobody_hears_of_what_others_are_told() -> None:
    async with visiting("maria") as maria:
        await maria.small.post("secret", ToPerson("ben"), Message("For Ben"))
        events = await _events(maria, 1, channel="@ben")
        assert [name for _, name, _ in events] == ["counts"]


async def test_delivery_shows_a_key_once_and_edits_it_in_place() -> None:
    async with visiting("maria") as maria:
        platform = maria.small.workspace.platform
        post = Outgoing(LOCAL, "card", ToPerson("maria"), welcome())
        assert await platform.look_up(post) is None
        reference = await platform.send(post)
        assert await platform.send(post) == await platform.look_up(post) == reference
        edited = Outgoing(LOCAL, "card", ToPerson("maria"), Message("Done by @Maria"))
        await platform.update(reference, edited)
        kept = await maria.small.memory.lines("@maria")
        assert [(line.body, line.edited_at is not None) for line in kept] == [(edited.message, True)]
        with pytest.raises(Gone):
            await platform.update("never", edited)


@pytest.mark.parametrize("to", [ToPerson("gone"), ToChannel("gone")])
async def test_what_cannot_arrive_is_said_to_be_gone(to: ToPerson | ToChannel) -> None:
    async with visiting("maria") as maria:
        with pytest.raises(Gone):
            await maria.small.workspace.platform.send(Outgoing(LOCAL, "x", to, welcome()))


async def test_another_organisations_people_are_not_those_of_this_workspace() -> None:
    async with visiting("maria") as maria:
        platform = maria.small.workspace.platform
        post = Outgoing("rival", "x", ToPerson("maria"), welcome())
        for sending in (platform.send(post), platform.update("x", post), platform.look_up(post)):
            with pytest.raises(Gone):
                await sending
        assert maria.small.memory.change == 0


async def test_a_late_message_says_so() -> None:
    async with visiting("maria") as maria:
        await maria.small.workspace.platform.send(Outgoing(LOCAL, "x", ToPerson("maria"), Message("Digest"), late=True))
        page = (await maria.get("/local/maria/dm")).text
        assert "Digest" in page
        assert "This comes later than planned" in page


async def test_a_picture_has_an_address_of_its_own_and_says_the_same_in_words() -> None:
    async with visiting("maria") as maria:
        await maria.small.begin()
        page = (await maria.get("/local/maria/c/line3-mes")).text
        address = page.split('src="/picture/')[1].split('"')[0]
        assert 'alt="Six functions and five topics: 7 cells in contradiction."' in page
        assert '<th scope="row">Operations</th>' in page
        picture = await maria.get(f"/picture/{address}")
        assert (picture.status, picture.headers["Content-Type"]) == (200, "image/png")
        assert picture.text == "Who agrees on what"
        assert (await maria.get("/picture/0123.png")).status == 404


async def test_the_clock_skips_forward_only() -> None:
    async with visiting("maria") as maria:
        bar = (await maria.get("/local/maria/clock")).text
        assert "Mon 11 Jan 2027, 09:00" in bar
        assert "Nudge: Ben O’Hara" in bar
        assert "in 23 h" in bar
        assert (await maria.post("/local/skip", to=(MONDAY + timedelta(hours=23)).isoformat())).kind == "none"
        assert "Tue 12 Jan 2027, 08:00" in (await maria.get("/local/maria/clock")).text
        back = await maria.post("/local/skip", to=MONDAY.isoformat())
        assert (back.kind, back.text) == ("refusal", "That moment has passed. The clock only moves forward.")
        assert (await maria.post("/local/skip", to="2030-01-01T00:00:00+00:00")).kind == "refusal"
        assert (await maria.post("/local/skip", to="2027-02-01T00:00:00")).status == 400
        await maria.post("/local/skip", by="day")
        assert maria.small.clock.now() == MONDAY + timedelta(hours=47)


async def test_a_day_ahead_is_the_same_wall_clock_time_when_summer_time_begins() -> None:
    async with visiting("maria") as maria:
        maria.small.clock.at = MONDAY.replace(
            month=3, day=27
        )  # 09:00 in Warsaw, the night before the clocks go forward
        await maria.post("/local/skip", by="day")
        assert maria.small.clock.now() == MONDAY.replace(month=3, day=28, hour=7)


@pytest.mark.parametrize(
    ("wait", "text"),
    [
        (timedelta(seconds=59), "now"),
        (timedelta(minutes=1), "in 1 min"),
        (timedelta(minutes=89), "in 89 min"),
        (timedelta(minutes=90), "in 2 h"),
        (timedelta(hours=47), "in 47 h"),
        (timedelta(days=3, hours=5), "in 3 days"),
    ],
)
def test_waits_are_told_in_a_sensible_unit(wait: timedelta, text: str) -> None:
    assert wait_text(wait) == text


async def test_a_pressed_grid_shows_the_choice_by_state_and_sign() -> None:
    async with visiting("maria") as maria:
        await maria.small.begin()
        await maria.press(Stand("Production stop", "No view"))
        page = (await maria.get("/local/maria/dm")).text
        assert page.count('aria-pressed="true"') == 1
        assert "(edited)" in page
