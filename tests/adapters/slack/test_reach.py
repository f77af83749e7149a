"""What doctor finds in a workspace: each thing that can be wrong, in a line with its cure."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.findings import Finding, State, worst
from adapters.slack.manifest import SCOPES
from adapters.slack.ports import Account, Kind, Spot
from adapters.slack.reach import Looking, checks
from flows.people import Person
from tests.adapters.slack.desk import Desk, desk
from tests.adapters.slack.kept import KeptAccounts, KeptSpots, installation
from tests.adapters.slack.scripted import Fault, no

PLANT = installation()
MARIA = Account("U0MARIA", "Maria Nowak", person_id="maria", direct="D0MARIA")
BEN = Account("U0BEN", "Ben Ode", person_id="ben")
PEOPLE = (Person("maria", "Maria Nowak"), Person("ben", "Ben Ode", "ben@plant.example"))
LINE = Spot("C0LINE", "line-4")
HERE = "https://accord.example"


@pytest.fixture
async def at() -> AsyncIterator[Desk]:
    async with desk() as made:
        made.slack.headers = {"X-OAuth-Scopes": ",".join(SCOPES)}
        made.slack.answers["auth.test"] = [{"ok": True, "team_id": "T0PLANT", "team": "Plant", "user": "accord"}]
        channel = {"id": "C0LINE", "name": "line-4"}
        made.slack.answers["users.conversations"] = [{"ok": True, "channels": [channel]}]
        yield made


def looking(at: Desk, accounts: KeptAccounts | None = None, spots: KeptSpots | None = None) -> Looking:
    return Looking(
        web=at.web,
        accounts=accounts or KeptAccounts(MARIA, BEN, wanted=PEOPLE),
        spots=spots or KeptSpots(LINE, wanted=("line-4",)),
        now=lambda: datetime.now(UTC),
        public_url=at.slack.url,
    )


async def wrong(look: Looking) -> list[Finding]:
    """Everything that is not well."""
    return [finding for finding in await checks(look, PLANT) if finding.state is not State.OK]


async def only(look: Looking) -> Finding:
    (finding,) = await wrong(look)
    return finding


async def test_where_all_is_well_each_line_says_so(at: Desk) -> None:
    at.slack.refusing = True
    findings = await checks(looking(at), PLANT)
    assert [finding.what for finding in findings] == [
        "Slack workspace Plant: connected as @accord.",
        "The app has the permissions it needs, and no others.",
        "The clock of this computer agrees with Slack's.",
        "2 people of the projects can be written to.",
        "#line-4: Accord is in it.",
        f"{at.slack.url}/slack/events answers, and refuses what Slack has not signed.",
    ]
    assert worst(findings) is State.OK
    assert not at.slack.made("chat.postMessage"), "nobody is written to"


async def test_a_charter_that_slack_did_not_let_it_pin_is_told(at: Desk) -> None:
    look = looking(at)
    await at.web.waits.keep("T0PLANT", "not pinned C0LINE", look.now() + timedelta(days=1))
    told = [finding for finding in await wrong(look) if finding.what.startswith("#line-4")]
    (finding,) = told
    assert finding.state is State.WARNING, "everything is delivered all the same"
    assert "Slack did not let Accord pin the charter" in finding.what
    assert "pins:write" in finding.cure


async def test_every_problem_has_a_cure(at: Desk) -> None:
    at.slack.headers = {"X-OAuth-Scopes": "chat:write,admin"}
    look = looking(at, KeptAccounts(wanted=PEOPLE), KeptSpots(wanted=("nowhere",)))
    problems = await wrong(replace(look, now=lambda: datetime.now(UTC) + timedelta(hours=1), app_token="xapp-1"))
    assert len(problems) > 10
    for finding in problems:
        assert finding.cure
        assert "\n" not in finding.what + finding.cure
        assert "xoxb" not in finding.what + finding.cure


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_a_token_of_no_use(at: Desk, code: str) -> None:
    at.slack.script["auth.test"] = [no(code)]
    first, *_ = await wrong(looking(at))
    assert first.state is State.BROKEN
    assert first.what.startswith("Slack workspace Plant: ")
    assert "connects it to the workspace again" in first.what
    assert first.cure.startswith("Set SLACK_BOT_TOKEN anew")


async def test_slack_is_away(at: Desk) -> None:
    at.slack.script["auth.test"] = [Fault(status=503)]
    first, *_ = await wrong(looking(at))
    assert first.cure == "Try again in a minute."


async def test_a_paused_workspace_is_looked_at_all_the_same(at: Desk) -> None:
    at.slack.refusing = True
    findings = await checks(looking(at), replace(PLANT, paused="Accord was removed"))
    assert findings[0].state is State.WARNING
    assert "The token works again" in findings[0].what


async def test_the_token_of_another_workspace(at: Desk) -> None:
    at.slack.refusing = True
    at.slack.answers["auth.test"] = [{"ok": True, "team_id": "T0MILL", "team": "Mill"}]
    assert "another workspace, Mill" in (await only(looking(at))).what


async def test_permissions_that_lack_and_that_are_too_many(at: Desk) -> None:
    at.slack.refusing = True
    given = [scope for scope in SCOPES if scope not in ("im:history", "files:write")]
    at.slack.headers = {"X-OAuth-Scopes": ", ".join([*given, "admin", "channels:join"])}
    *lacking, extra = await wrong(looking(at))
    states = {finding.what.split()[2]: finding.state for finding in lacking}
    assert states == {"im:history": State.BROKEN, "files:write": State.WARNING}
    assert extra.what == "The app has permissions that Accord does not use: admin."


@pytest.mark.parametrize(
    ("away", "state"), [(30, State.OK), (-30, State.OK), (90, State.WARNING), (-90, State.WARNING), (270, State.BROKEN)]
)
async def test_a_clock_that_is_wrong(at: Desk, away: int, state: State) -> None:
    look = replace(looking(at), now=lambda: datetime.now(UTC) + timedelta(seconds=away))
    (clock,) = [finding for finding in await checks(look, PLANT) if "The clock" in finding.what]
    assert clock.state is state
    assert state is State.OK or str(abs(away))[:-1] in clock.what


@pytest.mark.parametrize(
    ("account", "what"),
    [
        (None, "nobody in the Slack workspace has this person's e-mail address"),
        (replace(BEN, active=False), "the Slack account is deactivated"),
        (replace(BEN, kind=Kind.BOT), "this is the account of a bot"),
        (replace(BEN, kind=Kind.STRANGER, direct="D0BEN"), "belongs to another company"),
    ],
)
async def test_people_who_cannot_be_reached(at: Desk, account: Account | None, what: str) -> None:
    at.slack.refusing = True
    known = (MARIA,) if account is None else (MARIA, account)
    at.slack.answers["users.list"] = [{"ok": True, "members": []}]
    finding = await only(looking(at, KeptAccounts(*known, wanted=PEOPLE)))
    assert what in finding.what
    assert finding.what.startswith("Ben Ode")


async def test_a_person_slack_does_not_let_us_write_to(at: Desk) -> None:
    at.slack.refusing = True
    at.slack.script["conversations.open"] = [no("user_not_visible")]
    assert "does not let Accord write" in (await only(looking(at))).what


async def test_somebody_who_seems_unknown_is_asked_for_first(at: Desk) -> None:
    accounts = KeptAccounts(MARIA, wanted=PEOPLE)
    await checks(looking(at, accounts), PLANT)
    assert at.slack.made("users.list")


async def test_before_the_first_message_nobody_knows_of_the_messages_tab(at: Desk) -> None:
    at.slack.refusing = True
    finding = await only(looking(at, KeptAccounts(replace(MARIA, direct=""), BEN, wanted=PEOPLE)))
    assert finding.state is State.WARNING
    assert "Messages tab" in finding.cure


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({"is_archived": True}, "#line-4 is archived."),
        ({"is_member": False}, "#line-4: Accord is not in it."),
        ({"name": "renamed"}, "#line-4: there is no such channel"),
    ],
)
async def test_channels_that_cannot_be_reached(at: Desk, said: dict[str, str | bool], what: str) -> None:
    at.slack.refusing = True
    channel = {"id": "C0LINE", "name": "line-4", **said}
    at.slack.answers["users.conversations"] = at.slack.answers["conversations.list"] = [
        {"ok": True, "channels": [channel]}
    ]
    finding = await only(looking(at, spots=KeptSpots(wanted=("line-4",))))
    assert finding.what.startswith(what)
    assert finding.state is State.BROKEN


async def test_the_request_url(at: Desk) -> None:
    url = f"{at.slack.url}/slack/events"
    assert (await only(looking(at))).what.startswith(f"{url} answers with HTTP 404")
    nowhere = await only(replace(looking(at), public_url="http://127.0.0.1:9"))
    assert "at least not from here" in nowhere.what
    unknown = await only(replace(looking(at), public_url=""))
    assert unknown.what == "Whether Slack reaches this server cannot be checked from here."


async def test_socket_mode(at: Desk) -> None:
    look = replace(looking(at), public_url="", app_token="xapp-1")
    assert "Socket Mode works." in [finding.what for finding in await checks(look, PLANT)]
    assert at.slack.made("apps.connections.open")[0].token == "xapp-1"
    broken = await only(replace(look, socket=["Socket Mode has no connection that works."]))
    assert broken.what == "Socket Mode has no connection that works."
    at.slack.script["apps.connections.open"] = [no("not_allowed_token_type")]
    assert (await only(look)).what.startswith("Socket Mode does not work")
    assert not at.installations.known[PLANT.workspace].paused, "the bot's token is another one"
