"""How the connector refuses: Teams' error codes and the status each comes with."""

from __future__ import annotations

from tests.slack.fake.json import Json

STATUS = {
    "BadSyntax": 400,
    "BotNotRegistered": 401,
    "BotDisabledByAdmin": 403,
    "BotNotInConversationRoster": 403,
    "ConversationBlockedByUser": 403,
    "ForbiddenOperationException": 403,
    "NotEnoughPermissions": 403,
    "MessageWritesBlocked": 403,
    "ConversationNotFound": 404,
    "ActivityNotFoundInConversation": 404,
    "MemberNotFoundInConversation": 404,
    "PreconditionFailed": 412,
    "MessageSizeTooBig": 413,
    "Throttled": 429,
    "ServiceError": 500,
    "BadGateway": 502,
    "ServiceUnavailable": 503,
    "GatewayTimeout": 504,
}
NUMBERS = {"MessageWritesBlocked": 209}
"""Codes that come beside as a number."""


class TeamsSays(Exception):
    """A call that the connector refuses."""

    def __init__(self, code: str, why: str = "") -> None:
        super().__init__(code)
        self.code, self.why = code, why or code

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUS[self.code]

    @property
    def body(self) -> Json:
        """What is answered."""
        number = {"errorCode": NUMBERS[self.code]} if self.code in NUMBERS else {}
        return {**number, "error": {"code": self.code, "message": self.why}}
