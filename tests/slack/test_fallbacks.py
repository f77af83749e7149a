"""When Slack does not let an answer be shown where it belongs, it is shown in the next best place (A10)."""

from __future__ import annotations

from tests.slack.fake.faults import Fault, Trouble
from tests.slack.people import SlackChat
from tests.stories.test_escalations import FILLED, escalate


async def test_a_form_that_came_too_late_is_one_press_away(plant: SlackChat) -> None:
    plant.slack.troubles.refuse("views.open", "expired_trigger_id")
    told = await plant.post("ben", "say", {"text": "/escalate Which day?", "channel": "#line3"})
    assert "[Open the form]" in told.text
    opened = await plant.try_press("ben", "Open the form")
    assert opened.kind == "form"
    assert "Which day?" in opened.html
    shown = await plant.fill("ben", FILLED)
    assert shown.kind == "message", shown.problems


async def test_an_answer_that_slack_is_slow_to_take_is_shown_once(plant: SlackChat) -> None:
    plant.slack.trouble("views.open", Trouble(Fault.ERROR_AFTER))
    await plant.post("ben", "say", {"text": "/escalate", "channel": "#line3"})
    assert len([view for view in plant.team.views.values() if not view.closed]) == 1


async def test_a_response_url_that_is_used_up_leaves_a_message_only_they_see(plant: SlackChat) -> None:
    await escalate(plant)
    press = await plant.find("maria", "I'll take it")
    user = await plant.user("maria")
    kind, payload = plant.gestures.press(user, press.command)
    plant.slack.response_urls[payload["response_url"].rpartition("/")[2]].uses = 5
    direct = plant.team.direct(user.id).id
    before = len(plant.team.screen(direct))
    await plant.carry(kind, payload)
    (said,) = plant.team.screen(direct)[before:]
    assert "is yours" in said.text


async def test_a10_an_address_that_is_not_slacks_is_never_called(plant: SlackChat) -> None:
    await escalate(plant)
    press = await plant.find("maria", "I'll take it")
    user = await plant.user("maria")
    for number, address in enumerate(
        (
            "http://127.0.0.1:9/response/x",
            f"{plant.slack.url}.evil.example/response/x",
            f"{plant.slack.url}@127.0.0.1:9/response/x",
            "file:///etc/passwd",
            "https://hooks.slack.com.evil.example/x",
            "",
        ),
        1,
    ):
        kind, payload = plant.gestures.press(user, press.command)
        payload["response_url"] = address
        direct = plant.team.direct(user.id).id
        before = len(plant.team.screen(direct))
        assert (await plant.carry(kind, payload)).status == 200
        assert len(plant.team.screen(direct)) == before + 1, (number, address)


async def test_options_are_asked_for_and_there_are_none(plant: SlackChat) -> None:
    await plant.post("ben", "say", {"text": "/escalate", "channel": "#line3"})
    view = plant.team.views[plant._forms["ben"]]
    payload = plant.work.payloads.suggestion(await plant.user("ben"), view, "tradeoff", "value", "sp")
    reply = await plant.carry("interactive", payload)
    assert (reply.status, reply.json) == (200, {"options": []})


async def test_a_modal_that_is_closed_is_nothing(plant: SlackChat) -> None:
    await plant.post("ben", "say", {"text": "/escalate", "channel": "#line3"})
    view = plant.team.views[plant._forms["ben"]]
    reply = await plant.carry("interactive", plant.work.payloads.closed(await plant.user("ben"), view))
    assert reply.status == 200
    assert "E-1" not in await plant.say("ben", "/align escalations", "line3")


async def test_what_slack_shows_to_nobody_in_the_channel_comes_by_direct_message(plant: SlackChat) -> None:
    plant.slack.troubles.refuse("chat.postEphemeral", "user_not_in_channel")
    direct = plant.team.direct((await plant.user("ben")).id).id
    await plant.post("ben", "say", {"text": "@accord /align status", "channel": "#line3"})
    (said,) = plant.team.screen(direct)
    assert "Line 3 MES" in said.text
