"""What each of the connector's error codes means, as one table.

Only a code that is surely a "no" is one here. The sentences are read after "The chat says: " and carry no names, words
or secrets. Codes: learn.microsoft.com, "Conversation messages", status code responses; "Send proactive messages".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class About(StrEnum):
    """What stands in the way."""

    CREDENTIALS = "credentials"
    """The bot itself: nothing can be sent anywhere."""
    PLACE = "place"
    """The conversation: Accord is not in it any more, or may not write there."""
    MESSAGE = "message"
    CONTENT = "content"
    """What is in the message: shorter or plainer, it may be taken."""
    REQUEST = "request"
    """How Accord asked; its own fault, or a permission it lacks."""


@dataclass(frozen=True)
class Meaning:
    """What a code means. `words`: for people, without a full stop at the end. `gone`: what was meant is not there."""

    about: About
    words: str
    gone: bool = False


def _all(about: About, words: str, codes: str, *, gone: bool = False) -> Mapping[str, Meaning]:
    return dict.fromkeys(codes.split(), Meaning(about, words, gone))


_ADD = "Somebody who may add apps adds Accord again"
_ADMIN = "A Teams administrator can allow it"
_OURS = "Teams could not make sense of what Accord sent; whoever runs Accord finds it in the log"

MEANINGS: Mapping[str, Meaning] = {
    **_all(
        About.CREDENTIALS,
        "Teams does not know Accord's bot. Whoever runs Accord checks TEAMS_APP_ID and its channel for Teams",
        "BotNotRegistered Unauthorized",
    ),
    **_all(About.PLACE, f"Accord is switched off in Teams. {_ADMIN}", "BotDisabledByAdmin"),
    **_all(About.PLACE, f"Accord was removed from this conversation. {_ADD}", "BotNotInConversationRoster"),
    **_all(
        About.PLACE,
        f"Accord was blocked or removed there, so that it may not write. {_ADD}",
        "ConversationBlockedByUser MessageWritesBlocked 209",
    ),
    **_all(About.PLACE, f"Teams does not let Accord write there. {_ADMIN}", "ForbiddenOperationException"),
    **_all(About.PLACE, f"Accord lacks the permission to write there. {_ADMIN}", "NotEnoughPermissions"),
    **_all(About.PLACE, "the conversation is not there any more", "ConversationNotFound", gone=True),
    **_all(About.PLACE, "there is nobody of this id in the conversation", "MemberNotFoundInConversation", gone=True),
    **_all(
        About.MESSAGE,
        "the message is not there any more",
        "ActivityNotFoundInConversation MessageNotFound",
        gone=True,
    ),
    **_all(About.CONTENT, "the message is too long for Teams", "MessageSizeTooBig RequestEntityTooLarge"),
    **_all(About.CONTENT, _OURS, "BadArgument BadSyntax InvalidBotCard BadRequest InvalidRequest"),
}

FALLBACKS: Mapping[int, Meaning] = {
    400: MEANINGS["BadSyntax"],
    401: MEANINGS["BotNotRegistered"],
    403: MEANINGS["ForbiddenOperationException"],
    404: MEANINGS["ConversationNotFound"],
    413: MEANINGS["MessageSizeTooBig"],
}
"""By HTTP status, where the code is missing or not in the table."""
OTHERWISE = Meaning(About.REQUEST, _OURS)
"""Any other status from 400 to 499: surely not done."""
