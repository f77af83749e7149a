"""One call of the Web API, and how it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.slack.fake.json import Json
from tests.slack.fake.world import Channel, Team, User

if TYPE_CHECKING:
    from tests.slack.fake.slack import FakeSlack


class SlackSays(Exception):
    """A call that Slack refuses: `{"ok": false, "error": …}`."""

    def __init__(self, error: str, **more: Any) -> None:  # noqa: ANN401
        super().__init__(error)
        self.error = error
        self.more = more


@dataclass(frozen=True)
class Call:
    """A call with a valid token: what it asks of which workspace."""

    slack: FakeSlack
    team: Team
    arguments: Json

    def need(self, name: str, error: str = "invalid_arguments") -> Any:  # noqa: ANN401
        """An argument that must be there."""
        value = self.arguments.get(name)
        if value in (None, ""):
            raise SlackSays(error, response_metadata={"messages": [f"[ERROR] missing required field: {name}"]})
        return value

    def flag(self, name: str) -> bool:
        """A truth value, as JSON or as a form has it."""
        return self.arguments.get(name) in (True, "true", "True", "1", 1)

    def user(self, user_id: str, error: str = "user_not_found") -> User:
        """Somebody of this workspace."""
        if user_id not in self.team.users:
            raise SlackSays(error)
        return self.team.users[user_id]

    def channel(self, channel_id: str) -> Channel:
        """A channel that the bot can see; a private one that it is not in does not exist for it."""
        found = self.team.channels.get(channel_id)
        if found is None or (found.private and self.team.bot_user not in found.members):
            raise SlackSays("channel_not_found")
        return found
