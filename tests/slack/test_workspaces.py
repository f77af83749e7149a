"""Two companies with the same Accord: neither ever sees anything of the other (A11, A16, F07, F38)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from flows.escalations.records import Escalation
from tests.slack.companies import companies, install
from tests.slack.fake.faults import Fault, Trouble
from tests.slack.fake.slack import FakeSlack
from tests.slack.living import Served
from tests.slack.people import SlackChat
from tests.stories.chat import MONDAY
from tests.stories.rights import CASES
from tests.stories.test_escalations import FILLED, PROJECT, decide, escalate, load, sees
from tests.stories.two_plants import Ids, all_named, give

SECRET = "magpie"
VIEWS = ("line9/1/operations", "line9/1/it", "line9/1/quality")
THEIRS = Ids("line9", *VIEWS, "line9/E-1", "line9/E-2", "line9/D-1", "jan9")
NOBODYS = all_named("nowhere/1/E-1")


@dataclass(frozen=True)
class Both:
    """Acme and its rival, each with a project, an open escalation and a decision."""

    served: Served
    acme: SlackChat
    rival: SlackChat


@pytest.fixture
async def both(slack: FakeSlack, database: str, tmp_path: Path) -> AsyncIterator[Both]:
    """Both have installed Accord."""
    async with companies(slack, database) as served:
        acme = await install(served, slack.team("T01", "acme"))
        rival = await install(served, slack.team("T02", "rival"))
        await load(acme, tmp_path)
        await load(rival, tmp_path, PROJECT.replace("line3", "line9").replace("jan,", "jan9,").replace("jan}", "jan9}"))
        for question in (f"Which day, {SECRET}?", f"Which {SECRET}?"):
            await escalate_in(rival, question)
        await decide(rival, "maria", rationale=f"The {SECRET} says so.")
        yield Both(served, acme, rival)


async def escalate_in(bot: SlackChat, question: str) -> None:
    """Ben of the rival asks Maria of the rival."""
    await bot.say("ben", "/escalate", "line9")
    shown = await bot.fill("ben", {**FILLED, "question": question})
    assert shown.kind == "message", shown.problems
    await bot.press("ben", "Send to Maria")


async def records(bot: SlackChat) -> list[Escalation]:
    """What is kept of this company's escalations."""
    return await bot.app.store.read(bot.organisation, lambda kept: list(kept.escalations.where(project_id="line9")))


def answering(bot: SlackChat) -> int:
    """How many calls asked about somebody or told somebody something."""
    return len([call for call in bot.slack.calls if call.method.startswith(("chat.", "views.", "users.info"))])


async def test_a11_an_id_of_another_company_is_answered_as_one_that_was_made_up(
    both: Both,
) -> None:
    acme, rival = both.acme, both.rival
    before, shown = await records(rival), len(rival.team.messages)
    asked = 0
    for kind, case in CASES.items():
        if case.own:
            continue
        unknown = await give(acme, "ben", case.make(NOBODYS), case.values)
        foreign = await give(acme, "ben", case.make(THEIRS), case.values)
        assert (foreign.kind, foreign.text) == (unknown.kind, unknown.text), kind.__name__
        assert SECRET not in foreign.text + foreign.html
        asked += 1
    assert asked > 30
    assert before
    assert await records(rival) == before
    assert len(rival.team.messages) == shown


async def test_a11_nothing_that_is_shown_in_one_workspace_is_of_the_other(both: Both) -> None:
    acme, rival = both.acme, both.rival
    await escalate(acme)
    assert SECRET in await rival.sees("maria")
    assert SECRET not in await acme.written_to_others("nobody")
    assert "Cut over" not in await rival.written_to_others("nobody")
    tokens = {call.team for call in acme.slack.made("chat.postMessage")}
    assert tokens == {"T01", "T02"}
    for person in ("maria", "ewa"):
        assert SECRET not in await acme.home(person)


async def test_a16_a_button_of_another_workspace_is_nothing_here(both: Both) -> None:
    acme, rival = both.acme, both.rival
    press = await rival.find("maria", "Decide")
    user = await acme.user("maria")
    kind, payload = rival.gestures.press(await rival.user("maria"), press.command)
    payload["team"], payload["user"] = {"id": "T01", "domain": "acme"}, {"id": user.id, "team_id": "T01"}
    answered = await acme.give("maria", user, (kind, payload))
    assert answered.kind in ("refusal", "none")
    assert SECRET not in answered.text


async def test_a16_a_workspace_that_nobody_installed_gets_nothing(both: Both) -> None:
    acme = both.acme
    calls = answering(acme)
    payload = acme.work.payloads.event({"type": "message", "user": "U03", "text": "hi", "channel": "D03", "ts": "1.1"})
    payload["team_id"] = payload["context_team_id"] = payload["authorizations"][0]["team_id"] = "T03"
    assert (await acme.carry("events_api", payload)).status == 200
    assert answering(acme) == calls


async def test_f07_a_storm_in_one_workspace_holds_up_nobody_in_the_other(both: Both) -> None:
    acme, rival = both.acme, both.rival
    acme.slack.troubles.always["chat.postMessage"] = Trouble(Fault.TOO_MANY, retry_after=30, team="T02")
    await escalate_in(rival, "One more?")
    calls = len(acme.slack.made("chat.postMessage", "T02"))
    await escalate(acme)
    assert "Decision needed" in await sees(acme, "maria")
    assert len(acme.slack.made("chat.postMessage", "T02")) == calls
    acme.slack.troubles.always.clear()
    rival.app.clock.set_forward(MONDAY + timedelta(minutes=5))
    await rival.settle()
    assert "One more?" in await rival.sees("maria")


async def test_f38_one_is_removed_and_installs_again_and_the_other_never_notices(
    both: Both,
) -> None:
    acme, rival = both.acme, both.rival
    before = (await rival.sees("maria")).count(f"Which day, {SECRET}?")
    rival.team.dead = "token_revoked"
    for event in ({"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": [rival.team.bot_user]}}):
        await rival.carry("events_api", rival.work.payloads.event(event))
    calls = answering(acme)
    assert "disconnected" in (await rival.say("ben", "/align"))
    assert answering(acme) == calls
    await escalate(acme)
    assert "Decision needed" in await sees(acme, "maria")
    rival.team.dead, rival.team.token = "", "xoxb-T02-again"
    again = await install(both.served, rival.team)
    assert await again.press("maria", "I'll take it") != ""
    await again.settle()
    assert "has taken this" in await again.sees("ben")
    assert (await again.sees("maria")).count(f"Which day, {SECRET}?") == before
