"""Each post goes where its organisation's people are, and is edited where it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from adapters.accounts import Account, Accounts
from adapters.platform import Gone, Outgoing, Unreachable
from bot.platforms import Chat, Last, Platforms, nowhere, where_people_are
from flows.errors import Unavailable
from flows.messages import Address, Message, ToChannel, ToPerson


@dataclass
class Board:
    """A platform that remembers what it was asked."""

    name: str
    seen: list[tuple[str, str | None]] = field(default_factory=list)

    async def send(self, post: Outgoing) -> str:
        self.seen.append((f"send {post.key}", post.thread))
        return f"{post.key}/1"

    async def update(self, reference: str, post: Outgoing) -> str:
        self.seen.append((f"update {reference}", post.thread))
        return reference

    async def look_up(self, post: Outgoing) -> str | None:
        self.seen.append((f"look up {post.key}", post.thread))
        return f"{post.key}/1" if post.key == "known" else None


async def of_acme(organisation_id: str) -> bool:
    """Accord is in the chat of `acme`."""
    return organisation_id == "acme"


async def away_from_acme(organisation_id: str) -> bool:
    """Accord is in the chat of another organisation only."""
    return organisation_id == "other"


async def away(_: str) -> bool:
    """Nobody can tell where Accord is."""
    raise Unavailable("the disk is full")


class Linked(Accounts):
    """Only Maria has an account."""

    async def of(self, organisation_id: str, person_id: str) -> Account | None:
        return Account("U7", "maria") if (organisation_id, person_id) == ("acme", "maria") else None


class Everybody(Accounts):
    """Whoever there is has an account."""

    async def of(self, organisation_id: str, person_id: str) -> Account | None:
        return Account(f"{organisation_id}-1", person_id)


class Closed(Accounts):
    """Whoever there is has left."""

    async def of(self, organisation_id: str, person_id: str) -> Account | None:
        return Account(f"{organisation_id}-1", person_id, active=False)


@pytest.fixture
def web() -> Board:
    return Board("web")


@pytest.fixture
def slack() -> Board:
    return Board("slack")


def both(web: Board, slack: Board) -> Platforms:
    chats = (Chat(slack, Linked(), of_acme, "Slack"),)  # type: ignore[abstract]
    return Platforms((web, slack), where_people_are(web, chats))


def slack_only(slack: Board, installed: Callable[[str], Awaitable[bool]] = of_acme) -> Platforms:
    chats = (Chat(slack, Linked(), installed, "Slack"),)  # type: ignore[abstract]
    return Platforms((slack,), where_people_are(None, chats))


def post(to: Address, *, organisation: str = "acme", key: str = "k", thread: str | None = None) -> Outgoing:
    return Outgoing(organisation, key, to, Message("Hello"), thread)


@pytest.mark.parametrize(
    ("to", "organisation", "reference"),
    [
        (ToPerson("maria"), "acme", "slack:k/1"),
        (ToChannel("line3"), "acme", "slack:k/1"),
        (ToPerson("jan"), "acme", "k/1"),
        (ToPerson("maria"), "local", "k/1"),
        (ToChannel("line3"), "local", "k/1"),
    ],
)
async def test_slack_has_its_channels_and_its_people_and_the_local_workspace_the_rest(
    web: Board, slack: Board, to: Address, organisation: str, reference: str
) -> None:
    assert await both(web, slack).send(post(to, organisation=organisation)) == reference


async def test_without_a_local_workspace_everything_goes_to_slack(slack: Board) -> None:
    assert await slack_only(slack).send(post(ToPerson("jan"))) == "slack:k/1"


async def test_what_waits_for_slack_to_be_connected_is_not_given_up(slack: Board) -> None:
    with pytest.raises(Unreachable, match="Slack is not connected"):
        await slack_only(slack).send(post(ToPerson("jan"), organisation="other"))
    with pytest.raises(Unreachable, match="database"):
        await slack_only(slack, away).send(post(ToPerson("jan")))
    assert slack.seen == []


async def test_a_message_is_edited_where_it_is_wherever_new_ones_go(web: Board, slack: Board) -> None:
    platform = both(web, slack)
    assert await platform.update("escalation/7:a", post(ToPerson("maria"))) == "escalation/7:a"
    assert await platform.update("slack:C1/1.2", post(ToPerson("jan"))) == "slack:C1/1.2"
    assert (web.seen, slack.seen) == ([("update escalation/7:a", None)], [("update C1/1.2", None)])


async def test_a_message_of_a_platform_that_is_off_is_gone(slack: Board) -> None:
    with pytest.raises(Gone):
        await slack_only(slack).update("escalation/7", post(ToPerson("maria")))


async def test_a_message_hangs_only_under_one_of_the_same_platform(web: Board, slack: Board) -> None:
    platform = both(web, slack)
    await platform.send(post(ToPerson("maria"), thread="slack:D1/1.2"))
    await platform.send(post(ToPerson("maria"), thread="escalation/7"))
    await platform.send(post(ToPerson("jan"), thread="escalation/7"))
    assert slack.seen == [("send k", "D1/1.2"), ("send k", None)]
    assert web.seen == [("send k", "escalation/7")]


async def test_what_may_have_been_sent_is_looked_for_where_it_would_be(web: Board, slack: Board) -> None:
    platform = both(web, slack)
    assert await platform.look_up(post(ToPerson("maria"), key="known")) == "slack:known/1"
    assert await platform.look_up(post(ToPerson("jan"))) is None
    assert web.seen == [("look up k", None)]


async def test_a_person_is_written_to_where_they_have_an_account(web: Board, slack: Board) -> None:
    teams = Board("teams")
    chats = Chat(slack, Linked(), of_acme, "Slack"), Chat(teams, Everybody(), of_acme, "Teams")  # type: ignore[abstract]
    platform = Platforms((web, slack, teams), where_people_are(web, chats))
    assert await platform.send(post(ToPerson("maria"))) == "slack:k/1"
    assert await platform.send(post(ToPerson("jan"))) == "teams:k/1"
    assert await platform.send(post(ToPerson("jan"), organisation="other")) == "k/1"


async def test_somebody_without_any_account_is_missed_where_there_is_a_chat(slack: Board) -> None:
    teams = Board("teams")
    chats = Chat(slack, Linked(), away_from_acme, "Slack"), Chat(teams, Linked(), of_acme, "Teams")  # type: ignore[abstract]
    platform = Platforms((slack, teams), where_people_are(None, chats))
    assert await platform.send(post(ToPerson("jan"))) == "teams:k/1"  # which says why it cannot reach them
    with pytest.raises(Unreachable, match="Slack or Teams is not connected"):
        await platform.send(post(ToPerson("jan"), organisation="third"))


def both_chats(slack: Board, teams: Board, *, of_slack: Accounts, last: Last = nowhere) -> Platforms:
    chats = Chat(slack, of_slack, of_acme, "Slack"), Chat(teams, Everybody(), of_acme, "Teams")  # type: ignore[abstract]
    return Platforms((slack, teams), where_people_are(None, chats, last))


async def in_teams(_: str, person_id: str) -> str | None:
    return "teams" if person_id == "maria" else None


async def test_somebody_in_two_chats_is_written_to_where_they_did_something_last(slack: Board) -> None:
    platform = both_chats(slack, Board("teams"), of_slack=Everybody(), last=in_teams)  # type: ignore[abstract]
    assert await platform.send(post(ToPerson("maria"))) == "teams:k/1"
    assert await platform.send(post(ToPerson("jan"))) == "slack:k/1"


async def test_an_account_that_works_comes_before_one_that_was_used_last(slack: Board) -> None:
    async def in_slack(_: str, __: str) -> str | None:
        return "slack"

    platform = both_chats(slack, Board("teams"), of_slack=Closed(), last=in_slack)  # type: ignore[abstract]
    assert await platform.send(post(ToPerson("maria"))) == "teams:k/1"
