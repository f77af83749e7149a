"""Token rotation: tokens that end after twelve hours, and refresh tokens that are taken once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

LASTS = timedelta(hours=12)


@dataclass
class Rotation:
    """The tokens of one workspace. `forgiving`: the last refresh token works until the token it gave is first used."""

    forgiving: bool = True
    ends: dict[str, datetime] = field(default_factory=dict)
    good: set[str] = field(default_factory=set)
    unused: dict[str, str] = field(default_factory=dict)
    """A new token that was never used, and the refresh token that it was given for."""
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def issue(self, now: datetime, refresh_token: str = "") -> tuple[str, str]:
        """(a token, what it is exchanged for)."""
        number = next(self._numbers)
        token, following = f"xoxe.xoxb-canary-{number}", f"xoxe-canary-{number}"
        self.ends[token] = now + LASTS
        self.good.add(following)
        if refresh_token and self.forgiving:
            self.unused[token] = refresh_token
        else:
            self.good.discard(refresh_token)
        return token, following

    def used(self, token: str, now: datetime) -> str:
        """Somebody calls with this token: "" or Slack's word why not."""
        self.good.discard(self.unused.pop(token, ""))
        return "" if now < self.ends[token] else "token_expired"
