"""What the connector's answers become: errors that delivery knows what to do with, whose text a person can be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from adapters.calling import unanswered, wait_asked
from adapters.platform import Ambiguous, Gone, PlatformError, Refused, Throttled, Unreachable
from adapters.teams.meanings import FALLBACKS, MEANINGS, OTHERWISE, About
from flows.plain import Plain

USUAL_WAIT = timedelta(seconds=10)
"""When Teams says "too many" and not for how long."""
BUSY = frozenset({412, 429})
"""Surely not done, and may be tried again (learn.microsoft.com, "Optimize your bot with rate limiting")."""


class SaidNo(Refused):
    """Teams' sure no. `code`: its own, or the HTTP status; `about`: what stands in the way."""

    def __init__(self, code: str, about: About, words: str) -> None:
        super().__init__(words)
        self.code, self.about = code, about


class NotThere(Gone):
    """A message, conversation or member that Teams does not have any more."""

    def __init__(self, code: str, about: About, words: str) -> None:
        super().__init__(words)
        self.code, self.about = code, about


class NotLetIn(Unreachable):
    """Microsoft does not take the bot's id and password, or Teams its token: posts wait until that is put right."""


def about_of(error: PlatformError) -> About | None:
    """What stands in the way, where Teams said no for sure."""
    return error.about if isinstance(error, SaidNo | NotThere) else None


def code_of(error: PlatformError) -> str:
    """Teams' code where it gave one, else ""."""
    return error.code if isinstance(error, SaidNo | NotThere) else ""


def answered(status: int, headers: Mapping[str, str], body: Plain) -> PlatformError:
    """The error for an answer that is no success, whatever it looks like."""
    if status in BUSY:
        return Throttled(wait_in(headers))
    if not 400 <= status < 500 or status == 408:
        return Ambiguous(f"Teams gave an answer that does not say whether it was done (HTTP {status})")
    code = code_in(body)
    meaning = MEANINGS.get(code) or FALLBACKS.get(status, OTHERWISE)
    if status == 401 or meaning.about is About.CREDENTIALS:
        return NotLetIn(MEANINGS["BotNotRegistered"].words)
    if meaning.gone:
        return NotThere(code or str(status), meaning.about, meaning.words)
    return SaidNo(code or str(status), meaning.about, meaning.words)


def code_in(body: Plain) -> str:
    """The code of an error body; the connector writes it in more than one way."""
    if not isinstance(body, Mapping):
        return ""
    within = body.get("error")
    found = within.get("code") if isinstance(within, Mapping) else body.get("errorCode") or body.get("code")
    inner = within.get("innerHttpError") if isinstance(within, Mapping) else None
    deeper = code_in(inner.get("body")) if isinstance(inner, Mapping) else ""
    return deeper or safe(str(found or ""))


def safe(text: str) -> str:
    """A code as Microsoft writes them; anything else is cut out, for it is shown and logged."""
    return "".join(letter for letter in text[:60] if letter.isascii() and (letter.isalnum() or letter in "_:.-"))


def wait_in(headers: Mapping[str, str]) -> timedelta:
    """How long Teams asks us to wait."""
    return wait_asked(headers, USUAL_WAIT)


def failed_on_the_way(error: Exception) -> PlatformError:
    """The error for a call without an answer."""
    return unanswered("Teams", error)
