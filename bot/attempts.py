"""One attempt to show a post, and what becomes of the post after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from secrets import randbelow

import structlog

from adapters.platform import (
    Ambiguous,
    Gone,
    Held,
    Outgoing,
    Platform,
    PlatformError,
    Reference,
    Refused,
    Superfluous,
    Throttled,
    Unfinished,
    Unreachable,
)
from bot.backlog import AGAIN
from flows.effects import Promise
from flows.undelivered import Failure, PostFailed
from flows.wire import Wire
from storage.copies import key_of
from storage.lanes import Claim, Ending, Settlement
from storage.outbox import address_of, content_of
from storage.set_aside import DEADLY

log = structlog.get_logger("accord.delivery")

LONGEST_WAIT = 60
"""Seconds between two attempts at most."""
REFUSALS = 3
"""Attempts before a post that the platform does not want is set aside."""
FAILURES = 5
"""Attempts before a post that breaks our own code is set aside."""
EXPIRED = "expired"
ASKED_TO_WAIT = f"{Throttled.__name__}: "
"""How the reason begins of a post that the platform itself asked to wait."""


class GivenUp(Exception):
    """An earlier attempt may have shown it, nobody can tell, and it must not be shown twice."""


class TooLate(Exception):
    """Somebody else may be at it by now, or is to be."""


class Attempt:
    """One try to show a post. `ours`: whether it is still for us to show. `in_doubt`: whether an attempt, this or an
    earlier one, may have shown it already."""

    def __init__(self, platform: Platform, claim: Claim, ours: Callable[[], bool]) -> None:
        self._platform = platform
        self._claim = claim
        self._ours = ours
        self.in_doubt = claim.uncertain

    async def show(self, post: Outgoing) -> Reference:
        """Edits what is on screen; else finds what an earlier attempt has shown; else sends it. Raises TooLate, right
        before it would show something."""
        if self._claim.on_screen is not None:
            self._check()
            try:
                return await self._platform.update(self._claim.on_screen, post)
            except Gone:
                log.info("message gone, shown again", key=self._claim.key)
        if self._claim.uncertain and (found := await self._found(post)) is not None:
            return found
        self._check()
        self.in_doubt = False
        return await self._platform.send(post)

    def _check(self) -> None:
        if not self._ours():
            raise TooLate

    async def _found(self, post: Outgoing) -> Reference | None:
        try:
            return await self._platform.look_up(post)
        except Ambiguous:
            if self._claim.promise is Promise.NEVER_DOUBLED:
                raise GivenUp from None
            return None


def given_up(settlement: Settlement, wire: Wire) -> PostFailed | None:
    """What the project has to know: a new message, or a change that matters, that nobody will see. What a platform
    refused can be read all the same, and goes along for mail to try."""
    claim = settlement.claim
    if claim.promise is Promise.REFRESH or not (settlement.ending is Ending.PARKED or settlement.log == EXPIRED):
        return None
    failure = Failure.EXPIRED if settlement.log == EXPIRED else Failure.REFUSED if settlement.said else Failure.BROKEN
    told = PostFailed(key_of(claim.key), claim.version, address_of(claim.address), failure, settlement.said)
    if failure is not Failure.REFUSED:
        return told
    content = content_of(wire, claim.message)
    return replace(told, content=content, promise=claim.promise, expires=claim.expires)


def unwanted(claim: Claim, now: datetime) -> str:
    """Why this is not worth showing any more, "" when it is. What may be on screen already is seen through."""
    if claim.on_screen is not None or claim.uncertain:
        return ""
    if claim.expires is not None and claim.expires <= now:
        return EXPIRED
    return "nothing to refresh" if claim.promise is Promise.REFRESH else ""


def given_back(claim: Claim, now: datetime) -> Settlement:
    """A post that was claimed and not shown: it is as if it had not been."""
    back = Settlement(claim, Ending.RETRY, now, uncertain=claim.uncertain, reason=claim.reason)
    return replace(back, untried=True, unbegun=True)


def put_off(claim: Claim, now: datetime) -> Settlement:
    """A post that lets others go first."""
    return Settlement(claim, Ending.RETRY, now, put_off=now + AGAIN, unbegun=True)


def deadly(claim: Claim, now: datetime) -> Settlement:
    """A post is not tried any more: it seems to be what ends the process."""
    return _parked(Settlement(claim, Ending.RETRY, now, uncertain=claim.uncertain, reason=DEADLY))


def failed(claim: Claim, error: Exception, now: datetime, *, in_doubt: bool) -> Settlement:
    """What to do after an attempt that did not work."""
    reason = f"{type(error).__name__}: {error if isinstance(error, PlatformError) else where_raised(error)}"
    said = str(error) if isinstance(error, PlatformError) else ""
    again = Settlement(claim, Ending.RETRY, now + wait(claim.attempts), uncertain=in_doubt, reason=reason, said=said)
    match error:
        case Superfluous():
            return Settlement(claim, Ending.DROPPED, now)
        case Held() if was_asked_to_wait(claim):
            return replace(again, free_at=now + error.retry_after, untried=True, reason=claim.reason)
        case Throttled():
            return replace(again, free_at=now + error.retry_after, untried=True)
        case Unreachable():
            return again
        case Unfinished():
            return replace(again, uncertain=True)
        case Ambiguous() | TimeoutError():
            return replace(again, uncertain=True, log="unclear")
        case Gone() | Refused():
            return _parked(again) if claim.attempts >= REFUSALS else again
        case _:
            return _parked(again) if claim.attempts >= FAILURES else replace(again, log="failed")


def was_asked_to_wait(claim: Claim) -> bool:
    """Whether the platform took it last time for one too many: now it goes before the others."""
    return claim.reason.startswith(ASKED_TO_WAIT)


def where_raised(error: BaseException) -> str:
    """The line that raised. No more than that: its text may hold people's words, and a whole traceback reads files."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"line {trace.tb_lineno} of {trace.tb_frame.f_code.co_filename}"


def _parked(settlement: Settlement) -> Settlement:
    return replace(settlement, ending=Ending.PARKED, free_at=settlement.free_at, log="set aside")


def wait(attempts: int) -> timedelta:
    """Twice as long each time, a little different for each, so that not all come back at once; then once a minute,
    each at its own second."""
    if 2**attempts >= LONGEST_WAIT:
        return timedelta(seconds=LONGEST_WAIT)
    return timedelta(seconds=2**attempts * (0.5 + randbelow(1000) / 2000))
