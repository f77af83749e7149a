"""What a request needs from an earlier one is in the database: the next request may reach any process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.slack.install import COOKIE
from tests.postgres import Postgres
from tests.slack.companies import companies
from tests.slack.fake.slack import FakeSlack
from tests.slack.living import known, serving, settings
from tests.slack.people import SlackChat
from tests.stories.test_escalations import DECIDED, FILLED, load, sees


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    fake = FakeSlack()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.mark.timeout(120)
async def test_forms_opened_by_one_process_are_sent_to_another_and_repeats_are_known_by_all(
    slack: FakeSlack, postgres: Postgres, tmp_path: Path
) -> None:
    with postgres.database_with_tables() as database:
        chosen = settings(slack, database)
        async with serving(slack, chosen) as first, serving(slack, chosen) as second:
            chats: list[SlackChat] = []
            for served in (first, second):
                await known(served.app)
                chats.append(served.chat(slack.team(), served.app.organisation))
            one, other = chats
            other._forms = one._forms  # the forms on people's screens; which process answers is another matter
            await load(one, tmp_path)
            await one.say("ben", "/escalate", "line3")
            assert (await other.fill("ben", FILLED)).kind == "message"
            await other.press("ben", "Send to Maria")
            await one.settle()
            await one.press("maria", "Decide")
            view = other.team.views[one._forms["maria"]]
            user = await one.user("maria")
            gesture = one.gestures.form(user, view.id, DECIDED, {})
            told = [(await each.carrier.carry(*gesture)).status for each in (other, one, other)]
            for each in (one, other):
                await each.shown()
                await each.settle()
            assert told == [200, 200, 200]
            decided = await one.app.store.read(first.app.organisation, lambda records: records.decisions.all())
            assert [each.escalation_id for each in decided] == ["line3/E-1"]
            assert "Maria Nowak decided" in await sees(one, "ben")


@pytest.mark.timeout(120)
async def test_an_installation_begun_with_one_process_is_finished_by_another_and_only_once(
    slack: FakeSlack, postgres: Postgres
) -> None:
    with postgres.database_with_tables() as database:
        async with companies(slack, database) as first, companies(slack, database) as second:
            team = slack.team()
            async with first.session.get(f"{first.url}/slack/install", allow_redirects=False) as begun:
                state = parse_qs(urlsplit(begun.headers["Location"]).query)["state"][0]
                cookie = begun.cookies[COOKIE].value
            found = []
            for served in (second, first, second):
                slack.codes[f"code-{team.id}"] = team.id
                asked = {"code": f"code-{team.id}", "state": state}
                async with served.session.get(
                    f"{served.url}/slack/oauth_redirect", params=asked, headers={"Cookie": f"{COOKIE}={cookie}"}
                ) as answer:
                    found.append(answer.status)
            assert found[0] == 200
            assert all(status >= 400 for status in found[1:]), found
