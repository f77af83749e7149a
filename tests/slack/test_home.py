"""The Home tab, the shortcuts and mentions: Slack's own ways to what Accord does."""

from __future__ import annotations

from tests.slack.fake.json import Json
from tests.slack.fake.mrkdwn import live
from tests.slack.fake.slack import FakeSlack
from tests.slack.fake.world import Message
from tests.slack.living import serving, settings
from tests.slack.people import SlackChat
from tests.stories.chat import Answered
from tests.stories.test_escalations import DECIDED, FILLED, escalate, sees
from tests.stories.two_plants import TOOK_PLACE


async def test_home_shows_what_waits_and_the_settings_and_follows_what_is_done(plant: SlackChat) -> None:
    assert "Nothing waits for you" in await plant.home("maria")
    await escalate(plant)
    shown = await plant.home("maria")
    assert "Cut over on 8 May or a week later?" in shown
    assert "Line 3 MES" in shown
    assert "Decision needed" in await plant.press("maria", "Show")
    await plant.press("maria", "Decide")
    decided = await plant.fill("maria", DECIDED)
    assert decided.text.startswith("Recorded as D-1."), decided
    user = await plant.user("maria")
    on_screen = plant.work.retold(plant.team.homes[user.id]["blocks"], "", user)
    assert "Nothing waits for you" in on_screen, "it follows without being opened again"


async def test_settings_are_changed_in_a_modal_from_home(plant: SlackChat) -> None:
    await plant.home("kim")
    assert (await plant.try_press("kim", "Change")).kind == "form"
    saved = await plant.fill("kim", {"days": ["mon", "tue"], "start": "08:00", "end": "12:00"})
    assert "Mon–Tue 08:00–12:00" in saved.text
    assert "08:00–12:00" in await plant.home("kim")


async def test_a_message_is_escalated_with_its_words_author_and_address(plant: SlackChat) -> None:
    said = await spoken(plant, "maria", "Shall we <b>cut over</b> on 8 May & not later?")
    opened = await shortcut(plant, "ben", "escalate_this", said)
    assert opened.kind == "form"
    assert "Shall we <b>cut over</b> on 8 May & not later?" in opened.html
    assert "Maria Nowak" in opened.html
    link = plant.slack.permalink(plant.team, said.channel, said.ts)
    assert link in opened.html
    shown = await plant.fill("ben", {name: value for name, value in FILLED.items() if name != "question"})
    assert shown.kind == "message", shown.problems
    await plant.press("ben", "Send to Maria")
    assert "Shall we <b>cut over</b> on 8 May & not later?" in (await plant.lines("maria"))[-1].text
    assert link in {token for each in plant.team.messages for token in live(each.text, each.blocks)}


async def test_a_message_is_recorded_as_a_decision_once_who_decided_confirms(plant: SlackChat) -> None:
    said = await spoken(plant, "maria", "OK, we cut over on 15 May.")
    assert (await shortcut(plant, "ben", "record_decision", said)).kind == "form"
    told = await plant.fill("ben", {**TOOK_PLACE, "decided_by": "maria"})
    assert told.kind == "message", told.problems
    assert (await plant.press("maria", "Confirm")).startswith("Recorded as D-1.")
    assert "OK, we cut over on 15 May." in await sees(plant, "piotr", "line3")


async def test_the_shortcut_of_everywhere_shows_what_waits_for_me(plant: SlackChat) -> None:
    await escalate(plant)
    assert "Cut over on 8 May" in (await shortcut(plant, "maria", "accord_home")).text


async def test_a_mention_in_a_channel_is_answered_once_and_only_to_who_asked(plant: SlackChat) -> None:
    before = await sees(plant, "piotr", "line3")
    told = await plant.say("ben", "@accord /align status", "line3")
    assert "Where Line 3 MES stands" in told
    hidden = [each for each in plant.team.ephemerals if "Line 3 MES" in each.text]
    assert [each.only_for for each in hidden] == [(await plant.user("ben")).id], "two events, one answer"
    after = await sees(plant, "piotr", "line3")
    assert after.removeprefix(before).strip().endswith("@Accord /align status".removeprefix("@"))


async def test_words_in_a_channel_that_are_not_for_accord_are_left_alone(plant: SlackChat) -> None:
    calls = len(plant.slack.calls)
    assert (await plant.post("ben", "say", {"text": "Lunch?", "channel": "#line3"})).kind == "none"
    assert [call.method for call in plant.slack.calls[calls:]] == []


async def test_what_people_type_is_never_alive(plant: SlackChat) -> None:
    words = "<!channel> <!here> <@U01BOT> <#C01> <https://evil.example|here> @everyone *b* &lt;!here&gt;"
    await escalate(plant, question=words)
    assert words in (await plant.lines("maria"))[-1].text
    tokens = {token for each in plant.team.messages if each.by_app for token in live(each.text, each.blocks)}
    people = {f"@{user}" for user in plant.team.users}
    assert {token for token in tokens if not token.startswith("!date^")} <= people - {"@U01BOT"}
    assert not any(plant.slack.asked_for["link_names"])
    assert set(plant.slack.asked_for["parse"]) <= {"none", None}


async def spoken(bot: SlackChat, person: str, words: str) -> Message:
    """Somebody says something to others in the channel."""
    await bot.post(person, "say", {"text": words, "channel": "#line3"})
    return bot.team.screen(bot.team.named("line3").id)[-1]


async def shortcut(bot: SlackChat, person: str, name: str, on: Message | None = None) -> Answered:
    """Chooses a shortcut, of a message or of everywhere."""
    user = await bot.user(person)
    payload: Json = bot.work.payloads.shortcut(user, name, on)
    return await bot.give(person, user, ("interactive", payload))


async def test_a_browser_is_not_sent_to_a_first_page_where_there_is_none(slack: FakeSlack, database: str) -> None:
    async with serving(slack, settings(slack, database)) as served, served.session.get(f"{served.url}/") as answer:
        assert answer.status == 404
        assert "People use this Accord in their chat" in await answer.text()
