"""What Slack's answers become: errors that delivery knows what to do with, whose text a person can be told.

A code that is not in the table of meanings is treated as "perhaps": it is looked up before anything is sent again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from adapters.calling import unanswered, wait_asked
from adapters.platform import Ambiguous, Gone, PlatformError, Refused, Throttled, Unreachable
from adapters.slack.meanings import MEANINGS, About, Verdict
from flows.plain import Plain

USUAL_WAIT = timedelta(seconds=30)
"""When Slack says "too many" and not for how long."""


class SaidNo(Refused):
    """Slack's sure no. `code`: Slack's own; `about`: what stands in the way."""

    def __init__(self, code: str, about: About, words: str) -> None:
        super().__init__(words)
        self.code, self.about = code, about


class NotThere(Gone):
    """A message, channel or account that Slack does not have any more."""

    def __init__(self, code: str, about: About, words: str) -> None:
        super().__init__(words)
        self.code, self.about = code, about


class Unfamiliar(Ambiguous):
    """A code that is not in the table: nothing is known of whether it was done."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Slack answered with something that Accord does not know ({code})")
        self.code = code


def code_of(error: PlatformError) -> str:
    """Slack's code where it gave one, else ""."""
    return error.code if isinstance(error, SaidNo | NotThere | Unfamiliar | Paused) else ""


def about_of(error: PlatformError) -> About | None:
    """What stands in the way, where Slack said no for sure."""
    return error.about if isinstance(error, SaidNo | NotThere) else None


def refusal(code: str, needed: str = "") -> PlatformError:
    """The error for an answer `ok: false`. `needed`: the permissions that Slack names with missing_scope."""
    meaning = MEANINGS.get(code)
    if meaning is None:
        return Unfamiliar(safe(code))
    words = f"{meaning.words} ({safe(needed)})" if needed else meaning.words
    match meaning.verdict:
        case Verdict.REFUSED:
            return SaidNo(code, meaning.about, words)
        case Verdict.GONE:
            return NotThere(code, meaning.about, words)
        case Verdict.WAIT:
            return Throttled(meaning.wait)
        case Verdict.UNREACHABLE:
            return Unreachable(words)
        case Verdict.PERHAPS:
            return Ambiguous(words)


def safe(text: str) -> str:
    """A code or list of permissions as Slack writes them; anything else is cut out, for it is shown and logged."""
    return "".join(letter for letter in text[:100] if letter.isascii() and (letter.isalnum() or letter in "_:.,-"))


def answered(status: int, headers: Mapping[str, str], body: Plain) -> PlatformError:
    """The error for an answer that is no success, whatever it looks like."""
    code = body.get("error") if isinstance(body, Mapping) else None
    if status == 429:
        return Throttled(wait_in(headers))
    if status >= 500 or not isinstance(body, Mapping) or body.get("ok") is not False or not isinstance(code, str):
        return Ambiguous(f"Slack gave an answer that does not say whether it was done (HTTP {status})")
    error = refusal(code, str(body.get("needed") or ""))
    if isinstance(error, Throttled) and "Retry-After" in headers:
        return Throttled(wait_in(headers))
    return error


def wait_in(headers: Mapping[str, str]) -> timedelta:
    """How long Slack asks us to wait."""
    return wait_asked(headers, USUAL_WAIT)


def failed_on_the_way(error: Exception) -> PlatformError:
    """The error for a call without an answer."""
    return unanswered("Slack", error)


class Paused(Throttled):
    """Nothing is sent in this workspace: its token is of no use. Posts wait until it is connected again."""

    def __init__(self, words: str, retry_after: timedelta, code: str = "") -> None:
        super().__init__(retry_after)
        self.args = (words,)  # what it says, instead of how long to wait
        self.words, self.code = words, code
