"""The longest and worst that people can type: taken by Slack, shown literally, never alive (A18, A22)."""

from __future__ import annotations

from flows.text import clean
from tests.slack.fake.mrkdwn import live
from tests.slack.filling import Filled
from tests.slack.people import SlackChat
from tests.stories.plant import load as load_round
from tests.stories.test_escalations import DECIDED, FILLED

WORST = (
    "<!channel> <@U01BOT> <#C01> <https://evil.example|x> *b* _i_ ~s~ `c` &lt;!here&gt; @everyone :tada: \u202e"
    "\U0001f9d1\u200d\U0001f680 "
)
DRAWN = " ".join(clean(WORST).split())


def worst_in_all(bot: SlackChat, person: str, besides: dict[str, str]) -> dict[str, Filled]:
    """As much as each text of the open form takes."""
    view = bot.team.views[bot._forms[person]].view
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    texts = {each["block_id"]: each["element"] for each in inputs if each["element"]["type"] == "plain_text_input"}
    worst: dict[str, Filled] = {
        name: f"{name} {filler(element.get('max_length', 3000) - len(name) - 1)}" for name, element in texts.items()
    }
    return {**worst, **besides}


def filler(length: int) -> str:
    """The worst, over and over."""
    return (WORST * (length // len(WORST) + 1))[:length].strip()


def alive(bot: SlackChat) -> set[str]:
    """What Slack would act on, besides mentions of people who are there and dates."""
    shown = [*bot.team.messages, *bot.team.ephemerals]
    tokens = {token for each in shown if each.user == bot.team.bot_user for token in live(each.text, each.blocks)}
    people = {f"@{user}" for user, each in bot.team.users.items() if not each.bot}
    return {token for token in tokens if not token.startswith("!date^")} - people


async def test_an_escalation_full_of_the_worst_goes_its_whole_way(plant: SlackChat) -> None:
    await plant.say("ben", "/escalate", "line3")
    dates = {name: FILLED[name] for name in ("tradeoff", "day", "time", "urgency")}
    shown = await plant.fill("ben", worst_in_all(plant, "ben", {**dates, "links": "https://example.com/a"}))
    assert shown.kind == "message", shown.problems
    await plant.press("ben", "Send to Maria")
    assert DRAWN in await plant.sees("maria")
    await plant.press("maria", "Ask for information")
    asked = await plant.fill("maria", worst_in_all(plant, "maria", {"person": "kim"}))
    assert asked.kind == "message", asked.problems
    assert DRAWN in await plant.sees("kim")
    await plant.press("maria", "Decide")
    decided = await plant.fill("maria", worst_in_all(plant, "maria", {"choice": DECIDED["choice"], "own": ""}))
    assert decided.text.startswith("Recorded as D-1."), decided
    assert DRAWN in await plant.sees("piotr", "line3")
    await plant.home("maria")
    await plant.say("ben", "/decisions", "line3")
    assert alive(plant) == {"https://example.com/a"}


async def test_answers_full_of_the_worst_are_taken_and_shown(bot: SlackChat) -> None:
    await load_round(bot)
    await bot.press("maria", "Start")
    await bot.say("maria", filler(1500))
    assert DRAWN in await bot.sees("maria")
    for person in ("adam", "piotr", "ben"):
        await bot.press(person, "Open as a form")
        done = await bot.fill(person, {"outcome.statement": filler(1200)})
        assert done.kind != "refusal", done.problems
    assert alive(bot) == set()


async def test_what_is_too_long_is_refused_with_the_limit(bot: SlackChat) -> None:
    await load_round(bot)
    await bot.press("maria", "Start")
    told = await bot.say("maria", "y" * 8001)
    assert "8001 characters; 8000 is the most" in told
