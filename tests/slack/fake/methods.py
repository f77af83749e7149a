"""Which methods there are, what each needs, and whether it takes JSON. What is not here, the app may not call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.slack.fake import chat, conversations, rest, views
from tests.slack.fake.calls import Call
from tests.slack.fake.json import Json

READ = ("channels:read", "groups:read", "im:read")
HISTORY = ("channels:history", "groups:history", "im:history")


@dataclass(frozen=True)
class Method:
    """`scopes`: one of them is enough. `takes_json`: else Slack does not look into a JSON body."""

    run: Callable[[Call], Json]
    scopes: tuple[str, ...] = ()
    takes_json: bool = True


METHODS: dict[str, Method] = {
    "auth.test": Method(rest.auth_test),
    "auth.revoke": Method(rest.auth_revoke),
    "chat.postMessage": Method(chat.post_message, ("chat:write",)),
    "chat.update": Method(chat.update, ("chat:write",)),
    "chat.delete": Method(chat.delete, ("chat:write",)),
    "chat.postEphemeral": Method(chat.post_ephemeral, ("chat:write",)),
    "chat.getPermalink": Method(chat.get_permalink, takes_json=False),
    "pins.add": Method(chat.pin, ("pins:write",), takes_json=False),
    "pins.remove": Method(chat.unpin, ("pins:write",), takes_json=False),
    "views.open": Method(views.open_view),
    "views.push": Method(views.push),
    "views.update": Method(views.update),
    "views.publish": Method(views.publish),
    "users.info": Method(conversations.user_info, ("users:read",), takes_json=False),
    "users.list": Method(conversations.user_list, ("users:read",), takes_json=False),
    "users.lookupByEmail": Method(conversations.user_by_email, ("users:read.email",), takes_json=False),
    "users.conversations": Method(conversations.list_own, READ, takes_json=False),
    "conversations.open": Method(conversations.open_direct, ("im:write",)),
    "conversations.list": Method(conversations.list_all, READ, takes_json=False),
    "conversations.info": Method(conversations.info, READ, takes_json=False),
    "conversations.members": Method(conversations.members, READ, takes_json=False),
    "conversations.join": Method(conversations.join, ("channels:join",)),
    "conversations.history": Method(conversations.history, HISTORY, takes_json=False),
    "conversations.replies": Method(conversations.replies, HISTORY, takes_json=False),
    "files.getUploadURLExternal": Method(rest.upload_url, ("files:write",), takes_json=False),
    "files.info": Method(rest.file_info, ("files:read",), takes_json=False),
    "files.completeUploadExternal": Method(rest.complete_upload, ("files:write",)),
    "team.info": Method(rest.team_info, ("team:read",), takes_json=False),
}
