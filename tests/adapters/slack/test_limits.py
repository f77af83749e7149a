"""Waits that Slack asked for, budgets by method, and workspaces whose token is of no use."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.platform import Held, Refused, Throttled
from adapters.slack.errors import Paused
from adapters.slack.limits import BUDGETS, HEAD_START, USUAL, Budget, Limits
from adapters.slack.ports import Installation
from tests.adapters.slack.desk import Clock, Desk, desk
from tests.adapters.slack.kept import KeptWaits, installation
from tests.adapters.slack.scripted import Fault, no

PLANT, MILL = installation(), installation("mill")
POST = {"channel": "C0LINE", "text": "Hello"}
HALF_A_MINUTE = Fault(status=429, headers={"Retry-After": "30"})


@pytest.fixture
async def at() -> AsyncIterator[Desk]:
    async with desk() as made:
        yield made


async def refused(at: Desk, method: str = "chat.postMessage") -> timedelta:
    with pytest.raises(Throttled) as raised:
        await at.web.call(PLANT, method, POST)
    return raised.value.retry_after


async def test_inside_a_wait_slack_is_not_called(at: Desk) -> None:
    at.slack.script["chat.postMessage"] = [HALF_A_MINUTE]
    assert await refused(at) == timedelta(seconds=30)
    for _ in range(10):
        at.clock.pass_(timedelta(seconds=2.9))
        assert timedelta() < await refused(at) < timedelta(seconds=30)
    assert len(at.slack.calls) == 1
    at.clock.pass_(timedelta(seconds=1))
    await at.web.call(PLANT, "chat.postMessage", POST, first=True)
    assert len(at.slack.calls) == 2


async def test_a_wait_keeps_neither_another_workspace_nor_another_method(at: Desk) -> None:
    at.slack.script["chat.postMessage"] = [HALF_A_MINUTE]
    await refused(at)
    await at.web.call(MILL, "chat.postMessage", POST)
    await at.web.call(PLANT, "chat.update", POST | {"ts": "1.0"})
    assert len(at.slack.calls) == 3


async def test_a_wait_survives_a_restart(at: Desk) -> None:
    at.slack.script["chat.postMessage"] = [HALF_A_MINUTE]
    await refused(at)
    at.clock.pass_(timedelta(seconds=10))
    again = at.restarted()
    with pytest.raises(Throttled) as raised:
        await again.call(PLANT, "chat.postMessage", POST)
    assert raised.value.retry_after == timedelta(seconds=20 + HEAD_START)
    assert len(at.slack.calls) == 1
    await again.close()


async def test_what_another_process_was_asked_is_heard_of_within_seconds(at: Desk) -> None:
    await at.web.call(PLANT, "chat.postMessage", POST)
    await at.waits.keep("T0PLANT", "chat.postMessage", at.clock.now() + timedelta(minutes=1))
    at.clock.pass_(timedelta(seconds=6))
    assert await refused(at) == timedelta(seconds=54 + HEAD_START)


async def test_without_the_database_this_process_still_waits(at: Desk) -> None:
    at.waits.away = True
    at.slack.script["chat.postMessage"] = [HALF_A_MINUTE]
    await refused(at)
    await refused(at)
    assert len(at.slack.calls) == 1


async def test_a_budget_is_kept_and_everybody_refused_gets_a_time_of_their_own(at: Desk) -> None:
    for _ in range(BUDGETS["users.list"]):
        await at.web.call(PLANT, "users.list", {})
    times = [(await refused(at, "users.list")).total_seconds() for _ in range(3)]
    assert times == pytest.approx([3, 6, 9])
    assert len(at.slack.calls) == 20
    at.clock.pass_(timedelta(seconds=3))
    await at.web.call(PLANT, "users.list", {})
    await at.web.call(MILL, "users.list", {})


async def test_a_form_that_somebody_waits_for_is_refused_by_slack_only(at: Desk) -> None:
    for _ in range(USUAL * 3):
        await at.web.call(PLANT, "views.open", {})
    assert len(at.slack.calls) == USUAL * 3


def test_a_budget_never_lets_through_more_than_it_may() -> None:
    budget, passed = Budget(60, 0.0), 0
    for tenth in range(6000):
        passed += budget.take(tenth / 10) == 0.0
    assert 60 + 599 <= passed <= 60 + 600
    assert max(Budget(1, 0.0).take(0.0) for _ in range(3)) == 0.0


def test_whoever_is_refused_never_waits_for_hours() -> None:
    budget = Budget(1, 0.0)
    assert max(budget.take(0.0) for _ in range(50)) == 60.0


async def test_after_a_wait_those_whom_slack_had_refused_go_first_and_the_others_one_by_one_after_them() -> None:
    clock = Clock()
    limits = Limits(KeptWaits(), clock.now, {"post": 60}, seconds=clock.monotonic)

    async def asked(*, first: bool) -> float:
        try:
            await limits.take("T0PLANT", "post", first=first)
        except Held as held:
            return held.retry_after.total_seconds()
        return 0.0

    await limits.wait("T0PLANT", "post", timedelta(seconds=30))
    assert [await asked(first=False) for _ in range(2)] == pytest.approx([30 + HEAD_START, 31 + HEAD_START])
    clock.pass_(timedelta(seconds=30))
    assert await asked(first=False) == pytest.approx(2 + HEAD_START), "a token is there, but not for those"
    assert [await asked(first=True) for _ in range(3)] == pytest.approx([0, 1, 2]), "one, then at the pace"
    clock.pass_(timedelta(seconds=1.2))
    assert await asked(first=False) > 1 + HEAD_START, "nobody slips in before those who are a little late"
    assert await asked(first=True) == 0.0
    clock.pass_(timedelta(seconds=0.8))
    assert await asked(first=True) == 0.0
    clock.pass_(timedelta(seconds=1.1))
    assert await asked(first=False) == 0.0
    await limits.take("T0MILL", "post")


async def test_without_budgets_only_waits_count() -> None:
    limits = Limits(KeptWaits(), Clock().now, None, seconds=Clock().monotonic)
    for _ in range(USUAL * 2):
        await limits.take("T0PLANT", "chat.update")
    await limits.wait("T0PLANT", "chat.update", timedelta(seconds=1))
    with pytest.raises(Throttled):
        await limits.take("T0PLANT", "chat.update")


async def test_limits_of_many_workspaces_do_not_touch_each_other() -> None:
    clock = Clock()
    limits = Limits(KeptWaits(), clock.now, {"one.a_minute": 1}, seconds=clock.monotonic)
    for team in range(20):
        await limits.take(f"T{team}", "one.a_minute")
        with pytest.raises(Throttled):
            await limits.take(f"T{team}", "one.a_minute")


# --- tokens that are of no use ---


@pytest.mark.parametrize("code", ["token_revoked", "account_inactive", "invalid_auth", "token_expired"])
async def test_a_token_of_no_use_pauses_its_workspace_only(at: Desk, code: str) -> None:
    at.slack.script["chat.postMessage"] = [no(code)]
    with pytest.raises(Paused) as raised:
        await at.web.call(PLANT, "chat.postMessage", POST)
    assert raised.value.code == code
    assert "connects it to the workspace again" in at.installations.known[PLANT.workspace].paused
    await at.web.call(MILL, "chat.postMessage", POST)


async def test_a_paused_workspace_is_asked_for_once_an_hour_and_resumes_by_itself(at: Desk) -> None:
    at.slack.script = {"chat.postMessage": [no("invalid_auth")], "auth.test": [no("invalid_auth")] * 3}
    for minute in range(240):
        with pytest.raises(Paused):
            await at.web.call(await _current(at), "chat.postMessage", POST)
        assert len(at.slack.calls) <= 1 + minute // 60 + 1
        at.clock.pass_(timedelta(minutes=1))
    assert [call.method for call in at.slack.calls] == ["chat.postMessage", "auth.test", "auth.test", "auth.test"]
    await at.web.call(await _current(at), "chat.postMessage", POST)  # the token is taken again
    assert not at.installations.known[PLANT.workspace].paused


async def test_posts_of_a_paused_workspace_wait_and_are_not_lost(at: Desk) -> None:
    at.slack.script["chat.postMessage"] = [no("token_revoked")]
    assert await refused(at) == timedelta(minutes=5)
    assert await refused(at) == timedelta(minutes=5)
    assert len(at.slack.calls) == 1


async def test_connected_again_it_works_at_once(at: Desk) -> None:
    at.slack.script["chat.postMessage"] = [no("token_revoked"), no("token_revoked")]
    await refused(at)
    new = replace(PLANT, bot_token="xoxb-new")
    await at.installations.keep(new)
    with pytest.raises(Paused):
        await at.web.call(new, "chat.postMessage", POST)  # this one is of no use either
    await at.installations.keep(new)  # connected once more, with the same token
    await at.web.call(new, "chat.postMessage", POST)
    assert len(at.slack.calls) == 3


async def test_what_an_old_token_hears_does_not_pause_the_new_one(at: Desk) -> None:
    await at.installations.keep(replace(PLANT, bot_token="xoxb-new"))
    at.slack.script["chat.postMessage"] = [no("token_revoked")]
    with pytest.raises(Paused):
        await at.web.call(PLANT, "chat.postMessage", POST)
    assert not at.installations.known[PLANT.workspace].paused


async def test_a_workspace_paused_before_the_start_is_not_asked_for_at_once(at: Desk) -> None:
    await at.installations.pause(PLANT, "Accord was removed")
    with pytest.raises(Paused):
        await at.web.call(await _current(at), "chat.postMessage", POST)
    assert not at.slack.calls


async def test_without_the_database_a_token_of_no_use_is_still_left_alone(at: Desk) -> None:
    at.installations.away = True
    at.slack.script["chat.postMessage"] = [no("token_revoked")]
    await refused(at)
    await refused(at)
    assert len(at.slack.calls) == 1


async def test_an_ordinary_no_pauses_nothing(at: Desk) -> None:
    at.slack.script["chat.postMessage"] = [no("missing_scope", needed="chat:write")]
    with pytest.raises(Refused, match="chat:write"):
        await at.web.call(PLANT, "chat.postMessage", POST)
    await at.web.call(PLANT, "chat.postMessage", POST)


async def _current(at: Desk) -> Installation:
    return at.installations.known[PLANT.workspace]
